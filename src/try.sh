#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Sets everything up and shows the main job: list, check, register, login, setup code.
#
#   src/try.sh           on a practice network on this machine: real servers, nobody else is contacted
#   src/try.sh --real    on the real network: you choose the provider, and a real address is made
#
# With a display, the window opens afterwards (on the same network). Run it again as often as you like.
set -eu
cd "$(dirname "$0")/.."

real=
case ${1-} in
  --real) real=yes ;;
  '') ;;
  *) echo "usage: src/try.sh [--real]" >&2; exit 2 ;;
esac

if [ "$real" ]; then src/setup.sh build; else src/setup.sh build practice; fi
[ -e build/build.ninja ] || meson setup build >/dev/null
ninja -C build --quiet

gangway=build/src/cli/gangway
window=build/ui/gangway-gtk

say () { printf '\n\033[1m$ %s\033[0m\n' "$*"; }
show () { say "$@"; "$@"; }

open_window () {
  if [ "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
    say "$window $*"
    "$window" "$@"
  fi
}

if [ "$real" ]; then
  show $gangway list --limit 12
  printf '\nWhich provider? '
  read -r domain
  [ "$domain" ] || exit 0
  show $gangway probe "$domain"
  show $gangway register "$domain"
  printf '\nWhich address was it? (empty: stop here) '
  read -r address
  [ ! "$address" ] || show $gangway qr --for conversations --account "$address"
  open_window
  exit 0
fi

# A world of its own: what is tried here leaves nothing in your own folders.
world=$(mktemp -d)
cleanup () {
  tests/practice/practice stop --dir "$world/practice" >/dev/null 2>&1 || true
  rm -rf "$world"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP
export XDG_STATE_HOME="$world/state" XDG_CACHE_HOME="$world/cache"

tests/practice/practice start --dir "$world/practice" >/dev/null
profile="--profile $world/practice/profile.ini"

show $gangway list $profile
show $gangway probe $profile open.example harbour.example pier.example web.example
show $gangway list $profile
show $gangway register open.example $profile --save "$world/account.txt"
address=$(sed -n 's/^address=//p' "$world/account.txt")
say "$gangway qr --for conversations --account $address"
sed -n 's/^password=//p' "$world/account.txt" |
  $gangway qr --for conversations --account "$address" --password-fd 0 $profile | cat
printf '\nThat is the whole way: %s exists on the practice network, it works, and a phone could scan it.\n' "$address"
open_window $profile
