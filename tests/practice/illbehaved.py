#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that behave badly: one port each, the behaviour NAME serves the domain NAME.example.

Usage: illbehaved.py CERTIFICATE-FOLDER
Prints one line of JSON, {NAME: port}, when all of them listen; then logs to stderr what each visitor sent.
It reads no XML: it looks for the few tags that it answers (RFC 6120 5.4 STARTTLS, XEP-0077).
"""

import asyncio
import json
import re
import socket
import ssl
import sys
from pathlib import Path
from typing import Awaitable, Callable

VISIT_SECONDS = 300
FLOOD_BYTES = 64 * 1024 * 1024
THINKING_SECONDS = 2  # how long slowform.example bears a person who thinks
STREAM = rb"<(?:\w+:)?stream\b[^>]*>"
STARTTLS = rb"<starttls\b[^>]*>"
REQUEST = rb"<iq\b.*?</iq>|<auth\b.*?(?:</auth>|/>)|</stream:stream>"

HEADER = ("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
          "id='practice' from='{}' version='1.0'>")
SECURE_FIRST = ("<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>")
LOGIN = ("<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism>"
         "<mechanism>PLAIN</mechanism></mechanisms><register xmlns='http://jabber.org/features/iq-register'/></stream:features>")
FORM = ("<query xmlns='jabber:iq:register'><instructions>Choose a name and a password.</instructions><username/><password/>"
        "<x xmlns='jabber:x:data' type='form'><field type='hidden' var='FORM_TYPE'><value>jabber:iq:register</value></field>"
        "<field type='text-single' var='username' label='Username'><required/></field>"
        "<field type='text-private' var='password' label='Password'><required/></field></x></query>")
REFUSED = "<error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
NOT_AUTHORIZED = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>"
TIMED_OUT = ("<stream:error><connection-timeout xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
             "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>You took too long</text></stream:error></stream:stream>")
GARBAGE = b"220 mail.example ready\r\n" + bytes(range(256)) * 4
DOCTYPE = ('<?xml version="1.0"?><!DOCTYPE stream [<!ENTITY a0 "practice">'
           + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>")


class Visit:
    """One connection to one ill-behaved server."""

    def __init__(self, name: str, certificates: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.name, self.domain, self.certificates = name, f"{name}.example", certificates
        self.reader, self.writer = reader, writer
        self.buffer = b""

    def log(self, text: str) -> None:
        print(f"{self.name}: {text}", file=sys.stderr, flush=True)

    async def receive(self, pattern: bytes) -> bytes:
        """Waits for the pattern and takes everything up to its end. Raises EOFError when the visitor leaves."""
        while not (match := re.search(pattern, self.buffer, re.DOTALL)):
            data = await self.reader.read(16384)
            if not data:
                raise EOFError
            self.log(f"received {data[:400]!r}")
            self.buffer = (self.buffer + data)[-65536:]
        self.buffer = self.buffer[match.end():]
        return match.group()

    async def send(self, data: str | bytes) -> None:
        self.writer.write(data if isinstance(data, bytes) else data.encode())
        await self.writer.drain()

    async def send_header(self) -> None:
        await self.send(HEADER.format(self.domain))

    async def open_stream(self, features: str) -> None:
        await self.receive(STREAM)
        await self.send_header()
        await self.send(features)

    async def open_secure_stream(self) -> None:
        await self.open_stream(SECURE_FIRST)
        await self.receive(STARTTLS)
        await self.send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        stem = self.certificates / self.domain
        context.load_cert_chain(f"{stem}.crt", f"{stem}.key")
        await self.writer.start_tls(context)
        self.buffer = b""
        self.log("TLS accepted by the visitor")
        await self.open_stream(LOGIN)

    async def answer(self) -> bool:
        """Answers one request. Says whether it was for the registration form."""
        request = await self.receive(REQUEST)
        if request.startswith(b"</stream"):
            await self.send("</stream:stream>")
            raise EOFError
        if request.startswith(b"<auth"):
            await self.send(NOT_AUTHORIZED)
            return False
        head = request.partition(b">")[0]
        id_match = re.search(rb"\bid=['\"]([^'\"<]*)['\"]", head)
        wants_form = b"jabber:iq:register" in request and re.search(rb"\btype=['\"]get['\"]", head) is not None
        await self.send(f"<iq type='{'result' if wants_form else 'error'}' from='{self.domain}' "
                        f"id='{id_match.group(1).decode() if id_match else ''}'>{FORM if wants_form else REFUSED}</iq>")
        return wants_form


async def silent(visit: Visit) -> None:
    """Accepts and never says anything."""
    await visit.receive(rb"(?!)")  # matches nothing: until the visitor leaves


async def plain(visit: Visit) -> None:
    """Offers login and registration without STARTTLS."""
    await visit.open_stream(LOGIN)
    while True:
        await visit.answer()


async def bad_certificate(visit: Visit) -> None:
    """Does all that a server does before a login, behind a certificate that must not be accepted."""
    await visit.open_secure_stream()
    while True:
        await visit.answer()


async def flood(visit: Visit) -> None:
    """Stream features that do not end."""
    await visit.open_stream("<stream:features>")
    chunk = "".join(f"<feature xmlns='urn:example:flood:{number}'/>" for number in range(1500)).encode()
    for _ in range(FLOOD_BYTES // len(chunk)):
        await visit.send(chunk)


async def garbage(visit: Visit) -> None:
    """Is not an XMPP server at all."""
    await visit.receive(STREAM)
    await visit.send(GARBAGE)


async def dtd(visit: Visit) -> None:
    """A document type with entities that grow to ten thousand million characters (forbidden by RFC 6120 11.1)."""
    await visit.receive(STREAM)
    header = HEADER.format(visit.domain).partition("?>")[2]
    await visit.send(f"{DOCTYPE}{header}<stream:features><a>&a9;</a></stream:features>")
    await silent(visit)


async def hangup(visit: Visit) -> None:
    """Closes right after its stream header."""
    await visit.receive(STREAM)
    await visit.send_header()


async def slowform(visit: Visit) -> None:
    """Hands out the form, and ends the stream while the person still thinks."""
    await visit.open_secure_stream()
    while not await visit.answer():
        pass
    try:
        async with asyncio.timeout(THINKING_SECONDS):
            while True:
                await visit.answer()
    except TimeoutError:
        await visit.send(TIMED_OUT)


BEHAVIOURS: dict[str, Callable[[Visit], Awaitable[None]]] = {
    "silent": silent, "plain": plain, "flood": flood, "garbage": garbage, "dtd": dtd, "hangup": hangup, "slowform": slowform,
    "selfsigned": bad_certificate, "expired": bad_certificate, "wronghost": bad_certificate, "cnonly": bad_certificate,
}


async def serve(name: str, certificates: Path) -> asyncio.Server:
    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        guest = Visit(name, certificates, reader, writer)
        try:
            await asyncio.wait_for(BEHAVIOURS[name](guest), VISIT_SECONDS)
            guest.log("closed by us")
        except EOFError:
            guest.log("the visitor left")
        except (OSError, TimeoutError) as error:  # ssl.SSLError is an OSError
            guest.log(f"ended: {error!r}")
        finally:
            writer.close()

    return await asyncio.start_server(visit, "127.0.0.1", 0)


async def main(certificates: Path) -> None:
    servers = {name: await serve(name, certificates) for name in BEHAVIOURS}
    ports = {name: {"xmpp-client": server.sockets[0].getsockname()[1]} for name, server in servers.items()}
    with socket.socket() as dead:  # bound but never listening: this port refuses as long as we live
        dead.bind(("127.0.0.1", 0))
        ports["dead"] = {"xmpp-client": dead.getsockname()[1]}
        print(json.dumps(ports), flush=True)
        await asyncio.gather(*(server.serve_forever() for server in servers.values()))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: illbehaved.py CERTIFICATE-FOLDER")
    asyncio.run(main(Path(sys.argv[1])))
