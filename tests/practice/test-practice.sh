#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The practice network itself: by independent programs (openssl, kdig), side by side, after a kill, as an ordinary user.
set -u
cd "$(dirname "$0")"
for program in openssl kdig setpriv; do
  command -v $program >/dev/null || { echo "1..0 # SKIP $program is missing"; exit 0; }
done
n=0 bad=0
ok () { n=$((n + 1)); if "${@:2}" >/dev/null 2>&1; then echo "ok $n - $1"; else echo "not ok $n - $1"; bad=1; fi; }
none () { ! "$@"; }

base=$(mktemp -d) a=$base/a b=$base/b
trap './practice stop --dir $a; ./practice stop --dir $b; rm -rf $base' EXIT

./practice start --dir "$a" >/dev/null || exit 1
./practice start --dir "$b" >/dev/null || exit 1
port () { python3 -c "import json,sys; d=json.load(open(sys.argv[1])); print(d.get(sys.argv[2]) or d['ill'][sys.argv[2]])" "$a/ports.json" "$1"; }
tls () { # PORT HOST OPTION...
  timeout 10 openssl s_client -connect "127.0.0.1:$1" -servername "$2" -verify_hostname "$2" -CAfile "$a/ca.pem" \
    -verify_return_error "${@:3}" </dev/null >/dev/null 2>&1
}
srv () { kdig +short @127.0.0.1 -p "$(port dns)" "$1" SRV 2>/dev/null; }

ok "a second one runs beside the first" ./practice status --dir "$b"
for host in open harbour pier invite closed web; do
  ok "$host.example: STARTTLS with a good certificate" tls "$(port c2s)" $host.example -starttls xmpp -xmpphost $host.example
done
ok "open.example: direct TLS" tls "$(port c2s_tls)" open.example
for host in selfsigned expired wronghost; do
  ok "$host.example: openssl refuses its certificate" none tls "$(port $host)" $host.example -starttls xmpp -xmpphost $host.example
done
ok "open.example announces direct TLS" test "$(srv _xmpps-client._tcp.open.example)"
ok "harbour.example does not" test -z "$(srv _xmpps-client._tcp.harbour.example)"
ok "off.example declines" test "$(srv _xmpp-client._tcp.off.example)" = "0 0 0 ."
ok "invite.example gives out invitations" ./practice invite --dir "$a" invite.example
ok "nobody is registered yet" none ./practice has-user --dir "$a" somebody@open.example

ok "run returns what the command returned" bash -c "./practice run --dir $base/c -- sh -c 'exit 7'; test \$? = 7"
ok "run tells the command where the profile is" ./practice run --dir "$base/c" -- sh -c 'test -e "$PRACTICE_PROFILE"'
ok "run leaves nothing behind" none test -e "$base/c"

pid=$(python3 -c "import json; print(json.load(open('$a/supervisor.json'))['pid'])")
children=$(pgrep -P "$pid")
kill -9 "$pid"
gone () { for _ in $(seq 50); do ps -o pid= -p "$(echo $1 | tr ' ' ,)" >/dev/null || return 0; sleep 0.1; done; return 1; }
ok "its servers die with it, even by kill -9" gone "$children"
ok "and it comes up again" ./practice start --dir "$a"

if [ "$(id -u)" = 0 ]; then
  mkdir "$base/user" && chown 65534:65534 "$base/user" && chmod 711 "$base"
  as_nobody () { setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$base/user" "$@"; }
  if as_nobody test -x "$PWD/practice"; then
    ok "an ordinary user can do it" as_nobody ./practice run --dir "$base/user/p" -- true
  else
    n=$((n + 1)); echo "ok $n - an ordinary user can do it # SKIP the source lies where others may not read"
  fi
fi
echo "1..$n"
exit $bad
