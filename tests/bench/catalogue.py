#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading, loading and ranking large catalogues, each figure beside its bar and its floor. Prints; judges nothing.

    tests/bench/catalogue.py PATH-OF-bench-catalogue PATH-OF-gangway"""
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS, PART = 5, 2000  # 10,000 providers, in lists that are below the size limit
RUNS = 7


def make(folder: Path, count: int, first: int = 0) -> str:
    path = folder / f"{count}-{first}.json"
    with path.open("w") as file:
        subprocess.run([sys.executable, HERE / "make-list.py", str(count), str(first)], stdout=file, check=True)
    return str(path)


def run(command: list[str], environment: dict) -> list[float]:
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return [float(word) for word in done.stdout.split()]


def memory(command: list[str], environment: dict) -> float:
    timed = subprocess.run(["/usr/bin/time", "-f", "%M", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                           check=True, env=environment)
    return int(timed.stderr.split()[-1]) / 1024


def report(what: str, value: float, unit: str, bar: float, floor: float | None = None) -> None:
    against = f"   floor {floor:.1f} {unit}, ratio {value / floor:.1f}" if floor else ""
    print(f"{what:<44} {value:6.1f} {unit}   bar {bar:g} {unit}, ratio {value / bar:.2f}{against}")


def main() -> int:
    bench, gangway = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, XDG_STATE_HOME=f"{home}/state", XDG_CACHE_HOME=f"{home}/cache")
        parsed = run([bench, "parse", make(Path(home), 1000)], environment)
        report("1,000 providers from a v2 list", parsed[0], "ms", 40, parsed[1])
        run([bench, "keep", *(make(Path(home), PART, PART * number) for number in range(PARTS))], environment)
        loads = [run([bench, "load"], environment) for _ in range(RUNS)]
        load, floor, rank, lots = (statistics.median(column) for column in list(zip(*loads))[:4])
        report(f"{int(loads[0][4])} providers: load from our own copy", load, "ms", 60, floor)
        report("  rank", rank, "ms", 10, lots)
        report("  memory of load and rank", memory([bench, "load"], environment), "MB", 40,
               memory([gangway, "--version"], environment))
        size = sum(path.stat().st_size for path in Path(home, "cache/gangway/lists").iterdir())
        print(f"  size of the copy: {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
