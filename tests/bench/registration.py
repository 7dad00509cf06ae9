#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many round trips a registration takes, from the first byte to the login and to the message that came back; and a quick
probe; on the practice network through a slow wire. Prints; judges nothing.

    tests/practice/practice run -- tests/bench/registration.py PATH-OF-gangway

The difference to a run without delay, in round trips: what the server itself and the disk need cancels out. On a real wire
each connection costs one more (the TCP handshake), which is added. The login is one round trip before the message is back."""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from wire import Way, Wire

DELAYS = (0.020, 0.050, 0.150)
RUNS = 5
BARS = {"direct TLS": 14, "STARTTLS": 18}


def profile(folder: Path, wire: Wire) -> str:
    path = folder / f"profile-{wire.dns_port}.ini"
    path.write_text(f"[gangway]\nresolver=127.0.0.1@{wire.dns_port}\nca-file={os.environ['PRACTICE_DIR']}/ca.pem\nallow-local=true\n")
    return str(path)


def register(gangway: str, folder: Path, wire: Wire, name: str) -> float:
    wire.reset()
    environment = dict(os.environ, XDG_STATE_HOME=str(folder / "state"), XDG_CACHE_HOME=str(folder / "cache"))
    command = [gangway, "register", "open.example", "--name", name, "--save", str(folder / name), "--json", "--profile",
               profile(folder, wire)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment) as process:
        line = process.stdout.readline()
        told = time.monotonic()  # the clock of the wire's loop as well
    if json.loads(line).get("state") != "verified":
        sys.exit(f"registration failed: {line}")
    return told - wire.first_byte


def probe(gangway: str, folder: Path, wire: Wire) -> float:
    wire.reset()
    environment = dict(os.environ, XDG_STATE_HOME=str(folder / "state"), XDG_CACHE_HOME=str(folder / "cache"))
    started = time.monotonic()
    subprocess.run([gangway, "probe", "open.example", "--again", "--json", "--profile", profile(folder, wire)],
                   capture_output=True, check=True, env=environment, timeout=60)
    return time.monotonic() - started


def main() -> int:
    gangway = sys.argv[1]
    ports = json.loads((Path(os.environ["PRACTICE_DIR"]) / "ports.json").read_text())
    ways = {"direct TLS": Way("open.example", ports["c2s"], ports["c2s_tls"]), "STARTTLS": Way("open.example", ports["c2s"], None)}
    number = 0
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        for kind, way in ways.items():
            took, probed, connections = {}, {}, 0
            for rtt in (0.0, *DELAYS):
                wire = Wire([way], rtt, rtt)
                runs = []
                for _ in range(RUNS):
                    number += 1
                    runs.append(register(gangway, folder, wire, f"bench-{os.getpid()}-{number}"))
                    connections = wire.connections
                took[rtt] = statistics.median(runs)
                probed[rtt] = statistics.median(probe(gangway, folder, wire) for _ in range(RUNS))
                wire.close()
            print(f"{kind}: {connections} connections; at no delay {took[0.0] * 1000:.0f} ms (the server's own time)")
            for rtt in DELAYS:
                trips = (took[rtt] - took[0.0]) / rtt + connections
                print(f"  r = {rtt * 1000:3.0f} ms: message back after {trips:4.1f} r, login after {trips - 1:4.1f} r (with {connections} r "
                      f"to connect); bar {BARS[kind]} r, ratio {(trips - 1) / BARS[kind]:.2f}")
                # The target of the SRV record is the domain itself, so the second round of the resolver is not needed.
                floor, extra = rtt + (2 if kind == "direct TLS" else 3) * rtt, probed[rtt] - probed[0.0]
                print(f"                probe {extra * 1000:4.0f} ms more than without delay, floor d + {floor / rtt - 1:.0f} r = "
                      f"{floor * 1000:.0f} ms, ratio {extra / floor:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
