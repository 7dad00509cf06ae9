#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The evidence of gangway probe --full against what independent programs see of the same servers: openssl for certificates and
encryption, kdig and delv for names, slixmpp for features."""
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from shell import Shell, Tap, skip_all

SECONDS = 20
XMPP_HOSTS = ("open", "weak", "ejabberd")
TLS_HOSTS = (*XMPP_HOSTS, "full", "tls12", "oldtls", "tls10", "staticrsa", "cbconly", "anonymous", "expired", "rsa1024", "sha1")
SERVICES = {"dns.srv.c2s": "xmpp-client", "dns.srv.c2s_tls": "xmpps-client", "dns.srv.s2s": "xmpp-server", "dns.srv.s2s_tls": "xmpps-server"}
OLD_SUITES = "ALL:eNULL:@SECLEVEL=0"
BROKEN_SUITES = "aNULL:eNULL:@SECLEVEL=0"
STRONG_SUITES = "ECDHE+AESGCM:ECDHE+CHACHA20:@SECLEVEL=0"


class World:
    def __init__(self) -> None:
        self.folder = Path(os.environ["PRACTICE_DIR"])
        self.ports = json.loads((self.folder / "ports.json").read_text())

    def run(self, *command: str) -> str:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
        return (done.stdout + done.stderr).decode(errors="replace")

    def dig(self, name: str, kind: str) -> list[str]:
        return sorted(self.run("kdig", "+short", "@127.0.0.1", "-p", str(self.ports["dns"]), name, kind).splitlines())

    def client_port(self, host: str) -> int:
        return int(self.dig(f"_xmpp-client._tcp.{host}.example", "SRV")[0].split()[2])

    def openssl(self, host: str, *options: str) -> str:
        return self.run("openssl", "s_client", "-connect", f"127.0.0.1:{self.client_port(host)}", "-starttls", "xmpp", "-xmpphost",
                        f"{host}.example", "-servername", f"{host}.example", "-verify_hostname", f"{host}.example", "-CAfile",
                        str(self.folder / "ca.pem"), *options)

    def takes(self, host: str, *options: str) -> bool:
        return "Cipher is (NONE)" not in (said := self.openssl(host, *options)) and "Cipher is" in said

    def x509(self, host: str, *options: str) -> str:
        shown = re.search("-----BEGIN.*?END CERTIFICATE-----", self.openssl(host, "-cipher", OLD_SUITES), re.DOTALL).group()
        return subprocess.run(["openssl", "x509", "-noout", *options], input=shown, capture_output=True, text=True, timeout=SECONDS).stdout


class Seen:
    """What the program says of one host."""

    def __init__(self, result: dict) -> None:
        self.checks = {check["id"]: check for check in result["checks"]}

    def state(self, name: str) -> str:
        return self.checks[name]["state"]

    def evidence(self, name: str) -> str:
        return self.checks[name]["evidence"] or ""


# --- openssl ---------------------------------------------------------------------------------------------------------

def dates(text: str) -> list[str]:
    """notBefore=Nov 26 21:09:36 2026 GMT"""
    return [datetime.datetime.strptime(line, "%b %d %H:%M:%S %Y GMT").strftime("%Y-%m-%d") for line in re.findall(r"=(.*)", text)]


def check_certificate(tap: Tap, world: World, host: str, seen: Seen) -> None:
    text = world.x509(host, "-text")
    said = dates(world.x509(host, "-startdate", "-enddate"))
    tap.check(re.findall(r"\d{4}-\d\d-\d\d", seen.evidence("cert.expiry")) == said, f"{host}: the dates of the certificate",
              (said, seen.evidence("cert.expiry")))
    bits, curve = re.search(r"Public-Key: \((\d+) bit\)", text).group(1), re.search(r"NIST CURVE: (\S+)", text)
    tap.check((curve.group(1) if curve else bits) in seen.evidence("cert.key"), f"{host}: the key", (text[:800], seen.evidence("cert.key")))
    algorithm = re.search(r"Signature Algorithm: (\S+)", text).group(1)
    tap.check(algorithm.lower() in seen.evidence("cert.sig").lower(), f"{host}: the signature", (algorithm, seen.evidence("cert.sig")))
    names = {f"DNS:{name}" for name in re.findall(r"DNS:([^,\s]+)", text)}
    tap.check(names == {word for word in seen.evidence("cert.name").split() if word.startswith("DNS:")}, f"{host}: the names",
              (names, seen.evidence("cert.name")))
    code = int(re.search(r"Verify return code: (\d+)", world.openssl(host)).group(1))
    chain_and_date = (seen.state("cert.chain"), seen.state("cert.expiry"), seen.state("cert.key"), seen.state("cert.sig"))
    tap.check((code == 0) == ("fail" not in chain_and_date), f"{host}: good or not", (code, chain_and_date))


def check_handshake(tap: Tap, world: World, host: str, seen: Seen) -> None:
    text = world.openssl(host)
    said = re.search(r"New, (TLSv1\.3), Cipher is (\S+)", text) or re.search(r"Protocol  : (\S+)\n +Cipher    : (\S+)", text)
    if seen.state("c2s.starttls") != "fail":
        tap.check(f"{said.group(1)} {said.group(2)}" in seen.evidence("tls.v13"), f"{host}: version and suite of the handshake",
                  (said.groups(), seen.checks["tls.v13"]))
    tap.check((seen.state("c2s.starttls") == "fail") == (not world.takes(host)), f"{host}: whether there is a handshake at all",
              seen.checks["c2s.starttls"])


def check_refusals(tap: Tap, world: World, host: str, seen: Seen) -> None:
    old = [flag for flag in ("-tls1", "-tls1_1") if world.takes(host, flag, "-cipher", OLD_SUITES)]
    tap.check((seen.state("tls.old") == "fail") == bool(old) and seen.state("tls.old") in ("pass", "fail"), f"{host}: TLS 1.0 and 1.1",
              (old, seen.checks["tls.old"]))
    if seen.state("c2s.starttls") == "fail":
        return
    for name, state, suites in (("tls.rsakx", "warn", "kRSA:@SECLEVEL=0"), ("tls.broken", "fail", BROKEN_SUITES)):
        taken = world.takes(host, "-tls1_2", "-cipher", suites)
        tap.check(seen.state(name) == (state if taken else "pass"), f"{host}: {suites}", (taken, seen.checks[name]))
    has_12, strong = world.takes(host, "-tls1_2"), world.takes(host, "-tls1_2", "-cipher", STRONG_SUITES)
    tap.check(seen.state("tls.v12") == ("pass" if strong or not has_12 else "warn"), f"{host}: TLS 1.2", (has_12, strong, seen.checks["tls.v12"]))


# --- names -----------------------------------------------------------------------------------------------------------

def check_names(tap: Tap, world: World, host: str, seen: Seen) -> None:
    for check, service in SERVICES.items():
        said = world.dig(f"_{service}._tcp.{host}.example", "SRV")
        tap.check(all(line.rstrip(".") in seen.evidence(check) for line in said) and bool(said) == (seen.state(check) == "pass"),
                  f"{host}: SRV of {service}", (said, seen.checks[check]))
    tlsa = world.dig(f"_{world.client_port(host)}._tcp.{host}.example", "TLSA")
    tap.check((seen.state("dns.tlsa") == "pass") == bool(tlsa) and all(line.lower() in seen.evidence("dns.tlsa") for line in tlsa),
              f"{host}: TLSA", (tlsa, seen.checks["dns.tlsa"]))
    caa = world.dig(f"{host}.example", "CAA")
    tap.check(all(line.strip() in seen.evidence("dns.caa") for line in caa) and bool(caa) == bool(seen.evidence("dns.caa")),
              f"{host}: CAA", (caa, seen.checks["dns.caa"]))


def check_signatures(tap: Tap, world: World, results: dict[str, Seen]) -> None:
    shell = Shell()
    name, _class, _type, tag, algorithm, kind, digest = (world.folder / "trust-anchor").read_text().split()
    anchor = Path(shell.home) / "anchor"
    anchor.write_text(f'trust-anchors {{ "{name}" initial-ds {tag} {algorithm} {kind} "{digest}"; }};\n')
    for host, words, state in (("open", "; fully validated", "pass"), ("bogus", "broken trust chain", "fail"),
                               ("insecure", "unsigned answer", "info")):
        said = world.run("delv", "-4", "@127.0.0.1", "-p", str(world.ports["dns"]), "-a", str(anchor), "+root=example.",
                         f"_xmpp-client._tcp.{host}.example", "SRV")
        tap.check(words in said and results[host].state("dns.dnssec") == state, f"{host}: delv agrees on the signatures",
                  (said, results[host].checks["dns.dnssec"]))


# --- slixmpp ---------------------------------------------------------------------------------------------------------

FEATURES = """
import asyncio, json, os, sys
import slixmpp
domain, port, ca_file = sys.argv[1:]

class Client(slixmpp.ClientXMPP):
    def __init__(self):
        super().__init__("nobody@" + domain, "x")
        self.ca_certs = ca_file
        self.done = asyncio.get_event_loop().create_future()
        self.register_handler(slixmpp.xmlstream.handler.Callback("features", slixmpp.xmlstream.matcher.MatchXPath(
            "{http://etherx.jabber.org/streams}features"), self.heard))

    def heard(self, features):
        if self.socket and self.transport.get_extra_info("ssl_object") and not self.done.done():
            found = features.xml
            sasl = "{urn:ietf:params:xml:ns:xmpp-sasl}"
            self.done.set_result({"mechanisms": [m.text for m in found.iter(sasl + "mechanism")],
                                  "register": found.find("{http://jabber.org/features/iq-register}register") is not None})

client = Client()
client.connect(address=("127.0.0.1", int(port)))
print(json.dumps(asyncio.get_event_loop().run_until_complete(asyncio.wait_for(client.done, 15))), flush=True)
os._exit(0)  # its interpreter breaks down at times when it ends with a connection open
"""


def check_features(tap: Tap, world: World, host: str, seen: Seen) -> None:
    done = subprocess.run(["/usr/bin/python3", "-c", FEATURES, f"{host}.example", str(world.client_port(host)), str(world.folder / "ca.pem")],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS)
    said = json.loads(done.stdout) if done.returncode == 0 else {"mechanisms": [], "register": None}
    tap.check(said["mechanisms"] and {*said["mechanisms"]} == {*seen.evidence("sasl.scram").split()}, f"{host}: slixmpp sees these methods",
              (said, done.returncode, done.stdout, done.stderr[-800:], seen.checks["sasl.scram"]))
    tap.check(said["register"] == bool(seen.evidence("reg.ibr")), f"{host}: ... and whether registration is announced",
              (said, seen.checks["reg.ibr"]))


def probe() -> dict[str, Seen]:
    domains = [f"{host}.example" for host in (*TLS_HOSTS, "bogus", "insecure")]
    code, document = Shell().json("probe", "--full", *domains, "--json", "--profile", os.environ["PRACTICE_PROFILE"])
    assert code == 0, document
    return {result["domain"].removesuffix(".example"): Seen(result) for result in document["results"]}


def main() -> int:
    if "PRACTICE_PROFILE" not in os.environ:
        skip_all("PRACTICE_PROFILE is not set: run through tests/practice/practice run --with ejabberd,weak -- ...")
    world = World()
    if not {"ejabberd", "weak"} <= {*world.ports["parts"]}:
        skip_all("the practice network runs without ejabberd and weak")
    missing = [program for program in ("openssl", "kdig", "delv") if not shutil.which(program)]
    if missing:
        skip_all(f"{' '.join(missing)} is missing")
    tap, results = Tap(), probe()
    for host in TLS_HOSTS:
        if results[host].state("c2s.starttls") != "fail":
            check_certificate(tap, world, host, results[host])
        check_handshake(tap, world, host, results[host])
        check_refusals(tap, world, host, results[host])
        check_names(tap, world, host, results[host])
    check_signatures(tap, world, results)
    if subprocess.run(["/usr/bin/python3", "-c", "import slixmpp"], capture_output=True).returncode == 0:
        for host in XMPP_HOSTS:
            check_features(tap, world, host, results[host])
    else:
        tap.skip("features by slixmpp", "python3-slixmpp is missing")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
