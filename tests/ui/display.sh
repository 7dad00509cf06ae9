#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command with a display, a session bus, a home and an open keyring of its own; all of it is gone afterwards.
#
#   tests/ui/display.sh COMMAND...      for example: tests/ui/display.sh meson test -C build --suite ui
#
# 77 and a reason when a program for it is missing. Ends the command after $DISPLAY_SECONDS (600).
set -eu

SECONDS_MAX=${DISPLAY_SECONDS:-600}
KEYRING_PASSWORD=practice

[ $# -gt 0 ] || { echo "usage: tests/ui/display.sh COMMAND..." >&2; exit 2; }

# --- inside the session bus: the keyring, then the command ---
if [ "$1" = --inside ]; then
  shift
  keyring=
  # The pipe ends with the password; the daemon stays.
  if command -v gnome-keyring-daemon >/dev/null; then
    printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --foreground --unlock --components=secrets \
      --control-directory="$HOME/keyring" >/dev/null 2>&1 &
    keyring=$!
    tries=0
    until dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
        org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true'; do
      tries=$((tries + 1))
      [ $tries -lt 50 ] || { echo "display.sh: no keyring came up" >&2; break; }
      sleep 0.1
    done
  fi
  status=0
  timeout --kill-after=5 "$SECONDS_MAX" "$@" || status=$?
  [ -z "$keyring" ] || kill "$keyring" 2>/dev/null || true
  exit $status
fi

# --- outside: the display and the folders ---
for program in Xvfb xauth dbus-run-session dbus-send timeout; do
  command -v $program >/dev/null || { echo "skipped: $program is not installed (packages: xvfb xauth dbus)" >&2; exit 77; }
done

home=$(mktemp -d)
server=
clean_up () {
  [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; }
  rm -rf "$home"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

mkdir -m 700 "$home/run" "$home/config" "$home/config/gtk-4.0" "$home/keyring"
printf '[Settings]\ngtk-enable-animations=0\ngtk-font-name=Cantarell 11\n' >"$home/config/gtk-4.0/settings.ini"

# The server draws a free number and says so when it is ready; the cookie file is read at each connection.
export XAUTHORITY="$home/xauthority"
cookie=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
: >"$XAUTHORITY"
xauth -q add ":0" . "$cookie"
mkfifo "$home/number"
Xvfb -noreset -displayfd 3 -screen 0 1280x1000x24 -nolisten tcp -auth "$XAUTHORITY" 3>"$home/number" >/dev/null 2>&1 &
server=$!
number=$(timeout 20 head -n 1 "$home/number") || { echo "display.sh: no display came up" >&2; exit 1; }
export DISPLAY=":$number"
xauth -q add "$DISPLAY" . "$cookie"

unset WAYLAND_DISPLAY AT_SPI_BUS_ADDRESS DBUS_SESSION_BUS_ADDRESS GTK_A11Y NO_AT_BRIDGE
export HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" \
  XDG_DATA_HOME="$home/data" XDG_STATE_HOME="$home/state"
export GDK_BACKEND=x11 GSK_RENDERER=cairo GDK_DEBUG=gl-disable GSETTINGS_BACKEND=memory

status=0
dbus-run-session -- "$0" --inside "$@" || status=$?
exit $status
