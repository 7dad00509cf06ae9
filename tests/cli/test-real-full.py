#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""gangway probe --full and what belongs to it: records and replay, watching, the whole list, pages, the schema, and manners,
which are measured on the wire.

Starts a namespace and the practice network in it by itself, so that the web server has port 443; --inside is the half that
runs there."""
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema

import names
from shell import SOURCE, Shell, Tap, run_in_network
from wire import Wire

PRACTICE = SOURCE / "tests" / "practice"
sys.path.insert(0, str(PRACTICE))
import words  # noqa: E402
SECONDS = 420
# Of all kinds: good ones, by website, bad certificates, old TLS, nobody there, no XMPP, no such name.
VARIED = ["full.example", "open.example", "web.example", "closed.example", "expired.example", "posh.example", "poshwrong.example",
          "tls10.example", "oldtls.example", "plain.example", "injected.example", "alpn120.example", "v6dead.example", "dead.example",
          "slam.example", "garbage.example", "nosuch.example", "off.example", "hostunknown.example", "seeother.example",
          "bogus.example", "tlsawrong.example"]
SILENT = ["silent.example", "silenttls.example", "halftls.example", "drip.example"]
HELLOS = 4
FULL_MOST, QUICK_MOST, AT_ONCE, PACE, CLOCK = 16, 3, 2, 0.250, 0.002
INTERRUPT_SECONDS = 5  # 20 would be the server's time; one is what it should be


class Practice(Shell):
    def __init__(self, **settings: str) -> None:
        """`settings` take the place of those of the practice network's profile."""
        super().__init__()
        self.profile = self.home / "profile.ini"
        text = Path(os.environ["PRACTICE_PROFILE"]).read_text()
        for key, value in settings.items():
            text = re.sub(rf"^{key}=.*$", f"{key}={value}", text, flags=re.M)
        self.profile.write_text(text)

    def words(self, *words: str) -> list[str]:
        return ["probe", *words, "--profile", str(self.profile)]

    def probe(self, *words: str, **keywords) -> subprocess.CompletedProcess:
        return self.run(*self.words(*words), **keywords)

    def probe_json(self, *words: str) -> tuple[int, dict]:
        return self.json(*self.words(*words), "--json")

    def start(self, *words: str, **keywords) -> subprocess.Popen:
        return subprocess.Popen([self.gangway, *self.words(*words)], env=self.environment, cwd=self.home, text=True, **keywords)

    def contacts(self) -> list[dict]:
        return self.json("contacted", "--json")[1]["contacts"]

    def wait_for_contacts(self, domains: set[str]) -> bool:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if {contact["domain"] for contact in self.contacts()} >= domains:
                return True
            time.sleep(0.1)
        return False


class Terminal:
    """A program on a terminal of its own, from which it reads as well."""

    def __init__(self, shell: Practice, *words: str) -> None:
        controller, terminal = os.openpty()
        self.controller = controller
        self.child = subprocess.Popen([shell.gangway, *shell.words(*words)], stdin=terminal, stdout=terminal, stderr=terminal,
                                      env=shell.environment, cwd=shell.home, start_new_session=True)
        os.close(terminal)
        self.shown = ""

    def read_until(self, text: str | None) -> bool:
        """None: the end."""
        while text is None or text not in self.shown:
            if not select.select([self.controller], [], [], 30)[0]:
                return False
            try:
                self.shown += os.read(self.controller, 65536).decode()
            except OSError:  # EIO: the other end was closed
                return text is None
        return True

    def type(self, text: str) -> None:
        os.write(self.controller, text.encode())

    def end(self) -> int:
        self.read_until(None)
        os.close(self.controller)
        return self.child.wait(30)


class Changing:
    """watch.example: a server without TLS that shows the features it was last told to, or is away."""
    ADDRESS, DOMAIN = "127.0.0.5", "watch.example"

    def __init__(self) -> None:
        self.port = 0
        self.features = ""
        self.listener: socket.socket | None = None

    def __enter__(self) -> "Changing":
        self.come(words.LOGIN)
        self.names = names.Names(self.ADDRESS, {(self.DOMAIN, names.A): socket.inet_aton(self.ADDRESS),
                                                (f"_xmpp-client._tcp.{self.DOMAIN}", names.SRV): names.srv(self.port, self.DOMAIN)})
        return self

    def __exit__(self, *_error: object) -> None:
        self.go()
        self.names.close()

    def come(self, features: str) -> None:
        self.features = features
        self.listener = socket.create_server((self.ADDRESS, self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._listen, args=(self.listener,), daemon=True).start()

    def go(self) -> None:
        if self.listener:
            self.listener.shutdown(socket.SHUT_RDWR)  # wakes the thread up
            self.listener.close()
        self.listener = None

    def _listen(self, listener: socket.socket) -> None:
        while True:
            try:
                visitor, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(visitor,), daemon=True).start()

    def _serve(self, visitor: socket.socket) -> None:
        visitor.settimeout(10)
        with visitor:
            try:
                heard = b""
                while not re.search(rb"<stream:stream[^>]*>", heard):
                    heard += visitor.recv(4096) or sys.exit()
                visitor.sendall((words.CLIENT_HEADER.format(self.DOMAIN) + self.features).encode())
                while visitor.recv(4096):
                    pass
            except OSError:
                pass


def one_document(done: subprocess.CompletedProcess) -> dict:
    return json.loads(done.stdout) if done.stdout.count("\n") == 1 else {}


# --- records ---------------------------------------------------------------------------------------------------------

def check_replay(tap: Tap) -> None:
    for form in ("--json", "--ndjson", "--verbose", "--quiet"):
        for full in (["--full"], []):
            shell = Practice()
            # All of them pause for each other, since they are one machine.
            domains = VARIED if form == "--json" or not full else VARIED[:4]
            done = shell.probe(*domains, *full, form, "--record", "a.record")
            again = shell.run("replay", "a.record", form)
            tap.check(done.returncode == 0 and again.returncode == 0 and len(done.stdout) > 1000 and again.stdout == done.stdout,
                      f"replay says what probe said: {' '.join([form, *full])}", first_difference(done.stdout, again.stdout))
    one = Practice()
    for domain, status in (("full.example", 0), ("dead.example", 3), ("garbage.example", 6)):
        done = one.probe(domain, "--full", "--record", f"{domain}.record")
        again = one.run("replay", f"{domain}.record")
        tap.check(done.returncode == again.returncode == status and done.stdout == again.stdout, f"... of {domain} alone, exit {status}",
                  first_difference(done.stdout, again.stdout))


def first_difference(one: str, two: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(one, two)) if a != b), min(len(one), len(two)))
    return f"at {at} of {len(one)}, {len(two)}:\n{one[max(0, at - 200):at + 200]!r}\n{two[max(0, at - 200):at + 200]!r}"


def check_record_file(tap: Tap) -> None:
    shell = Practice()
    shell.probe("full.example", "expired.example", "--full", "--record", "a.record")
    first = (shell.home / "a.record").read_bytes()
    shell.probe("open.example", "--record", "a.record")
    whole = (shell.home / "a.record").read_bytes()
    records = [json.loads(line) for line in whole.splitlines()]
    tap.check(whole.startswith(first) and [first.count(b"\n"), len(records)] == [2, 3] and records[2]["domain"] == "open.example",
              "a record is added at the end", whole[:200])
    results = shell.json("replay", "a.record", "--json")[1]["results"]
    tap.check([result["domain"] for result in results] == [record["domain"] for record in records], "... and all are replayed")
    resolver = re.search(r"^resolver=(.*)$", shell.profile.read_text(), re.M).group(1)
    ours = [resolver, resolver.replace("@", ":"), str(shell.home), os.environ["PRACTICE_DIR"], "ca.pem"]
    tap.check(not [word for word in ours if word.encode() in whole], "nothing of ours stands in it", ours)
    away = Practice(resolver="127.0.0.9@9")
    away.probe("full.example", "--full", "--record", "a.record")
    text = (away.home / "a.record").read_text()
    tap.check("127.0.0.9" not in text and str(away.home) not in text and "dns-failed" in text, "... nor without a name server", text)
    away = Practice()
    away.probe("full.example", "--full", "--record", "a.record", "--proxy", "socks5h://127.0.0.9:9")
    text = (away.home / "a.record").read_text()
    tap.check("127.0.0.9" not in text and "proxy-unreachable" in text, "... nor the proxy", text)


def check_nonsense(tap: Tap) -> None:
    shell = Practice()
    shell.probe("full.example", "--full", "--record", "good.record")
    good = (shell.home / "good.record").read_bytes()
    bad = {
        "nothing": b"", "empty lines": b"\n\n \n", "words": b"hello\n", "a list": b"[]\n", "an object": b"{}\n", "a number": b"1\n",
        "a later form": good.replace(b'"gangway-record":1', b'"gangway-record":2'), "half a record": good[:len(good) // 2],
        "a damaged second record": good + good[:1000] + b"\n", "zeros": bytes(1000), "a zero inside": good[:500] + b"\0" + good[500:],
        "a zero behind": good.rstrip() + b"\0x\n", "two of a name": good.replace(b"{", b'{"domain":"a.example",', 1),
        "too long": good.replace(b'"dns"', b'"x":"' + b"x" * (3 << 20) + b'","dns"', 1), "no domain": good.replace(b'"domain"', b'"d"'),
        "no time": good.replace(b'"measured"', b'"m"'), "a domain that is none": good.replace(b'"domain":"full', b'"domain":"not a name'),
        "too many": b'{"gangway-record":1,"domain":"a.example","measured":"2026-11-18T00:00:00Z"}\n' * 1001,
    }
    for what, content in bad.items():
        (shell.home / "bad.record").write_bytes(content)
        done = shell.run("replay", "bad.record")
        code, document = shell.json("replay", "bad.record", "--json")
        tap.check(done.returncode == code == 6 and not done.stdout and "bad.record" in done.stderr and done.stderr[0].isupper()
                  and document["error"]["code"] == ("too-large" if what == "too many" else "bad-record"), f"replay of {what}: exit 6 and a sentence", (done, document))
    for path in ("missing.record", "."):
        code, document = shell.json("replay", path, "--json")
        tap.check((code, document["error"]["code"]) == (8, "file-read"), f"replay of a file that cannot be read: {path}", document)
    done = shell.run("replay", "good.record", "--fail-on", "F")
    tap.check(done.returncode == 0 and not shell.json("replay", "good.record", "--ndjson", "--fail-on", "Q")[0] == 0, "--fail-on of replay", done)
    shell.probe("expired.example", "--full", "--record", "expired.record")
    tap.check([shell.run("replay", "expired.record", "--fail-on", word).returncode for word in ("cert", "F")] == [5, 5], "... exit 5")
    tap.check({contact["domain"] for contact in shell.contacts()} == {"full.example", "expired.example"}
              and len(shell.contacts()) <= 2 * FULL_MOST, "replay contacts nobody")


def check_unwritable(tap: Tap) -> None:
    for option, path in (("--record", "missing/a.record"), ("--record", "."), ("--html", "missing/a.html")):
        shell = Practice()
        done = shell.probe("open.example", option, path, "--json")
        document = one_document(done)
        tap.check(done.returncode == 8 and document.get("error", {}).get("code") == "file-write",
                  f"{option} {path} cannot be written: exit 8, one document", done)
        done = Practice().probe("open.example", option, path, "--ndjson")
        last = json.loads(done.stdout.splitlines()[-1])
        tap.check(done.returncode == 8 and last.get("type") == "end" and last["error"]["code"] == "file-write", "... and one end of the lines", done)
        done = Practice().probe("open.example", option, path)
        tap.check(done.returncode == 8 and "Security: A" in done.stdout and "cannot be written" in done.stderr, "... and in words", done)


# --- watching --------------------------------------------------------------------------------------------------------

def read_until(child: subprocess.Popen, pattern: str, seconds: float = 30) -> str:
    """What comes until it matches, and what comes with it."""
    shown, deadline = "", time.monotonic() + seconds
    while time.monotonic() < deadline:
        if select.select([child.stdout], [], [], 0.3)[0]:
            part = os.read(child.stdout.fileno(), 65536).decode()
            if not part:
                break
            shown += part
        elif re.search(pattern, shown):
            break
    return shown


def check_watch(tap: Tap) -> None:
    with Changing() as server:
        shell = Practice(resolver=server.names.resolver)
        record = shell.home / "watch.record"
        child = shell.start(server.DOMAIN, "--watch", "1s", "--verbose", "--record", str(record), stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)
        shown = read_until(child, r"c2s\.starttls")
        tap.check("watch.example" in shown and "c2s.starttls" in shown, "--watch tells the first result in full, at once", shown)
        quiet = read_until(child, ".", 3)
        tap.check(not quiet, "... and nothing while nothing changes", quiet)
        server.features = words.features(words.mechanisms("SCRAM-SHA-1"))
        shown = read_until(child, r"c2s\.pretls_leak")
        tap.check("c2s.pretls_leak" in shown and "c2s.starttls" not in shown and "Security" not in shown
                  and bool(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  watch\.example\n", shown)), "... then what has changed", shown)
        server.go()
        shown = read_until(child, "No connections are taken")
        tap.check("c2s.stream" in shown, "... that it has gone", shown)
        server.come(words.features(words.mechanisms("SCRAM-SHA-1")))
        shown = read_until(child, r"c2s\.stream")
        tap.check("watch.example" in shown, "... and that it is back", shown)
        child.send_signal(signal.SIGINT)
        rest, _contacts = child.communicate(timeout=30)
        tap.check(child.returncode == 0 and not rest, "Ctrl-C ends it, exit 0", (child.returncode, rest))
        looks = len(record.read_text().splitlines())
        tap.check(looks >= 4, "... and each look stands in the record", looks)  # good, changed, gone, back
        child = shell.start(server.DOMAIN, "--watch", "1s", "--ndjson", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        shown = read_until(child, r"\n.*\n(?s:.*)", 8)
        child.send_signal(signal.SIGTERM)
        rest, err = child.communicate(timeout=30)
        rows = [json.loads(line) for line in (shown + rest).splitlines()]
        tap.check(child.returncode == 0 and not err and len(rows) >= 2 and {row["domain"] for row in rows} == {server.DOMAIN},
                  "--ndjson tells each look", (shown, rest, err))
    for interval in ("14", "0", "", "15x", "-15", "1s", "99999999999"):
        done = Shell().run("probe", "open.example", "--watch", interval)
        tap.check(done.returncode == 2 and "15" in done.stderr, f"--watch {interval!r} is refused", done)
    for words_beside in (["--fail-on", "D"], ["--html", "page.html"], ["--json"]):
        done = Shell().run("probe", "open.example", "--watch", "60", *words_beside)
        tap.check(done.returncode == 2 and "--watch" in done.stdout + done.stderr, f"--watch with {words_beside[0]} is refused", done)


# --- the list --------------------------------------------------------------------------------------------------------

def list_with_an_objection(shell: Practice, domain: str) -> tuple[Path, set[str]]:
    providers = json.loads((Path(os.environ["PRACTICE_DIR"]) / "providers.json").read_text())
    for provider in providers:
        provider["serverTesting"] = provider["jid"] != domain
    path = shell.home / "providers.json"
    path.write_text(json.dumps(providers))
    return path, {provider["jid"] for provider in providers} - {domain}


def shell_with_an_objection(domain: str) -> tuple[Practice, set[str]]:
    shell = Practice()
    path, others = list_with_an_objection(shell, domain)
    shell.profile.write_text(re.sub(r"^list=.*$", f"list={path}", shell.profile.read_text(), flags=re.M))
    return shell, others


def check_all_listed(tap: Tap) -> None:
    shell, others = shell_with_an_objection("closed.example")
    done = shell.probe("--all-listed")
    tap.check(done.returncode == 2 and "--yes" in done.stderr and not done.stdout and not shell.contacts(),
              "--all-listed without a terminal: exit 2, says what to do, contacts nobody", done)
    status, document = shell.probe_json("--all-listed", "--yes", "--full")
    contacts = shell.contacts()
    listed = {provider["domain"] for provider in shell.json("list", "--all", "--json", "--profile", str(shell.profile))[1]["providers"]}
    wanted = listed - {"closed.example"}
    tap.check(status == 0 and others <= wanted and {result["domain"] for result in document["results"]} == wanted, "... with --yes: all of it but who objects",
              document)
    tap.check({contact["purpose"] for contact in contacts} == {"check"} and others <= {contact["domain"] for contact in contacts} <= wanted,
              "... and that is written down as a check", contacts)
    for answer, status in (("n\n", 7), ("\n", 7), ("\x04", 7), ("\x03", 7)):
        shell, _others = shell_with_an_objection("closed.example")
        terminal = Terminal(shell, "--all-listed")
        asked = terminal.read_until("[y/N] ")
        terminal.type(answer) if answer != "\x03" else terminal.child.send_signal(signal.SIGINT)
        got = terminal.end()
        tap.check(asked and got == status and "open.example" in terminal.shown and "closed.example" not in terminal.shown and not shell.contacts(),
                  f"on a terminal it asks; {answer!r}: exit {status}, nobody was contacted", (got, terminal.shown))
    shell, _others = shell_with_an_objection("closed.example")
    terminal = Terminal(shell, "--all-listed")
    terminal.read_until("[y/N] ")
    terminal.type("y\n")
    got = terminal.end()
    tap.check(got == 0 and "open.example" in {contact["domain"] for contact in shell.contacts()}, "... y: it does", (got, terminal.shown))
    shell.home.joinpath("there.html").write_text("mine")
    terminal = Terminal(shell, "--all-listed", "--html", "there.html")
    got = terminal.end()
    tap.check(got == 8 and "[y/N]" not in terminal.shown, "... and asks nothing when it could not go on", (got, terminal.shown))


def check_objection(tap: Tap) -> None:
    shell, _others = shell_with_an_objection("open.example")
    code, document = shell.probe_json("open.example", "--full")
    tap.check((code, document["error"]["code"], document["results"][0]["error"]["code"]) == (4, "testing-refused", "testing-refused")
              and not shell.contacts(), "who objects to tests is not tested: exit 4, nobody was contacted", document)
    code, document = shell.probe_json("OPEN.example.", "web.example", "--full")
    tap.check(code == 0 and {contact["domain"] for contact in shell.contacts()} == {"web.example"}, "... others are", document)
    code, document = shell.probe_json("open.example")
    tap.check(code == 0 and document["results"][0]["reachable"] and document["results"][0]["security"]["grade"] == "A",
              "... and a person may look like any app", document)


# --- output ----------------------------------------------------------------------------------------------------------

def check_html(tap: Tap) -> None:
    shell = Practice()
    done = shell.probe("full.example", "expired.example", "--full", "--html", "a.html")
    page = (shell.home / "a.html").read_text()
    tap.check(done.returncode == 0 and ElementTree.fromstring(page.partition("?>")[2] if page.startswith("<?xml") else page.split("\n", 1)[1])
              is not None and "full.example" in page and "expired.example" in page, "--html writes a page", page[:300])
    other = Practice()
    (other.home / "a.html").write_text("mine")
    done = other.probe("full.example", "--full", "--html", "a.html")
    tap.check(done.returncode == 8 and (other.home / "a.html").read_text() == "mine" and not other.contacts() and not done.stdout,
              "... only a new file, and contacts nobody otherwise", done)
    shell.probe("full.example", "expired.example", "--full", "--again", "--record", "a.record", "--html", "b.html")
    shell.run("replay", "a.record", "--html", "c.html")
    tap.check((shell.home / "b.html").read_text() == (shell.home / "c.html").read_text(), "... and replay the same")


def check_schema(tap: Tap) -> None:
    schema = Shell().json("probe", "--schema")[1]
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for full in ([], ["--full"]):
        shell = Practice()
        _code, document = shell.probe_json(*VARIED, "not a name", *full)
        _code, reused = shell.probe_json(*VARIED)
        faults = [f"{result['domain']} {error.json_path}: {error.message[:200]}" for result in document["results"] + reused["results"]
                  for error in validator.iter_errors(result)]
        tap.check(len(document["results"]) == len(VARIED) + 1 and not faults, f"all results keep the schema {full}", "\n".join(faults))
    result = document["results"][0]
    for damage in ({"reachable": 1}, {"signup": "pizza"}, {"checks": {}}, {"error": "timeout"}):
        tap.check(not validator.is_valid({**result, **damage}), f"the schema sees {damage}")


def check_fail_on(tap: Tap) -> None:
    for domain, threshold, status in (("full.example", "cert", 0), ("full.example", "C", 0), ("expired.example", "cert", 5), ("expired.example", "F", 5),
                                      ("tls10.example", "cert", 0), ("tls10.example", "F", 5), ("oldtls.example", "C", 5),
                                      ("poshwrong.example", "cert", 5), ("plain.example", "F", 5), ("dead.example", "F", 3), ("full.example", "Z", 2)):
        done = Practice().probe(domain, "--full", "--fail-on", threshold)
        tap.check(done.returncode == status, f"{domain} --full --fail-on {threshold}: exit {status}", done)


def check_progress(tap: Tap) -> None:
    shell = Practice()
    done = shell.probe("full.example", "--full")
    tap.check(done.returncode == 0 and not done.stderr and "\r" not in done.stdout, "no progress where there is no terminal", done.stderr)
    shown = shell.on_terminal(*shell.words("full.example", "--full"))
    tap.check("Looking" in shown and "Security: A" in shown and "Looking" not in shown.rpartition("\033[K")[2], "on a terminal there is, and it goes away", shown)
    for option in ("--quiet", "--json"):
        tap.check("Looking" not in shell.on_terminal(*shell.words("full.example", "--full", option)), f"... not with {option}")
    shown = shell.on_terminal(*shell.words("full.example", "open.example", "silent.example", "--full"))
    tap.check("2 of 3 servers looked at" in shown, "... and counts servers", shown)


# --- manners ---------------------------------------------------------------------------------------------------------

def ports() -> dict:
    return json.loads((Path(os.environ["PRACTICE_DIR"]) / "ports.json").read_text())


def measured(*words: str) -> tuple[Practice, Wire]:
    shell = Practice()
    with Wire() as wire:
        shell.probe(*words)
    wire.connections = [connection for connection in wire.connections if connection.server[1] != ports()["dns"]]
    return shell, wire


def check_real_manners(tap: Tap) -> None:
    """One after the other, since they share their ports."""
    for domain in ("full.example", "open.example", "web.example", "harbour.example"):
        shell, wire = measured(domain, "--full")
        tap.check(HELLOS < len(wire.connections) <= len(shell.contacts()) <= FULL_MOST and wire.most_at_once() <= AT_ONCE,
                  f"{domain}: at most {FULL_MOST} connections, {AT_ONCE} at once", (shell.contacts(), wire.connections))
        # By whichever way in a handshake was had first; the other one sees a single connection.
        hellos = max((wire.to(ports()["c2s"]), wire.to(ports()["c2s_tls"])), key=len)
        begun = [connection.begun for connection in hellos][-HELLOS:]
        gaps = [later - one for one, later in zip(begun, begun[1:])]
        tap.check(len(gaps) == HELLOS - 1 and min(gaps) >= PACE - CLOCK, "... its raw hellos are apart", gaps)
        shell, wire = measured(domain)
        tap.check(1 <= len(wire.connections) <= len(shell.contacts()) <= QUICK_MOST, f"... at most {QUICK_MOST} in a quick one", wire.connections)


def check_manners_towards_all(tap: Tap) -> None:
    """The ill-behaved ones at once: each has ports of its own, but the web server is one for all."""
    for full, most in (["--full"], FULL_MOST), ([], QUICK_MOST):
        shell, wire = measured(*(f"{name}.example" for name in ports()["ill"]), *full)
        written: dict[str, int] = {}
        for contact in shell.contacts():
            written[contact["domain"]] = written.get(contact["domain"], 0) + 1
        too_many = {name: len(wire.to(*services.values())) for name, services in ports()["ill"].items()
                    if len(wire.to(*services.values())) > written.get(f"{name}.example", 0)}
        tap.check(len(written) == len(ports()["ill"]) and not too_many and len(wire.connections) <= sum(written.values())
                  and max(written.values()) <= most, f"each of {len(written)} ill-behaved hosts: at most {most} connections {full}", (too_many, written))
        tap.check(wire.most_at_once() <= AT_ONCE, f"... {AT_ONCE} at once to one address and port", wire.most_at_once())


def check_interrupt(tap: Tap) -> None:
    for form in ([], ["--json"], ["--ndjson"]):
        shell = Practice()
        child = shell.start(*SILENT, "--full", *form, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        running = shell.wait_for_contacts(set(SILENT)) and child.poll() is None
        begun = time.monotonic()
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
        seconds = time.monotonic() - begun
        told = "Cancelled" in err if not form else json.loads(out.splitlines()[-1])["error"]["code"] == "cancelled"
        tap.check(running and child.returncode == 7 and told and seconds < INTERRUPT_SECONDS, f"Ctrl-C ends a full probe of silent hosts {form}: exit 7",
                  (running, child.returncode, seconds, out, err))
        print(f"# {seconds:.3f} s")


def inside() -> int:
    tap = Tap()
    for check in (check_replay, check_record_file, check_nonsense, check_unwritable, check_watch, check_all_listed, check_objection, check_html,
                  check_schema, check_fail_on, check_progress, check_real_manners,
                  check_manners_towards_all, check_interrupt):
        check(tap)
    return tap.end()


def main() -> int:
    return run_in_network(__file__, inside, SECONDS)


if __name__ == "__main__":
    sys.exit(main())
