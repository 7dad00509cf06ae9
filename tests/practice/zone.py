# SPDX-License-Identifier: GPL-3.0-or-later
"""The DNS of the practice network: the signed zone example. with two children, and knotd's configuration (RFC 1034, 2782, 4034,
6698, 8659)."""
import subprocess
from pathlib import Path

from hosts import BOTH_WAYS, CHILD_ZONES, HOSTS, Host
from peers import PEERS

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
policy:
  - id: practice
    algorithm: ecdsap256sha256
    single-type-signing: on
    nsec3: on
template:
  - id: default
    storage: "{folder}/knot"
    file: "%s.zone"
    zonefile-sync: -1
    zonefile-load: whole
    journal-content: none
  - id: signed
    storage: "{folder}/knot"
    file: "%s.zone"
    zonefile-sync: -1
    zonefile-load: whole
    journal-content: none
    dnssec-signing: on
    dnssec-policy: practice
zone:
"""
HEAD = ["$TTL 60", "@ SOA ns.example. hostmaster.example. 1 3600 600 86400 60", "@ NS ns.example."]
ADDRESS = {"A": "127.0.0.1", "AAAA": "::1"}
WRONG_DIGEST = "00" * 32  # of no key and of no certificate
MAIL_AND_NOTHING = ["mailonly MX 10 mailonly", 'norecord TXT "nothing to connect to"', 'off TXT "no XMPP here"',
                    *(f"_{service}._tcp.off SRV 0 0 0 ." for service in ("xmpp-client", "xmpps-client", "xmpp-server", "xmpps-server"))]


def srv(service: str, name: str, port: int, target: str) -> str:
    return f"_{service}._tcp.{name} SRV 5 1 {port} {target}.example."


def addresses(name: str, kinds: tuple[str, ...] = ("A",)) -> list[str]:
    return [f"{name} {kind} {ADDRESS[kind]}" for kind in kinds]


class Zones:
    """Who has which ports is known when everybody listens; `digests` are what Authority.issue said of each host."""

    def __init__(self, folder: Path, ports: dict, digests: dict[str, str], web_hosts: tuple[str, ...]) -> None:
        self.folder, self.ports, self.digests, self.web_hosts = folder, ports, digests, web_hosts

    def _host_lines(self, name: str, host: Host) -> list[str]:
        kinds = tuple(kind for kind in host.addresses if kind == "A" or self.ports["ipv6"])
        target = host.target or name
        ports = {service: self.ports.get(port, port) for service, port in host.services.items()}
        lines = addresses(name, kinds) + [srv(service, name, port, target) for service, port in ports.items()] + list(host.records)
        digest = {"good": self.digests.get(f"{name}.example"), "wrong": WRONG_DIGEST, "": None}[host.tlsa]
        return lines + [f"_{port}._tcp.{target} TLSA 3 1 1 {digest}" for port in ports.values() if digest]

    def _served(self) -> dict[str, Host]:
        return {name.removesuffix(".example"): host for name, host in HOSTS.items() if host.part in ("", *self.ports["parts"])}

    def _parent(self) -> list[str]:
        served = self._served()
        lines = ["$ORIGIN example.", *HEAD, *addresses("ns"), *MAIL_AND_NOTHING]
        for name, host in served.items():
            lines += [f"{name} NS ns.example."] if name in CHILD_ZONES else self._host_lines(name, host)
        for name, ports in self.ports["ill"].items():
            kinds = BOTH_WAYS if PEERS[name].ipv6_refused and self.ports["ipv6"] else ("A",)
            target = f"{PEERS[name].target}.{name}" if PEERS[name].target else name
            lines += addresses(name, kinds) + [srv(service, name, port, target) for service, port in ports.items()]
            lines += addresses(target) if target != name else []
        elsewhere = {*served, *self.ports["ill"]}
        lines += [line for host in self.web_hosts if (name := host.removesuffix(".example")) not in elsewhere for line in addresses(name)]
        return lines + [f"{name} DS 1 13 2 {WRONG_DIGEST}" for name, signed in CHILD_ZONES.items() if signed]

    def _child(self, name: str) -> list[str]:
        return [f"$ORIGIN {name}.example.", *HEAD, "$ORIGIN example.", *self._host_lines(name, HOSTS[f"{name}.example"])]

    def write(self) -> Path:
        """Writes zones and configuration. Returns the latter's path."""
        (self.folder / "knot" / "example.zone").write_text("\n".join(self._parent()) + "\n")
        text = KNOT.format(folder=self.folder, dns=self.ports["dns"])
        text += "  - domain: example.\n    template: signed\n"
        for name, signed in CHILD_ZONES.items():
            (self.folder / "knot" / f"{name}.example.zone").write_text("\n".join(self._child(name)) + "\n")
            text += f"  - domain: {name}.example.\n" + ("    template: signed\n" if signed else "")
        path = self.folder / "knot.conf"
        path.write_text(text)
        return path


def trust_anchor(configuration: Path) -> str:
    """The DS record of example., as knotd has signed it (RFC 4034 section 5), by SHA-256."""
    done = subprocess.run(["keymgr", "-c", str(configuration), "example.", "ds"], capture_output=True, text=True, check=True)
    return next(line for line in done.stdout.splitlines() if " 13 2 " in line).replace(" DS ", " IN DS ") + "\n"
