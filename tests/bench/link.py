# SPDX-License-Identifier: GPL-3.0-or-later
"""Two networks with a slow wire between them: `home`, where the measured program runs, and `world`, where servers are. Both are
network namespaces of this process's user namespace (tests/practice/in-namespace): an ordinary user may, and no packet leaves
the machine. Addresses are those of RFC 2544: any of SERVERS reaches the world, any of DEAD is never answered."""
import contextlib
import ctypes
import os
import socket
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

SERVERS, DEAD, HOME, GATE = "198.18.0.0/17", "198.18.128.0/17", "198.19.0.2", "198.19.0.1"
CLONE_NEWNET = 0x40000000
FIN, SYN, ACK = 0x01, 0x02, 0x10  # RFC 9293 section 3.1
LIBC = ctypes.CDLL(None, use_errno=True)
TRIES = 9


@dataclass
class Packet:
    when: float  # it came to the wire, of time.monotonic()
    from_home: bool
    protocol: int  # of IP
    client: int  # port at home
    peer: int  # address and port of the world
    port: int
    flags: int
    size: int  # of what it carries

    @property
    def is_question(self) -> bool:
        return self.from_home and self.protocol == socket.IPPROTO_UDP and self.port == 53

    @property
    def is_beginning(self) -> bool:
        return self.from_home and self.protocol == socket.IPPROTO_TCP and self.flags & (SYN | ACK) == SYN

    @property
    def is_said(self) -> bool:
        """Something of the program's, its leave included."""
        return self.from_home and self.protocol == socket.IPPROTO_TCP and (self.size > 0 or self.flags & FIN != 0)


@dataclass
class Seen:
    """What the wire saw since the delay was set."""
    packets: list[Packet]
    late: float  # seconds by which the latest one was late
    lost: int

    @property
    def first(self) -> float:
        """When the first question to the resolver came. What is left of a connection that was closed may come before."""
        return next(packet.when for packet in self.packets if packet.is_question)

    def end_without(self, ports: tuple[int, ...], until: float) -> float:
        """When home was done with all connections to one server but those after the first to each of `ports`."""
        begun: dict[int, int] = {}  # port: the first client
        for packet in self.packets:
            if packet.is_beginning:
                begun.setdefault(packet.port, packet.client)
        return max((packet.when for packet in self.packets if packet.is_said and packet.when <= until
                    and (packet.port not in ports or packet.client == begun.get(packet.port))), default=until)

    @property
    def connections(self) -> int:
        return len({(packet.client, packet.peer, packet.port) for packet in self.packets if packet.is_beginning})


def enter(network: int) -> None:
    if LIBC.setns(network, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


class Link:
    def __init__(self, program: Path) -> None:
        self.here = self._own_network()
        self.home, self.world = self._new_network(), self._new_network()
        enter(self.here)
        self._lay("c0", self.home, "left", HOME, GATE)
        self._lay("w0", self.world, "right", GATE, HOME)
        self._meet("c0", self.home, GATE, self._hardware("w0", self.world), SERVERS, DEAD)
        self._meet("w0", self.world, HOME, self._hardware("c0", self.home))
        self._ip(self.world, "route", "add", "local", SERVERS, "dev", "lo")
        self._ip(self.world, "route", "add", "blackhole", DEAD)
        self.wire = subprocess.Popen([program, "left", "right"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close(self) -> None:
        self.wire.stdin.close()
        self.wire.wait(10)

    def set_delay(self, rtt: float) -> None:
        self._tell(f"delay {rtt / 2 * 1e6:.0f}")

    def seen(self) -> Seen:
        late, lost, count = (int(word) for word in self._tell("tell").split())
        rows = [[int(word) for word in self.wire.stdout.readline().split()] for _ in range(count)]
        packets = [Packet(row[0] / 1e9, row[1] == 0, *row[2:]) for row in rows]
        return Seen(sorted(packets, key=lambda packet: packet.when), late / 1e6, lost)

    @contextlib.contextmanager
    def inside(self, network: int) -> Iterator[None]:
        """Sockets made meanwhile belong to that network."""
        enter(network)
        try:
            yield
        finally:
            enter(self.here)

    def spawn(self, network: int, command: list, **keywords) -> subprocess.Popen:
        return subprocess.Popen(command, preexec_fn=lambda: enter(network), **keywords)

    def round_trip(self, address: str, port: int) -> float:
        """Of the TCP handshake, as a program sees it."""
        return statistics.median(self._connect(address, port) for _ in range(TRIES))

    def resolver_round(self, address: str, query: bytes) -> float:
        return statistics.median(self._ask(address, query) for _ in range(TRIES))

    # --- private -----------------------------------------------------------------------------------------------------

    @staticmethod
    def _own_network() -> int:
        return os.open("/proc/self/ns/net", os.O_RDONLY)

    def _new_network(self) -> int:
        if LIBC.unshare(CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "unshare")
        network = self._own_network()
        self._ip(network, "link", "set", "lo", "up")
        # What one run learnt about a server must not help the next.
        Path("/proc/sys/net/ipv4/tcp_no_metrics_save").write_text("1")
        return network

    @staticmethod
    def _ip(network: int, *words: str, also: int | None = None) -> str:
        return subprocess.run(["ip", *words], preexec_fn=lambda: enter(network), pass_fds=[also] if also is not None else [],
                              check=True, capture_output=True, text=True).stdout

    def _lay(self, name: str, network: int, peer: str, address: str, gate: str) -> None:
        self._ip(network, "link", "add", name, "type", "veth", "peer", "name", peer, "netns", f"/proc/self/fd/{self.here}",
                 also=self.here)
        # One packet is one packet: the wire's ring has no room for segments that are still to be cut.
        self._ip(network, "link", "set", name, "up", "gso_max_segs", "1", "gso_max_size", "1514")
        self._ip(self.here, "link", "set", peer, "up")
        self._ip(network, "address", "add", f"{address}/32", "dev", name)

    def _hardware(self, name: str, network: int) -> str:
        return self._ip(network, "-brief", "link", "show", name).split()[2]

    def _meet(self, name: str, network: int, gate: str, hardware: str, *beyond: str) -> None:
        """A neighbour that is known: nobody asks by ARP, which would be a round trip more."""
        self._ip(network, "neighbour", "add", gate, "lladdr", hardware, "nud", "permanent", "dev", name)
        self._ip(network, "route", "add", gate, "dev", name)
        for addresses in beyond:
            self._ip(network, "route", "add", addresses, "via", gate, "dev", name)

    def _tell(self, command: str) -> str:
        self.wire.stdin.write(command + "\n")
        self.wire.stdin.flush()
        line = self.wire.stdout.readline()
        if not line:
            raise RuntimeError("the wire broke")
        return line

    def _connect(self, address: str, port: int) -> float:
        with self.inside(self.home), socket.socket() as stream:
            stream.settimeout(10)
            started = time.monotonic()
            stream.connect((address, port))
            return time.monotonic() - started

    def _ask(self, address: str, query: bytes) -> float:
        with self.inside(self.home), socket.socket(type=socket.SOCK_DGRAM) as asking:
            asking.settimeout(10)
            started = time.monotonic()
            asking.sendto(query, (address, 53))
            asking.recv(512)
            return time.monotonic() - started
