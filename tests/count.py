#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up what ran, says what was skipped and why, and ends with the line "N passed, N failed".

Arguments: TAP files and JUnit files, as they come; a file that is missing counts as a failure (its suite never ran),
except a TAP file, which is only there when its suite was asked for."""
import json
import re
import sys
import xml.etree.ElementTree as xml
from pathlib import Path


def count_tap(path: Path) -> tuple[int, int, list[str]]:
    lines = path.read_text().splitlines()
    passed = sum(line.startswith("ok ") for line in lines)
    failed = sum(line.startswith("not ok ") for line in lines)
    if f"1..{passed + failed}" not in lines:
        print(f"FAILED  {path.name}: it did not run to its end")
        failed += 1
    return passed, failed, []


def count_junit(path: Path) -> tuple[int, int, list[str]]:
    passed = failed = 0
    skipped = []
    # What the tests printed stands in it as it came, and a code on a terminal comes with control characters.
    text = re.sub(r"[^\t\n\r -\uD7FF\uE000-\uFFFD]", "?", path.read_text(errors="replace"))
    for suite in xml.fromstring(text.encode()).iter("testsuite"):
        cases = suite.findall("testcase")
        for case in cases:
            name = f"{suite.get('name')}: {case.get('name')}"
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                print(f"FAILED  {name}")
            elif (skip := case.find("skipped")) is not None:
                skipped.append(f"{name} ({skip.get('message') or reason_of(case, suite)})")
            else:
                passed += 1
        # A test program that died after its last line, or printed none.
        bad = int(suite.get("errors") or 0) + int(suite.get("failures") or 0)
        if bad and not any(c.find("failure") is not None or c.find("error") is not None for c in cases):
            failed += 1
            print(f"FAILED  {suite.get('name')}")
    # A program that ran into its time limit, or died, need not have left a failed line.
    bad = bad_programs(path.with_suffix("").with_suffix(".json"))
    for name in bad[failed:]:
        print(f"FAILED  {name}: it did not come to its end")
    return passed, max(failed, len(bad)), skipped


def bad_programs(log: Path) -> list[str]:
    results = [json.loads(line) for line in log.read_text().splitlines()]
    return [entry["name"] for entry in results if entry["result"] not in ("OK", "SKIP", "EXPECTEDFAIL")]


def reason_of(*places: xml.Element) -> str:
    text = "\n".join(place.findtext(name) or "" for place in places for name in ("system-out", "system-err"))
    match = re.search(r"(?i)skip[^\n]*", text)
    return match.group(0).strip() if match else "no reason given"


def main() -> int:
    passed = failed = 0
    for path in map(Path, sys.argv[1:]):
        if path.suffix == ".tap":
            if not path.exists():
                continue
            counted = count_tap(path)
        elif not path.exists():
            print(f"FAILED  {path.name}: this suite left no results")
            counted = (0, 1, [])
        else:
            counted = count_junit(path)
        passed += counted[0]
        failed += counted[1]
        for name in counted[2]:
            print(f"skipped {name}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
