#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scans 200 cheap servers, and then everybody in the practice network, by the program scan (scan.c), each in a namespace of
its own, where the web's port is free.

    test-real-scan.py SCAN CROWD [thorough]     the two programs, as built; for races SCAN is built with -Db_sanitize=thread

GLib is not built so: its locks are futexes, which the sanitizer does not see. What it does itself is therefore not looked at,
nor may it keep memory for others (GSlice). All that our own code touches is."""
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / "cli"), str(TESTS / "practice")]
import names  # noqa: E402
from authority import Authority  # noqa: E402
from hosts import HOSTS, OTHERS  # noqa: E402
from leaf import Leaf  # noqa: E402

IN_NAMESPACE, PRACTICE = TESTS / "practice" / "in-namespace", TESTS / "practice" / "practice"
CROWD, SECONDS = 200, 1800
THOROUGH = ["-m", "thorough"]
PORTS = {"xmpp-client": 5222, "xmpps-client": 5223, "xmpp-server": 5269, "xmpps-server": 5270}
# They say nothing, or next to nothing, until their time is up; one of them is enough.
SLOW = {"silent", "silenttls", "drip"}


def scan(program: str, profile: Path, domains: list[str], home: Path) -> int:
    options = f"ignore_noninstrumented_modules=1 {os.environ.get('TSAN_OPTIONS', '')}"
    return subprocess.run([program, profile, *domains, *(THOROUGH if "thorough" in sys.argv else [])], timeout=SECONDS, env={
        **os.environ, "XDG_STATE_HOME": str(home / "state"), "G_SLICE": "always-malloc", "TSAN_OPTIONS": options}).returncode


def crowd_records() -> dict[tuple[str, int], bytes]:
    """Each at an address of its own."""
    records = {}
    for number in range(CROWD):
        name = f"s{number}.crowd.example"
        records[name, names.A] = socket.inet_aton(f"127.0.1.{number + 1}")
        for service, port in PORTS.items():
            records[f"_{service}._tcp.{name}", names.SRV] = names.srv(port, name)
    return records


def scan_crowd(program: str, crowd: str, folder: Path) -> int:
    authority = Authority()
    authority.write_root(folder / "ca.pem")
    authority.issue(folder, "crowd", Leaf(names=("*.crowd.example",)))
    server = names.Names("127.0.0.5", crowd_records())
    profile = folder / "profile.ini"
    profile.write_text(f"[gangway]\nresolver={server.resolver}\nca-file={folder}/ca.pem\nallow-local=true\n")
    with subprocess.Popen([crowd, folder / "crowd.crt", folder / "crowd.key"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as servers:
        servers.stdout.readline()
        try:
            return scan(program, profile, [f"s{number}.crowd.example" for number in range(CROWD)], folder)
        finally:
            servers.stdin.close()
            server.close()


def scan_practice(program: str, folder: Path) -> int:
    ill = json.loads((Path(os.environ["PRACTICE_DIR"]) / "ports.json").read_text())["ill"]
    domains = [host for host in HOSTS if HOSTS[host].part == ""] + list(OTHERS) + [f"{name}.example" for name in ill if name not in SLOW]
    return scan(program, Path(os.environ["PRACTICE_PROFILE"]), list(dict.fromkeys(domains)), folder)


def main() -> int:
    program, crowd = (str(Path(path).absolute()) for path in sys.argv[1:3])
    if "--inside-crowd" in sys.argv or "--inside-practice" in sys.argv:
        with tempfile.TemporaryDirectory(prefix="gangway-scan-") as folder:
            return scan_crowd(program, crowd, Path(folder)) if "--inside-crowd" in sys.argv else scan_practice(program, Path(folder))
    trial = subprocess.run([IN_NAMESPACE, "true"], timeout=SECONDS)
    if trial.returncode != 0:
        return 77
    with tempfile.TemporaryDirectory(prefix="gangway-scan-") as folder:
        again = [sys.executable, __file__, program, crowd, *sys.argv[3:]]
        network = [PRACTICE, "run", "--web-port", "443", "--dir", f"{folder}/network", "--"]
        return max(subprocess.run([IN_NAMESPACE, *command]).returncode
                   for command in ([*again, "--inside-crowd"], [*network, *again, "--inside-practice"]))


if __name__ == "__main__":
    sys.exit(main())
