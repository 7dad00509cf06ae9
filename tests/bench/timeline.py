#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a probe says on the wire and when, in round trips since its first question to the resolver: shows which step waits for
which. One line for each packet of the program's that begins, says or ends something.

    tests/bench/timeline.py BUILD-FOLDER direct.example|starttls.example [quick|full]"""
import ipaddress
import socket
import sys
from pathlib import Path

from link import FIN, Packet
from probe import FULL, QUICK, enter_namespace, laid_out

RTT = 0.100  # wide enough that the program's own time is small beside it


def describe(packet: Packet) -> str:
    kind = "begins" if packet.is_beginning else "ends" if packet.flags & FIN else f"{packet.size} bytes"
    protocol = "udp" if packet.protocol == socket.IPPROTO_UDP else "tcp"
    return f"{protocol} {packet.client:5} to {ipaddress.ip_address(packet.peer)} {packet.port:5} {kind}"


def main() -> int:
    if len(sys.argv) not in (3, 4, 5):
        sys.exit(__doc__)
    enter_namespace()
    with laid_out(Path(sys.argv[1]).absolute()) as bench, bench.lab.prosody():
        run = bench.run(FULL if sys.argv[3:] == ["full"] else QUICK, [sys.argv[2]], RTT, bare=True)
        seen = bench.link.seen()
    for packet in seen.packets:
        if packet.when >= seen.first and (packet.is_question or packet.is_beginning or packet.is_said):
            print(f"{(packet.when - seen.first) / RTT:6.2f} r  {describe(packet)}")
    print(f"{run.verdict / RTT:6.2f} r  verdict; all but paced hellos {run.unpaced / RTT:.2f} r, {run.connections} connections")
    return 0


if __name__ == "__main__":
    sys.exit(main())
