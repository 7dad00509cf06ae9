#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An independent client: logs in by slixmpp with nothing but address and password (and where the practice network listens),
sends itself a message and waits for it.

    independent.py HOST PORT CA_FILE   and on standard input one line: {"address": ..., "password": ...}

Exit 0: it came back. 1: login refused or nothing came. 77: slixmpp is missing."""
import asyncio
import json
import sys

try:
    import slixmpp
except ImportError:
    sys.exit(77)


class Client(slixmpp.ClientXMPP):
    def __init__(self, address: str, password: str, ca_file: str) -> None:
        super().__init__(address, password)
        self.ca_certs = ca_file
        self.result = asyncio.get_event_loop().create_future()
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("message", self.heard)
        self.add_event_handler("failed_auth", lambda _: self.finish(False))
        self.add_event_handler("connection_failed", lambda _: self.finish(False))

    def finish(self, good: bool) -> None:
        if not self.result.done():
            self.result.set_result(good)

    async def started(self, _event) -> None:
        self.send_presence()
        self.send_message(mto=self.boundjid, mbody="hello from an independent client", mtype="chat")

    def heard(self, message) -> None:
        self.finish(message["body"] == "hello from an independent client")


def main() -> int:
    host, port, ca_file = sys.argv[1:4]
    account = json.loads(sys.stdin.readline())
    client = Client(account["address"], account["password"], ca_file)
    client.connect(address=(host, int(port)))
    loop = asyncio.get_event_loop()
    try:
        good = loop.run_until_complete(asyncio.wait_for(client.result, 15))
    except asyncio.TimeoutError:
        good = False
    client.abort()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
