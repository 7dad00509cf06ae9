#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each step of a registration, and each way in which it can go wrong there: killed, without a line, on a full disk (a keyring that
is locked by then: test-locked.py). Afterwards everything is well again, and the truth must come out.

strace makes the n-th fsync, rename, link, send or receive of a thread end that way, for every n that a whole registration
reaches (the relay's sends are the steps of the dialogue: each byte to or from the server passes there). The real Prosody tells
whether the account exists. `gangway recover` must know the same: it exists, or it does not; and without a connection it must
say "pending" where the form may have been sent, and never guess. Nothing may exist whose password is not kept."""
import concurrent.futures
import shutil
import sys
from pathlib import Path

from steps import FAULTS, Invited, Puzzled, Way, Website, count_calls, go_wrong
from world import Tap, World, skip


# Every how many steps; all of them with --all, which takes a quarter of an hour.
EVERY = {Way: {"kill": 1, "disk": 1, "line": 6}, Invited: {"kill": 6, "disk": 6, "line": 12}, Website: {"kill": 5, "disk": 6, "line": 12},
         Puzzled: {"kill": 8, "disk": 6, "line": 20}}


def run_all(tap: Tap, way: Way, fault_name: str) -> None:
    most = count_calls(way, fault_name)
    tap.check(bool(most), f"{way.domain}: a whole registration makes {most}")
    every = 1 if "--all" in sys.argv else EVERY[type(way)][fault_name]
    steps = [(call, n) for call, top in sorted(most.items()) for n in range(1, top + 1, every)]
    with concurrent.futures.ThreadPoolExecutor(way.at_once) as pool:
        for (call, n), problem in zip(steps, pool.map(lambda step: go_wrong(way, fault_name, *step), steps)):
            tap.check(problem is None, f"{way.domain}, {FAULTS[fault_name].what} at {call} number {n}: the outcome is known", problem or "")


def main() -> int:
    if not shutil.which("strace"):
        skip("strace is missing")
    tap = Tap()
    for fault_name in FAULTS:
        run_all(tap, Way(), fault_name)
        run_all(tap, Invited(), fault_name)
        run_all(tap, Website(), fault_name)
        if (Path(World.all[0].practice_dir) / "ejabberd.log").exists():
            run_all(tap, Puzzled(), fault_name)
        else:
            tap.skip("with a puzzle", "ejabberd is not part of this practice network")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
