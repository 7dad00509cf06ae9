# SPDX-License-Identifier: GPL-3.0-or-later
"""What the practice network consists of: certificates, provider list, and the processes that serve it."""
import json
import random
import select
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path
from typing import Callable

import ejabberd
import prosody
from authority import Authority
from hosts import HOSTS
from leaf import Leaf
from peers import PEERS
from provider_list import provider_list
from web_pages import BAD_CERTIFICATES, HOSTS as WEB_HOSTS, LIST_HOST
from zone import Zones, trust_anchor

# Names of ports that are drawn; one of a part that does not run stays unused.
DRAWN = ("dns", "c2s", "c2s_tls", "s2s", "s2s_tls", "http", "https", "weak_c2s", "weak_c2s_tls", "weak_s2s",
         "ejabberd_c2s", "ejabberd_c2s_tls", "ejabberd_s2s", "ejabberd_http")
LEAVES = {"full.example": Leaf(below_intermediate=True)}  # of real servers, where they differ


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as trial:
            trial.bind(("::1", 0))
    except OSError:
        return False
    return True


def free_port(ipv6: bool) -> int:
    """A port that is free right now: for UDP and TCP, and on both loopback addresses."""
    while True:
        with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagrams, socket.socket(socket.AF_INET6) as other:
            stream.bind(("127.0.0.1", 0))
            port = stream.getsockname()[1]
            try:
                datagrams.bind(("127.0.0.1", port))
                if ipv6:
                    other.bind(("::1", port))
            except OSError:
                continue
            return port


class Network:
    def __init__(self, folder: Path, parts: Path, in_child: Callable[[], None], web_port: int = 0, wanted: tuple[str, ...] = (),
                 impatient: bool = False) -> None:
        self.folder, self.parts, self.in_child, self.web_port = folder, parts, in_child, web_port
        self.children: list[subprocess.Popen] = []
        self.digests: dict[str, str] = {}
        self.ports: dict = {"ipv6": has_ipv6(), "parts": wanted, "impatient": impatient}

    # --- start and stop ----------------------------------------------------------------------------------------------

    def start(self, seconds: float, tries: int) -> None:
        """Ports are free when they are drawn, not for ever: another try with others."""
        for folder in ("certs", "certs/prosody", "certs/ejabberd", "certs/ill", "certs/web", "data", "weak", "ejabberd", "knot"):
            (self.folder / folder).mkdir(mode=0o700)
        with open(self.folder / "web.log", "w") as log:
            own = [self._spawn_own("illbehaved.py", str(self.folder / "certs" / "ill")),
                   self._spawn_own("web.py", "--port", str(self.web_port), str(self.folder), stderr=log)]
        authority = Authority()
        authority.write_root(self.folder / "ca.pem")
        self._certify_servers(authority)
        for attempt in range(1, tries + 1):
            self.ports.update({name: free_port(self.ports["ipv6"]) for name in DRAWN})
            servers = self._spawn_servers()
            if attempt == 1:
                self._certify_own(authority)
                self.ports["ill"], self.ports["web"] = (self._first_line(child, seconds) for child in own)
            servers.append(self._spawn("knotd", "-c", str(self._write_zones())))
            if self._is_ready(servers, seconds):
                break
            for child in servers:
                child.kill()
                child.wait()
                self.children.remove(child)
            if attempt == tries:
                raise RuntimeError("Prosody, knotd or ejabberd did not get ready")
        self._write_profile()

    def wait(self) -> None:
        """Until a child dies, which nobody expects."""
        while all(child.poll() is None for child in self.children):
            time.sleep(0.5)
        raise RuntimeError("a server died")

    def stop(self, seconds: float) -> None:
        for child in self.children:
            child.send_signal(signal.SIGKILL if child.args[0] == ejabberd.PROGRAM else signal.SIGTERM)  # it would take seconds
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

    def _spawn_own(self, program: str, *arguments: str, **keywords) -> subprocess.Popen:
        return self._spawn("/usr/bin/python3", str(self.parts / program), *arguments, stdout=subprocess.PIPE, **keywords)

    def _first_line(self, child: subprocess.Popen, seconds: float) -> object:
        """The line of JSON that a server of ours prints when it listens."""
        line = child.stdout.readline() if select.select([child.stdout], [], [], seconds)[0] else b""
        if not line:
            raise RuntimeError(f"{Path(child.args[1]).name} did not start")
        return json.loads(line)

    def _prosodies(self) -> list[str]:
        return [part for part in ("", "weak") if part in ("", *self.ports["parts"])]

    def _spawn_servers(self) -> list[subprocess.Popen]:
        children = []
        for part in self._prosodies():
            self._ready_file(part).unlink(missing_ok=True)
            configuration = prosody.write_configuration(part, self.folder, self.parts / "modules", self.ports)
            children.append(self._spawn("prosody", "-F", "--config", str(configuration)))
        if "ejabberd" in self.ports["parts"]:
            command, environment = ejabberd.prepare(self.folder, self.ports)
            children.append(self._spawn(*command, env=environment))
        return children

    # --- readiness ---------------------------------------------------------------------------------------------------

    def _ready_file(self, part: str) -> Path:
        return self.folder / f"{part or 'prosody'}.ready"

    def _is_ready(self, servers: list[subprocess.Popen], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and all(child.poll() is None for child in servers):
            if (all(self._ready_file(part).exists() for part in self._prosodies()) and self._dns_answers()
                    and ("ejabberd" not in self.ports["parts"] or ejabberd.is_ready(self.folder, self.ports))):
                return all(prosody.services(part, self.ports) <= set(self._ready_file(part).read_text().splitlines())
                           for part in self._prosodies())
            time.sleep(0.02)
        return False

    def _dns_answers(self) -> bool:
        """Asks for the zone's key (RFC 1035 section 4.1, RFC 4034): it is there when the zone is signed."""
        query = struct.pack(">6H", random.randrange(65536), 0, 1, 0, 0, 0) + b"\x07example\x00" + struct.pack(">2H", 48, 1)
        with socket.socket(type=socket.SOCK_DGRAM) as asking:
            asking.settimeout(0.2)
            try:
                asking.sendto(query, ("127.0.0.1", self.ports["dns"]))
                answer = asking.recv(512)
            except OSError:
                return False
        return answer[:2] == query[:2] and answer[3] & 15 == 0 and answer[7] > 0

    # --- what they serve ---------------------------------------------------------------------------------------------

    def _certify_servers(self, authority: Authority) -> None:
        for host in HOSTS:
            if HOSTS[host].part in ("", *self.ports["parts"]):
                folder = self.folder / "certs" / ("ejabberd" if HOSTS[host].part == "ejabberd" else "prosody")
                self.digests[host] = authority.issue(folder, host, LEAVES.get(host, Leaf()))

    def _certify_own(self, authority: Authority) -> None:
        """Servers of ours read their certificates when somebody calls."""
        leaves = {f"{name}.example": peer.leaf for name, peer in PEERS.items()}
        for host, leaf in leaves.items():
            authority.issue(self.folder / "certs" / "ill", host, leaf)
        for host in WEB_HOSTS:
            authority.issue(self.folder / "certs" / "web", host, leaves[host] if host in BAD_CERTIFICATES else Leaf())

    def _write_zones(self) -> Path:
        return Zones(self.folder, self.ports, self.digests, WEB_HOSTS).write()

    def _write_profile(self) -> None:
        (self.folder / "providers.json").write_text(json.dumps(provider_list(), indent=1))
        (self.folder / "ports.json").write_text(json.dumps(self.ports))
        (self.folder / "trust-anchor").write_text(trust_anchor(self.folder / "knot.conf"))
        (self.folder / "profile.ini").write_text(
            f"[gangway]\nresolver=127.0.0.1@{self.ports['dns']}\nca-file={self.folder}/ca.pem\n"
            f"allow-local=true\nlist={self.folder}/providers.json\n"
            f"catalogue-url=https://{LIST_HOST}:{self.ports['web']}/providers-B.json\n"
            f"trust-anchor={self.folder}/trust-anchor\n")
