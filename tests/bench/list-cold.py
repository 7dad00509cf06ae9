#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`gangway list` from the built-in list: wall time and memory, against the floor (`gangway --version`, the bare start of the
same program). Prints; judges nothing.

    tests/bench/list-cold.py PATH-OF-gangway"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 20


def measure(command: list[str], environment: dict) -> tuple[float, float]:
    """Median wall time in ms, peak memory in MB (by time(1): a child of Python would be charged for Python's own)."""
    walls = []
    for _ in range(RUNS):
        started = time.monotonic()
        subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=True)
        walls.append((time.monotonic() - started) * 1000)
    timed = subprocess.run(["/usr/bin/time", "-f", "%M", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                           env=environment, check=True)
    return statistics.median(walls), int(timed.stderr.split()[-1]) / 1024


def main() -> int:
    gangway = sys.argv[1]
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, XDG_STATE_HOME=home, XDG_CACHE_HOME=home)
        listed, memory = measure([gangway, "list"], environment)
        floor, floor_memory = measure([gangway, "--version"], environment)
    print(f"gangway list: {listed:.1f} ms, {memory:.1f} MB   bar 30 ms, 20 MB   ratio {listed / 30:.2f}, {memory / 20:.2f}")
    print(f"floor (--version): {floor:.1f} ms, {floor_memory:.1f} MB   ratio to floor {listed / floor:.2f}, {memory / floor_memory:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
