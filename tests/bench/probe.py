#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times of `gangway probe` behind a slow wire that delays names and TCP handshakes as well, each beside its floor in the same
run. Prints; judges nothing.

    tests/bench/probe.py BUILD-FOLDER

Measured: from the first question to the resolver to the line with the verdict, with one certificate to trust; and the same with
this machine's store of certificates, whose loading may stand in the way. Apart from both, as "start": from the start of the
process to that question. Of a full probe it is the time to the end of all but the hellos that wait for one another; the time with
them stands behind. "results" is the time to the last result of many, "process" to the end of the program. r and d are those of a
bare TCP handshake and a bare question to the resolver, measured in the same run."""
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from lab import CROWD, PROSODY, RESOLVER, Lab, crowd_name, soa_query
from link import Link
from sequence import Sequence

HERE = Path(__file__).resolve().parent
QUICK = ["probe", "--again", "--ndjson"]  # what a person sees first
FULL = ["probe", "--full", "--again", "--ndjson"]
PACED = (5222, 5223)  # ports of the hellos of a full probe, which wait for one another by good manners
DELAYS = (0.020, 0.050, 0.150)
RUNS, RUNS_MANY, RUNS_SEQUENCE = 5, 5, 3
DEAD_SHARE = 0.2
RUN_SECONDS = 120


@dataclass
class Run:
    start: float  # process start to the first question
    verdict: float  # from there to the last result
    unpaced: float  # from there to the end of all but the paced hellos
    wall: float  # the whole process
    cpu: float
    memory: float  # MB
    connections: int
    late: float  # by how much the wire was worse than it says
    results: list[dict]


class Bench:
    def __init__(self, link: Link, lab: Lab, program: Path, home: Path) -> None:
        self.link, self.lab, self.program, self.home = link, lab, program, home

    def run(self, words: list[str], domains: list[str], rtt: float, bare: bool = False) -> Run:
        """`bare`: with a store of one certificate instead of this machine's."""
        self.link.set_delay(rtt)
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        if bare:
            environment.update(SSL_CERT_FILE=str(self.lab.folder / "ca.pem"), SSL_CERT_DIR=str(self.home))
        # time(1) starts it: a child of Python would be charged for Python's own memory.
        memory = self.home / "memory"
        command = ["/usr/bin/time", "-o", memory, "-f", "%M", self.program, *words, "--profile", self.lab.profile, *domains]
        results, told = [], 0.0
        started = time.monotonic()
        process = self.link.spawn(self.link.home, command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                  env=environment)
        for line in process.stdout:
            document = json.loads(line)
            if document["type"] == "result":
                told = time.monotonic()
                results.append(document)
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        ended, seen = time.monotonic(), self.link.seen()
        if seen.lost:
            print(f"the wire lost {seen.lost} packets")
        unpaced = seen.end_without(PACED, told)
        return Run(seen.first - started, told - seen.first, unpaced - seen.first, ended - started, usage.ru_utime + usage.ru_stime,
                   int(memory.read_text().split()[-1]) / 1024, seen.connections, seen.late, results)


def spread(values: list[float], scale: float = 1000, digits: int = 1) -> str:
    """Median, least and most."""
    low, middle, high = (f"{f(values) * scale:.{digits}f}" for f in (min, statistics.median, max))
    return f"{middle} ({low}-{high})"


def check_results(runs: list[Run], count: int) -> None:
    for run in runs:
        well = sum(result["facts"].get("certificate", {}).get("value") == "ok" for result in run.results)
        if well != count:
            print(f"  {well} of {count} servers were reached, with a good certificate")


def report_single(bench: Bench) -> None:
    print(f"{'one server (Prosody)':20} {'r ms':>6} {'d ms':>6} {'floor ms':>9} {'start ms':>9} {'measured ms':>23} {'ratio':>6}"
          f"   {'with the store ms':>23} {'ratio':>6}")
    for title, words, domain, trips in (("quick, direct TLS", QUICK, "direct.example", 3),
                                        ("quick, STARTTLS", QUICK, "starttls.example", 4), ("full", FULL, "direct.example", 7)):
        for rtt in DELAYS:
            bench.link.set_delay(rtt)
            r, d = bench.link.round_trip(PROSODY, 5222), bench.link.resolver_round(RESOLVER, soa_query())
            pairs = [[bench.run(words, [domain], rtt, bare) for bare in (True, False)] for _ in range(RUNS)]  # in turns
            floor, line = 2 * d + trips * r, ""
            for runs in zip(*pairs):
                check_results(runs, 1)
                took = [run.verdict if words is QUICK else run.unpaced for run in runs]
                line += f" {spread(took):>23} {statistics.median(took) / floor:6.2f}  "
            runs = [run for pair in pairs for run in pair]
            paced = f", with all hellos {spread([run.verdict for run in runs])} ms" if words is FULL else ""
            start = statistics.median(bare.start for bare, _ in pairs)
            connections, late = max(run.connections for run in runs), max(run.late for run in runs)
            print(f"{title:20} {r * 1000:6.1f} {d * 1000:6.1f} {floor * 1000:9.1f} {start * 1000:9.1f}{line} 2d+{trips}r, "
                  f"{connections} connections{paced}; wire late by {late * 1000:.0f} ms")


def report_sequence(bench: Bench) -> None:
    """The same facts by other programs, whole processes against whole processes."""
    rtt, sequence = 0.050, Sequence(bench.link, bench.lab, "direct.example")
    ours = statistics.median(bench.run(QUICK, ["direct.example"], rtt).wall for _ in range(RUNS))
    print(f"\nr = {rtt * 1000:.0f} ms, with process starts: gangway {' '.join(QUICK)}: {ours:.2f} s")
    for title, collect in (("the quick verdict", sequence.quick), ("versions, services, host-meta", sequence.all)):
        took = [collect() for _ in range(RUNS_SEQUENCE)]
        seconds = statistics.median(one.seconds for one in took)
        print(f"  {title}: {took[0].commands} commands in sequence (dig, openssl s_client, curl) {seconds:.2f} s, "
              f"{seconds / ours:.1f} times as long")
    took = sequence.testssl()
    print(f"  testssl.sh -p -s -S: {took.seconds:.0f} s, {took.seconds / ours:.0f} times as long" if took
          else "  testssl.sh: not installed, or more than its time")


def report_many(bench: Bench, words: list[str]) -> None:
    dead = int(CROWD * DEAD_SHARE)
    alive = [crowd_name(number) for number in range(CROWD)]
    mixed = [name.replace("s", "dead", 1) if number < dead else name for number, name in enumerate(alive)]
    print(f"\n{CROWD} servers (crowd): gangway {' '.join(words)}, with this machine's store\n{'':10} {'r ms':>6}" + "".join(
        f" {word:>17}" for word in ("results s", "process s", "CPU s", "CPU a server ms", "memory MB", "connections")))
    for title, domains, rtt in (("all well", alive, 0.0), ("all well", alive, 0.050), (f"{dead} dead", mixed, 0.050)):
        runs = [bench.run(words, domains, rtt) for _ in range(RUNS_MANY)]
        check_results(runs, len(domains) - (dead if domains is mixed else 0))
        columns = [spread([getattr(run, name) for run in runs], scale, digits) for name, scale, digits in (
            ("verdict", 1, 2), ("wall", 1, 2), ("cpu", 1, 2), ("cpu", 1000 / CROWD, 1), ("memory", 1, 0), ("connections", 1, 0))]
        print(f"{title:10} {rtt * 1000:6.0f}" + "".join(f" {column:>17}" for column in columns)
              + f"   wire late by {max(run.late for run in runs) * 1000:.1f} ms at most")


@contextlib.contextmanager
def laid_out(build: Path) -> Iterator[Bench]:
    link = Link(build / "tests/bench/wire")
    with tempfile.TemporaryDirectory() as text:
        folder, home = Path(text) / "lab", Path(text) / "home"
        folder.mkdir()
        home.mkdir()
        lab = Lab(link, folder)
        try:
            yield Bench(link, lab, build / "src/cli/gangway", home)
        finally:
            lab.close()
            link.close()


def report(build: Path) -> None:
    with laid_out(build) as bench:
        print(f"load of the machine: {os.getloadavg()[0]:.1f}")
        with bench.lab.prosody():
            report_single(bench)
            report_sequence(bench)
        with bench.lab.crowd(build / "tests/bench/crowd"):
            report_many(bench, QUICK)
            report_many(bench, FULL)
        print(f"load of the machine: {os.getloadavg()[0]:.1f}")


def enter_namespace() -> None:
    """Starts this program again, in a namespace of its own; in there it does nothing."""
    if sys.argv[-1] == "inside":
        sys.argv.pop()
        return
    outside = str(HERE.parent / "practice" / "in-namespace")
    os.execv(outside, [outside, sys.executable, *sys.argv, "inside"])


def main() -> int:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    enter_namespace()
    report(Path(sys.argv[1]).absolute())
    return 0


if __name__ == "__main__":
    sys.exit(main())
