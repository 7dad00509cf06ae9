#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetching lists from a real web server, good and faulty: what is taken, what is not, and that the last good list survives all of
it. Runs in a namespace of its own, since what providers say of themselves is asked for at port 443."""
import concurrent.futures
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from shell import SOURCE, Shell, Tap, skip_all

PRACTICE = SOURCE / "tests" / "practice"
PUBLIC = "https://list.example"
# What /switch.json answers: exit status and error code.
FAULTS = {
    "/truncated.json": (6, "list-not-json"),
    "/cut.json": (3, "hangup"),
    "/empty.json": (6, "list-empty"),
    "/nothing.json": (6, "list-empty"),
    "/page.html": (6, "list-not-json"),
    "/portal.json": (6, "list-not-json"),
    "/missing.json": (3, "http-status"),
    "/broken.json": (3, "http-status"),
    "/huge.json": (6, "too-large"),
    "/huge-chunked.json": (6, "too-large"),
    "/bomb.json": (6, "too-large"),
    "/latin1.json": (6, "list-text"),
    "/utf16.json": (6, "list-text"),
    "/shrunken.json": (6, "list-shrunk"),
    "/deep.json": (6, "list-shape"),
    "/many.json": (6, "too-large"),
    "/many-large.json": (6, "too-large"),
    "/providers-Ds.json": (6, "list-shape"),
}
SLOW = {"/slow.json": (3, "timeout"), "/silent.json": (3, "timeout")}
# Other addresses of a list: what is not even asked, or must not be believed.
PLACES = {
    "/redirect-plain.json": (6, "bad-url"),
    "/redirect-file.json": (6, "bad-url"),
    "/redirect-loop.json": (3, "http-loop"),
}
CERTIFICATES = {"expired": "cert-expired", "wronghost": "cert-name", "selfsigned": "cert-untrusted", "cnonly": "cert-name"}


class Reader(Shell):
    """A person whose public list is one address of the practice network."""

    def __init__(self, path: str, host: str = "list.example") -> None:
        super().__init__()
        folder = Path(os.environ["PRACTICE_DIR"])
        self.port = json.loads((folder / "ports.json").read_text())["web"]
        self.switch_file, self.log_file = folder / "web-switch", folder / "web.log"
        lines = (folder / "profile.ini").read_text().splitlines()
        kept = [line for line in lines if not line.startswith(("list=", "catalogue-url="))]
        self.url = self.address(path, host)
        self.profile = self.home / "profile.ini"
        self.profile.write_text("\n".join([*kept, f"catalogue-url={self.url}"]) + "\n")

    def address(self, path: str, host: str = "list.example") -> str:
        return f"https://{host}:{self.port}{path}"

    def switch(self, path: str) -> None:
        self.switch_file.write_text(path)

    def ask(self, *words: str) -> tuple[int, dict]:
        return self.json(*words, "--profile", str(self.profile), "--json")

    def update(self, *words: str) -> tuple[int, dict]:
        return self.ask("providers", "update", *words)

    def domains(self, *words: str) -> set[str]:
        return {provider["domain"] for provider in self.ask("list", "--all", *words)[1]["providers"]}

    def files(self) -> dict[str, bytes]:
        folder = self.home / "cache" / "gangway" / "lists"
        return {path.name: path.read_bytes() for path in folder.glob("*.*")}

    def log(self) -> list[str]:
        return self.log_file.read_text().splitlines()


def check_good(tap: Tap) -> Reader:
    reader = Reader("/switch.json")
    reader.switch("/providers-B.json")
    code, document = reader.ask("providers", "sources")
    tap.check(code == 0 and [s["kind"] for s in document["sources"]] == ["builtin", "list", "seen"]
              and document["sources"][1]["fetched_at"] is None, "sources: nothing is fetched yet", document)
    code, document = reader.update()
    first = document["lists"][0]
    tap.check(code == 0 and first["state"] == "new" and first["providers"] == 6 and first["date"] == "2026-07-01"
              and first["left_out"] == 0 and first["error"] is None, "a good list is taken", document)
    tap.check({"open.example", "closed.example", "yax.im"} <= reader.domains(), "and stands beside what is built in")
    code, document = reader.ask("providers", "show", "open.example")
    facts = document["provider"]["facts"]
    tap.check(facts["archive-days"] == {"value": 90, "origin": "fetched", "date": "2026-07-01"}
              and facts["listed-of"]["value"] == 1, "each value with its origin and date", facts["archive-days"])
    code, document = reader.update()
    tap.check(code == 0 and document["lists"][0]["state"] == "unchanged", "the same again is unchanged", document)
    asked = [line for line in reader.log() if "/switch.json" in line]
    tap.check("if-none-match" not in asked[-2] and "if-none-match" in asked[-1] and "if-modified-since" in asked[-1],
              "and was asked for with validators", asked[-2:])
    return reader


def check_next(tap: Tap, reader: Reader) -> None:
    reader.switch("/providers-B-next.json")
    code, document = reader.update()
    told = {(change["kind"], change["domain"]) for change in document["lists"][0]["changes"]}
    tap.check(code == 0 and told == {("new", "quay.example"), ("gone", "pier.example"), ("changed", "harbour.example"),
                                     ("changed", "open.example")}, "a later edition: what changed is told", document)
    code, document = reader.ask("providers", "diff")
    again = {(change["kind"], change["domain"]): change["facts"] for change in document["lists"][0]["changes"]}
    tap.check(set(again) == told and again["changed", "open.example"] == ["archive-days", "upload-size"],
              "and can be told again", document)
    rows = {row["domain"]: row for row in reader.ask("list", "--all")[1]["providers"]}
    tap.check(rows["harbour.example"]["signup"] == "web", "a sign-up that closed is known", rows["harbour.example"]["signup"])
    gone = rows["pier.example"]
    tap.check(gone["facts"]["listed"]["value"] is False and gone["facts"]["dropped-times"]["value"] == 1
              and gone["tier"] in ("other", "rejected"), "who left the list is not suggested", gone["tier"])
    counts = rows["harbour.example"]["facts"]
    tap.check((counts["listed-times"]["value"], counts["listed-of"]["value"], counts["signup-closed-times"]["value"]) == (2, 2, 1),
              "the counts over the editions grow", counts)
    text = reader.run("providers", "diff", "--profile", str(reader.profile)).stdout
    tap.check("+ quay.example" in text and "before" in text and max(map(len, text.splitlines())) <= 80, "also in words", text)


def survives(tap: Tap, reader: Reader, path: str, expected: tuple[int, str]) -> None:
    files, listed = reader.files(), reader.ask("list", "--all", "--seed", "1")
    reader.switch(path)
    code, document = reader.update()
    told = document["lists"][0]
    good = (code, document["error"]["code"]) == expected and told["state"] == "kept" and told["error"]["text"] \
        and document["error"]["next"] and told["providers"] == 6
    tap.check(good, f"{path}: {expected[1]}", document)
    tap.check(reader.files() == files and reader.ask("list", "--all", "--seed", "1") == listed,
              "... and the last good list is there, byte for byte")
    done = reader.run("providers", "update", "--profile", str(reader.profile))
    tap.check(done.returncode == expected[0] and "stays" in done.stdout, "... and in words", done)


def check_first_time(tap: Tap, path: str, expected: tuple[int, str]) -> None:
    """Without any good list before: the built-in one stays."""
    reader = Reader(path)
    before = reader.domains()
    code, document = reader.update()
    tap.check((code, document["error"]["code"]) == expected and document["lists"][0]["providers"] is None and not reader.files(),
              f"{path} the first time: {expected[1]}, nothing is kept", document)
    tap.check(reader.domains() == before, "... and the built-in list is there")


def check_slow(tap: Tap) -> None:
    """Side by side: each takes as long as we wait at most."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        outcomes = {path: pool.submit(Reader(path).update) for path in SLOW}
    for path, future in outcomes.items():
        code, document = future.result()
        tap.check((code, document["error"]["code"]) == SLOW[path], f"{path}: {SLOW[path][1]}", document)


def check_certificates(tap: Tap) -> None:
    for name, fault in CERTIFICATES.items():
        reader = Reader("/providers-B.json", f"{name}.example")
        asked = len(reader.log())
        code, document = reader.update()
        tap.check((code, document["error"]["code"]) == (5, fault), f"{name}.example: {fault}", document)
        tap.check(len(reader.log()) == asked, "... and no request was sent to it", reader.log()[asked:])


def check_shapes(tap: Tap) -> None:
    for path, count in (("/providers.json", 6), ("/v1.json", 6), ("/bom.json", 6), ("/redirect.json", 6), ("/duplicates.json", 6)):
        reader = Reader(path)
        code, document = reader.update()
        tap.check(code == 0 and document["lists"][0]["providers"] == count, f"{path} is read", document)
    tap.check(document["lists"][0]["left_out"] == 2 and "open.example" in document["lists"][0]["notes"][0],
              "of duplicates the first counts, and the others are told", document["lists"][0]["notes"])
    reader = Reader("/wrongtypes.json")
    code, document = reader.update()
    told = document["lists"][0]
    tap.check(code == 0 and told["state"] == "new" and 20 < told["left_out"] < 100 and told["date"] == "2026-07-01"
              and all(told["notes"]),
              "a list with wrong entries: the good ones are taken, the others are told with place and reason", told)
    rows = reader.ask("list", "--all")[1]["providers"]
    kept = json.dumps(rows)
    tap.check("javascript:" not in kept and "file:" not in kept and "data:" not in kept, "no link that must not be opened gets in")
    numbers = next(row for row in rows if row["domain"] == "numbers.example")["facts"]
    tap.check(all(numbers[name]["value"] is None for name in ("bus-factor", "upload-total", "upload-days", "archive-days")),
              "and no absurd number", numbers)


def check_own(tap: Tap) -> None:
    reader = Reader("/providers-B.json")
    names = reader.address("/providers-Ds.json")
    code, document = reader.ask("providers", "add", names)
    tap.check(code == 0 and names in [source["name"] for source in document["sources"]], "a list of one's own is added", document)
    code, document = reader.ask("providers", "add", "mine.example")
    tap.check(code == 0, "and a provider", document)
    code, document = reader.update()
    tap.check(code == 0 and [told["state"] for told in document["lists"]] == ["new", "new"], "both lists are fetched", document)
    mine = next(row for row in reader.ask("list", "--all")[1]["providers"] if row["domain"] == "mine.example")
    tap.check(mine["facts"]["listed"]["origin"] == "user", "the own provider stands in the list", mine)
    code, document = reader.update("https://elsewhere.example/list.json")
    tap.check((code, document["error"]["code"]) == (2, "not-there"), "an address that is no source is not fetched", document)
    for name in (names, "mine.example"):
        code, document = reader.ask("providers", "remove", name)
        tap.check(code == 0 and name not in [source["name"] for source in document["sources"]], f"{name} is taken away", document)
    tap.check("mine.example" not in reader.domains(), "and is not in the list any more")
    code, document = reader.ask("providers", "remove", "mine.example")
    tap.check((code, document["error"]["code"]) == (2, "not-there"), "a second time it is not there", document)


def check_files(tap: Tap) -> None:
    """What providers say of themselves, at port 443."""
    reader = Reader("/providers-B.json")
    code, document = reader.update("open.example")
    said = document["files"][0]
    tap.check(code == 0 and said["facts"]["bus-factor"] == {**said["facts"]["bus-factor"], "value": 3, "origin": "provider"}
              and not said["notes"], "a provider's own file", document)
    shown = reader.ask("providers", "show", "open.example")[1]["provider"]["facts"]
    tap.check(shown["archive-days"]["value"] == 90 and shown["archive-days"]["origin"] == "provider", "is part of the record", shown)
    code, document = reader.update("harbour.example")
    said = document["files"][0]
    tap.check(code == 0 and len(said["notes"]) >= 8 and "signup" not in said["facts"] and "category" not in said["facts"]
              and "bus-factor" not in said["facts"], "boasts and wrong types are not taken", document)
    code, document = reader.update("mailonly.example")
    tap.check((code, document["error"]["code"]) == (3, "http-status"), "who has no such file", document)
    code, document = reader.update("nowhere.example")
    tap.check((code, document["error"]["code"]) == (3, "dns-unknown"), "who does not exist", document)
    reader.update()
    shown = reader.ask("providers", "show", "harbour.example")[1]["provider"]["facts"]
    tap.check(shown["bus-factor"]["value"] == 3 and shown["bus-factor"]["origin"] == "fetched", "praise adds nothing", shown)


def check_no_network(tap: Tap) -> None:
    reader = Reader("/providers-B.json")
    code, document = reader.ask("providers", "update", "--resolver", "127.0.0.1@9")
    tap.check((code, document["error"]["code"]) == (3, "dns-failed"), "without a name server", document)
    code, document = reader.json("providers", "update", "--profile", str(reader.profile), "--json", ALL_PROXY="socks5://127.0.0.1:9")
    tap.check((code, document["error"]["code"]) == (1, "proxy-unsupported"), "never around a proxy", document)


def check_stopped(tap: Tap) -> None:
    """Ctrl-C while a server is silent: over at once, and nothing is half written."""
    reader = Reader("/silent.json")
    asked = len(reader.log())
    child = subprocess.Popen([reader.gangway, "providers", "update", "--profile", str(reader.profile)], env=reader.environment,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 20
    while len(reader.log()) == asked and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    _out, told = child.communicate(timeout=10)
    tap.check(child.returncode == 7 and "Cancelled" in told, "stopped by Ctrl-C", (child.returncode, told))
    tap.check(not reader.files(), "... and nothing is left of it", list(reader.files()))


def check_side_by_side(tap: Tap) -> None:
    reader = Reader("/providers-B.json")
    with concurrent.futures.ThreadPoolExecutor() as pool:
        outcomes = [future.result() for future in [pool.submit(reader.update) for _ in range(6)]]
    tap.check(all(code == 0 for code, _document in outcomes), "six updates at once", [document for _code, document in outcomes])
    tap.check({"open.example", "pier.example"} <= reader.domains(), "... leave one good list")


def main() -> int:
    tap = Tap()
    reader = check_good(tap)
    for path, expected in FAULTS.items():
        survives(tap, reader, path, expected)
    check_next(tap, reader)
    for path, expected in {**PLACES, "/missing.json": FAULTS["/missing.json"], "/portal.json": FAULTS["/portal.json"]}.items():
        check_first_time(tap, path, expected)
    for check in (check_slow, check_certificates, check_shapes, check_own, check_files, check_stopped, check_side_by_side,
                  check_no_network):
        check(tap)
    reader.switch_file.unlink()
    return tap.end()


def enter_namespace() -> int:
    with tempfile.TemporaryDirectory(prefix="gangway-practice-") as folder:
        done = subprocess.run([PRACTICE / "in-namespace", PRACTICE / "practice", "run", "--web-port", "443", "--dir",
                               f"{folder}/practice", "--", sys.executable, __file__, "inside"], stderr=subprocess.PIPE, text=True)
    sys.stderr.write(done.stderr)
    if done.returncode == 77:
        skip_all(done.stderr.strip().splitlines()[-1])
    return done.returncode


if __name__ == "__main__":
    sys.exit(main() if sys.argv[1:] == ["inside"] else enter_namespace())
