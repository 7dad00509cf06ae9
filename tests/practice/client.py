# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of a few lines, with which the tests of the practice network look at its servers."""
import re
import socket
import ssl
import time

SECONDS = 15
NAMED = " from='somebody@{}'"
SPEAKING = " xml:lang='{}'"
TLS_NAMESPACE = "urn:ietf:params:xml:ns:xmpp-tls"


class Left(Exception):
    """The server closed."""


class Client:
    def __init__(self, domain: str, port: int, namespace: str = "jabber:client", language: str = "") -> None:
        self.domain, self.namespace, self.language = domain, namespace, language
        self.socket: socket.socket | ssl.SSLSocket = socket.create_connection(("127.0.0.1", port), SECONDS)

    def open(self, named: bool = False) -> None:
        self.send(f"<?xml version='1.0'?><stream:stream to='{self.domain}' version='1.0' xmlns='{self.namespace}' "
                  f"xmlns:stream='http://etherx.jabber.org/streams'{NAMED.format(self.domain) if named else ''}"
                  f"{SPEAKING.format(self.language) if self.language else ''}>")

    def send(self, text: str) -> None:
        self.socket.sendall(text.encode())

    def until(self, *ends: bytes) -> bytes:
        """Everything up to one of the ends. Raises Left with what came before."""
        data = b""
        while not any(end in data for end in ends):
            data += self.more(data)
        return data

    def more(self, before: bytes = b"") -> bytes:
        data = self.socket.recv(65536)
        if not data:
            raise Left(before)
        return data

    def all(self, limit: int = 1 << 20) -> bytes:
        """Until the server closes, or the limit."""
        data = b""
        while len(data) < limit and (more := self.socket.recv(65536)):
            data += more
        return data

    def until_match(self, pattern: str) -> bytes:
        """For what ends by no tag. Raises TimeoutError when it does not come."""
        data = b""
        while not re.search(pattern.encode(), data, re.DOTALL):
            data += self.more(data)
        return data

    def quiet(self, seconds: float) -> bytes:
        """What comes in that time."""
        data, end = b"", time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                data += self.more()
            except TimeoutError:
                break
        self.socket.settimeout(SECONDS)
        return data

    def secure(self, alpn: tuple[str, ...] = ()) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # who it is, openssl is asked
        if alpn:
            context.set_alpn_protocols([*alpn])
        self.socket = context.wrap_socket(self.socket, server_hostname=self.domain)

    def starttls(self) -> bytes:
        """Up to TLS. Returns the features before it."""
        self.open()
        before = self.until(b"</stream:features>")
        self.send(f"<starttls xmlns='{TLS_NAMESPACE}'/>")
        answer = self.until(b"/>", b"</stream:stream>")
        if b"<proceed" not in answer:
            raise Left(answer)
        self.secure()
        return before

    def ask(self, request: str) -> bytes:
        self.send(request)
        answer = b""
        while not re.search(rb"</iq>|<iq\b[^>]*/>", answer):
            answer += self.more(answer)
        return answer


def features(client: Client) -> str:
    """Opens a stream. Returns what is offered there."""
    client.open()
    return client.until(b"</stream:features>").decode()
