# SPDX-License-Identifier: GPL-3.0-or-later
"""How servers behave towards one visitor: `Server` does what comes before a login, in the way its fields say, and refuses every
login and every registration; the functions do not even that."""
import asyncio
import re
from dataclasses import dataclass, field
from typing import Awaitable, Callable

import forms
import words
from visit import HANDSHAKE_FAILURE, NEVER, NO_APPLICATION_PROTOCOL, STARTTLS, STREAM, Tls, Visit

Manner = Callable[[Visit], Awaitable[None]]
REQUEST = rb"<iq\b.*?</iq>|<auth\b.*?(?:</auth>|/>)|<authenticate\b.*?</authenticate>|</stream:stream>"
FLOOD_BYTES = 64 * 1024 * 1024
TLS_RECORD = rb"\A\x16\x03"
NESTED = 100_000
DRIP_SECONDS = 1.0
TRIPLE_DES = 0x000a  # TLS_RSA_WITH_3DES_EDE_CBC_SHA
THINKING_SECONDS = 2  # how long slowform.example bears a person who thinks


@dataclass(frozen=True)
class Server:
    header: str = words.CLIENT_HEADER  # {}: the domain
    before: str = words.SECURE_FIRST  # features without TLS
    proceed: str = words.PROCEED  # the answer to <starttls/>
    tls: Tls = Tls()
    direct: bool = False  # TLS from the first byte
    after: str | Callable[[bytes], str] = words.LOGIN  # features with TLS; or made from the visitor's stream header
    form: str = forms.FORM  # the answer to the request for the registration form: a query or an error
    bits: dict[str, bytes] = field(default_factory=dict)  # what one may ask for by name (XEP-0231)

    async def __call__(self, visit: Visit) -> None:
        await self.secure(visit)
        while True:
            await self.answer(visit)

    async def open_stream(self, visit: Visit, features: str | Callable[[bytes], str]) -> None:
        header = await visit.receive(STREAM + b"|" + TLS_RECORD)
        is_tls = not header.startswith(b"<")  # where no TLS is spoken
        said = words.stream_error("not-well-formed") if is_tls else features if isinstance(features, str) else features(header)
        await visit.send(self.header.format(visit.domain) + said)
        if is_tls:
            raise EOFError

    async def secure(self, visit: Visit) -> None:
        """Up to the features behind TLS."""
        if not self.direct:
            await self.open_stream(visit, self.before)
            if "<starttls" not in self.before:
                return
            await visit.receive(STARTTLS)
            await visit.send(self.proceed)
            if not self.proceed.startswith(words.PROCEED):
                raise EOFError
        await visit.shake_hands(self.tls)
        await self.open_stream(visit, self.after)

    async def answer(self, visit: Visit) -> bool:
        """Answers one request. Says whether it was for the registration form."""
        request = await visit.receive(REQUEST)
        if request.startswith(b"</stream"):
            await visit.send("</stream:stream>")
            raise EOFError
        if request.startswith(b"<auth"):
            await visit.send(words.NOT_AUTHORIZED)
            return False
        head = request.partition(b">")[0]
        id_match = re.search(rb"\bid=['\"]([^'\"<]*)['\"]", head)
        wants_form = b"jabber:iq:register" in request and re.search(rb"\btype=['\"]get['\"]", head) is not None
        content = self.form if wants_form else self.find_bits(request)
        await visit.send(f"<iq type='{'error' if content.startswith('<error') else 'result'}' from='{visit.domain}' "
                         f"id='{id_match.group(1).decode() if id_match else ''}'>{content}</iq>")
        return wants_form


    def find_bits(self, request: bytes) -> str:
        name = re.search(rb"<data\b[^>]*\bcid=['\"]([^'\"]+)", request)
        data = self.bits.get(name.group(1).decode()) if name else None
        return forms.bob(data, forms.PNG) if data else words.REFUSED


GOOD = Server()
GOOD_TLS = Server(direct=True)


def to_servers(**differently) -> Server:
    return Server(**{"header": words.SERVER_HEADER, "after": words.features(words.DIALBACK)} | differently)


async def dead(_visit: Visit) -> None:
    """Nobody comes: the port is held, and nobody listens."""
    raise AssertionError


# --- before TLS ------------------------------------------------------------------------------------------------------

async def silent(visit: Visit) -> None:
    await visit.receive(NEVER)


async def slam(_visit: Visit) -> None:
    return


async def hangup(visit: Visit) -> None:
    await visit.receive(STREAM)
    await visit.send(words.CLIENT_HEADER.format(visit.domain))


async def garbage(visit: Visit) -> None:
    await visit.receive(STREAM)
    await visit.send(words.GARBAGE)


async def drip(visit: Visit) -> None:
    await visit.receive(STREAM)
    for letter in words.CLIENT_HEADER.format(visit.domain) + words.SECURE_FIRST:
        await visit.send(letter)
        await asyncio.sleep(DRIP_SECONDS)


async def flood(visit: Visit) -> None:
    await visit.receive(STREAM)
    await visit.send(words.CLIENT_HEADER.format(visit.domain) + "<stream:features>")
    chunk = "".join(f"<feature xmlns='urn:example:flood:{number}'/>" for number in range(1500)).encode()
    for _ in range(FLOOD_BYTES // len(chunk)):
        await visit.send(chunk)


async def endless_tag(visit: Visit) -> None:
    await visit.receive(STREAM)
    await visit.send(words.CLIENT_HEADER.format(visit.domain) + "<stream:features a='")
    for _ in range(FLOOD_BYTES // 65536):
        await visit.send(b"a" * 65536)


async def nested(visit: Visit) -> None:
    await visit.receive(STREAM)
    await visit.send(words.CLIENT_HEADER.format(visit.domain) + words.features("<a>" * NESTED + "</a>" * NESTED))
    await silent(visit)


def doctype(declaration: str) -> Manner:
    """A document type, which RFC 6120 section 11.1 forbids, and a feature that uses its entity."""
    async def manner(visit: Visit) -> None:
        await visit.receive(STREAM)
        header = words.CLIENT_HEADER.format(visit.domain).partition("?>")[2]
        await visit.send(f"{declaration}{header}{words.features('<a>&a9;</a>')}")
        await silent(visit)

    return manner


def ends_with(error: str) -> Manner:
    async def manner(visit: Visit) -> None:
        await visit.receive(STREAM)
        await visit.send(words.CLIENT_HEADER.format(visit.domain) + error)

    return manner


def sends_to(other: str) -> Manner:
    """See other host (RFC 6120 section 4.9.3.19)."""
    async def manner(visit: Visit) -> None:
        await ends_with(words.stream_error("see-other-host", f"{other}.example:{visit.ports[other]['xmpp-client']}"))(visit)

    return manner


# --- TLS -------------------------------------------------------------------------------------------------------------

async def up_to_proceed(visit: Visit) -> None:
    await GOOD.open_stream(visit, words.SECURE_FIRST)
    await visit.receive(STARTTLS)
    await visit.send(words.PROCEED)


async def silent_behind_proceed(visit: Visit) -> None:
    await up_to_proceed(visit)
    await silent(visit)


async def alert(visit: Visit) -> None:
    await up_to_proceed(visit)
    await visit.hello()
    await visit.send_alert(HANDSHAKE_FAILURE)


async def half_handshake(visit: Visit) -> None:
    await up_to_proceed(visit)
    await visit.shake_hands(Tls(), until_flight=1)


async def triple_des(visit: Visit) -> None:
    """OpenSSL has it no more: the ServerHello (RFC 5246 section 7.4.1.3) stands alone, for those who know nothing better."""
    await up_to_proceed(visit)
    if not await visit.offers_suite(TRIPLE_DES):
        await visit.shake_hands(Tls())
        await GOOD.open_stream(visit, words.LOGIN)
        while True:
            await GOOD.answer(visit)
    message = b"\3\3" + bytes(32) + b"\0" + TRIPLE_DES.to_bytes(2, "big") + b"\0"
    message = b"\2" + len(message).to_bytes(3, "big") + message
    await visit.send(b"\x16\3\3" + len(message).to_bytes(2, "big") + message)
    await silent(visit)


async def other_protocol(visit: Visit) -> None:
    """As a port that belongs to a web server: it knows no such protocol, and without ALPN it speaks HTTP."""
    if await visit.offers_alpn():
        await visit.send_alert(NO_APPLICATION_PROTOCOL)
        return
    await visit.shake_hands(Tls())
    await visit.receive(rb">")
    await visit.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


async def without_alpn(visit: Visit) -> None:
    if not await visit.offers_alpn():
        await GOOD_TLS(visit)


# --- registration ----------------------------------------------------------------------------------------------------

async def slow_form(visit: Visit) -> None:
    await GOOD.secure(visit)
    while not await GOOD.answer(visit):
        pass
    try:
        async with asyncio.timeout(THINKING_SECONDS):
            while True:
                await GOOD.answer(visit)
    except TimeoutError:
        await visit.send(words.TIMED_OUT)
