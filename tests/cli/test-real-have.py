#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""gangway have against the practice network, in a namespace of its own, where the web server has port 443. All that goes over
the wire there is recorded: the name before the @ must not be in it.

Starts the namespace and the network by itself; --inside is the half that runs there."""
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import names
from shell import SOURCE, Shell, Tap, run_in_network

PRACTICE = SOURCE / "tests" / "practice"
SECONDS = 240
NAME = "zaunkoenig"  # before the @: nowhere else in the network
FIELDS = {"version", "domain", "address", "answer", "refused", "text", "next_text", "clues"}
CLUES = ["srv", "srv-direct-tls", "host-meta", "host-meta-json"]
# Host: answer, what each clue says, refused by the owner, exit status, code of the error.
HOSTS = {
    "open.example": ("yes", "yes yes no no", False, 0, None),
    "harbour.example": ("yes", "yes no no no", False, 0, None),
    "web.example": ("yes", "yes yes yes yes", False, 0, None),
    "university.example": ("yes", "no no no yes", False, 0, None),
    "closed.example": ("yes", "yes yes unknown unknown", False, 0, None),  # its name is none of the web server's
    "mailonly.example": ("no", "no no no no", False, 0, None),
    "portal.example": ("no", "no no no no", False, 0, None),
    "norecord.example": ("no", "no no unknown unknown", False, 0, None),
    "off.example": ("no", "no no unknown unknown", True, 0, None),
    "nosuch.example": ("unknown", "unknown unknown unknown unknown", False, 3, "dns-unknown"),
}


class Practice(Shell):
    def __init__(self) -> None:
        super().__init__()
        self.profile = os.environ["PRACTICE_PROFILE"]

    def have(self, *words: str, **keywords) -> tuple[int, dict]:
        return self.json("have", *words, "--profile", self.profile, "--json", **keywords)


class Wire:
    """Every packet on loopback, as long as it is open."""

    def __init__(self) -> None:
        self.seen = bytearray()
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))  # ETH_P_ALL
        self.socket.bind(("lo", 0))
        self.socket.settimeout(0.2)
        self.open = True
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        while self.open:
            try:
                self.seen += self.socket.recv(1 << 17)
            except TimeoutError:
                pass

    def close(self) -> bytes:
        self.open = False
        self.thread.join()
        self.socket.close()
        return bytes(self.seen)


class Silence:
    """A name server that knows silent.example, and a web server there that takes connections and says nothing."""
    ADDRESS = "127.0.0.3"

    def __init__(self, announced: bool) -> None:
        self.records = {("silent.example", names.A): socket.inet_aton(self.ADDRESS)}
        if announced:
            self.records["_xmpp-client._tcp.silent.example", names.SRV] = names.srv(5222, "silent.example")

    def __enter__(self) -> "Silence":
        self.web = socket.create_server((self.ADDRESS, 443))
        self.names = names.Names(self.ADDRESS, self.records)
        self.resolver = self.names.resolver
        return self

    def __exit__(self, *_error: object) -> None:
        self.names.close()
        self.web.close()

    def wait_for_a_visitor(self) -> None:
        self.web.settimeout(SECONDS)
        self.web.accept()


def says(document: dict) -> str:
    return " ".join(clue["answer"] for clue in document["clues"])


def keeps_contract(document: dict) -> bool:
    return (FIELDS <= set(document) and document["version"] == 1 and [clue["id"] for clue in document["clues"]] == CLUES
            and all(clue["evidence"] for clue in document["clues"]) and bool(document["text"] and document["next_text"])
            and ("error" in document) == (document["answer"] == "unknown"))


def check_hosts(tap: Tap) -> None:
    for host, (answer, clues, refused, status, error) in HOSTS.items():
        code, document = Practice().have(f"{NAME}@{host}")
        tap.check(keeps_contract(document) and (document["domain"], document["address"]) == (host, f"{NAME}@{host}")
                  and (document["answer"], says(document), document["refused"], code, document.get("error", {}).get("code"))
                  == (answer, clues, refused, status, error), f"{host}: {answer}", (code, document))


def check_evidence(tap: Tap) -> None:
    ports = json.loads((Path(os.environ["PRACTICE_DIR"]) / "ports.json").read_text())
    clues = {clue["id"]: clue["evidence"] for clue in Practice().have("web.example")[1]["clues"]}
    links = "wss://web.example:443/xmpp-websocket, https://web.example:443/http-bind"
    tap.check(clues == {"srv": f"web.example:{ports['c2s']}", "srv-direct-tls": f"web.example:{ports['c2s_tls']}",
                        "host-meta": links, "host-meta-json": links}, "the evidence is what stands in zone and files", clues)


def check_typed(tap: Tap) -> None:
    for typed, address in (("open.example", None), ("OPEN.example.", None), (f"xmpp:{NAME.upper()}@Open.example", f"{NAME}@open.example"),
                           ("o'brien@open.example", None)):
        code, document = Practice().have(typed)
        tap.check((code, document["domain"], document["address"], document["answer"]) == (0, "open.example", address, "yes"),
                  f"typed: {typed}", document)


def check_no_dns(tap: Tap) -> None:
    code, document = Practice().have(f"{NAME}@open.example", "--resolver", "127.0.0.1@9")
    tap.check(code == 3 and document["answer"] == "unknown" and document["error"]["code"] == "dns-failed" and keeps_contract(document)
              and document["error"]["next"] == "check-connection", "without a name server nobody knows", (code, document))
    done = Practice().run("have", f"{NAME}@open.example", "--resolver", "127.0.0.1@9")
    tap.check(done.returncode == 3 and "Nobody could be asked" in done.stdout and not done.stderr, "... in words", done)


def check_text(tap: Tap) -> None:
    shell = Practice()
    for host, word in (("open.example", "very probably an XMPP address already"), ("mailonly.example", "gangway list"),
                       ("off.example", "Its owner says so"), ("nosuch.example", "Check the spelling")):
        done = shell.run("have", f"{NAME}@{host}", "--profile", shell.profile)
        wide = [line for line in done.stdout.splitlines() if len(line) > 80]
        tap.check(word in done.stdout.replace("\n", " ") and not wide and not done.stderr, f"{host} in words, within 80 columns", done)
    done = shell.run("have", "open.example", "--profile", shell.profile)
    tap.check("srv" in done.stdout and "host-meta" not in done.stdout, "only the clues that say yes", done.stdout)
    done = shell.run("have", f"{NAME}@open.example", "--profile", shell.profile, "--verbose")
    contacts = done.stderr.splitlines()
    tap.check(all(clue in done.stdout for clue in CLUES), "--verbose: all of them", done.stdout)
    tap.check(1 <= len(contacts) <= 2 and all("open.example" in line and "chosen" in line and ":443" in line for line in contacts)
              and NAME not in done.stderr, "... and whom it contacted: the web server, nobody else", done.stderr)


def check_patience(tap: Tap) -> None:
    """Once the answer is yes, a web server that takes its time is not waited for. It would have 8 seconds."""
    with Silence(announced=True) as silence:
        code, document = Practice().have(f"{NAME}@silent.example", "--resolver", silence.resolver)
    evidence = [clue["evidence"] for clue in document["clues"]]
    tap.check((code, document["answer"], says(document)) == (0, "yes", "yes no unknown unknown")
              and evidence[2:] == ["no answer", "no answer"], "yes is told without waiting for a silent web server", document)
    with Silence(announced=False) as silence:
        code, document = Practice().have(f"{NAME}@silent.example", "--resolver", silence.resolver)
    evidence = [clue["evidence"] for clue in document["clues"]]
    tap.check((code, document["answer"], says(document)) == (0, "no", "no no unknown unknown")
              and all("timeout" in text for text in evidence[2:]), "no is told when it has had its time", document)


def check_interrupt(tap: Tap) -> None:
    shell = Practice()
    with Silence(announced=False) as silence:
        child = subprocess.Popen([shell.gangway, "have", f"{NAME}@silent.example", "--profile", shell.profile, "--json", "--resolver",
                                  silence.resolver], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=shell.environment)
        silence.wait_for_a_visitor()
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=SECONDS)
    tap.check(child.returncode == 7 and json.loads(out)["error"]["code"] == "cancelled", "Ctrl-C ends it in the middle", (out, err))


def check_wire(tap: Tap, wire: bytes) -> None:
    log = (Path(os.environ["PRACTICE_DIR"]) / "web.log").read_text()
    tap.check("web: university.example GET /.well-known/host-meta.json HTTP/1.1" in log.splitlines()
              and "web: mailonly.example GET /.well-known/host-meta HTTP/1.1" in log.splitlines(), "the web server was asked", log)
    tap.check(NAME not in log.lower() and "brien" not in log, "... but not told the name before the @", log)
    question = b"\x0c_xmpp-client\x04_tcp\x0auniversity\x07example\x00"
    tap.check(question in wire and b"university.example" in wire, "the record of the wire holds questions and handshakes", len(wire))
    tap.check(NAME.encode() not in wire.lower() and b"brien" not in wire, "... and no name before an @")


def inside() -> int:
    tap = Tap()
    wire = Wire()
    for check in (check_hosts, check_evidence, check_typed, check_no_dns, check_text, check_patience, check_interrupt):
        check(tap)
    check_wire(tap, wire.close())
    return tap.end()


def main() -> int:
    return run_in_network(__file__, inside, SECONDS)


if __name__ == "__main__":
    sys.exit(main())
