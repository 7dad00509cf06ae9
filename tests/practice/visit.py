# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection to one ill-behaved server: bytes in, bytes out, with TLS from whenever it is wanted. It reads no XML: it looks
for the few tags that it answers (RFC 6120 section 5.4, XEP-0077)."""
import asyncio
import re
import ssl
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

STREAM = rb"<(?:\w+:)?stream\b[^>]*>"
STARTTLS = rb"<starttls\b[^>]*>"
NEVER = rb"(?!)"
RECORD_HEAD = 5
HANDSHAKE_FAILURE, NO_APPLICATION_PROTOCOL = 40, 120  # alerts (RFC 8446 section 6, RFC 7301)
ALPN = 16  # extension


@dataclass(frozen=True)
class Tls:
    """How a server's TLS differs from OpenSSL's own choice."""
    lowest: ssl.TLSVersion | None = None
    highest: ssl.TLSVersion | None = None
    ciphers: str = ""
    alpn: tuple[str, ...] = ()
    dh_parameters: str = ""  # PEM
    owner: str = ""  # of the certificate that is shown: another host

    def context(self, stem: Path) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        stem = stem.with_name(self.owner) if self.owner else stem
        if self.ciphers:
            context.set_ciphers(self.ciphers)  # first, as the security level decides which certificates may be loaded
        if self.lowest:
            context.minimum_version = self.lowest
        if self.highest:
            context.maximum_version = self.highest
        if self.alpn:
            context.set_alpn_protocols([*self.alpn])
        if self.dh_parameters:
            with tempfile.NamedTemporaryFile("w") as file:
                file.write(self.dh_parameters)
                file.flush()
                context.load_dh_params(file.name)
        context.load_cert_chain(f"{stem}.crt", f"{stem}.key")
        return context


class Visit:
    def __init__(self, name: str, certificates: Path, ports: dict, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.name, self.domain, self.ports = name, f"{name}.example", ports
        self.stem = certificates / self.domain
        self.reader, self.writer = reader, writer
        self.buffer = b""
        self.tls: ssl.SSLObject | None = None
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()

    def log(self, text: str) -> None:
        print(f"{self.name}: {text}", file=sys.stderr, flush=True)

    # --- bytes -------------------------------------------------------------------------------------------------------

    async def _read_wire(self) -> bytes:
        """Raises EOFError when the visitor leaves."""
        data = await self.reader.read(16384)
        if not data:
            raise EOFError
        return data

    async def _read(self) -> bytes:
        while self.tls:
            try:
                return self.tls.read(16384) or self._leave()
            except ssl.SSLWantReadError:
                await self._flush()
                self.incoming.write(await self._read_wire())
            except ssl.SSLZeroReturnError:
                self._leave()
        return await self._read_wire()

    def _leave(self) -> bytes:
        raise EOFError

    async def _flush(self) -> None:
        self.writer.write(self.outgoing.read())
        await self.writer.drain()

    async def receive(self, pattern: bytes) -> bytes:
        """Waits for the pattern and takes everything up to its end."""
        while not (match := re.search(pattern, self.buffer, re.DOTALL)):
            data = await self._read()
            self.log(f"received {data[:400]!r}")
            self.buffer = (self.buffer + data)[-65536:]
        self.buffer = self.buffer[match.end():]
        return match.group()

    async def send(self, data: str | bytes) -> None:
        plain = data if isinstance(data, bytes) else data.encode()
        if self.tls:
            self.tls.write(plain)
            await self._flush()
        else:
            self.writer.write(plain)
            await self.writer.drain()

    # --- TLS ---------------------------------------------------------------------------------------------------------

    async def hello(self) -> bytes:
        """The record with the visitor's ClientHello, which stays to be answered."""
        while len(self.buffer) < RECORD_HEAD or len(self.buffer) < RECORD_HEAD + int.from_bytes(self.buffer[3:5], "big"):
            self.buffer += await self._read_wire()
        return self.buffer[:RECORD_HEAD + int.from_bytes(self.buffer[3:5], "big")]

    async def offers_suite(self, number: int) -> bool:
        return number in suites(await self.hello())

    async def offers_alpn(self) -> bool:
        return ALPN in extensions(await self.hello())

    async def send_alert(self, number: int) -> None:
        await self.send(bytes([21, 3, 3, 0, 2, 2, number]))

    async def shake_hands(self, tls: Tls, until_flight: int = 0) -> None:
        """Becomes a TLS server; with `until_flight` it sends half of that flight, and then it falls silent."""
        connection = tls.context(self.stem).wrap_bio(self.incoming, self.outgoing, server_side=True)
        self.incoming.write(self.buffer)
        self.buffer = b""
        flights = 0
        while True:
            try:
                connection.do_handshake()
                break
            except ssl.SSLWantReadError:
                flights += bool(self.outgoing.pending)
                if until_flight and flights == until_flight:
                    flight = self.outgoing.read()
                    await self.send(flight[:len(flight) // 2])
                    await self.receive(NEVER)
                await self._flush()
                self.incoming.write(await self._read_wire())
            except ssl.SSLError:
                await self._flush()  # the alert that says why
                raise
        self.tls = connection
        await self._flush()
        self.log(f"{connection.version()} accepted by the visitor, {connection.cipher()[0]}")

    async def close(self) -> None:
        """With close_notify, if there is somebody to hear it."""
        with suppress(OSError):
            if self.tls:
                with suppress(ssl.SSLError):
                    self.tls.unwrap()
                await self._flush()
        self.writer.close()


def suites(record: bytes) -> list[int]:
    """Of a ClientHello as below."""
    at = RECORD_HEAD + 4 + 2 + 32  # headers of record and message, version, random
    at += 1 + record[at]  # session
    length = int.from_bytes(record[at:at + 2], "big")
    return [int.from_bytes(record[here:here + 2], "big") for here in range(at + 2, at + 2 + length, 2)]


def extensions(record: bytes) -> dict[int, bytes]:
    """Of a ClientHello (RFC 8446 section 4.1.2) that lies in one record. Raises IndexError for what is none."""
    at = RECORD_HEAD + 4 + 2 + 32  # headers of record and message, version, random
    at += 1 + record[at]  # session
    at += 2 + int.from_bytes(record[at:at + 2], "big")  # cipher suites
    at += 1 + record[at] + 2  # compression, length of the extensions
    found = {}
    while at + 4 <= len(record):
        kind, length = int.from_bytes(record[at:at + 2], "big"), int.from_bytes(record[at + 2:at + 4], "big")
        found[kind] = record[at + 4:at + 4 + length]
        at += 4 + length
    return found
