# SPDX-License-Identifier: GPL-3.0-or-later
"""Two ways out of the practice network's own kind: a SOCKS5 proxy (RFC 1928, 1929) that knows the names of the practice zone, and
a resolver by https (RFC 8484) in front of its name server. Both write down what they were asked."""
import http.server
import select
import socket
import ssl
import struct
import threading
from pathlib import Path

NOT_THERE, TAKEN = 4, 0  # RFC 1928 section 6
NAME_TYPE, PASSWORD = 3, 2
SECONDS = 30


def exactly(stream: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        piece = stream.recv(length - len(data))
        if not piece:
            raise ConnectionError("left")
        data += piece
    return data


def carry(one: socket.socket, other: socket.socket) -> None:
    while True:
        ready, _, _ = select.select([one, other], [], [], SECONDS)
        if not ready:
            return
        for stream in ready:
            data = stream.recv(65536)
            if not data:
                return
            (other if stream is one else one).sendall(data)


class Proxy:
    """Leads NAME:PORT to 127.0.0.1, to another port where `ports` says so; names outside of example. are nowhere."""

    def __init__(self, ports: dict[int, int], login: tuple[str, str] | None = None) -> None:
        self.ports, self.login, self.asked = ports, login, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def url(self, login: str = "") -> str:
        return f"socks5h://{login}127.0.0.1:{self.port}"

    def take_asked(self) -> list[str]:
        asked, self.asked = self.asked, []
        return asked

    def _run(self) -> None:
        while True:
            try:
                visitor, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(visitor,), daemon=True).start()

    def _serve(self, visitor: socket.socket) -> None:
        visitor.settimeout(SECONDS)
        with visitor:
            try:
                if self._let_in(visitor):
                    self._lead(visitor)
            except OSError:
                pass

    def _let_in(self, visitor: socket.socket) -> bool:
        _, count = exactly(visitor, 2)
        methods = exactly(visitor, count)
        if self.login is None:
            visitor.sendall(b"\x05\x00")
            return True
        if PASSWORD not in methods:
            visitor.sendall(b"\x05\xff")
            return False
        visitor.sendall(b"\x05\x02")
        said = []
        exactly(visitor, 1)
        for _ in range(2):
            said.append(exactly(visitor, exactly(visitor, 1)[0]).decode())
        good = tuple(said) == self.login
        visitor.sendall(b"\x01\x00" if good else b"\x01\x01")
        return good

    def _lead(self, visitor: socket.socket) -> None:
        _, _, _, kind, length = exactly(visitor, 5)
        name = exactly(visitor, length).decode()
        port = struct.unpack("!H", exactly(visitor, 2))[0]
        self.asked.append(f"{name}:{port}" if kind == NAME_TYPE else f"not a name: {kind}")
        if kind != NAME_TYPE or not name.endswith(".example") or name == "nosuch.example":
            visitor.sendall(bytes([5, NOT_THERE, 0, 1, 0, 0, 0, 0, 0, 0]))
            return
        with socket.create_connection(("127.0.0.1", self.ports.get(port, port))) as server:
            visitor.sendall(bytes([5, TAKEN, 0, 1, 0, 0, 0, 0, 0, 0]))
            carry(visitor, server)


class Doh:
    """https://list.example:PORT/dns-query, by the certificate of that host."""

    def __init__(self, folder: Path, dns_port: int) -> None:
        asked = self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = self.rfile.read(int(self.headers["Content-Length"]))
                good = self.path == "/dns-query" and self.headers["Content-Type"] == "application/dns-message"
                asked.append(name_in(question))
                with socket.socket(type=socket.SOCK_DGRAM) as wire:
                    wire.settimeout(SECONDS)
                    wire.sendto(question, ("127.0.0.1", dns_port))
                    answer = wire.recv(65535)
                self.send_response(200 if good else 400)
                self.send_header("Content-Type", "application/dns-message")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_words: object) -> None:
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "certs" / "web" / "list.example.crt", folder / "certs" / "web" / "list.example.key")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        self.url = f"https://list.example:{self.port}/dns-query"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take_asked(self) -> list[str]:
        asked = list(self.asked)
        self.asked.clear()
        return asked


def name_in(question: bytes) -> str:
    labels, at = [], 12
    while question[at]:
        labels.append(question[at + 1:at + 1 + question[at]].decode())
        at += 1 + question[at]
    return ".".join(labels)
