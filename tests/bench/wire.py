# SPDX-License-Identifier: GPL-3.0-or-later
"""A slow network in one process: TCP relays that hold every byte for half a round trip in each direction, and a resolver that
takes one round d for an answer. A relay does not delay the TCP handshake, so floors measured through it are one round trip
per connection lower than on a real wire. Threads of this process only; loopback only."""
import asyncio
import socket
import struct
import threading
from dataclasses import dataclass


@dataclass
class Way:
    domain: str
    starttls: int | None  # port of the server behind, None: not announced
    direct: int | None


class Wire:
    def __init__(self, ways: list[Way], rtt: float, resolver: float) -> None:
        self.ways, self.rtt, self.resolver = ways, rtt, resolver
        self.first_byte = 0.0
        self.connections = 0
        self.records: dict[tuple[str, int], bytes] = {}
        self.ready = threading.Event()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        self.ready.wait(10)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self._end)
        self.thread.join(5)

    def _end(self) -> None:
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.call_soon(self.loop.stop)

    def reset(self) -> None:
        self.first_byte = 0.0
        self.connections = 0

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._start())
        self.loop.run_forever()

    async def _start(self) -> None:
        for way in self.ways:
            self.records[way.domain, 1] = socket.inet_aton("127.0.0.1")
            for service, port in (("_xmpp-client", way.starttls), ("_xmpps-client", way.direct)):
                if port:
                    server = await asyncio.start_server(self._relay(port), "127.0.0.1", 0)
                    here = server.sockets[0].getsockname()[1]
                    self.records[f"{service}._tcp.{way.domain}", 33] = struct.pack(">3H", 5, 1, here) + encode_name(way.domain)
        transport, _ = await self.loop.create_datagram_endpoint(lambda: Resolver(self), local_addr=("127.0.0.1", 0))
        self.dns_port = transport.get_extra_info("sockname")[1]
        self.ready.set()

    def _relay(self, port: int):
        async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
            for end in (writer, there_writer):
                end.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.gather(self._carry(reader, there_writer), self._carry(there_reader, writer))
        return visit

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                now = self.loop.time()
                self.first_byte = self.first_byte or now
                self.loop.call_at(now + self.rtt / 2, self._write, writer, data)
            self.loop.call_at(self.loop.time() + self.rtt / 2, writer.close)
        except ConnectionError:
            writer.close()

    @staticmethod
    def _write(writer: asyncio.StreamWriter, data: bytes) -> None:
        if not writer.is_closing():
            writer.write(data)


def encode_name(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


class Resolver(asyncio.DatagramProtocol):
    """Answers from the wire's records (RFC 1035 section 4); what it does not know does not exist."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def connection_made(self, transport) -> None:
        self.transport = transport

    def datagram_received(self, query: bytes, client) -> None:
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode().lower())
            at += 1 + query[at]
        kind = struct.unpack(">H", query[at + 1:at + 3])[0]
        data = self.wire.records.get((".".join(labels), kind))
        answer = query[:2] + struct.pack(">5H", 0x8580, 1, 1 if data else 0, 0, 0) + query[12:at + 5]
        if data:
            answer += b"\xc0\x0c" + struct.pack(">2HIH", kind, 1, 60, len(data)) + data
        self.wire.loop.call_later(self.wire.resolver, self.transport.sendto, answer, client)
