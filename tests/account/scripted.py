#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that plays a part in the middle of a registration, for what real servers do too rarely to be tested with.

    scripted.py COMMAND...   runs COMMAND with SCRIPTED_PROFILE set, and ends with it

Each part is a domain, NAME.example; scripted_parts.py says which there are. Registration by form, login by PLAIN, messages to oneself. One port each, a name
server that knows them, and a certificate of the practice network's authority. It reads no XML: it looks for what it answers."""

import asyncio
import base64
import os
import re
import socket
import ssl
import struct
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "practice"))
try:
    from authority import Authority  # noqa: E402

    import forms  # noqa: E402
    from scripted_parts import CHALLENGE, PARTS  # noqa: E402
except ImportError:
    print("1..0 # SKIP python3-cryptography is not here")
    sys.exit(77)

HEADER = ("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
          "id='x' from='{}' version='1.0'>")
STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
LOGIN = ("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>{}</mechanism></mechanisms>"
         "<register xmlns='http://jabber.org/features/iq-register'/>")
BIND = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
ERROR = ("<error type='{}'><{} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
         "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>{}</text></error>")
ASKS = rb"<iq\b.*?</iq>|<auth\b.*?</auth>|<message\b.*?</message>|</stream:stream>"
MUTE_SECONDS = 60


class Server:
    """What outlives a visit: the accounts, the pictures that wait for an answer, and how often anybody came."""

    def __init__(self, name: str) -> None:
        self.name, self.domain, self.part = name, f"{name}.example", PARTS[name]
        self.accounts: dict[str, str] = {}
        self.challenges: set[str] = set()
        self.logins = self.forms = 0
        self.gone = False


class Visit:
    def __init__(self, server: Server, context: ssl.SSLContext, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.context, self.reader, self.writer = server, context, reader, writer
        self.buffer, self.user, self.full = b"", "", ""

    async def receive(self, pattern: bytes) -> str:
        while not (match := re.search(pattern, self.buffer, re.DOTALL)):
            data = await self.reader.read(16384)
            if not data:
                raise EOFError
            self.buffer += data
        self.buffer = self.buffer[match.end():]
        return match.group().decode()

    async def send(self, text: str) -> None:
        self.writer.write(text.encode())
        await self.writer.drain()

    async def open(self, features: str) -> None:
        await self.receive(rb"<stream:stream\b[^>]*>")
        await self.send(HEADER.format(self.server.domain) + f"<stream:features>{features}</stream:features>")

    async def serve(self) -> None:
        await self.open(STARTTLS)
        await self.receive(rb"<starttls\b[^>]*>")
        await self.send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
        await self.writer.start_tls(self.context)
        self.buffer = b""
        mechanisms = "</mechanism><mechanism>".join(["SCRAM-SHA-1", "PLAIN"] if self.server.name == "twice" else ["PLAIN"])
        await self.open(LOGIN.format(mechanisms))
        while True:
            ask = await self.receive(ASKS)
            if ask.startswith("</stream"):
                await self.send(ask)
                raise EOFError
            await {"<iq": self.iq, "<au": self.auth, "<me": self.message}[ask[:3]](ask)

    async def reply(self, ask: str, content: str, kind: str = "result") -> None:
        number = re.search(r"\bid=['\"]([^'\"]*)", ask).group(1)
        await self.send(f"<iq type='{kind}' id='{number}' from='{self.server.domain}'>{content}</iq>")

    async def iq(self, ask: str) -> None:
        if "xmpp-bind" in ask:
            resource = re.search(r"<resource>(.*?)</resource>", ask).group(1)
            self.full = f"{self.user}@{self.server.domain}/{resource}"
            await self.reply(ask, f"<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>{self.full}</jid></bind>")
        elif (bits := re.search(r"<data\b[^>]*\bcid=['\"]([^'\"]*)", ask)) is not None:
            await self.send_bits(ask, bits.group(1))
        elif re.search(r"<iq\b[^>]*type=['\"]get", ask):
            await self.send_form(ask)
        else:
            await self.register(ask)

    async def send_bits(self, ask: str, name: str) -> None:
        data = self.server.part.bits.get(name)
        if data is None:
            return await self.reply(ask, ERROR.format("cancel", "item-not-found", "no such data"), "error")
        await self.reply(ask, forms.bob(data, forms.PNG))

    async def send_form(self, ask: str) -> None:
        challenge = os.urandom(8).hex()
        self.server.challenges.add(challenge)
        await self.reply(ask, self.server.part.form.replace("{}", challenge))
        self.server.forms += 1
        if self.server.name == "hastypuzzle" or self.server.name in ("slow", "slowpuzzle") and self.server.forms == 1:
            await asyncio.sleep(0.3)
            await self.send("</stream:stream>")
            raise EOFError

    def find_refusal(self, values: dict[str, str]) -> str:
        """Why there is no account; "": there will be one."""
        part, challenge = self.server.part, values.get("challenge")
        has_puzzle, fresh = CHALLENGE in part.form, challenge in self.server.challenges
        self.server.challenges.discard(challenge)
        if has_puzzle and not (fresh and part.accepts(values)):
            return ERROR.format("cancel", "not-allowed", "The CAPTCHA verification has failed")
        if not part.accepts(values):
            return ERROR.format("modify", "not-acceptable", "The form is not complete")
        if self.server.name == "weak" and len(values["password"]) < 10:
            return ERROR.format("modify", "not-acceptable", "The password is too weak")
        if self.server.name == "toofast":
            return ERROR.format("wait", "resource-constraint", "Users are not allowed to register accounts so quickly. "
                                "Try again in 600 seconds.")
        return ""

    async def refuse(self, ask: str, refusal: str) -> None:
        """With the whole request in it, as ejabberd does."""
        await self.reply(ask, re.search(r"<query.*</query>", ask, re.DOTALL).group() + refusal, "error")

    async def register(self, ask: str) -> None:
        values = dict(re.findall(r"<(username|password|key)>(.*?)</", ask)
                      + re.findall(r"<field[^>]*var=['\"]([^'\"]*)['\"][^>]*><value>(.*?)</value>", ask))
        name, refusal = self.server.name, self.find_refusal(values)
        if refusal:
            return await self.refuse(ask, refusal)
        if name not in ("cutlost", "vanish", "otherid", "liar"):
            self.server.accounts[values["username"]] = values["password"]
        self.server.gone = name in ("vanish", "otherid")
        if name in ("cutmade", "cutlost", "vanish"):
            raise EOFError
        if name == "ghost":
            return await self.refuse(ask, ERROR.format("wait", "internal-server-error", "The database is not there"))
        if name == "otherid":
            await self.send(f"<iq type='result' id='another' from='{self.server.domain}'/>")
        if name in ("mute", "otherid"):
            await asyncio.sleep(MUTE_SECONDS)
        else:
            await self.reply(ask, "")

    async def auth(self, ask: str) -> None:
        self.server.logins += 1
        if self.server.name == "twice" and self.server.logins > 1:
            self.server.gone = True  # a second try with the same password
        secret = base64.b64decode(re.search(r">([^<]*)</auth", ask).group(1)).decode()
        _, self.user, password = (secret.split("\0") + ["", ""])[:3]
        condition = "account-disabled" if self.server.name == "waiting" else "not-authorized"
        if "PLAIN" not in ask or self.server.accounts.get(self.user) != password or self.server.name == "waiting":
            return await self.send(f"<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><{condition}/></failure>")
        await self.send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
        await self.open(BIND)

    async def message(self, ask: str) -> None:
        if self.server.name == "noecho":
            number = re.search(r"\bid=['\"]([^'\"]*)", ask).group(1)
            await self.send(f"<message type='error' id='{number}' from='{self.full}'>"
                            + ERROR.format("cancel", "policy-violation", "no messages yet") + "</message>")
        else:
            await self.send(ask.replace("<message", f"<message from='{self.full}'", 1))


def answer_dns(query: bytes, ports: dict[str, int]) -> bytes:
    """SRV for _xmpp-client._tcp.NAME.example, A for NAME.example; everything else does not exist (RFC 1035, RFC 2782)."""
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode().lower())
        at += 1 + query[at]
    kind = struct.unpack(">H", query[at + 1:at + 3])[0]
    question, name = query[12:at + 5], labels[-2] if len(labels) >= 2 else ""
    data = b""
    if name in ports and len(labels) == 2 and kind == 1:
        data = socket.inet_aton("127.0.0.1")
    elif name in ports and labels[0] == "_xmpp-client" and kind == 33:
        target = b"".join(bytes([len(part)]) + part.encode() for part in (name, "example")) + b"\0"
        data = struct.pack(">HHH", 0, 0, ports[name]) + target
    exists = name in ports and (len(labels) == 2 or labels[0] == "_xmpp-client")
    head = query[:2] + struct.pack(">HHHHH", 0x8580 | (0 if exists else 3), 1, 1 if data else 0, 0, 0)
    record = b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(data)) + data if data else b""
    return head + question + record


class Resolver(asyncio.DatagramProtocol):
    def __init__(self, ports: dict[str, int]) -> None:
        self.ports = ports

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: tuple) -> None:
        self.transport.sendto(answer_dns(data, self.ports), address)


async def start(server: Server, folder: Path) -> int:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{server.domain}.crt", folder / f"{server.domain}.key")

    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if not server.gone:
                await Visit(server, context, reader, writer).serve()
        except (EOFError, OSError):
            pass
        finally:
            writer.close()

    listener = await asyncio.start_server(visit, "127.0.0.1", 0)
    return listener.sockets[0].getsockname()[1]


async def main(command: list[str]) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder, authority = Path(name), Authority()
        authority.write_root(folder / "ca.pem")
        ports = {}
        for part in PARTS:
            authority.issue(folder, f"{part}.example")
            ports[part] = await start(Server(part), folder)
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: Resolver(ports), ("127.0.0.1", 0))
        profile = folder / "profile.ini"
        profile.write_text(f"[gangway]\nresolver=127.0.0.1@{transport.get_extra_info('sockname')[1]}\n"
                           "ca-file=ca.pem\nallow-local=true\n")
        child = await asyncio.create_subprocess_exec(*command, env=dict(os.environ, SCRIPTED_PROFILE=str(profile)))
        return await child.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
