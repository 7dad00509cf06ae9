#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Where the instructions of one quick probe go: the most costly functions of ours and of libraries, each with all that it calls;
# and what judging a full one costs, by a replay. Counts, not times: they hardly change from run to run. Prints Markdown, of which
# tests/bench/callgrind.md is a copy.
#
#   tests/practice/practice run -- tests/bench/callgrind.sh BUILD-FOLDER
#
# The store of certificates is the practice network's alone: loading a machine's own costs what that machine trusts, and is
# printed apart.
set -eu
[ $# -eq 1 ] && [ -n "${PRACTICE_DIR-}" ] || { sed -n '3,11s/^# \{0,1\}//p' "$0"; exit 2; }
command -v valgrind callgrind_annotate >/dev/null || { echo "skipped: valgrind is not installed" >&2; exit 77; }

gangway=$1/src/cli/gangway
rows=15
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_STATE_HOME="$folder/state" XDG_CACHE_HOME="$folder/cache" LC_ALL=C.UTF-8

count () { # FILE COMMAND...
  file=$1; shift
  timeout 300 valgrind --tool=callgrind --quiet --callgrind-out-file="$file" "$@" >"$file.out" 2>"$file.err" || failed=$file
  callgrind_annotate --inclusive=yes --auto=no --threshold=100 "$file" >"$file.text" 2>/dev/null
}

of () { # FILE PATTERN: millions of the first line with it
  awk -v pattern="$2" '$0 ~ pattern { gsub(",", "", $1); printf "%.2f", $1 / 1e6; exit }' "$folder/$1.text"
}

# Lines are "COUNT (SHARE) FILE:FUNCTION [OBJECT]". Those that share a count only call one another and make one row. Recursive
# ones and those without a name say nothing new.
table () { # ours|libraries
  awk -v whose="$1" -v rows="$rows" '
    function finish () { if (names != "") print row names " | " where " |"; names = "" }
    !/^ *[0-9,]+ \([ 0-9.]+%\)  / || /PROGRAM TOTALS/ { next }
    {
      ours = /\/gangway\]$/
      if (ours != (whose == "ours")) next
      if (!ours && !/\/lib(crypto|ssl|unbound|expat|jansson|idn2|nettle|gio|c)[-.0-9a-z]*\.so[.0-9]*\]$/) next
      count = $1; gsub(",", "", count)
      object = $0; sub(/.*\//, "", object); sub(/\.so.*|\]$/, "", object)
      line = $0; sub(/ \[[^\]]*\]$/, "", line)
      name = line; sub(/.*:/, "", name)
      place = line; sub(/:[^:]*$/, "", place); sub(/.*\//, "", place)
      if (name ~ /^0x|\x27[0-9]+$|^\(below|^start_thread$|^_dl_|^__libc_start|^clone/ || seen[name]++) next
      millions = sprintf ("%.2f", count / 1e6)
      if (names != "" && millions == last) { names = names ", `" name "`"; next }
      finish()
      if (++printed > rows) exit
      last = millions; where = ours ? place : object
      row = "| " millions " | "; names = "`" name "`"
    }
    END { if (printed <= rows) finish() }' "$folder/probe.text"
}

probe () { # FILE
  count "$folder/$1" "$gangway" probe open.example --again --json --profile "$PRACTICE_DIR/profile.ini"
}

probe store # that slow, it may find that the resolver was silent; only one function of it is looked at
export SSL_CERT_FILE="$PRACTICE_DIR/ca.pem" SSL_CERT_DIR="$folder"
count "$folder/start" "$gangway" --version
failed=
probe probe
"$gangway" probe open.example --full --again --record "$folder/record" --json --profile "$PRACTICE_DIR/profile.ini" >/dev/null
count "$folder/replay" "$gangway" replay "$folder/record" --json
[ -z "$failed" ] || { cat "$failed.err" "$failed.out" >&2; exit 1; }

cat <<END
| Million instructions | What |
|---:|---|
| $(of start 'PROGRAM TOTALS') | \`gangway --version\`: the bare start |
| $(of probe 'PROGRAM TOTALS') | \`gangway probe\` of one server over Direct TLS, with the start |
| $(of replay 'PROGRAM TOTALS') | \`gangway replay\` of a full one, with the start: reading, judging, printing |
| $(of store ':gw_engine_tls ') | the store of certificates of the machine where this was measured, if it were loaded |

Ours:

| Million instructions | Functions | File |
|---:|---|---|
$(table ours)

Libraries:

| Million instructions | Functions | Library |
|---:|---|---|
$(table libraries)
END
