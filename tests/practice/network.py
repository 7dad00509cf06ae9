# SPDX-License-Identifier: GPL-3.0-or-later
"""What the practice network consists of: hosts, zone, certificates, provider list, and the four processes that serve them."""
import json
import os
import random
import select
import socket
import struct
import subprocess
import time
from pathlib import Path
from typing import Callable

from authority import Authority
from provider_list import provider_list
from web_pages import BAD_CERTIFICATES, HOSTS as WEB_HOSTS, LIST_HOST

# Hosts of Prosody: how each takes new people. "both": SRV for STARTTLS and for direct TLS.
HOSTS = {
    "open.example": ("open", "both"),
    "harbour.example": ("open", "starttls"),
    "pier.example": ("open", "both"),
    "quay.example": ("open", "both"),
    "invite.example": ("invite", "both"),
    "closed.example": ("closed", "both"),
    "web.example": ("web", "both"),
}
HOST_SETTINGS = {
    "open": 'allow_registration = true',
    "invite": 'allow_registration = true\n  registration_invite_only = true\n'
              '  modules_enabled = { "invites", "invites_register" }',
    "closed": 'allow_registration = false\n  modules_disabled = { "register_ibr" }',
    "web": 'modules_enabled = { "register_web_only" }\n  modules_disabled = { "register_ibr" }\n'
           '  registration_url = "https://web.example/register"',
}
PROSODY = """\
run_as_root = true
daemonize = false
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
certificates = "{folder}/certs"
plugin_paths = {{ "{parts}/modules" }}
interfaces = {{ "127.0.0.1" }}
network_settings = {{ tcp_backlog = 1024, nagle = false }}
c2s_ports = {{ {c2s} }}
c2s_direct_tls_ports = {{ {c2s_tls} }}
modules_disabled = {{ "s2s" }}
modules_enabled = {{ "disco", "roster", "saslauth", "tls", "ping", "register_ibr", "user_account_management",
  "admin_socket", "admin_shell", "practice_ready" }}
practice_ready_file = "{folder}/prosody.ready"
admin_socket = "{folder}/admin.sock"
authentication = "internal_hashed"
storage = "internal"
c2s_require_encryption = true
log = {{ info = "{folder}/prosody.log" }}
"""
KNOT = """\
server:
  listen: 127.0.0.1@{dns}
  rundir: "{folder}/knot"
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stderr
    any: warning
database:
  storage: "{folder}/knot"
zone:
  - domain: example.
    file: "{folder}/knot/example.zone"
"""


def free_port() -> int:
    """A port that is free for UDP and TCP right now."""
    with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        stream.bind(("127.0.0.1", 0))
        datagrams.bind(("127.0.0.1", stream.getsockname()[1]))
        return stream.getsockname()[1]


class Network:
    def __init__(self, folder: Path, parts: Path, in_child: Callable[[], None], web_port: int = 0) -> None:
        self.folder, self.parts, self.in_child, self.web_port = folder, parts, in_child, web_port
        self.children: list[subprocess.Popen] = []
        self.ports: dict = {}

    # --- start and stop ----------------------------------------------------------------------------------------------

    def start(self, seconds: float, tries: int) -> None:
        """Ports are free when they are drawn, not for ever: another try with others."""
        for folder in ("certs", "data", "knot"):
            (self.folder / folder).mkdir(mode=0o700)
        self._write_certificates()
        self.ports["ill"] = self._start_own("illbehaved.py", str(self.folder / "certs"), seconds=seconds)
        with open(self.folder / "web.log", "w") as log:
            self.ports["web"] = self._start_own("web.py", "--port", str(self.web_port), str(self.folder), seconds=seconds,
                                                stderr=log)
        for attempt in range(1, tries + 1):
            self.ports.update(dns=free_port(), c2s=free_port(), c2s_tls=free_port())
            pair = [self._start_prosody(), self._start_knot()]
            if self._is_ready(pair, seconds):
                break
            for child in pair:
                child.kill()
                child.wait()
                self.children.remove(child)
            if attempt == tries:
                raise RuntimeError("Prosody or knotd did not get ready")
        self._write_profile()

    def wait(self) -> None:
        """Until a child dies, which nobody expects."""
        while all(child.poll() is None for child in self.children):
            time.sleep(0.5)
        raise RuntimeError("a server died")

    def stop(self, seconds: float) -> None:
        for child in self.children:
            child.terminate()
        deadline = time.monotonic() + seconds
        for child in self.children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _spawn(self, *command: str, **keywords) -> subprocess.Popen:
        child = subprocess.Popen(command, preexec_fn=self.in_child, cwd=self.folder, **keywords)
        self.children.append(child)
        return child

    def _start_own(self, program: str, *arguments: str, seconds: float, **keywords) -> object:
        """Starts a server of ours. Returns the line of JSON that it prints when it listens."""
        child = self._spawn("/usr/bin/python3", str(self.parts / program), *arguments, stdout=subprocess.PIPE, **keywords)
        line = child.stdout.readline() if select.select([child.stdout], [], [], seconds)[0] else b""
        if not line:
            raise RuntimeError(f"{program} did not start")
        return json.loads(line)

    def _is_ready(self, pair: list[subprocess.Popen], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and all(child.poll() is None for child in pair):
            if (self.folder / "prosody.ready").exists() and self._dns_answers():
                served = (self.folder / "prosody.ready").read_text().splitlines()
                return f"c2s {self.ports['c2s']}" in served and f"c2s_direct_tls {self.ports['c2s_tls']}" in served
            time.sleep(0.02)
        return False

    def _dns_answers(self) -> bool:
        """Asks for the zone's SOA record (RFC 1035 section 4.1)."""
        query = struct.pack(">6H", random.randrange(65536), 0, 1, 0, 0, 0) + b"\x07example\x00" + struct.pack(">2H", 6, 1)
        with socket.socket(type=socket.SOCK_DGRAM) as asking:
            asking.settimeout(0.2)
            try:
                asking.sendto(query, ("127.0.0.1", self.ports["dns"]))
                answer = asking.recv(512)
            except OSError:
                return False
        return answer[:2] == query[:2] and answer[3] & 15 == 0 and answer[7] > 0

    # --- what they serve ---------------------------------------------------------------------------------------------

    def _write_certificates(self) -> None:
        authority = Authority()
        certs = self.folder / "certs"
        authority.write_root(self.folder / "ca.pem")
        for host in sorted({*HOSTS, *WEB_HOSTS, "slowform.example"} - {*BAD_CERTIFICATES}):
            authority.issue(certs, host)
        authority.issue(certs, "selfsigned.example", self_signed=True)
        authority.issue(certs, "expired.example", expired=True)
        authority.issue(certs, "wronghost.example", names=["elsewhere.example"])
        authority.issue(certs, "cnonly.example", names=[])

    def _start_prosody(self) -> subprocess.Popen:
        (self.folder / "prosody.ready").unlink(missing_ok=True)
        text = PROSODY.format(folder=self.folder, parts=self.parts, c2s=self.ports["c2s"], c2s_tls=self.ports["c2s_tls"])
        for host, (kind, _srv) in HOSTS.items():
            text += f'\nVirtualHost "{host}"\n  {HOST_SETTINGS[kind]}\n'
        (self.folder / "prosody.cfg.lua").write_text(text)
        return self._spawn("prosody", "-F", "--config", str(self.folder / "prosody.cfg.lua"))

    def _start_knot(self) -> subprocess.Popen:
        (self.folder / "knot" / "example.zone").write_text(self._zone())
        (self.folder / "knot.conf").write_text(KNOT.format(folder=self.folder, dns=self.ports["dns"]))
        return self._spawn("knotd", "-c", str(self.folder / "knot.conf"))

    def _zone(self) -> str:
        lines = ["$ORIGIN example.", "$TTL 60", "@ SOA ns hostmaster 1 3600 600 86400 60", "@ NS ns", "ns A 127.0.0.1"]
        for host, (_kind, srv) in HOSTS.items():
            name = host.removesuffix(".example")
            lines += [f"{name} A 127.0.0.1", f"_xmpp-client._tcp.{name} SRV 5 1 {self.ports['c2s']} {name}"]
            if srv == "both":
                lines.append(f"_xmpps-client._tcp.{name} SRV 5 1 {self.ports['c2s_tls']} {name}")
        for name, port in self.ports["ill"].items():
            lines += [f"{name} A 127.0.0.1", f"_xmpp-client._tcp.{name} SRV 5 1 {port} {name}"]
        served = {*HOSTS, *(f"{name}.example" for name in self.ports["ill"])}
        lines += [f"{host.removesuffix('.example')} A 127.0.0.1" for host in WEB_HOSTS if host not in served]
        lines += ["mailonly MX 10 mailonly", "norecord TXT \"nothing to connect to\"", "off TXT \"no XMPP here\"",
                  "_xmpp-client._tcp.off SRV 0 0 0 .", "_xmpps-client._tcp.off SRV 0 0 0 ."]
        return "\n".join(lines) + "\n"

    def _write_profile(self) -> None:
        (self.folder / "providers.json").write_text(json.dumps(provider_list(), indent=1))
        (self.folder / "ports.json").write_text(json.dumps(self.ports))
        (self.folder / "profile.ini").write_text(
            f"[gangway]\nresolver=127.0.0.1@{self.ports['dns']}\nca-file={self.folder}/ca.pem\n"
            f"allow-local=true\nlist={self.folder}/providers.json\n"
            f"catalogue-url=https://{LIST_HOST}:{self.ports['web']}/providers-B.json\n")
