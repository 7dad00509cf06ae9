# SPDX-License-Identifier: GPL-3.0-or-later
"""Who connects with whom on loopback, seen on the wire by the kernel's own clock. Needs a network namespace of its own."""
import socket
import struct
import threading
from dataclasses import dataclass

ETH_P_ALL, SO_TIMESTAMPNS, SCM_TIMESTAMPNS, PACKET_OUTGOING = 3, 35, 35, 4
ETHERNET, IPV6_HEADER = 14, 40
FIN, SYN, RST, ACK = 1, 2, 4, 16


@dataclass
class Connection:
    server: tuple[str, int]
    begun: float
    ended: float = float("inf")


class Wire:
    """`connections`, in the order in which they were begun."""

    def __init__(self) -> None:
        self.connections: list[Connection] = []
        self.by_ends: dict[tuple, Connection] = {}
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self.socket.bind(("lo", 0))
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 25)
        self.socket.settimeout(0.2)
        self.open = True
        self.thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "Wire":
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.open = False
        self.thread.join()
        self.socket.close()

    def to(self, *ports: int) -> list[Connection]:
        return sorted((c for c in self.connections if c.server[1] in ports), key=lambda c: c.begun)

    def most_at_once(self) -> int:
        """To one address and port."""
        return max(sum(other.server == one.server and other.begun <= one.begun < other.ended for other in self.connections)
                   for one in self.connections)

    def _listen(self) -> None:
        """Until nothing came for a while after the end was wanted."""
        while True:
            try:
                packet, extra, _flags, sender = self.socket.recvmsg(1 << 17, 256)
            except TimeoutError:
                if not self.open:
                    return
                continue
            stamp = next(data for level, kind, data in extra if (level, kind) == (socket.SOL_SOCKET, SCM_TIMESTAMPNS))
            seconds, nanoseconds = struct.unpack("qq", stamp)
            if sender[2] == PACKET_OUTGOING:  # each passes twice
                self._take(packet[ETHERNET:], seconds + nanoseconds / 1e9)

    def _take(self, packet: bytes, when: float) -> None:
        if packet[0] >> 4 == 4:
            family, protocol, addresses, tcp = socket.AF_INET, packet[9], packet[12:20], packet[(packet[0] & 15) * 4:]
        else:
            family, protocol, addresses, tcp = socket.AF_INET6, packet[6], packet[8:40], packet[IPV6_HEADER:]
        if protocol != socket.IPPROTO_TCP:
            return
        half = len(addresses) // 2
        ports, flags = struct.unpack("!2H", tcp[:4]), tcp[13]
        sender, receiver = ((socket.inet_ntop(family, address), port)
                            for address, port in zip((addresses[:half], addresses[half:]), ports))
        if flags & (SYN | ACK) == SYN and (sender, receiver) not in self.by_ends:
            self.by_ends[sender, receiver] = Connection(receiver, when)
            self.connections.append(self.by_ends[sender, receiver])
        if flags & RST:
            self._end(sender, receiver, when)
            self._end(receiver, sender, when)
        elif flags & FIN:
            self._end(sender, receiver, when)

    def _end(self, client: tuple[str, int], server: tuple[str, int], when: float) -> None:
        """By the client, or by a reset of either."""
        connection = self.by_ends.pop((client, server), None)
        if connection:
            connection.ended = when
