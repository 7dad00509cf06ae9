# SPDX-License-Identifier: GPL-3.0-or-later
"""A name server of a test: a few records over UDP on loopback, in a thread of its own (RFC 1035)."""
import socket
import struct
import threading

A, SRV = 1, 33


def name_bytes(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def srv(port: int, target: str) -> bytes:
    return struct.pack("!3H", 0, 0, port) + name_bytes(target)


class Names:
    """`records`: (name, type) -> what stands in the record. Whatever else is asked for is there, but empty."""

    def __init__(self, address: str, records: dict[tuple[str, int], bytes]) -> None:
        self.records = {(name_bytes(name), kind): data for (name, kind), data in records.items()}
        self.socket = socket.socket(type=socket.SOCK_DGRAM)
        self.socket.bind((address, 0))
        self.socket.settimeout(0.2)
        self.resolver = f"{address}@{self.socket.getsockname()[1]}"
        self.open = True
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.open = False
        self.thread.join()
        self.socket.close()

    def _serve(self) -> None:
        while self.open:
            try:
                query, visitor = self.socket.recvfrom(4096)
                self.socket.sendto(self._answer(query), visitor)
            except TimeoutError:
                pass

    def _answer(self, query: bytes) -> bytes:
        """The answer's name is a pointer to the question's."""
        end = query.index(b"\0", 12) + 1
        question = query[12:end + 4]
        kind = struct.unpack("!H", question[-4:-2])[0]
        data = self.records.get((query[12:end].lower(), kind), b"")
        records = struct.pack("!3HIH", 0xc00c, kind, 1, 60, len(data)) + data if data else b""
        return query[:2] + struct.pack("!5H", 0x8580, 1, bool(data), 0, 0) + question + records
