#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The web of the practice network: HTTPS (RFC 9110, 9112) on one port for all hosts, told apart by SNI and Host.

Usage: web.py [--port N] FOLDER
FOLDER/certs/web holds the certificates. Prints its port as one line of JSON when it listens; then logs to stderr each request: host,
request line and validators. What FOLDER/web-switch names (a path) is what https://list.example/switch.json answers: one address
that behaves differently from one fetch to the next. The pages themselves are in web_pages.py.
"""
import argparse
import asyncio
import email.utils
import errno
import functools
import gzip
import json
import socket
import ssl
import sys
from pathlib import Path
from typing import Callable

from page import JSON, Page, html
from web_pages import HOSTS, LIST_HOST, pages
from web_ways import ANSWERS

VISIT_SECONDS = 120
BACKLOG = 256
SLOW_SECONDS, SLOW_BYTES = 2, 30
CHUNK = 64 * 1024
REQUEST_MAX = 32 * 1024
REASONS = {101: "Switching Protocols", 200: "OK", 302: "Found", 304: "Not Modified", 400: "Bad Request", 404: "Not Found",
           405: "Method Not Allowed", 421: "Misdirected Request", 500: "Internal Server Error"}
VALIDATORS = ("if-none-match", "if-modified-since")


class Site:
    """All that is served, and from where."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0

    @functools.cached_property
    def table(self) -> dict[tuple[str, str], Callable[[], Page]]:
        return pages(self)  # redirects name the port, so not before it is known

    def ports(self) -> dict:
        """Of the whole network, once it is up."""
        return json.loads((self.folder / "ports.json").read_text())

    @functools.lru_cache(maxsize=None)
    def page(self, host: str, path: str) -> Page:
        make = self.table.get((host, path))
        return make() if make else html("Not Found", 404)

    def resolve(self, host: str, path: str) -> str:
        """What /switch.json stands for right now."""
        if (host, path) != (LIST_HOST, "/switch.json"):
            return path
        try:
            return (self.folder / "web-switch").read_text().strip()
        except FileNotFoundError:
            return "/providers-B.json"

    @functools.lru_cache(maxsize=None)
    def context(self, host: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{self.folder}/certs/web/{host}.crt", f"{self.folder}/certs/web/{host}.key")
        context.set_alpn_protocols(["http/1.1"])
        return context

    def contexts(self) -> ssl.SSLContext:
        """One that hands over to that of the host which is asked for by SNI (RFC 6066 section 3), or list.example's."""
        def choose(connection: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> int | None:
            if name is not None and name not in HOSTS:
                return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
            connection.context = self.context(name or LIST_HOST)
            connection.practice_name = name
            return None

        first = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        first.set_alpn_protocols(["http/1.1"])
        first.sni_callback = choose
        return first


class Visit:
    """One connection, with one request after the other."""

    def __init__(self, site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.site, self.reader, self.writer = site, reader, writer
        self.sni = getattr(writer.get_extra_info("ssl_object"), "practice_name", None)
        self.line = self.method = self.path = self.host = ""
        self.headers: dict[str, str] = {}

    async def receive(self) -> None:
        """Reads one request. Raises EOFError when the visitor leaves, ValueError for what is no request."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        self.line, *lines = head.decode("iso-8859-1").rstrip("\r\n").split("\r\n")
        self.method, target, _version = self.line.split(" ")
        self.path = target.partition("?")[0]
        pairs = (line.partition(":") for line in lines)
        self.headers = {name.strip().lower(): value.strip() for name, _colon, value in pairs}
        self.host = self.headers["host"].partition(":")[0].lower()

    def log(self) -> None:
        asked = "".join(f" | {name}: {self.headers[name]}" for name in VALIDATORS if name in self.headers)
        print(f"web: {self.host} {self.line}{asked}", file=sys.stderr, flush=True)

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def send_head(self, status: int, headers: dict[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} {REASONS[status]}", f"Date: {email.utils.formatdate(usegmt=True)}",
                 *(f"{name}: {value}" for name, value in headers.items())]
        await self.send(("\r\n".join(lines) + "\r\n\r\n").encode("iso-8859-1"))

    async def read_body(self) -> bytes:
        return await self.reader.readexactly(min(int(self.headers.get("content-length", "0")), REQUEST_MAX))

    async def wait_until_left(self) -> None:
        while await self.reader.read(CHUNK):
            pass

    async def send_chunk(self, data: bytes) -> None:
        await self.send(b"%x\r\n%b\r\n" % (len(data), data))

    def takes_gzip(self) -> bool:
        codings = [part.replace(" ", "").split(";") for part in self.headers.get("accept-encoding", "").split(",")]
        return any(coding == "gzip" and weight not in (["q=0"], ["q=0.0"]) for coding, *weight in codings)

    def has_it(self, page: Page) -> bool:
        """Whether the visitor's copy is this page (RFC 9110 section 13.2.2: the tag decides, the date only without one)."""
        tags, date = (self.headers.get(name) for name in VALIDATORS)
        if tags is not None:
            return tags == "*" or page.tag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        try:
            return date is not None and email.utils.parsedate_to_datetime(date) >= page.modified
        except (TypeError, ValueError):
            return False

    async def send_page(self, page: Page) -> None:
        body, status = page.body, page.status
        headers = {"Content-Type": page.kind, **page.headers}
        if page.changed:
            zipped = self.takes_gzip()
            headers |= {"ETag": f"W/{page.tag}" if zipped else page.tag, "Vary": "Accept-Encoding",
                        "Last-Modified": email.utils.format_datetime(page.modified, usegmt=True)}
            if self.has_it(page):
                return await self.send_head(304, headers)
            if zipped:
                body = gzip.compress(body)
                headers["Content-Encoding"] = "gzip"
        await self.send_head(status, headers | {"Content-Length": str(len(body))})
        if self.method != "HEAD":
            await self.send(body)

    async def answer(self) -> bool:
        """Answers one request. Says whether the connection stays."""
        path = self.site.resolve(self.host, self.path)
        special = SPECIAL.get((self.host, path))
        if self.host != self.sni:
            await self.send_page(html("Misdirected Request", 421))
            return True
        if self.method not in ("GET", "HEAD") and not special:
            await self.send_page(html("Method Not Allowed", 405))
            return False
        if special:
            await special(self)
            return False
        await self.send_page(self.site.page(self.host, path))
        return self.headers.get("connection", "").lower() != "close"


# --- what no page can do ---------------------------------------------------------------------------------------------

async def cut(visit: Visit) -> None:
    """Closes before all has come that was announced."""
    body = visit.site.page(LIST_HOST, "/providers-B.json").body
    await visit.send_head(200, {"Content-Type": JSON, "Content-Length": str(len(body))})
    await visit.send(body[:len(body) // 2])


async def slow(visit: Visit) -> None:
    """One byte now and then."""
    await visit.send_head(200, {"Content-Type": JSON, "Transfer-Encoding": "chunked"})
    for _ in range(SLOW_BYTES):
        await visit.send_chunk(b"[")
        await asyncio.sleep(SLOW_SECONDS)


async def silent(visit: Visit) -> None:
    """Takes the request and answers nothing."""
    await visit.wait_until_left()


async def huge_chunked(visit: Visit) -> None:
    """Does not say beforehand how much will come."""
    body = visit.site.page(LIST_HOST, "/huge.json").body
    await visit.send_head(200, {"Content-Type": JSON, "Transfer-Encoding": "chunked"})
    for at in range(0, len(body), CHUNK):
        await visit.send_chunk(body[at:at + CHUNK])
    await visit.send_chunk(b"")


LISTS = {"/cut.json": cut, "/slow.json": slow, "/silent.json": silent, "/huge-chunked.json": huge_chunked}
SPECIAL = ANSWERS | {(LIST_HOST, path): answer for path, answer in LISTS.items()}


async def converse(visit: Visit) -> None:
    stays = True
    while stays:
        try:
            await visit.receive()
        except (ValueError, KeyError, asyncio.LimitOverrunError):
            return await visit.send_page(html("Bad Request", 400))
        visit.log()
        stays = await visit.answer()


def listen(port: int) -> list[socket.socket]:
    """One port on both loopback addresses, where there is IPv6; 0: one that is free on both."""
    while True:
        sockets = [socket.create_server(("127.0.0.1", port), backlog=BACKLOG)]
        try:
            sockets.append(socket.create_server(("::1", sockets[0].getsockname()[1]), family=socket.AF_INET6, backlog=BACKLOG))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE and port == 0:
                sockets[0].close()
                continue
            if problem.errno == errno.EADDRINUSE:
                raise
        return sockets


async def main(folder: Path, port: int) -> None:
    site = Site(folder)

    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await asyncio.wait_for(converse(Visit(site, reader, writer)), VISIT_SECONDS)
        except (OSError, EOFError, TimeoutError):  # the visitor left
            pass
        finally:
            writer.close()

    sockets = listen(port)
    site.port = sockets[0].getsockname()[1]
    servers = [await asyncio.start_server(visit, sock=one, ssl=site.contexts(), limit=REQUEST_MAX) for one in sockets]
    print(json.dumps(site.port), flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="The web of the practice network.")
    parser.add_argument("--port", type=int, default=0, help="0: one that is free")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    try:
        asyncio.run(main(arguments.folder, arguments.port))
    except OSError as problem:
        sys.exit(f"web: {problem}")
