#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times of `gangway probe` behind a slow wire that delays names and TCP handshakes as well, each beside its floor in the same
run. Prints; judges nothing.

    tests/bench/probe.py BUILD-FOLDER

Measured: from the first question to the resolver to the line with the verdict, with one certificate to trust; and the same with
this machine's store of certificates, whose loading may stand in the way. Apart from both, as "start": from the start of the
process to that question. r and d are those of a bare TCP handshake and a bare question to the resolver, measured in the same run."""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from lab import CROWD, PROSODY, RESOLVER, Lab, crowd_name, soa_query
from link import Link
from sequence import Sequence

HERE = Path(__file__).resolve().parent
QUICK = ["probe", "--again", "--ndjson"]  # one server: what a person sees first
MANY = ["probe", "--again", "--ndjson"]  # 200 servers
DELAYS = (0.020, 0.050, 0.150)
RUNS, RUNS_MANY, RUNS_SEQUENCE = 5, 5, 3
DEAD_SHARE = 0.2
RUN_SECONDS = 120


@dataclass
class Run:
    start: float  # process start to the first question
    verdict: float  # from there to the last result
    wall: float  # the whole process
    cpu: float
    memory: float  # MB
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
        return Run(seen.first - started, told - seen.first, ended - started, usage.ru_utime + usage.ru_stime,
                   int(memory.read_text().split()[-1]) / 1024, results)


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
    print(f"{'one server (Prosody)':20} {'r ms':>6} {'d ms':>6} {'floor ms':>9} {'start ms':>9} {'measured ms':>20} {'ratio':>6}"
          f"   {'with the store ms':>20} {'ratio':>6}")
    for title, domain, trips in (("quick, direct TLS", "direct.example", 3), ("quick, STARTTLS", "starttls.example", 4)):
        for rtt in DELAYS:
            bench.link.set_delay(rtt)
            r, d = bench.link.round_trip(PROSODY, 5222), bench.link.resolver_round(RESOLVER, soa_query())
            pairs = [[bench.run(QUICK, [domain], rtt, bare) for bare in (True, False)] for _ in range(RUNS)]  # in turns
            floor, line = 2 * d + trips * r, ""
            for runs in zip(*pairs):
                check_results(runs, 1)
                verdicts = [run.verdict for run in runs]
                line += f" {spread(verdicts):>20} {statistics.median(verdicts) / floor:6.2f}  "
            start = statistics.median(bare.start for bare, _ in pairs)
            print(f"{title:20} {r * 1000:6.1f} {d * 1000:6.1f} {floor * 1000:9.1f} {start * 1000:9.1f}{line} 2d+{trips}r")


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


def report_many(bench: Bench) -> None:
    dead = int(CROWD * DEAD_SHARE)
    alive = [crowd_name(number) for number in range(CROWD)]
    mixed = [name.replace("s", "dead", 1) if number < dead else name for number, name in enumerate(alive)]
    print(f"\n{f'{CROWD} servers (crowd)':20} {'r ms':>6}" + "".join(f" {word:>16}" for word in (
        "results s", "process s", "CPU s", "CPU a server ms", "memory MB")))
    for title, domains, rtt in (("all well", alive, 0.0), ("all well", alive, 0.050), (f"{dead} dead", mixed, 0.050)):
        runs = [bench.run(MANY, domains, rtt) for _ in range(RUNS_MANY)]
        check_results(runs, len(domains) - (dead if domains is mixed else 0))
        columns = [[getattr(run, name) for run in runs] for name in ("verdict", "wall", "cpu", "memory")]
        each = [run.cpu * 1000 / len(domains) for run in runs]
        results, walls, cpus, memories, each = (spread(values, 1, digits) for values, digits in
                                                zip([*columns, each], (2, 2, 2, 0, 1)))
        print(f"{title:20} {rtt * 1000:6.0f} {results:>16} {walls:>16} {cpus:>16} {each:>16} {memories:>16}")


def report(build: Path) -> None:
    link = Link(build / "tests/bench/wire")
    with tempfile.TemporaryDirectory() as text:
        folder, home = Path(text) / "lab", Path(text) / "home"
        folder.mkdir()
        home.mkdir()
        lab = Lab(link, folder)
        try:
            bench = Bench(link, lab, build / "src/cli/gangway", home)
            print(f"load of the machine: {os.getloadavg()[0]:.1f}")
            with lab.prosody():
                report_single(bench)
                report_sequence(bench)
            with lab.crowd(build / "tests/bench/crowd"):
                report_many(bench)
            print(f"load of the machine: {os.getloadavg()[0]:.1f}")
        finally:
            lab.close()
            link.close()


def main() -> int:
    if len(sys.argv) != 2 and sys.argv[2:] != ["inside"]:
        sys.exit(__doc__)
    if len(sys.argv) == 2:
        outside = str(HERE.parent / "practice" / "in-namespace")
        os.execv(outside, [outside, sys.executable, *sys.argv, "inside"])
    report(Path(sys.argv[1]).absolute())
    return 0


if __name__ == "__main__":
    sys.exit(main())
