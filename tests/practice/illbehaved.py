#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that behave badly, or show what others do not: those of the table in peers.py, each service on a port of its own.

Usage: illbehaved.py CERTIFICATE-FOLDER
Prints one line of JSON, {NAME: {SRV service: port}}, when all of them listen; then logs to stderr what each visitor sent."""
import asyncio
import json
import socket
import sys
import warnings
from contextlib import ExitStack
from pathlib import Path

from manners import Manner, dead
from peers import PEERS
from visit import Visit

VISIT_SECONDS = 300
BACKLOG = 256


def hold(held: ExitStack, family: int, address: str, port: int = 0) -> int:
    """Binds a port and does not listen: it refuses for as long as we live."""
    dead = held.enter_context(socket.socket(family))
    dead.bind((address, port))
    return dead.getsockname()[1]


def listener(held: ExitStack, refuse_ipv6: bool) -> socket.socket:
    while True:
        listening = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
        try:
            if refuse_ipv6 and socket.has_ipv6:
                hold(held, socket.AF_INET6, "::1", listening.getsockname()[1])
        except OSError as problem:  # somebody else has that port there, or there is no such address
            if problem.strerror == "Address already in use":
                listening.close()
                continue
        return listening


async def serve(name: str, manner: Manner, certificates: Path, ports: dict, listening: socket.socket) -> asyncio.Server:
    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        guest = Visit(name, certificates, ports, reader, writer)
        try:
            await asyncio.wait_for(manner(guest), VISIT_SECONDS)
            guest.log("closed by us")
        except EOFError:
            guest.log("the visitor left")
        except (OSError, TimeoutError, IndexError) as error:  # ssl.SSLError is an OSError
            guest.log(f"ended: {error!r}")
        finally:
            await guest.close()

    return await asyncio.start_server(visit, sock=listening)


async def main(certificates: Path) -> None:
    ports: dict[str, dict[str, int]] = {}
    servers = []
    with ExitStack() as held:
        for name, peer in PEERS.items():
            ports[name] = {}
            for service, manner in peer.services().items():
                if manner is dead:
                    ports[name][service] = hold(held, socket.AF_INET, "127.0.0.1")
                    continue
                listening = listener(held, peer.ipv6_refused)
                ports[name][service] = listening.getsockname()[1]
                servers.append(await serve(name, manner, certificates, ports, listening))
        print(json.dumps(ports), flush=True)
        await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: illbehaved.py CERTIFICATE-FOLDER")
    warnings.simplefilter("ignore", DeprecationWarning)  # old TLS is what some of them are there for
    asyncio.run(main(Path(sys.argv[1])))
