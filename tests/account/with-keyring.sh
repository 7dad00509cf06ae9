#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command beside a keyring of its own: a private session bus, a real gnome-keyring-daemon, an empty home.
#
#   with-keyring.sh unlocked|locked|bare|none COMMAND...
#
# bare: a bus without any keyring; none: no bus at all. Skips (77) when a program is missing.
set -eu

if [ "${1:-}" != inside ]; then
    mode=$1
    shift
    for program in dbus-run-session gnome-keyring-daemon gdbus; do
        command -v $program >/dev/null || { echo "1..0 # SKIP no $program here"; exit 77; }
    done
    room=$(mktemp -d)
    trap 'rm -rf "$room"' EXIT
    mkdir -m 700 "$room/runtime" "$room/services"
    # No services of this machine: the bus would start a keyring (or a prompt) by itself.
    cat >"$room/bus.conf" <<CONF
<busconfig><type>session</type><listen>unix:dir=$room/runtime</listen><servicedir>$room/services</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
CONF
    unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL
    export HOME="$room" XDG_DATA_HOME="$room/data" XDG_RUNTIME_DIR="$room/runtime" GANGWAY_KEYRING="$mode"
    if [ "$mode" = none ]; then
        "$@"
    else
        dbus-run-session --config-file="$room/bus.conf" -- "$0" inside "$mode" "$@"
    fi
    exit
fi

mode=$2
shift 2
daemon=
if [ "$mode" != bare ]; then
    # The line is the password of the new keyring. Our tests' strictness would end a foreign program.
    echo practice | env -u G_DEBUG -u MALLOC_CHECK_ -u MALLOC_PERTURB_ gnome-keyring-daemon --foreground --components=secrets --unlock >/dev/null 2>&1 &
    daemon=$!
    trap 'kill $daemon 2>/dev/null || true' EXIT
    gdbus wait --session --timeout 20 org.freedesktop.secrets
    call() { gdbus call --session --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets --method "$@"; }
    tries=0
    until call org.freedesktop.Secret.Service.ReadAlias default | grep -q collection; do
        tries=$((tries + 1))
        [ $tries -lt 50 ] || { echo "Bail out! the keyring did not open"; exit 1; }
        sleep 0.1
    done
    if [ "$mode" = locked ]; then
        call org.freedesktop.Secret.Service.Lock "['/org/freedesktop/secrets/collection/login']" >/dev/null
    fi
fi
"$@"
