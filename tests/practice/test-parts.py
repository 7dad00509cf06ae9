#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the practice network that one has to ask for: a weak Prosody, by openssl; ejabberd, by registering there with a
picture read from its log, and by an independent client. Runs inside `practice run --with ejabberd,weak`."""
import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))
from client import Client, Left, features  # noqa: E402
from hosts import hosts_of  # noqa: E402
from world import Network, Tap, skip  # noqa: E402

REQUEST = "<iq type='get' id='f'><query xmlns='jabber:iq:register'/></iq>"
LEGACY = "<iq type='set' id='s'><query xmlns='jabber:iq:register'><username>{}</username><password>{}</password></query></iq>"
PASSWORD = "practice makes perfect"


def openssl(network: Network, host: str, port: str, *options: str) -> str:
    done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{network.ports()[port]}", "-servername", host, "-verify_hostname",
                           host, "-CAfile", network.ca_file(), *options], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=20)
    return done.stdout + done.stderr


def starttls(host: str) -> tuple[str, ...]:
    return "-starttls", "xmpp", "-xmpphost", host


def check_weak(tap: Tap, network: Network) -> None:
    host = "weak.example"
    for port, way in (("weak_c2s", starttls(host)), ("weak_c2s_tls", ()), ("weak_s2s", ("-starttls", "xmpp-server", "-xmpphost", host))):
        for flag, version in (("-tls1", "TLSv1"), ("-tls1_1", "TLSv1.1"), ("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")):
            text = openssl(network, host, port, *way, flag, "-cipher", "ALL:@SECLEVEL=0")
            tap.check("Cipher is (NONE)" not in text and "code: 0 (ok)" in text, f"{port}: {version}", text[-1500:])
    for cipher in ("AECDH-AES128-SHA", "ECDHE-ECDSA-AES128-SHA"):
        text = openssl(network, host, "weak_c2s", *starttls(host), "-tls1_2", "-cipher", f"{cipher}:@SECLEVEL=0")
        tap.check(f"Cipher is {cipher}" in text, f"weak_c2s: {cipher}", text[-1500:])
    before = features(Client(host, network.ports()["weak_c2s"]))
    tap.check(">PLAIN<" in before and "SCRAM" not in before and "<starttls" in before and "<required" not in before,
              "PLAIN without TLS, which is not required", before)


def secure(network: Network, host: str) -> tuple[Client, str]:
    client = Client(host, network.ports()["ejabberd_c2s"])
    client.starttls()
    return client, features(client)


def check_ejabberd(tap: Tap, network: Network) -> None:
    for host in hosts_of("ejabberd"):
        for port, way in (("ejabberd_c2s", starttls(host)), ("ejabberd_c2s_tls", ()),
                          ("ejabberd_s2s", ("-starttls", "xmpp-server", "-xmpphost", host))):
            tap.check("code: 0 (ok)" in openssl(network, host, port, *way), f"{host}: {port} with a good certificate")
        shown = secure(network, host)[1]
        tap.check(("iq-register" in shown) == (not host.startswith("closed")) and "SCRAM-SHA-1-PLUS" in shown,
                  f"{host}: its features", shown)
    before = features(Client("ejabberd.example", network.ports()["ejabberd_s2s"], "jabber:server"))
    tap.check("<starttls" in before and "<required" not in before, "for servers, STARTTLS is not required", before)


def check_open(tap: Tap, network: Network) -> None:
    client, _ = secure(network, "ejabberd.example")
    answer = client.ask(LEGACY.format("anna", PASSWORD)).decode()
    tap.check("type='result'" in answer, "ejabberd.example: a registration", answer)
    check_exists(tap, network, "anna@ejabberd.example")


def check_exists(tap: Tap, network: Network, address: str) -> None:
    tap.check(network.has_user(address) and not network.has_user(f"x{address}"), f"{address} exists, to has-user")
    done = subprocess.run(["/usr/bin/python3", str(HERE.parent / "e2e" / "independent.py"), "127.0.0.1",
                           str(network.ports()["ejabberd_c2s"]), network.ca_file()],
                          input=json.dumps({"address": address, "password": PASSWORD}), text=True, timeout=60)
    tap.check(done.returncode in (0, 77), f"{address} works, for an independent client", done.returncode)


def submit(form: str, name: str, answer: str) -> str:
    hidden = re.findall(r"<field var='([^']+)' type='hidden'[^>]*>\s*(?:<required/>)?\s*<value>([^<]*)</value>", form)
    fields = [*hidden, ("username", name), ("password", PASSWORD), ("ocr", answer)]
    content = "".join(f"<field var='{key}'><value>{value}</value></field>" for key, value in fields)
    return (f"<iq type='set' id='s'><query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'>{content}</x></query>"
            "</iq>")


def check_puzzle(tap: Tap, network: Network) -> None:
    client, _ = secure(network, "puzzle.example")
    form = client.ask(REQUEST).decode()
    picture = re.search(r"<data [^>]*cid='(sha1\+[^']+)'[^>]*type='image/png'[^>]*>|<data [^>]*type='image/png'[^>]*cid='([^']+)'", form)
    tap.check(picture is not None and f"cid:{picture.group(1) or picture.group(2)}</uri>" in form, "puzzle.example: a form with a picture",
              form[:1500])
    wrong = client.ask(submit(form, "berta", "000")).decode()
    tap.check("<not-allowed" in wrong, "a wrong answer is refused", wrong[-600:])
    client, _ = secure(network, "puzzle.example")
    form = client.ask(REQUEST).decode()
    answer = client.ask(submit(form, "berta", network.captcha_answer())).decode()
    tap.check("type='result'" in answer, "the answer of captcha.log is right", answer[-600:])
    check_exists(tap, network, "berta@puzzle.example")


def check_closed(tap: Tap, network: Network) -> None:
    client, _ = secure(network, "closed-ejabberd.example")
    try:
        answer = client.ask(LEGACY.format("clara", PASSWORD))
    except (Left, OSError):
        answer = b"closed"
    tap.check(b"type='result'" not in answer and not network.has_user("clara@closed-ejabberd.example"),
              "closed-ejabberd.example takes nobody", answer)


def main() -> int:
    network = Network()
    if not {"ejabberd", "weak"} <= set(network.ports()["parts"]):
        skip("run through tests/practice/practice run --with ejabberd,weak -- ...")
    tap = Tap()
    for check in (check_weak, check_ejabberd, check_open, check_puzzle, check_closed):
        check(tap, network)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
