#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The practice network itself: by independent programs (openssl, kdig), side by side, after a kill, as an ordinary user.
set -u
cd "$(dirname "$0")"
for program in openssl kdig setpriv curl; do
  command -v $program >/dev/null || { echo "1..0 # SKIP $program is missing"; exit 0; }
done
n=0 bad=0
ok () { n=$((n + 1)); if "${@:2}" >/dev/null 2>&1; then echo "ok $n - $1"; else echo "not ok $n - $1"; bad=1; fi; }
none () { ! "$@"; }

base=$(mktemp -d) a=$base/a b="$base/with blanks"
trap './practice stop --dir "$a"; ./practice stop --dir "$b"; rm -rf "$base"' EXIT

./practice start --dir "$a" >/dev/null || exit 1
./practice start --dir "$b" >/dev/null || exit 1
port () { # NAME [SERVICE]: of a server, or of an ill-behaved one
  python3 -c "import json,sys; d=json.load(open(sys.argv[1])); print(d.get(sys.argv[2]) or d['ill'][sys.argv[2]][sys.argv[3]])" \
    "$a/ports.json" "$1" "${2:-xmpp-client}"
}
tls () { # PORT HOST OPTION...
  timeout 10 openssl s_client -connect "127.0.0.1:$1" -servername "$2" -verify_hostname "$2" -CAfile "$a/ca.pem" \
    -verify_return_error "${@:3}" </dev/null >/dev/null 2>&1
}
srv () { kdig +short @127.0.0.1 -p "$(port dns)" "$1" SRV 2>/dev/null; }

ok "a second one runs beside the first, in a folder with blanks" ./practice status --dir "$b"
for host in open harbour pier quay invite limited blocked closed web; do
  ok "$host.example: STARTTLS with a good certificate" tls "$(port c2s)" $host.example -starttls xmpp -xmpphost $host.example
done
ok "open.example: direct TLS" tls "$(port c2s_tls)" open.example
for host in selfsigned expired wronghost; do
  ok "$host.example: openssl refuses its certificate" none tls "$(port $host)" $host.example -starttls xmpp -xmpphost $host.example
done
ok "it says what there is" ./practice hosts
ok "it knows its parts" none ./practice start --dir "$a" --with nonsense
ok "and that they are missing" none ./practice start --dir "$a" --with weak
ok "open.example announces direct TLS" test "$(srv _xmpps-client._tcp.open.example)"
ok "harbour.example does not" test -z "$(srv _xmpps-client._tcp.harbour.example)"
ok "off.example declines" test "$(srv _xmpp-client._tcp.off.example)" = "0 0 0 ."
invited () { ./practice invite --dir "$a" invite.example "${@:2}" | grep -Eqx "$1[A-Za-z0-9_-]+"; }
ok "invite.example gives out invitations" invited 'xmpp:invite\.example\?register;preauth='
ok "for one name" invited 'xmpp:anna@invite\.example\?register;preauth=' --name anna
roster='xmpp:romeo@invite\.example\?roster;preauth=[A-Za-z0-9_-]+;ibr='
ok "and from a contact" invited "$roster" --contact romeo
ok "who is made for that" ./practice has-user --dir "$a" romeo@invite.example
ok "and may invite again" invited "$roster" --contact romeo
ok "open.example gives out none" none ./practice invite --dir "$a" open.example
ok "servers do not become impatient while they run" none ./practice start --dir "$a" --impatient
ok "nobody is registered yet" none ./practice has-user --dir "$a" somebody@open.example

ok "run returns what the command returned" bash -c "./practice run --dir $base/c -- sh -c 'exit 7'; test \$? = 7"
ok "run tells the command where the profile is" ./practice run --dir "$base/c" -- sh -c 'test -e "$PRACTICE_PROFILE"'
ok "run leaves nothing behind" test "$(ls "$base" | tr '\n' ,)" = "a,with blanks,"
ok "run says which command is missing" bash -c "./practice run --dir $base/c -- $base/none; test \$? = 127"

pid=$(python3 -c "import json; print(json.load(open('$a/supervisor.json'))['pid'])")
children=$(pgrep -P "$pid")
kill -9 "$pid"
alive () { ps -o stat= -p "$(echo $1 | tr ' ' ,)" | grep -qv Z; }
gone () { for _ in $(seq 50); do alive "$1" || return 0; sleep 0.1; done; return 1; }
ok "its servers die with it, even by kill -9" gone "$children"
ok "and it comes up again" ./practice start --dir "$a"

start_both () { # two at once: both succeed, and there is one network
  ./practice start --dir "$base/d" & local first=$!
  ./practice start --dir "$base/d" && wait $first && ./practice status --dir "$base/d"
}
ok "two may start it at the same time" start_both
./practice stop --dir "$base/d" >/dev/null

# What the command of run leaves: a child in a session of its own, whose pid it writes down with its own and its parent's.
long_run () { # SIGNAL run|keeper: who gets it
  rm -f "$base/left"
  ./practice run --dir "$base/e" -- sh -c "setsid sleep 300 & echo \$! \$\$ \$PPID >$base/left.new; mv $base/left.new $base/left; wait" &
  local run=$! child shell keeper
  for _ in $(seq 100); do [ -e "$base/left" ] && break; sleep 0.1; done
  read -r child shell keeper <"$base/left"
  alive "$child" || return 1
  case $2 in run) kill "-$1" $run ;; keeper) kill "-$1" "$keeper" ;; esac
  wait $run
  gone "$child $shell $keeper $run"
}
ok "a TERM of run ends all that its command started" long_run TERM run
ok "so does a kill -9" long_run KILL run
ok "so does a kill -9 of the process between run and the command" long_run KILL keeper
ok "and what a command leaves when it ends, ends too" bash -c \
  "./practice run --dir $base/e -- sh -c 'setsid sleep 300 & echo \$! >$base/left'; ! ps -p \$(cat $base/left)"
supervisor='python3 -c "import json, os; print(json.load(open(os.environ[\"PRACTICE_DIR\"] + \"/supervisor.json\"))[\"pid\"])"'
ok "a network that was killed is known to be down" ./practice run --dir "$base/e" -- \
  sh -c "kill -9 \$($supervisor); sleep 0.2; ! ./practice status --dir $base/e"
ok "the servers do not belong to the session of the command" ./practice run --dir "$base/e" -- \
  sh -c "test \$(ps -o sid= -p \$($supervisor)) != \$(ps -o sid= -p \$\$)"

if ./in-namespace true 2>/dev/null; then
  web='curl -qsS --noproxy "*" --max-time 10 --cacert "$PRACTICE_DIR/ca.pem" --resolve open.example:443:127.0.0.1 -f'
  ok "in a namespace of its own the web server has port 443" ./in-namespace ./practice run --web-port 443 --dir "$base/f" -- \
    sh -c "$web https://open.example/.well-known/xmpp-provider-v2.json"
  ok "and nothing but loopback is there" ./in-namespace \
    sh -c 'test "$(ip -o link | wc -l)" = 1'
else
  n=$((n + 1)); echo "ok $n - port 443 # SKIP $(./in-namespace true 2>&1)"
fi

if [ "$(id -u)" = 0 ]; then
  mkdir "$base/user" && chown 65534:65534 "$base/user" && chmod 711 "$base"
  as_nobody () { setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$base/user" "$@"; }
  if as_nobody test -x "$PWD/practice"; then
    ok "an ordinary user can do it" as_nobody ./practice run --dir "$base/user/p" -- true
    ok "with port 443 too, in a namespace" as_nobody ./in-namespace ./practice run --web-port 443 --dir "$base/user/p" -- true
  else
    n=$((n + 1)); echo "ok $n - an ordinary user can do it # SKIP the source lies where others may not read"
  fi
fi
echo "1..$n"
exit $bad
