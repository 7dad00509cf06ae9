#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real hosts and the zone, by independent programs: kdig and delv for DNS, openssl for TLS on each way and address, curl for
BOSH and WebSocket."""
import concurrent.futures
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))
from client import Client, features  # noqa: E402
from hosts import BARE_ADDRESS, hosts_of  # noqa: E402
from world import Tap, skip  # noqa: E402

SECONDS = 20
FOUR = "c2s c2s_tls s2s s2s_tls"
STARTTLS = {"c2s": "xmpp", "s2s": "xmpp-server"}
SRV = {"c2s": "xmpp-client", "c2s_tls": "xmpps-client", "s2s": "xmpp-server", "s2s_tls": "xmpps-server"}
# Host: ways in by its SRV records, addresses.
ROWS = {
    "open": (FOUR, "A AAAA"), "full": (FOUR, "A AAAA"), "harbour": ("c2s s2s", "A"), "pier": (FOUR, "A"), "quay": (FOUR, "A"),
    "invite": (FOUR, "A"), "limited": (FOUR, "A"), "blocked": (FOUR, "A"), "closed": (FOUR, "A"), "web": (FOUR, "A"),
    "oldtxt": (FOUR, "A"), "v6only": (FOUR, "AAAA"), "tlsawrong": (FOUR, "A"), "bogus": (FOUR, "A"), "insecure": (FOUR, "A"),
    "tls12": ("c2s s2s", "A"),
}
# Host: what its SRV records for clients lead to. "c2s" stands for the port.
ODD = {"srvcname": "5 1 c2s alias.srvcname.example.", "srvnowhere": "5 1 c2s nowhere.srvnowhere.example.",
       "mixed": "5 1 c2s insecure.example.", "srvport0": "5 1 0 srvport0.example.", "srvboth": "5 1 c2s srvboth.example."}
LOOPBACK = {"A": "127.0.0.1", "AAAA": "::1"}
BOSH = ("<body xmlns='http://jabber.org/protocol/httpbind' to='{}' rid='1' hold='1' wait='5' ver='1.6' xmpp:version='1.0' "
        "xmlns:xmpp='urn:xmpp:xbosh'/>")


class World:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = json.loads((folder / "ports.json").read_text())
        self.anchor = folder.parent / "anchor"
        name, _class, _type, tag, algorithm, kind, digest = (folder / "trust-anchor").read_text().split()
        self.anchor.write_text(f'trust-anchors {{ "{name}" initial-ds {tag} {algorithm} {kind} "{digest}"; }};\n')

    def run(self, *command: str) -> str:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
        return (done.stdout + done.stderr).decode(errors="replace")

    def dig(self, name: str, kind: str) -> list[str]:
        return self.run("kdig", "+short", "@127.0.0.1", "-p", str(self.ports["dns"]), f"{name}.example", kind).splitlines()

    def validated(self, name: str, kind: str) -> str:
        """delv's first remark."""
        text = self.run("delv", "-4", "@127.0.0.1", "-p", str(self.ports["dns"]), "-a", str(self.anchor), "+root=example.",
                        f"{name}.example", kind)
        return next((word for word in ("negative response, fully validated", "fully validated", "unsigned answer", "broken trust chain")
                     if word in text), text)

    def openssl(self, host: str, way: str, address: str, *options: str) -> str:
        at = f"[{address}]" if ":" in address else address
        starttls = ("-starttls", STARTTLS[way], "-xmpphost", f"{host}.example") if way in STARTTLS else ()
        return self.run("openssl", "s_client", "-connect", f"{at}:{self.ports[way]}", *starttls, "-servername", f"{host}.example",
                        "-verify_hostname", f"{host}.example", "-CAfile", str(self.folder / "ca.pem"), *options)

    def curl(self, host: str, path: str, *options: str) -> str:
        return self.run("curl", "-qsS", "--noproxy", "*", "--http1.1", "--cacert", str(self.folder / "ca.pem"), "-i", "--connect-to",
                        f"::127.0.0.1:{self.ports['https']}", "-H", "Origin: https://elsewhere.example", *options,
                        f"https://{host}.example{path}")


def kinds_here(world: World, text: str) -> list[str]:
    return [kind for kind in text.split() if kind == "A" or world.ports["ipv6"]]


def zone_faults(world: World, host: str) -> str:
    ways, kinds = ROWS[host]
    wanted = {**{f"_{service}._tcp.{host} SRV": [f"5 1 {world.ports[way]} {host}.example."] if way in ways.split() else []
                 for way, service in SRV.items()},
              **{f"{host} {kind}": [LOOPBACK[kind]] if kind in kinds_here(world, kinds) else [] for kind in LOOPBACK}}
    return ", ".join(f"{question}: {said}" for question, answer in wanted.items() if (said := world.dig(*question.split())) != answer)


def tls_faults(world: World, host: str) -> str:
    ways, kinds = ROWS[host]
    return ", ".join(f"{way} {kind}" for kind in kinds_here(world, kinds) for way in ways.split()
                     if "Verify return code: 0 (ok)" not in world.openssl(host, way, LOOPBACK[kind]))


def check_hosts(tap: Tap, world: World) -> None:
    tap.check({*ROWS, *ODD, "bare"} == {name.removesuffix(".example") for name in hosts_of("")}, "every host is looked at")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for host, faults in zip(ROWS, pool.map(lambda host: zone_faults(world, host), ROWS)):
            tap.check(not faults, f"{host}.example: what the zone says", faults)
        for host, faults in zip(ROWS, pool.map(lambda host: tls_faults(world, host), ROWS)):
            tap.check(not faults, f"{host}.example: a good certificate on every way", faults)


def check_odd_records(tap: Tap, world: World) -> None:
    for host, answer in ODD.items():
        wanted = answer.replace("c2s", str(world.ports["c2s"]))
        tap.check(world.dig(f"_xmpp-client._tcp.{host}", "SRV") == [wanted], f"{host}.example: {answer}")
    tap.check(world.dig("alias.srvcname", "A") == ["srvcname.example.", "127.0.0.1"], "the alias leads to an address")
    tap.check(world.dig("nowhere.srvnowhere", "A") == [], "the target that leads nowhere has none")
    tap.check(world.dig("_xmpps-client._tcp.srvboth", "SRV") == world.dig("_xmpp-client._tcp.srvboth", "SRV"), "both ways on one port")
    direct = world.run("openssl", "s_client", "-connect", f"127.0.0.1:{world.ports['c2s']}", "-servername", "srvboth.example")
    tap.check("code: 0 (ok)" in world.openssl("srvboth", "c2s", "127.0.0.1") and "Cipher is (NONE)" in direct, "STARTTLS is there", direct)
    tap.check(world.dig("bare", "A") == [BARE_ADDRESS], "bare.example has an address of its own")
    for service in SRV.values():
        tap.check(world.dig(f"_{service}._tcp.off", "SRV") == ["0 0 0 ."], f"off.example has no {service}")
    caa = {host: "\n".join(world.dig(host, "CAA")) for host in ("open", "full", "pier", "quay")}
    tap.check("accounturi=https://practice.example/acme/1; validationmethods=dns-01" in caa["open"] and "accounturi=" in caa["full"]
              and caa["pier"] == '0 issue "practice.example" ' and caa["quay"] == "", "CAA", caa)
    tap.check(world.dig("_xmppconnect.oldtxt", "TXT") == ['"_xmpp-client-xbosh=https://oldtxt.example/http-bind"'], "the old TXT record")


def digest_shown(world: World, host: str, way: str) -> str:
    shown = re.search("-----BEGIN.*?END CERTIFICATE-----", world.openssl(host, way, "127.0.0.1"), re.DOTALL).group()
    key = subprocess.run(["openssl", "x509", "-noout", "-pubkey"], input=shown.encode(), capture_output=True).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "der"], input=key, capture_output=True).stdout
    return subprocess.run(["openssl", "dgst", "-sha256"], input=der, capture_output=True).stdout.split()[-1].decode()


def check_tlsa(tap: Tap, world: World) -> None:
    for way in FOUR.split():
        name = f"_{world.ports[way]}._tcp"
        tap.check([line.lower() for line in world.dig(f"{name}.open", "TLSA")] == [f"3 1 1 {digest_shown(world, 'open', way)}"],
                  f"open.example: TLSA for {way} is the key that is shown")
        tap.check(world.dig(f"{name}.tlsawrong", "TLSA") == [f"3 1 1 {'0' * 64}"], f"tlsawrong.example: for {way} it is none")
    tap.check(world.dig(f"_{world.ports['c2s']}._tcp.pier", "TLSA") == [], "pier.example has none")
    shown = digest_shown(world, "insecure", "c2s")
    tap.check([line.lower() for line in world.dig(f"_{world.ports['c2s']}._tcp.insecure", "TLSA")] == [f"3 1 1 {shown}"],
              "insecure.example: TLSA is the key that is shown")
    tap.check(world.openssl("full", "c2s_tls", "127.0.0.1", "-showcerts").count("BEGIN CERTIFICATE") == 2,
              "full.example shows its intermediate certificate")


def check_signatures(tap: Tap, world: World) -> None:
    if not shutil.which("delv"):
        return
    for name, kind, wanted in (("_xmpp-client._tcp.open", "SRV", "fully validated"), ("open", "AAAA", "fully validated"),
                               (f"_{world.ports['c2s']}._tcp.open", "TLSA", "fully validated"), ("open", "CAA", "fully validated"),
                               ("off", "A", "negative response, fully validated"), ("nosuch", "A", "negative response, fully validated"),
                               ("_xmpp-client._tcp.bogus", "SRV", "broken trust chain"), ("bogus", "A", "broken trust chain"),
                               ("_xmpp-client._tcp.insecure", "SRV", "unsigned answer"), ("insecure", "A", "unsigned answer")):
        if world.ports["ipv6"] or kind != "AAAA":
            tap.check((said := world.validated(name, kind)) == wanted, f"{name}.example {kind}: {wanted}", said)


def check_web(tap: Tap, world: World) -> None:
    key = ("-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H", "Sec-WebSocket-Version: 13", "-H",
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "-H", "Sec-WebSocket-Protocol: xmpp", "--max-time", "1")
    for host in ("open", "full"):
        said = world.curl(host, "/http-bind", "-d", BOSH.format(f"{host}.example"))
        tap.check("<stream:features" in said and "SCRAM-SHA-1" in said and "Access-Control-Allow-Origin:" in said,
                  f"{host}.example: BOSH", said)
        said = world.curl(host, "/http-bind", "-X", "OPTIONS")
        tap.check(" 200 " in said and "Access-Control-Allow-Methods:" in said, f"{host}.example: BOSH for other sites", said)
        said = world.curl(host, "/xmpp-websocket", *key)
        tap.check(" 101 " in said and "Sec-WebSocket-Protocol: xmpp" in said and "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in said,
                  f"{host}.example: WebSocket", said)
    tap.check(" 404 " in world.curl("pier", "/http-bind", "--insecure"), "pier.example has none")


def check_tls12(tap: Tap, world: World) -> None:
    for way in ("c2s", "s2s"):
        said = {flag: world.openssl("tls12", way, "127.0.0.1", flag, "-cipher", "ALL:@SECLEVEL=0")
                for flag in ("-tls1_1", "-tls1_2", "-tls1_3")}
        tap.check([("Cipher is (NONE)" in text) for text in said.values()] == [True, False, True], f"tls12.example: {way}", said)


def check_answers_only(tap: Tap, world: World) -> None:
    """A server that wants to prove itself by dialback would have to be called back."""
    client = Client("pier.example", world.ports["s2s"], "jabber:server")
    client.starttls()
    shown = features(client)
    client.send("<db:result xmlns:db='jabber:server:dialback' from='elsewhere.example' to='pier.example'>key</db:result>")
    log, line = world.folder / "prosody.log", "not sent to elsewhere.example: this network answers only"
    for _ in range(50):
        if line in log.read_text():
            break
        time.sleep(0.1)
    text = log.read_text()
    tap.check("features:dialback" in shown and line in text and "s2sout" not in text, "Prosody calls no other server", text[-1500:])


def check_invitations(tap: Tap, world: World) -> None:
    """Who comes by the invitation of a contact has that contact, and the other way round."""
    done = subprocess.run([HERE / "practice", "invite", "invite.example", "--contact", "romeo", "--dir", world.folder],
                          capture_output=True, text=True, timeout=SECONDS)
    token = re.search(r"preauth=([\w-]+)", done.stdout)
    assert token, done.stderr
    client = Client("invite.example", world.ports["c2s"])
    client.starttls()
    features(client)
    client.ask(f"<iq type='set' id='t' to='invite.example'><preauth xmlns='urn:xmpp:pars:0' token='{token.group(1)}'/></iq>")
    client.ask("<iq type='set' id='s'><query xmlns='jabber:iq:register'><username>julia</username><password>a-Password</password>"
               "</query></iq>")
    for owner, contact in (("romeo", "julia"), ("julia", "romeo")):
        path = world.folder / "data" / "invite%2eexample" / "roster" / f"{owner}.dat"
        text = path.read_text() if path.exists() else ""
        tap.check(f'["{contact}@invite.example"]' in text and '["subscription"] = "both"' in text, f"{owner} has {contact} as a contact",
                  text)


def check_all(world: World) -> int:
    tap = Tap()
    for check in (check_hosts, check_odd_records, check_tlsa, check_signatures, check_web, check_tls12, check_invitations,
                  check_answers_only):
        check(tap, world)
    return tap.end()


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the network ends with us
    for program in ("kdig", "openssl", "curl"):
        if not shutil.which(program):
            skip(f"{program} is missing")
    with tempfile.TemporaryDirectory(prefix="gangway-hosts-") as folder:
        network = Path(folder) / "network"
        started = subprocess.run([HERE / "practice", "start", "--dir", network], capture_output=True, text=True)
        if started.returncode == 77:
            skip(started.stderr.strip())
        try:
            assert started.returncode == 0, started.stderr
            return check_all(World(network))
        finally:
            subprocess.run([HERE / "practice", "stop", "--dir", network])


if __name__ == "__main__":
    sys.exit(main())
