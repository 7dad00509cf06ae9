#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""gangway probe --full through resolvers that spoil what the name server says, as routers and hotspots do: the server is reached
all the same, and what cannot be checked is not known, never wrong."""
import json
import os
import socket
import struct
import sys
import threading
import time
from pathlib import Path
from typing import Callable

from shell import Shell, Tap, skip_all

HEADER = 12
NXDOMAIN, FORMERR = 3, 1
SRV, TLSA = 33, 52
INVENTED = "127.0.0.66"
SECONDS = 22  # a full probe has 20


class Resolver:
    """UDP on loopback in front of the practice network's name server. `manner` gets the question and a function that passes one on,
    and gives the answer, or None for none. Its port refuses TCP."""

    def __init__(self, manner: Callable) -> None:
        self.manner = manner
        self.upstream = ("127.0.0.1", json.loads((Path(os.environ["PRACTICE_DIR"]) / "ports.json").read_text())["dns"])
        self.socket = socket.socket(type=socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.address = f"127.0.0.1@{self.socket.getsockname()[1]}"
        self.open, self.asked = True, 0
        self.thread = threading.Thread(target=self._serve)

    def __enter__(self) -> "Resolver":
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.open = False
        self.thread.join()
        self.socket.close()

    def _pass_on(self, question: bytes) -> bytes:
        with socket.socket(type=socket.SOCK_DGRAM) as asking:
            asking.settimeout(2)
            asking.sendto(question, self.upstream)
            return asking.recv(65535)

    def _serve(self) -> None:
        while self.open:
            try:
                question, visitor = self.socket.recvfrom(4096)
                self.asked += 1
                answer = self.manner(question, self._pass_on)
                if answer:
                    self.socket.sendto(answer, visitor)
            except TimeoutError:
                pass


def end_of_question(message: bytes) -> int:
    return message.index(b"\0", HEADER) + 5


def kind_of(question: bytes) -> int:
    return struct.unpack_from("!H", question, end_of_question(question) - 4)[0]


def without_edns(question: bytes) -> bytes:
    """RFC 6891 section 6.1.1: the OPT record stands behind everything else, and without it nobody asks for signatures."""
    return question[:10] + b"\0\0" + question[HEADER:end_of_question(question)]


# --- what they do ----------------------------------------------------------------------------------------------------

def passes(question: bytes, ask: Callable) -> bytes:
    return ask(question)


def strips(question: bytes, ask: Callable) -> bytes:
    return ask(without_edns(question))


def refuses_edns(question: bytes, ask: Callable) -> bytes:
    if question[11] == 0:
        return ask(question)
    return question[:2] + bytes([0x80, 0x80 | FORMERR]) + question[4:6] + bytes(6) + question[HEADER:end_of_question(question)]


def drops_edns(question: bytes, ask: Callable) -> bytes | None:
    return ask(question) if question[11] == 0 else None


def rewrites(question: bytes, ask: Callable) -> bytes:
    """An address in place of "no such name"."""
    answer = ask(without_edns(question))
    if answer[3] & 15 != NXDOMAIN:
        return answer
    record = struct.pack("!3HIH", 0xc00c, 1, 1, 60, 4) + socket.inet_aton(INVENTED)
    return answer[:2] + b"\x80\x80" + struct.pack("!4H", 1, 1, 0, 0) + question[HEADER:end_of_question(question)] + record


class DiesAt:
    """From the first question of a kind on, it says nothing more."""

    def __init__(self, kind: int) -> None:
        self.kind, self.is_dead = kind, False

    def __call__(self, question: bytes, ask: Callable) -> bytes | None:
        self.is_dead |= kind_of(question) == self.kind
        return None if self.is_dead else ask(question)


def says_nothing(_question: bytes, _ask: Callable) -> None:
    return None


# --- what the program makes of it ------------------------------------------------------------------------------------

def probe(manner: Callable, *words: str) -> tuple[int, dict, float]:
    shell = Shell()
    begun = time.monotonic()
    with Resolver(manner) as resolver:
        code, document = shell.json("probe", "--full", "open.example", "--json", "--profile", os.environ["PRACTICE_PROFILE"],
                                    "--resolver", resolver.address, *words)
        assert resolver.asked > 0
    return code, document, time.monotonic() - begun


def checks_of(document: dict) -> dict[str, dict]:
    return {check["id"]: check for check in document["results"][0]["checks"]}


def states(document: dict, *names: str) -> tuple[str, ...]:
    return tuple(checks_of(document)[name]["state"] for name in names)


def check_honest(tap: Tap) -> None:
    code, document, _seconds = probe(passes)
    tap.check(code == 0 and states(document, "dns.dnssec", "dns.tlsa", "dns.srv.c2s") == ("pass",) * 3,
              "through an honest one all is well", document)


def check_spoilers(tap: Tap) -> None:
    for manner in (strips, refuses_edns, rewrites, DiesAt(TLSA)):
        name = getattr(manner, "__name__", "dies when asked for TLSA")
        code, document, seconds = probe(manner)
        result, checks = document["results"][0], checks_of(document)
        tap.check(code == 0 and result["reachable"] and states(document, "c2s.stream", "cert.chain", "cert.name") == ("pass",) * 3
                  and seconds < SECONDS, f"{name}: the server is reached", (code, seconds, result["error"], checks))
        dnssec, tlsa = checks["dns.dnssec"], checks["dns.tlsa"]
        tap.check((dnssec["state"], tlsa["state"]) == ("unknown", "unknown"), f"{name}: DNSSEC and TLSA are not known", (dnssec, tlsa))
        tap.check("from here" in dnssec["text"], f"{name}: ... and a sentence says why", (dnssec["text"], tlsa["text"]))
        tap.check(not [check for check in checks.values() if check["state"] == "fail"], f"{name}: nothing is blamed on the server",
                  [check for check in checks.values() if check["state"] == "fail"])


def check_tlsa_sentence(tap: Tap) -> None:
    _code, document, _seconds = probe(strips)
    tap.check("from here" in checks_of(document)["dns.tlsa"]["text"], "TLSA that came without signatures: a sentence of its own",
              checks_of(document)["dns.tlsa"])


def check_dead(tap: Tap) -> None:
    for manner, name in ((DiesAt(SRV), "dies at the first question for a server"), (says_nothing, "says nothing"),
                         (drops_edns, "says nothing to who asks with EDNS, as libunbound does for longer than we wait")):
        code, document, seconds = probe(manner)
        result = document["results"][0]
        tap.check(code == 3 and not result["reachable"] and result["error"]["code"] == "dns-failed" and result["error"]["text"]
                  and result["error"]["next"] == "check-connection" and document["error"]["code"] == "dns-failed" and seconds < SECONDS,
                  f"{name}: a clear sentence, exit 3", (code, seconds, result["error"]))
        told = [check for check in result["checks"] if check["state"] in ("fail", "warn")]
        tap.check(not told, f"{name}: nothing is blamed on the server", told)


def main() -> int:
    if "PRACTICE_PROFILE" not in os.environ:
        skip_all("PRACTICE_PROFILE is not set: run through tests/practice/practice run -- ...")
    tap = Tap()
    for check in (check_honest, check_spoilers, check_tlsa_sentence, check_dead):
        check(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
