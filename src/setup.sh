#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages that the named groups need and that are missing. The one list of packages.
#
#   src/setup.sh GROUP...      groups: build  practice  ejabberd  check  fuzz
#   src/setup.sh --undo        says how to take back what was added
#
# A server package starts a public service when it is installed. So each of its units is masked before a server comes onto
# the machine (and where there is no systemd, invoke-rc.d is told not to start it), and a server that was there before is left
# exactly as it is. What was added is noted in $NOTE.
set -eu

NOTE=${GANGWAY_SETUP_NOTE:-/var/lib/gangway/setup-added}

group () {
  case $1 in
    build) echo gcc libc6-dev meson ninja-build pkg-config gettext libglib2.0-dev libxml2-utils libgtk-4-dev libadwaita-1-dev \
      libstrophe-dev libjansson-dev libssl-dev libcurl4-openssl-dev libexpat1-dev libunbound-dev libqrencode-dev libsecret-1-dev libpng-dev \
      libidn-dev libidn2-dev libzbar-dev libzxcvbn-dev libjpeg62-turbo-dev adwaita-icon-theme librsvg2-common ;;
    practice) echo prosody knot openssl python3 python3-cryptography procps iproute2 ;;
    ejabberd) echo ejabberd imagemagick ghostscript fonts-urw-base35 ;; # a part of the practice network that one can do without
    check) echo clang-format universal-ctags git zbar-tools librsvg2-bin xvfb xauth dbus dbus-x11 at-spi2-core python3-pyatspi \
      gir1.2-atspi-2.0 imagemagick fonts-cantarell gnome-keyring libsecret-tools strace profanity go-sendxmpp \
      python3-slixmpp python3-jsonschema desktop-file-utils appstream knot-dnsutils bind9-dnsutils curl time procps groff-base libasan8 libubsan1 ;;
    fuzz) echo clang libclang-rt-14-dev ;;
    *) echo "setup: no group '$1'" >&2; exit 2 ;;
  esac
}

# Units that a package would start.
units () {
  case $1 in
    prosody) echo prosody.service ;;
    knot) echo knot.service ;;
    ejabberd) echo ejabberd.service; is_installed erlang-base || echo epmd.service epmd.socket ;;
  esac
}

is_installed () {
  dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed
}

as_root () {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

can_be_root () {
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null
}

undo () {
  if [ ! -e "$NOTE" ]; then echo "Nothing was added here."; return; fi
  packages=$(sed -n 's/^package //p' "$NOTE" | tr '\n' ' ')
  masked=$(sed -n 's/^masked //p' "$NOTE" | tr '\n' ' ')
  echo "To take back what was added:"
  [ -z "$packages" ] || echo "  sudo apt-get purge $packages"
  [ -z "$masked" ] || echo "  sudo systemctl unmask $masked"
  echo "  sudo rm $NOTE"
}

if [ "${1-}" = --undo ]; then undo; exit 0; fi
[ $# -gt 0 ] || { echo "usage: src/setup.sh build|practice|ejabberd|check|fuzz ... | --undo" >&2; exit 2; }

missing=
for g in "$@"; do
  for package in $(group "$g"); do
    is_installed "$package" || case " $missing " in *" $package "*) ;; *) missing="$missing $package" ;; esac
  done
done
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null || { echo "setup: this needs apt-get; please install by hand:$missing" >&2; exit 1; }
can_be_root || { echo "setup: this needs root or sudo; please install by hand:$missing" >&2; exit 1; }
echo "Installing (this takes a minute or two):$missing" | fold -s -w 100 >&2
as_root mkdir -p "$(dirname "$NOTE")"
as_root apt-get update -qq || { echo "setup: the package lists could not be fetched; going on with the present ones" >&2; }

for package in $missing; do
  for unit in $(units "$package"); do
    if [ ! -e "/etc/systemd/system/$unit" ]; then
      as_root mkdir -p /etc/systemd/system
      as_root ln -s /dev/null "/etc/systemd/system/$unit"
      echo "masked $unit" | as_root tee -a "$NOTE" >/dev/null
    fi
  done
done

# Without systemd, masks mean nothing to a package's start script: for as long as the installation takes, this does.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ] && [ ! -d /run/systemd/system ]; then
  printf '#!/bin/sh\n# Made by src/setup.sh of Gangway for the time of an installation.\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
  trap 'as_root rm -f "$policy"' EXIT
fi

log=$(mktemp)
if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$log" 2>&1; then
  cat "$log" >&2
  rm -f "$log"
  exit 1
fi
rm -f "$log"
for package in $missing; do echo "package $package" | as_root tee -a "$NOTE" >/dev/null; done
if grep -q '^masked' "$NOTE"; then
  echo "The units of the servers among them are masked: nothing was started. src/setup.sh --undo says how to go back." >&2
fi
