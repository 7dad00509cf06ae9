# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers beyond the wire (link.py): knotd for names, which it signs, one real Prosody, and a crowd of cheap servers
(crowd.c)."""
import contextlib
import json
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Iterator

from link import Link

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "practice"))
from authority import Authority  # noqa: E402
from leaf import Leaf  # noqa: E402
from zone import trust_anchor  # noqa: E402

RESOLVER, PROSODY, WEB = "198.18.0.53", "198.18.1.1", "198.18.1.2"
# name: the services that DNS announces. The SRV records lead to another name, so that its address is a second question.
HOSTS = {"direct.example": ("xmpp-client", "xmpps-client", "xmpp-server", "xmpps-server"),
         "starttls.example": ("xmpp-client", "xmpp-server")}
PORTS = {"xmpp-client": 5222, "xmpps-client": 5223, "xmpp-server": 5269, "xmpps-server": 5270}
CROWD = 200
READY_SECONDS, STOP_SECONDS = 20, 10

PROSODY_CONFIG = """\
run_as_root = true
daemonize = false
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
interfaces = {{ "{address}" }}
https_interfaces = {{ "{address}", "{web}" }}
network_settings = {{ tcp_backlog = 1024, nagle = {nagle} }}
c2s_direct_tls_ports = {{ 5223 }}
s2s_direct_tls_ports = {{ 5270 }}
http_ports = {{ }}
https_ports = {{ 443 }}
modules_enabled = {{ "disco", "roster", "saslauth", "tls", "dialback", "ping", "register_ibr", "user_account_management",
  "http_files", "websocket", "bosh" }}
consider_websocket_secure = true
consider_bosh_secure = true
http_files_dir = "{folder}/www"
http_paths = {{ files = "/" }}
allow_registration = true
authentication = "internal_hashed"
storage = "internal"
c2s_require_encryption = true
log = {{ warn = "{folder}/prosody.log" }}
local certificate = {{ key = "{folder}/prosody.key", certificate = "{folder}/prosody.crt" }}
ssl = certificate; https_ssl = certificate; c2s_direct_tls_ssl = certificate; s2s_direct_tls_ssl = certificate
"""
KNOT_CONFIG = """\
server:
  listen: {address}@53
  rundir: "{folder}"
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stderr
    any: warning
database:
  storage: "{folder}"
policy:
  - id: bench
    algorithm: ecdsap256sha256
    single-type-signing: on
zone:
  - domain: example.
    file: "{folder}/example.zone"
    zonefile-sync: -1
    zonefile-load: whole
    journal-content: none
    dnssec-signing: on
    dnssec-policy: bench
"""
# The ways in by the web are on a host of their own: its name, connection and handshake come after the host-meta.
WEB_HOST = "web.example"
WAYS = {"websocket": f"wss://{WEB_HOST}/xmpp-websocket", "xbosh": f"https://{WEB_HOST}/http-bind"}


def crowd_name(number: int) -> str:
    return f"s{number}.crowd.example"


def crowd_address(number: int, dead: bool) -> str:
    return f"198.18.{130 if dead else 2}.{number + 1}"


def soa_query() -> bytes:
    """Asks for the zone's SOA record (RFC 1035 section 4.1)."""
    return struct.pack(">6H", 4711, 0, 1, 0, 0, 0) + b"\x07example\x00" + struct.pack(">2H", 6, 1)


class Lab:
    """knotd runs all the time. Prosody and the crowd take turns: they listen at the same ports, and none disturbs the other."""

    def __init__(self, link: Link, folder: Path) -> None:
        self.link, self.folder = link, folder
        self._write_files()
        self.names = self._start(["knotd", "-c", folder / "knot.conf"])
        try:
            self._wait_for_names()
            (folder / "trust-anchor").write_text(trust_anchor(folder / "knot.conf"))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._stop(self.names)

    @contextlib.contextmanager
    def prosody(self, nagle: bool = False) -> Iterator[None]:
        """`nagle`: as it comes from the distribution; a small answer then waits for the acknowledgement of the one before."""
        config = PROSODY_CONFIG.format(folder=self.folder, address=PROSODY, web=WEB, nagle=str(nagle).lower())
        (self.folder / "prosody.cfg.lua").write_text(config + "".join(f'VirtualHost "{host}"\n' for host in (*HOSTS, WEB_HOST)))
        # It recommends packages on its standard output.
        server = self._start(["prosody", "-F", "--config", self.folder / "prosody.cfg.lua"], stdout=subprocess.DEVNULL)
        try:
            self._wait_for(server, PROSODY, *PORTS.values(), 443)
            yield
        finally:
            self._stop(server)

    @contextlib.contextmanager
    def crowd(self, program: Path) -> Iterator[None]:
        server = self._start([program, self.folder / "crowd.crt", self.folder / "crowd.key"], stdin=subprocess.PIPE,
                             stdout=subprocess.DEVNULL)
        try:
            self._wait_for(server, crowd_address(0, False), *PORTS.values(), 443)
            yield
        finally:
            self._stop(server)

    @property
    def profile(self) -> str:
        return str(self.folder / "profile.ini")

    # --- private -----------------------------------------------------------------------------------------------------

    def _start(self, command: list, **keywords) -> subprocess.Popen:
        return self.link.spawn(self.link.world, command, cwd=self.folder, **keywords)

    @staticmethod
    def _stop(server: subprocess.Popen) -> None:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    def _wait_for(self, server: subprocess.Popen, address: str, *ports: int) -> None:
        waiting, deadline = list(ports), time.monotonic() + READY_SECONDS
        while waiting and time.monotonic() < deadline and server.poll() is None:
            with self.link.inside(self.link.world), socket.socket() as stream:
                if stream.connect_ex((address, waiting[0])) == 0:
                    waiting.pop(0)
                    continue
            time.sleep(0.05)
        if waiting:
            raise RuntimeError(f"nobody listens at {address}, port {waiting[0]}")

    def _wait_for_names(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            with self.link.inside(self.link.world), socket.socket(type=socket.SOCK_DGRAM) as asking:
                asking.settimeout(0.2)
                try:
                    asking.sendto(soa_query(), (RESOLVER, 53))
                    if asking.recv(512)[7]:
                        return
                except OSError:
                    pass
            time.sleep(0.05)
        raise RuntimeError("knotd does not answer")

    def _write_files(self) -> None:
        authority = Authority()
        authority.write_root(self.folder / "ca.pem")
        for name, hosts in (("prosody", (*HOSTS, WEB_HOST)), ("crowd", ("*.crowd.example",))):
            authority.issue(self.folder, name, Leaf(names=hosts, below_intermediate=True))
        well_known = self.folder / "www" / ".well-known"
        well_known.mkdir(parents=True)
        links = [{"rel": f"urn:xmpp:alt-connections:{way}", "href": href} for way, href in WAYS.items()]
        (well_known / "host-meta.json").write_text(json.dumps({"links": links}))
        (well_known / "host-meta").write_text(
            "<?xml version='1.0'?><XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>"
            + "".join(f"<Link rel='{link['rel']}' href='{link['href']}'/>" for link in links) + "</XRD>")
        (self.folder / "knot.conf").write_text(KNOT_CONFIG.format(folder=self.folder, address=RESOLVER))
        (self.folder / "example.zone").write_text(self._zone())
        (self.folder / "profile.ini").write_text(
            f"[gangway]\nresolver={RESOLVER}\nca-file={self.folder}/ca.pem\nallow-local=true\n"
            f"trust-anchor={self.folder}/trust-anchor\n")

    @staticmethod
    def _zone() -> str:
        lines = ["$ORIGIN example.", "$TTL 60", "@ SOA ns hostmaster 1 3600 600 86400 60", "@ NS ns", f"ns A {RESOLVER}",
                 f"web A {WEB}"]

        def announce(name: str, address: str, services: tuple[str, ...]) -> None:
            lines.extend([f"{name} A {address}", f"xmpp.{name} A {address}"])
            lines.extend(f"_{service}._tcp.{name} SRV 5 1 {PORTS[service]} xmpp.{name}" for service in services)

        for host, services in HOSTS.items():
            announce(host.removesuffix(".example"), PROSODY, services)
        for number in range(CROWD):
            announce(crowd_name(number).removesuffix(".example"), crowd_address(number, False), tuple(PORTS))
            # The same once more, beyond any answer.
            announce(crowd_name(number).removesuffix(".example").replace("s", "dead", 1), crowd_address(number, True), tuple(PORTS))
        return "\n".join(lines) + "\n"
