#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each check of gangway probe --full in each state that it can have, against a server that is in that state: one table, in a
namespace of its own, where the web server has port 443.

    test-real-checks.py [--table]   runs the test; --table: prints the table as Markdown instead

Starts the namespace and the network by itself; --inside is the half that runs there."""
import contextlib
import json
import os
import socket
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from shell import SOURCE, Shell, Tap, run_in_network

PRACTICE, UNIT_ROWS = SOURCE / "tests" / "practice", SOURCE / "tests" / "probe"
SECONDS = 240
NO_NAMES = "open.example, asked for by a name server that is not there"
BARE_ADDRESS = "127.0.0.9"  # of bare.example: hosts.py


@dataclass(frozen=True)
class Says:
    """Where the state alone tells little: a word of the sentence or of the evidence, too."""
    host: str
    word: str


@dataclass(frozen=True)
class Unit:
    """No server can show it: why, and which row of tests/probe does."""
    why: str
    row: str


Cell = str | Says | Unit
UNREACHED = "silent"
# Check: state -> host, without ".example".
CHECKS: dict[str, dict[str, Cell]] = {
    "dns.srv.c2s": {"pass": "open", "warn": "bare", "fail": "off", "unknown": NO_NAMES},
    "dns.srv.c2s_tls": {"pass": "open", "info": "harbour", "fail": "deadtls", "unknown": NO_NAMES},
    "dns.srv.s2s": {"pass": "open", "warn": "bare", "fail": "off", "unknown": NO_NAMES},
    "dns.srv.s2s_tls": {"pass": "open", "info": "harbour", "fail": "srvnowhere", "unknown": NO_NAMES},
    "dns.srv.sane": {"pass": "open", "info": "bare", "warn": "srvcname", "fail": "srvboth", "unknown": NO_NAMES},
    "dns.v6": {"pass": "open", "info": "harbour", "warn": "v6dead", "unknown": NO_NAMES},
    "dns.dnssec": {"pass": "open", "info": "insecure", "warn": "mixed", "fail": "bogus", "unknown": NO_NAMES},
    "dns.tlsa": {"pass": "open", "info": "harbour", "warn": "insecure", "fail": "tlsawrong", "unknown": NO_NAMES},
    "dns.caa": {"pass": Says("open", "accounturi"), "info": Says("pier", "practice.example"), "unknown": NO_NAMES},
    "dns.xmppconnect": {"pass": "open", "warn": "oldtxt", "unknown": NO_NAMES},
    "c2s.stream": {"pass": "open", "warn": "noid", "fail": Says("hostunknown", "host-unknown"), "unknown": NO_NAMES},
    "c2s.starttls": {"pass": "open", "warn": "optionaltls", "fail": "plain", "unknown": UNREACHED},
    "c2s.pretls_leak": {"pass": "open", "warn": "early", "fail": "leaky", "unknown": UNREACHED},
    "c2s.directtls": {"pass": "open", "info": "harbour", "fail": "expiredtls", "unknown": NO_NAMES},
    "c2s.alpn": {"info": Says("alpn", "xmpp-client"), "fail": "alpn120", "unknown": "harbour"},
    "c2s.limits": {"info": Says("limits", "max-bytes=262144"), "unknown": UNREACHED},
    "cert.chain": {"pass": "open", "fail": Says("selfsigned", "by itself"), "unknown": UNREACHED},
    "cert.name": {"pass": "open", "warn": "machinename", "fail": "wronghost", "unknown": UNREACHED},
    "cert.ids": {"info": Says("srvonly", "SRV:_xmpp-client.srvonly.example"), "unknown": UNREACHED},
    "cert.expiry": {"pass": "open", "warn": "soon", "fail": "expired", "unknown": UNREACHED},
    "cert.key": {"pass": "open", "fail": "rsa1024", "unknown": UNREACHED},
    "cert.sig": {"pass": "open", "fail": "sha1", "unknown": UNREACHED},
    "cert.same": {"pass": "open", "warn": "othercert", "unknown": Says("plus", "nothing to compare")},
    "tls.v13": {"pass": "open", "warn": "tls12", "fail": "tls10", "unknown": UNREACHED},
    "tls.v12": {"pass": "open", "warn": "cbconly", "unknown": UNREACHED},
    "tls.old": {"pass": "open", "fail": Says("oldtls", "TLSv1.1"), "unknown": UNREACHED},
    "tls.rsakx": {"pass": "open", "warn": "staticrsa", "unknown": UNREACHED},
    "tls.broken": {"pass": "open", "warn": Says("tripledes", "3DES"), "fail": Says("anonymous", "anon"), "unknown": UNREACHED},
    "tls.dh": {"pass": "open", "warn": "dh1024", "unknown": "staticrsa", "fail": Unit(
        "Debian's OpenSSL ends a handshake with so few bits before it counts them", "rows-tls.c /tls/too-few-bits")},
    "tls.compress": {"pass": "open", "fail": "compress", "unknown": UNREACHED},
    "sasl.scram": {"pass": "plus", "warn": "plainonly", "fail": "nomechanism", "unknown": UNREACHED},
    "sasl.plus": {"pass": "plus", "info": "open", "unknown": UNREACHED},
    "sasl.cb": {"pass": "plus", "info": "open", "warn": "pluswithoutlist", "unknown": UNREACHED},
    "sasl.legacy": {"pass": "open", "warn": "digestmd5", "unknown": UNREACHED},
    "sasl.anonymous": {"info": Says("guests", "Guests may"), "unknown": UNREACHED},
    "sasl2": {"info": Says("sasl2", "is offered"), "unknown": UNREACHED},
    "bind2": {"info": Says("sasl2", "are one step"), "unknown": UNREACHED},
    "fast": {"info": Says("sasl2", "can come back"), "unknown": UNREACHED},
    "upgrade": {"info": Says("sasl2", "are moved"), "unknown": UNREACHED},
    "iap": {"info": Says("open", "which is usual"), "unknown": UNREACHED},
    "reg.ibr": {"info": Says("open", "is announced"), "unknown": UNREACHED},
    "reg.form": {"info": Says("mailform", "e-mail"), "warn": "busyform", "unknown": UNREACHED},
    "reg.token": {"info": Says("invite", "Invitations are taken"), "unknown": UNREACHED},
    "reg.redirect": {"info": Says("oobform", "https://oobform.example/register"), "unknown": UNREACHED},
    "web.hostmeta": {"pass": "full", "info": "open", "warn": Says("metacors", "CORS"), "unknown": "metaloop"},
    "web.hostmeta.json": {"pass": "full", "info": "open", "warn": Says("metahttp", "not encrypted"), "unknown": "metabomb"},
    "web.hostmeta2": {"info": Says("meta2", "names all ways in (XEP-0487)"), "unknown": "metaloop"},
    "web.ws": {"pass": "full", "info": "open", "warn": "wssilent", "fail": "wslanding", "unknown": Says("metahttp", "not tried")},
    "web.bosh": {"pass": "full", "info": "open", "warn": "boshcors", "fail": "bosherror", "unknown": Says("metahttp", "not tried")},
    "web.posh": {"pass": "posh", "info": "open", "warn": "poshwrong", "unknown": UNREACHED},
    "web.provider": {"info": Says("full", "legal-notice"), "warn": "filebroken", "unknown": "filebomb"},
    "s2s.stream": {"pass": "open", "warn": "s2snoid", "fail": "s2sdead", "unknown": NO_NAMES},
    "s2s.starttls": {"pass": "open", "warn": "s2soptional", "fail": "s2snotls", "unknown": "s2ssilent"},
    "s2s.directtls": {"pass": "open", "info": "harbour", "fail": "s2sdead", "unknown": NO_NAMES},
    "s2s.cert.chain": {"pass": "open", "fail": "selfsigned", "unknown": "s2sdead"},
    "s2s.cert.name": {"pass": Says("posh", "POSH"), "warn": "machinename", "fail": "othercert", "unknown": "s2sdead"},
    "s2s.cert.expiry": {"pass": "open", "warn": "soon", "fail": "expired", "unknown": "s2sdead"},
    "s2s.tls": {"pass": "open", "warn": "tls12", "unknown": "s2sdead", "fail": Unit(
        "we take no handshake before TLS 1.2, and raw hellos go to the port for apps only", "rows-server.c /server/tls-1-0")},
    "s2s.auth": {"info": Says("s2sexternal", "by certificate"), "unknown": "s2ssilent"},
    "s2s.bidi": {"info": Says("s2sbidi", "serves both directions"), "unknown": "s2sdead"},
    "perf.dns": {"info": Says("open", " ms"), "unknown": "dead"},
    "perf.connect": {"info": Says("open", " ms"), "unknown": "dead"},
    "perf.tls": {"info": Says("open", " ms"), "unknown": "plain"},
    "perf.features": {"info": Says("open", " ms"), "unknown": "plain"},
}
STATES = ("pass", "info", "warn", "fail", "unknown")
Results = dict[str, dict[str, dict]]  # host -> check -> result


def host_of(cell: Cell) -> str | None:
    return None if isinstance(cell, Unit) else cell.host if isinstance(cell, Says) else cell


def hosts_of(*prefixes: str) -> set[str]:
    found = {host_of(cell) for check, cells in CHECKS.items() if check.startswith(prefixes or ("",)) for cell in cells.values()}
    return {host for host in found if host not in (None, NO_NAMES)}


# --- bare.example ----------------------------------------------------------------------------------------------------

def pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def forward(listening: socket.socket, port: int) -> None:
    with contextlib.suppress(OSError):  # closed: it is over
        while True:
            here, _visitor = listening.accept()
            there = socket.create_connection(("127.0.0.1", port))
            for ends in ((here, there), (there, here)):
                threading.Thread(target=pump, args=ends, daemon=True).start()


@contextlib.contextmanager
def usual_ports() -> Iterator[None]:
    """Those who have no SRV record are looked for there; Prosody has drawn others."""
    ports = json.loads((Path(os.environ["PRACTICE_DIR"]) / "ports.json").read_text())
    with contextlib.ExitStack() as held:
        for port, name in ((5222, "c2s"), (5269, "s2s")):
            listening = held.enter_context(socket.create_server((BARE_ADDRESS, port)))
            threading.Thread(target=forward, args=(listening, ports[name]), daemon=True).start()
        yield


# --- the table -------------------------------------------------------------------------------------------------------

def probe(shell: Shell, hosts: set[str], *words: str) -> Results:
    domains = [f"{host}.example" for host in sorted(hosts)]
    code, document = shell.json("probe", "--full", *domains, "--json", "--profile", os.environ["PRACTICE_PROFILE"], *words)
    assert {result["domain"] for result in document["results"]} == {*domains}, (code, document)
    return {result["domain"].removesuffix(".example"): {check["id"]: check for check in result["checks"]}
            for result in document["results"]}


def probe_all() -> Results:
    """The raw hellos take their time, since all hosts are one machine: whom they are not for is asked apart."""
    with_hellos = hosts_of("tls.")
    with usual_ports():
        results = probe(Shell(), with_hellos) | probe(Shell(), hosts_of() - with_hellos)
        return results | {NO_NAMES: probe(Shell(), {"open"}, "--resolver", "127.0.0.1@9")["open"]}


def check_cell(tap: Tap, results: Results, check: str, state: str, cell: Cell) -> None:
    if isinstance(cell, Unit):
        file, row = cell.row.split()
        tap.check(f'"{row}"' in (UNIT_ROWS / file).read_text(), f"{check} {state}: {cell.row}", cell.why)
        return
    said = results[host_of(cell)].get(check, {})
    words = f"{said.get('text')} {said.get('evidence')}"
    tap.check(said.get("state") == state and said["reference"] and (not isinstance(cell, Says) or cell.word in words),
              f"{check} {state}: {host_of(cell)}", json.dumps(said, ensure_ascii=False))


def check_table(tap: Tap, known: list[dict]) -> None:
    tap.check([check["id"] for check in known] == [*CHECKS], "every check of the program stands in the table, in its order",
              {check["id"] for check in known} ^ {*CHECKS})
    for check in known:
        can = {"unknown", *(state for state, column in (("warn", "warns"), ("fail", "fails")) if check[column])}
        have = {*CHECKS.get(check["id"], {})}
        tap.check(can == have - {"pass", "info"} and have & {"pass", "info"}, f"{check['id']} in every state that it can have", have ^ can)


def check_unknown_names(tap: Tap, results: Results) -> None:
    told = {check: said for check, said in results[NO_NAMES].items() if said["state"] != "unknown"}
    tap.check(not told, "without a name server, nothing is said of the server", told)


def inside() -> int:
    tap = Tap()
    check_table(tap, Shell().json("probe", "--explain", "list", "--json")[1]["checks"])
    results = probe_all()
    for check, cells in CHECKS.items():
        for state, cell in cells.items():
            check_cell(tap, results, check, state, cell)
    check_unknown_names(tap, results)
    return tap.end()


def shown(cell: Cell | None) -> str:
    if cell is None:
        return "–"
    return f"unit test {cell.row} ({cell.why})" if isinstance(cell, Unit) else host_of(cell)


def print_table() -> int:
    print(f"| check | {' | '.join(STATES)} |\n|{'---|' * (len(STATES) + 1)}")
    for check, cells in CHECKS.items():
        print(f"| {check} | {' | '.join(shown(cells.get(state)) for state in STATES)} |")
    return 0


def main() -> int:
    if "--table" in sys.argv:
        return print_table()
    return run_in_network(__file__, inside, SECONDS)


if __name__ == "__main__":
    sys.exit(main())
