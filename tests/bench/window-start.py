#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long from the start of the window to the ranked list on the screen, against an empty window of the same toolkit in the
same session; how much memory; how long the window stands still when 1,000 results arrive. Prints, judges nothing.

    tests/ui/display.sh tests/bench/window-start.py [BUILD] [RUNS]      bars: 300 ms, 80 MB, 50 ms"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def measure(program: Path, *arguments: str) -> dict:
    environment = dict(os.environ, BENCH_START=str(time.monotonic_ns()), XDG_STATE_HOME=STATE, LC_ALL="C.UTF-8", G_DEBUG="",
                       GDK_BACKEND="x11", GSK_RENDERER="cairo", GDK_DEBUG="gl-disable", GSETTINGS_BACKEND="memory")
    run = subprocess.run([str(program), *arguments], env=environment, capture_output=True, text=True, timeout=60)
    if run.returncode:
        sys.exit(f"{program.name} {arguments}: {run.stderr}")
    return json.loads(run.stdout)


def median_of(runs: list[dict], key: str) -> float:
    return statistics.median(run[key] for run in runs)


build = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build"
count = int(sys.argv[2]) if len(sys.argv) > 2 else 11
program = build / "tests" / "ui" / "bench-window"
if not os.environ.get("DISPLAY"):
    sys.exit("no display: run it by tests/ui/display.sh")
if not program.exists():
    sys.exit(f"{program} is not built")

with tempfile.TemporaryDirectory() as folder:
    STATE = folder
    many = Path(folder) / "many"
    many.write_text("list 2026-07-11\n" + "".join(
        f"provider p{i:04}.example\nsignup=at-once builtin 2026-07-11\narchive-days={i % 90} builtin 2026-07-11\n"
        for i in range(1000)))
    measure(program, "list")  # caches of fonts and icons
    bare, built_in, thousand, results = [], [], [], []
    for _ in range(count):  # in turns: what the machine does meanwhile falls on all of them
        bare.append(measure(program, "bare"))
        built_in.append(measure(program, "list"))
        thousand.append(measure(program, "list", str(many)))
        results.append(measure(program, "results", str(many)))

floor = median_of(bare, "ms")
print(f"floor: empty window                {floor:6.0f} ms  {median_of(bare, 'rss_kb') / 1024:5.1f} MB")
for title, runs in (("window with the built-in list", built_in), ("window with 1,000 providers", thousand)):
    print(f"{title:34} {median_of(runs, 'ms'):6.0f} ms  {median_of(runs, 'rss_kb') / 1024:5.1f} MB   "
          f"ratio {median_of(runs, 'ms') / floor:.2f}")
print(f"1,000 results arriving             {median_of(results, 'stall_ms'):6.0f} ms longest stall, "
      f"{max(run['stall_ms'] for run in results):.0f} ms worst of {count}")
