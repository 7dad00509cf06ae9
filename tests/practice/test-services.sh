#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# No server that our set-up brought onto this machine is enabled or runs as a service.
note=${GANGWAY_SETUP_NOTE:-/var/lib/gangway/setup-added}
if ! grep -q '^masked' "$note" 2>/dev/null; then
  echo "1..0 # SKIP the servers were on this machine before; they are left as they are"
  exit 0
fi
n=0 bad=0
for unit in $(sed -n 's/^masked //p' "$note"); do
  n=$((n + 1))
  if [ "$(readlink "/etc/systemd/system/$unit")" = /dev/null ] && ! systemctl is-active --quiet "$unit" 2>/dev/null; then
    echo "ok $n - $unit is masked and does not run"
  else
    echo "not ok $n - $unit"; bad=1
  fi
done
echo "1..$n"
exit $bad
