#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each ill-behaved server does what its row says: by a client of a few lines, and by openssl where TLS matters."""
import base64
import concurrent.futures
import hashlib
import json
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))
from client import Client, Left  # noqa: E402
from peers import PEERS  # noqa: E402
from web_ways import WAYS  # noqa: E402
from world import Tap, skip  # noqa: E402

SECONDS = 15
TLS_NAMESPACE = "urn:ietf:params:xml:ns:xmpp-tls"


class World:
    """The network, from outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = json.loads((folder / "ports.json").read_text())["ill"]

    def client(self, name: str, service: str = "xmpp-client") -> Client:
        return Client(f"{name}.example", self.ports[name][service], "jabber:server" if "server" in service else "jabber:client")

    def features(self, name: str, service: str = "xmpp-client", named: bool = False) -> tuple[str, str]:
        """Before and behind TLS."""
        client = self.client(name, service)
        if service.startswith("xmpps"):
            client.secure()
            before = b""
        else:
            before = client.starttls()
        client.open(named)
        return before.decode(), client.until(b"</stream:features>").decode()

    def form(self, name: str) -> str:
        client = self.client(name)
        client.starttls()
        client.open()
        client.until(b"</stream:features>")
        return client.ask("<iq type='get' id='f'><query xmlns='jabber:iq:register'/></iq>").decode()

    def openssl(self, name: str, *options: str, service: str = "xmpp-client") -> str:
        starttls = {"xmpp-client": ("-starttls", "xmpp"), "xmpp-server": ("-starttls", "xmpp-server")}.get(service)
        way = (*starttls, "-xmpphost", f"{name}.example") if starttls else ()
        done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{self.ports[name][service]}", *way, "-servername",
                               f"{name}.example", "-verify_hostname", f"{name}.example", "-CAfile", str(self.folder / "ca.pem"),
                               *options], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS)
        return done.stdout + done.stderr


Check = Callable[[World, str], bool]


# --- what a row may promise ------------------------------------------------------------------------------------------

def refused(world: World, name: str, service: str = "xmpp-client") -> bool:
    try:
        world.client(name, service)
    except ConnectionRefusedError:
        return True
    return False


def says_nothing(world: World, name: str, service: str = "xmpp-client") -> bool:
    client = world.client(name, service)
    client.open()
    return client.quiet(1) == b""


def answers(pattern: str, limit: int = 1 << 20) -> Check:
    """To a stream header, everything."""
    def check(world: World, name: str) -> bool:
        client = world.client(name)
        client.open()
        return re.search(pattern.encode(), client.all(limit), re.DOTALL) is not None

    return check


def answers_at_first(pattern: str) -> Check:
    """To a stream header, whoever stays afterwards."""
    def check(world: World, name: str) -> bool:
        client = world.client(name)
        client.open()
        return bool(client.until_match(pattern))

    return check


def shows(*patterns: str, before: str = "<required/>", service: str = "xmpp-client", without: str = "(?!)") -> Check:
    def check(world: World, name: str) -> bool:
        first, second = world.features(name, service)
        return (bool(re.search(before, first)) or service.startswith("xmpps")) and all(
            re.search(pattern, second) for pattern in patterns) and not re.search(without, second)

    return check


def verifies(code: int, *options: str) -> Check:
    """openssl's verdict of the certificate, for clients and for servers."""
    return lambda world, name: all(f"Verify return code: {code} " in world.openssl(name, *options, service=service)
                                   for service in world.ports[name] if service.startswith("xmpp-"))


def speaks(*versions: str, cipher: str = "ALL:eNULL:@SECLEVEL=0") -> Check:
    """Exactly these versions of TLS."""
    flags = {"TLSv1": "-tls1", "TLSv1.1": "-tls1_1", "TLSv1.2": "-tls1_2", "TLSv1.3": "-tls1_3"}

    def spoken(world: World, name: str, version: str, flag: str) -> bool:
        text = world.openssl(name, flag, "-cipher", cipher)
        return "Cipher is (NONE)" not in text and (f"Protocol  : {version}\n" in text or f"New, {version}, Cipher is" in text)

    def check(world: World, name: str) -> bool:
        return all(spoken(world, name, version, flag) == (version in versions) for version, flag in flags.items())

    return check


def takes(*ciphers: str, refuses: tuple[str, ...] = ()) -> Check:
    def one(world: World, name: str, cipher: str) -> bool:
        return "Cipher is (NONE)" not in world.openssl(name, "-tls1_2", "-cipher", f"{cipher}:@SECLEVEL=0")

    return lambda world, name: all(one(world, name, cipher) for cipher in ciphers) and not any(
        one(world, name, cipher) for cipher in refuses)


def form_has(*patterns: str, without: str = "(?!)") -> Check:
    def check(world: World, name: str) -> bool:
        form = world.form(name)
        return all(re.search(pattern, form) for pattern in patterns) and not re.search(without, form)

    return check


def both(*checks: Check) -> Check:
    return lambda world, name: all(check(world, name) for check in checks)


# --- and what only one does ------------------------------------------------------------------------------------------

def closes_unasked(world: World, name: str) -> bool:
    return world.client(name).all() == b""


def drips(world: World, name: str) -> bool:
    client = world.client(name)
    client.open()
    return 1 <= len(client.quiet(2.5)) <= 4


def no_starttls(world: World, name: str) -> bool:
    client = world.client(name)
    client.open()
    features = client.until(b"</stream:features>", b"<stream:features/>")
    return b"<starttls" not in features and (b"<mechanism>PLAIN" in features) == (name == "plain")


def refuses_tls(world: World, name: str) -> bool:
    try:
        world.client(name).starttls()
    except Left as left:
        return b"<failure" in left.args[0] and TLS_NAMESPACE.encode() in left.args[0]
    return False


def injects(world: World, name: str) -> bool:
    client = world.client(name)
    client.open()
    client.until(b"</stream:features>")
    client.send(f"<starttls xmlns='{TLS_NAMESPACE}'/>")
    return bool(client.until_match("<proceed[^>]*/><stream:features>.*PLAIN")) and shows("SCRAM-SHA-1")(world, name)


def takes_triple_des(world: World, name: str) -> bool:
    client = world.client(name)
    client.open()
    client.until(b"</stream:features>")
    client.send(f"<starttls xmlns='{TLS_NAMESPACE}'/>")
    client.until(b"/>")
    client.socket.sendall(bytes.fromhex("160301002d 01000029 0303") + bytes(32) + bytes.fromhex("00 0002 000a 0100"))
    return client.more()[:6] == bytes.fromhex("160303002a02") and client.quiet(0.5) == b""


def sends_alert(world: World, name: str) -> bool:
    return "alert handshake failure" in world.openssl(name)


def stops_half_way(world: World, name: str) -> bool:
    client = world.client(name)
    client.socket.settimeout(2)
    try:
        client.starttls()
    except TimeoutError:
        return True
    return False


def selects_alpn(world: World, name: str) -> bool:
    return ("ALPN protocol: xmpp-client" in world.openssl(name, "-alpn", "xmpp-client", service="xmpps-client")
            and shows("SCRAM-SHA-1", service="xmpps-client")(world, name))


def knows_no_alpn(world: World, name: str) -> bool:
    client = world.client(name, "xmpps-client")
    client.secure()
    client.open()
    return ("alert no application protocol" in world.openssl(name, "-alpn", "xmpp-client", service="xmpps-client")
            and client.all().startswith(b"HTTP/1.1 400"))


def hangs_up_on_alpn(world: World, name: str) -> bool:
    text = world.openssl(name, "-alpn", "xmpp-client", service="xmpps-client")
    return "alert" not in text and "Cipher is (NONE)" in text and shows("SCRAM-SHA-1", service="xmpps-client")(world, name)


def is_plain_on_tls(world: World, name: str) -> bool:
    client = world.client(name, "xmpps-client")
    client.open()
    return b"<starttls" in client.until(b"</stream:features>") and "wrong version number" in world.openssl(name, service="xmpps-client")


def sasl2_when_named(world: World, name: str) -> bool:
    needed = ("urn:xmpp:sasl:2", "urn:xmpp:bind:0", "urn:xmpp:fast:0", "urn:xmpp:carbons:2", "urn:xmpp:csi:0", "urn:xmpp:sm:3")
    return "sasl:2" not in world.features(name)[1] and all(word in world.features(name, named=True)[1] for word in needed)


def ends_while_one_thinks(world: World, name: str) -> bool:
    client = world.client(name)
    client.starttls()
    client.open()
    client.until(b"</stream:features>")
    client.ask("<iq type='get' id='f'><query xmlns='jabber:iq:register'/></iq>")
    return b"<connection-timeout" in client.all()


def has_a_picture(world: World, name: str) -> bool:
    form = world.form(name)
    data = re.search(r"<data xmlns='urn:xmpp:bob' cid='([^']+)'[^>]*>([^<]+)</data>", form)
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        Path(file.name).write_bytes(base64.b64decode(data.group(2)))
        kind = subprocess.run(["/usr/bin/identify", "-format", "%m %w %h", file.name], capture_output=True, text=True).stdout
    return f"cid:{data.group(1)}</uri>" in form and re.fullmatch(r"PNG \d{2,3} \d{2,3}", kind) is not None


def has_good_hashes(number: int) -> Check:
    """So many data, each by its own name and named by the form."""
    def check(world: World, name: str) -> bool:
        form = world.form(name)
        data = re.findall(r"<data xmlns='urn:xmpp:bob' cid='sha1\+([0-9a-f]+)@bob.xmpp.org'[^>]*>([^<]+)</data>", form)
        return len(data) == number and all(hashlib.sha1(base64.b64decode(code)).hexdigest() == digest
                                           and f">cid:sha1+{digest}@bob.xmpp.org<" in form for digest, code in data)

    return check


def gives_what_is_asked_for(world: World, name: str) -> bool:
    client = world.client(name)
    client.starttls()
    client.open()
    client.until(b"</stream:features>")
    form = client.ask("<iq type='get' id='f'><query xmlns='jabber:iq:register'/></iq>").decode()
    digest = re.search(r"cid:sha1\+([0-9a-f]+)@", form).group(1)
    good = client.ask(f"<iq type='get' id='d'><data xmlns='urn:xmpp:bob' cid='sha1+{digest}@bob.xmpp.org'/></iq>").decode()
    other = client.ask("<iq type='get' id='e'><data xmlns='urn:xmpp:bob' cid='sha1+00@bob.xmpp.org'/></iq>").decode()
    data = base64.b64decode(re.search(r">([^<]+)</data>", good).group(1))
    return hashlib.sha1(data).hexdigest() == digest and "type='error'" in other


def is_whole(world: World, name: str) -> bool:
    """A good server, on each way that it has."""
    return all(shows("dialback" if "server" in service else "SCRAM-SHA-1", service=service)(world, name)
               for service in world.ports[name])


def refuses_everything(world: World, name: str) -> bool:
    client = world.client(name)
    client.starttls()
    client.open()
    client.until(b"</stream:features>")
    answer = client.ask("<iq type='set' id='s'><query xmlns='jabber:iq:register'><username>a</username><password>b</password></query></iq>")
    client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGEAYg==</auth>")
    return b"<not-allowed" in answer and b"id='s'" in answer and b"<not-authorized" in client.until(b"</failure>")


def server(check: Check) -> Check:
    """Beside a good way for clients."""
    return both(shows("SCRAM-SHA-1"), check)


S2S = "xmpp-server"
ROWS: dict[str, Check] = {
    "dead": refused, "silent": says_nothing, "slam": closes_unasked, "hangup": answers("^<.xml.*version='1.0'>$"),
    "drip": drips, "garbage": answers("^220 mail"), "flood": lambda w, n: len_of(w, n) >= 1 << 22,
    "endlesstag": lambda w, n: len_of(w, n) >= 1 << 22, "nested": answers_at_first("(<a>){100000}"),
    "dtd": answers_at_first("<!DOCTYPE.*<!ENTITY a9 .*&a9;"), "foreignfile": answers_at_first("<!DOCTYPE.*file:///etc/passwd.*&a9;"),
    "hostunknown": answers("<stream:error><host-unknown "), "shutdown": answers("<stream:error><system-shutdown "),
    "policy": answers("<stream:error><policy-violation "), "overload": answers("<stream:error><resource-constraint "),
    "seeother": lambda w, n: answers(f">seeotherback.example:{w.ports['seeotherback']['xmpp-client']}</see-other-host>")(w, n),
    "seeotherback": lambda w, n: answers(f">seeother.example:{w.ports['seeother']['xmpp-client']}</see-other-host>")(w, n),
    "wrongfrom": shows("from='elsewhere.example'"), "noid": shows("SCRAM", without=r"stream[^>]*\b(id|from)="),
    "noversion": shows("SCRAM", without=r"<stream:stream[^>]* version="),
    "plain": no_starttls, "nostarttls": no_starttls, "refusedtls": refuses_tls,
    "optionaltls": shows("SCRAM-SHA-1", before="<starttls [^>]*/>"),
    "early": shows("SCRAM-SHA-1", before="<required/>.*iq-register"),
    "leaky": shows("SCRAM-SHA-1", before="<starttls [^>]*/>.*>PLAIN<.*iq-register"), "injected": injects,
    "alert": sends_alert, "halftls": stops_half_way, "silenttls": stops_half_way,
    "tls10": speaks("TLSv1"), "tls11": speaks("TLSv1", "TLSv1.1"), "oldtls": speaks("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"),
    "staticrsa": takes("AES128-GCM-SHA256", "AES256-SHA", refuses=("ECDHE-RSA-AES128-GCM-SHA256",)),
    "cbconly": takes("ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", refuses=("ECDHE-ECDSA-AES128-GCM-SHA256",)),
    "tripledes": both(shows("SCRAM-SHA-1"), takes_triple_des),
    "dh1024": both(takes("DHE-RSA-AES128-GCM-SHA256", refuses=("ECDHE-RSA-AES128-GCM-SHA256", "AES128-SHA")),
                   lambda w, n: "Temp Key: DH, 1024 bits" in w.openssl(n, "-cipher", "DHE:@SECLEVEL=0")),
    "anonymous": takes("AECDH-AES256-SHA", "ECDHE-ECDSA-NULL-SHA", "ECDHE-ECDSA-AES128-GCM-SHA256"),
    "selfsigned": verifies(18), "expired": verifies(10), "notyet": verifies(9),
    "soon": both(verifies(0), verifies(10, "-attime", str(int(time.time()) + 6 * 86400))),
    "machinename": both(verifies(62), verifies(0, "-verify_hostname", "machine.machinename.example")),
    "othercert": lambda w, n: ("return code: 0 " in w.openssl(n) and "return code: 62 " in w.openssl(n, service=S2S)),
    "wronghost": verifies(62), "cnonly": verifies(0), "srvonly": verifies(0), "xmppaddr": verifies(0), "rsa1024": verifies(66),
    "sha1": verifies(68), "chain": verifies(0), "nochain": verifies(21), "posh": verifies(62), "poshwrong": verifies(62),
    "expiredtls": lambda w, n: "Verify return code: 10 " in w.openssl(n, service="xmpps-client"),
    "alpn": selects_alpn, "alpn120": both(shows("SCRAM"), knows_no_alpn), "noalpn": both(shows("SCRAM"), hangs_up_on_alpn),
    "plainontls": is_plain_on_tls, "deadtls": both(shows("SCRAM"), lambda w, n: refused(w, n, "xmpps-client")),
    "v6dead": lambda w, n: shows("SCRAM")(w, n) and ipv6_refused(w.ports[n]["xmpp-client"]),
    "sasl2": sasl2_when_named, "plus": shows("SCRAM-SHA-256-PLUS", "tls-exporter.*tls-server-end-point"),
    "pluswithoutlist": shows("SCRAM-SHA-256-PLUS", without="channel-binding"), "digestmd5": shows("DIGEST-MD5", "SCRAM-SHA-256"),
    "plainonly": shows(">PLAIN<", without="SCRAM"), "nomechanism": shows("GSSAPI", without="SCRAM|PLAIN"), "guests": shows("ANONYMOUS"),
    "compress": shows("features/compress"), "limits": shows("urn:xmpp:stream-limits:0.*<max-bytes>"),
    "slowform": both(refuses_everything, ends_while_one_thinks),
    "oobform": form_has("jabber:x:oob.*https://oobform.example/register", without="<username"), "picture": has_a_picture,
    "mailform": form_has("<email/>", without="jabber:x:data"), "busyform": form_has("type='error'.*<resource-constraint"),
    "noform": form_has("type='error'.*<not-allowed"),
    "soundform": both(form_has("answers.*<value>1<.*ocr.*audio_recog", without="audio_recog.*<required/>"), has_good_hashes(2)),
    "soundonly": both(form_has("audio/x-wav.*cid:", without="var='ocr'"), has_good_hashes(1)),
    "qaform": form_has("var='qa'", without="<media|<data"), "choices": both(form_has("ocr.*qa.*SHA-256"), has_good_hashes(1)),
    "bobask": both(form_has("<uri[^>]*>cid:sha1", without="<data"), gives_what_is_asked_for),
    "bobwrong": both(form_has("cid:.*<data"), lambda w, n: not has_good_hashes(1)(w, n)),
    "picurl": form_has("<uri[^>]*>https://picurl.example/captcha.png<", without="<data"),
    "picbad": both(form_has("<data[^>]*type='image/png'[^>]*>PHN2Zy"), has_good_hashes(1)),
    "termsform": form_has("fixed.*https://.*/rules.*boolean.*label='[^']*https://.*/terms.*<required/>"),
    "oddform": form_has("list-multi.*&#x202e;.*text-multi.*jid-multi.*x-colour.*<x xmlns.*<reported>", "var='colour'.*var='colour'",
                        without="FORM_TYPE"),
    "hugeform": lambda w, n: w.form(n).count("<field ") > 10_000,
    "bothform": form_has("<email/><key>.*jabber:x:data.*var='email'"),
    "s2snoid": server(shows("dialback", service=S2S, without=r"stream[^>]*\bid=")),
    "s2snotls": server(lambda w, n: no_starttls_for_servers(w, n)),
    "s2soptional": server(shows("dialback", before="<starttls [^>]*/>", service=S2S)), "s2sdialback": is_whole,
    "s2sexternal": server(shows("EXTERNAL", without="features:dialback", service=S2S)),
    "s2sbidi": server(shows("features:bidi", service=S2S)),
    "s2ssilent": server(lambda w, n: says_nothing(w, n, S2S)),
    "s2sdead": server(lambda w, n: refused(w, n, S2S) and refused(w, n, "xmpps-server")),
    **{name: is_whole for name in WAYS},
}


def no_starttls_for_servers(world: World, name: str) -> bool:
    client = world.client(name, S2S)
    client.open()
    features = client.until(b"</stream:features>")
    return b"<starttls" not in features and b"features:dialback" in features


def len_of(world: World, name: str) -> int:
    client = world.client(name)
    client.open()
    return len(client.all(1 << 22))


def ipv6_refused(port: int) -> bool:
    try:
        socket.create_connection(("::1", port), SECONDS).close()
    except OSError:
        return True
    return False


def outcome(world: World, name: str) -> tuple[bool, str]:
    try:
        return ROWS[name](world, name), ""
    except (OSError, Left, subprocess.TimeoutExpired, AttributeError) as problem:
        return False, repr(problem)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the network ends with us
    with tempfile.TemporaryDirectory(prefix="gangway-peers-") as folder:
        network = Path(folder) / "network"
        started = subprocess.run([HERE / "practice", "start", "--dir", network], capture_output=True, text=True)
        if started.returncode == 77:
            skip(started.stderr.strip())
        try:
            assert started.returncode == 0, started.stderr
            return check_all(World(network))
        finally:
            subprocess.run([HERE / "practice", "stop", "--dir", network])


def check_all(world: World) -> int:
    tap = Tap()
    tap.check(set(ROWS) == set(PEERS) == set(world.ports), "every row is looked at", set(ROWS) ^ set(PEERS))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for name, (good, problem) in zip(ROWS, pool.map(lambda name: outcome(world, name), ROWS)):
            tap.check(good, f"{name}.example: {PEERS[name].what}", problem)
    log = (world.folder / "practice.log").read_text()
    tap.check("Traceback" not in log, "and none of them broke down", log[-4000:])
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
