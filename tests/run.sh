#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and runs the tests.
#
#   tests/run.sh [SUITE...]    suites: house quick real ui sanitize fuzz; default: all
#
# house     the rules of the house (layers, sizes, format)
# quick     unit tests and the command line, no server
# real      against the practice network: real Prosody and ejabberd, real DNS, real keyring, independent clients
# ui        the window under Xvfb, by accessibility
# sanitize  the quick suite, built with the address and undefined-behaviour sanitizers
# fuzz      each reader of provider lists against 20,000 made-up inputs
set -eu
cd "$(dirname "$0")/.."

suites=${*:-house quick real ui sanitize fuzz}
src/setup.sh build practice ejabberd check

report=$(mktemp -d)
trap 'rm -rf "$report"' EXIT

targets= # of ninja; all
build () { # DIR OPTION...
  dir=$1; shift
  [ -e "$dir/build.ninja" ] || meson setup "$dir" "$@" >"$report/setup.log" 2>&1 || { cat "$report/setup.log"; exit 1; }
  ninja -C "$dir" $targets >"$report/ninja.log" 2>&1 || { tail -n 60 "$report/ninja.log"; echo "0 passed, 1 failed"; exit 1; }
}

suite () { # NAME DIR WRAPPER...
  name=$1; dir=$2; shift 2
  echo "== $name"
  rm -f "$dir/meson-logs/log-$name".*
  "$@" meson test -C "$dir" --no-rebuild --suite "${name%-*}" --logbase "log-$name" --print-errorlogs || true # counted below
}

build build
for s in $suites; do
  case $s in
    house)
      echo "== house"
      tests/check-house | tee "$report/house.tap" ;;
    quick) suite quick build ;;
    real) suite real build tests/practice/practice run --with ejabberd,weak --dir "$report/practice" -- ;;
    ui) suite ui build tests/practice/practice run --with ejabberd --dir "$report/practice-ui" -- tests/ui/display.sh ;;
    sanitize)
      build build-sanitize -Db_sanitize=address,undefined -Db_lundef=false -Dwindow=false
      suite quick-sanitize build-sanitize ;;
    fuzz)
      echo "== fuzz"
      src/setup.sh fuzz
      CC=clang targets=fuzz build build-fuzz -Dfuzz=true -Db_lundef=false -Dwindow=false
      tests/fuzz/run build-fuzz/tests/fuzz 20000 | tee "$report/fuzz.tap" ;;
    *) echo "run.sh: no suite '$s'" >&2; exit 2 ;;
  esac
done

python3 tests/count.py "$report/house.tap" "$report/fuzz.tap" $(for s in $suites; do
  case $s in
    house | fuzz) ;;
    sanitize) echo build-sanitize/meson-logs/log-quick-sanitize.junit.xml ;;
    *) echo "build/meson-logs/log-$s.junit.xml" ;;
  esac
done)
