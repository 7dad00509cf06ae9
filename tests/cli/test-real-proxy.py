#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One way out: with a proxy every connection of every command goes to it, by name, and nothing is looked up beside it. strace
says what the program really did. And names that are asked for by https.

Starts the practice network by itself."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from shell import SOURCE, Shell, Tap, skip_all
from ways_out import Doh, Proxy

PRACTICE = SOURCE / "tests" / "practice" / "practice"
FOLDER = Path(os.environ.get("PRACTICE_DIR", "."))
# What looking a name up would open.
SYSTEM_FILES = re.compile(r'"/etc/(resolv\.conf|hosts|nsswitch\.conf|gai\.conf)"')
TARGET = re.compile(r'connect\(\d+, \{sa_family=AF_INET6?, sin6?_port=htons\((\d+)\).*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')
# libcurl calls connect(2) for a socket that is connected already; no packet leaves for this address (net/http-transfer).
PLACEHOLDER = "255.255.255.255"


class Traced(Shell):
    """A person whose profile names neither a resolver nor local addresses, watched by strace."""

    def __init__(self, ports: dict, *lines: str) -> None:
        super().__init__()
        self.profile = self.home / "profile.ini"
        self.trace = self.home / "trace"
        kept = [line for line in (FOLDER / "profile.ini").read_text().splitlines() if line.startswith(("[", "ca-file=", "list="))]
        kept.append(f"catalogue-url=https://list.example:{ports['web']}/providers-B.json")
        self.profile.write_text("\n".join([*kept, *lines]) + "\n")
        self.profile.chmod(0o600)

    def watched(self, *words: str, **environment: str) -> tuple[int, dict]:
        wrapper = ("strace", "-f", "-qq", "-o", str(self.trace), "-e", "trace=socket,connect,openat,getsockname")
        words += ("--again",) if words[0] == "probe" else ()
        return self.json(*words, "--profile", str(self.profile), "--json", wrapper=wrapper, ASAN_OPTIONS="detect_leaks=0",
                         **environment)

    def contacts(self) -> set[tuple[str, int]]:
        """Where it connected to, without its own relays."""
        text = self.trace.read_text()
        own = {("127.0.0.1", int(port)) for port in re.findall(r"getsockname\(\d+, \{sa_family=AF_INET, sin_port=htons\((\d+)\)", text)}
        new = "\n".join(line for line in text.splitlines() if PLACEHOLDER not in line or not re.search(r"= 0$|EISCONN", line))
        return {(address, int(port)) for port, address in TARGET.findall(new)} - own

    def look_ups(self) -> list[str]:
        return [line for line in self.trace.read_text().splitlines()
                if SYSTEM_FILES.search(line) or re.search(r"socket\(AF_INET6?, SOCK_DGRAM", line)]


def check_one_way(tap: Tap, person: Traced, proxy: Proxy, what: str, expected: set[str]) -> None:
    asked = set(proxy.take_asked())
    tap.check(person.contacts() == {("127.0.0.1", proxy.port)}, f"{what}: nothing else is connected to", person.contacts())
    tap.check(not person.look_ups(), f"{what}: nothing is looked up", person.look_ups())
    tap.check(asked == expected, f"{what}: the proxy is asked by name", (asked, expected))


def check_commands(tap: Tap, ports: dict, proxy: Proxy) -> None:
    person, url = Traced(ports), proxy.url()
    code, document = person.watched("probe", "open.example", "--proxy", url)
    result = document["results"][0]
    tap.check(code == 0 and result["reachable"] and result["signup"] == "at-once", "probe through the proxy", document)
    checks = {check["id"]: check["state"] for check in result["checks"]}
    tap.check(checks["dns.srv.c2s_tls"] == "unknown", "... does not say that direct TLS is not announced", checks)
    check_one_way(tap, person, proxy, "probe", {"open.example:5222"})

    code, document = person.watched("probe", "nosuch.example", "--proxy", url)
    tap.check((code, document["error"]["code"]) == (3, "connect-failed"), "a name that the proxy does not know", document)
    check_one_way(tap, person, proxy, "an unknown name", {"nosuch.example:5222"})

    code, document = person.watched("probe", "open.example", "--full", "--proxy", url)
    tap.check(code == 0 and document["results"][0]["reachable"], "a full probe through the proxy", document)
    dns = {check["id"]: check["state"] for check in document["results"][0]["checks"] if check["id"].startswith(("dns.", "dane", "ip"))}
    tap.check(dns and set(dns.values()) == {"unknown"}, "... knows nothing about the DNS", dns)
    names = {place.rsplit(":", 1)[0] for place in proxy.asked}
    check_one_way(tap, person, proxy, "full probe", set(proxy.asked))
    tap.check(names == {"open.example"}, "... asks for this domain only", names)

    code, document = person.watched("providers", "update", "--proxy", url)
    tap.check(code == 0, "a list through the proxy", document)
    check_one_way(tap, person, proxy, "providers update", {f"list.example:{ports['web']}"})

    code, document = person.watched("have", "web.example", "--proxy", url)
    tap.check(code == 0 and document["answer"] == "yes", "have through the proxy", document)
    check_one_way(tap, person, proxy, "have", {"web.example:443"})

    code, document = person.watched("register", "open.example", "--name", "walrus", "--save", "kept", "--proxy", url)
    tap.check(code == 0 and document["state"] == "verified", "register through the proxy, proved", document)
    check_one_way(tap, person, proxy, "register", {"open.example:5222"})


def check_settings(tap: Tap, ports: dict, proxy: Proxy) -> None:
    person = Traced(ports)
    code, _ = person.watched("probe", "open.example", ALL_PROXY=proxy.url(), https_proxy=proxy.url())
    tap.check(code == 0, "a proxy of the environment is taken")
    check_one_way(tap, person, proxy, "ALL_PROXY", {"open.example:5222"})
    code, _ = person.watched("probe", "open.example", "--proxy", proxy.url(), HTTPS_PROXY="http://127.0.0.1:9")
    tap.check(code == 0, "an option wins")
    check_one_way(tap, person, proxy, "--proxy beside HTTPS_PROXY", {"open.example:5222"})
    code, document = person.watched("probe", "open.example", HTTPS_PROXY=proxy.url())
    tap.check((code, document["error"]["code"]) == (1, "proxy-unsupported") and not person.contacts(),
              "a variable for some connections only is refused", document)
    code, document = person.watched("probe", "open.example", "--proxy", proxy.url("me:hush@"))
    tap.check((code, document["error"]["code"]) == (2, "usage") and "hush" not in json.dumps(document),
              "a password on the command line is refused", document)
    code, document = person.watched("probe", "open.example", "--proxy", "http://127.0.0.1:3128")
    tap.check((code, document["error"]["code"]) == (2, "usage"), "another kind is refused", document)


def check_password(tap: Tap, ports: dict) -> None:
    proxy = Proxy({5222: ports["c2s"]}, ("me", "h:ush"))
    person = Traced(ports, f"proxy={proxy.url('me:h%3aush@')}")
    code, document = person.watched("probe", "open.example")
    tap.check(code == 0, "a password in the profile", document)
    check_one_way(tap, person, proxy, "password", {"open.example:5222"})
    person = Traced(ports, f"proxy={proxy.url('me:wrong@')}")
    code, document = person.watched("probe", "open.example")
    tap.check((code, document["error"]["code"]) == (3, "proxy-refused") and "wrong" not in document["error"]["text"],
              "a wrong one", document)
    person.profile.chmod(0o644)
    code, document = person.watched("probe", "open.example")
    tap.check((code, document["error"]["code"]) == (6, "bad-profile") and not person.contacts(), "one that others may read", document)


def check_dead(tap: Tap, ports: dict, port: int) -> None:
    person = Traced(ports)
    for words in (("probe", "open.example"), ("providers", "update"), ("register", "open.example", "--name", "walrus2", "--save", "two")):
        code, document = person.watched(*words, "--proxy", f"socks5h://127.0.0.1:{port}")
        said = document.get("error", {}).get("code") or document.get("reason")
        tap.check(code == 3 and said == "proxy-unreachable", f"{words[0]}: a dead proxy is said to be one", document)
        tap.check(person.contacts() == {("127.0.0.1", port)} and not person.look_ups(), "... and nothing else is tried",
                  (person.contacts(), person.look_ups()))


def check_doh(tap: Tap, ports: dict, proxy: Proxy) -> None:
    doh = Doh(FOLDER, ports["dns"])
    person = Traced(ports)
    code, document = person.watched("probe", "open.example", "--proxy", proxy.url(), "--doh", doh.url)
    checks = {check["id"]: check["state"] for check in document["results"][0]["checks"]}
    tap.check(code == 0 and checks["dns.srv.c2s_tls"] == "pass", "SRV by https, through the proxy", document)
    tap.check(sorted(doh.take_asked()) == ["_xmpp-client._tcp.open.example", "_xmpps-client._tcp.open.example"],
              "... no address is asked for")
    check_one_way(tap, person, proxy, "DoH", {f"list.example:{doh.port}", f"open.example:{ports['c2s_tls']}"})
    code, document = person.watched("have", "off.example", "--proxy", proxy.url(), "--doh", doh.url)
    tap.check(document["refused"], "the owner's no comes by https", document)
    check_one_way(tap, person, proxy, "DoH and have", {f"list.example:{doh.port}", "off.example:443"})
    doh.take_asked()

    person = Traced(ports, f"resolver=127.0.0.1@{ports['dns']}", "allow-local=true", f"doh={doh.url}")
    code, document = person.watched("probe", "open.example")
    tap.check(code == 0 and document["results"][0]["reachable"], "without a proxy, too", document)
    asked = set(doh.take_asked())
    tap.check({"_xmpp-client._tcp.open.example", "open.example"} <= asked and "list.example" not in asked,
              "... all but the resolver itself is asked for there", asked)
    code, document = person.watched("probe", "nosuch.example")
    tap.check((code, document["error"]["code"]) == (3, "dns-unknown"), "... a name that is nowhere", document)
    doh.server.shutdown()
    doh.server.server_close()
    code, document = person.watched("probe", "open.example")
    tap.check((code, document["error"]["code"]) == (3, "dns-failed"), "... a dead one: nobody else is asked", document)


def main() -> int:
    tap = Tap()
    ports = json.loads((FOLDER / "ports.json").read_text())
    proxy = Proxy({5222: ports["c2s"], 5269: ports["s2s"], 443: ports["web"]})
    check_commands(tap, ports, proxy)
    check_settings(tap, ports, proxy)
    check_password(tap, ports)
    check_doh(tap, ports, proxy)
    gone = Proxy({})
    gone.listener.shutdown(2)
    gone.listener.close()
    check_dead(tap, ports, gone.port)
    return tap.end()


def start() -> int:
    if not shutil.which("strace"):
        skip_all("strace is missing")
    with tempfile.TemporaryDirectory(prefix="gangway-practice-") as folder:
        done = subprocess.run([PRACTICE, "run", "--dir", f"{folder}/practice", "--", sys.executable, __file__, "inside"],
                              stderr=subprocess.PIPE, text=True)
    sys.stderr.write(done.stderr)
    if done.returncode == 77:
        skip_all(done.stderr.strip().splitlines()[-1])
    return done.returncode


if __name__ == "__main__":
    sys.exit(main() if sys.argv[1:] == ["inside"] else start())
