#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""gangway probe against the practice network: what is known of each host against what the program says of it, and what the
list knows afterwards."""
import json
import os
import signal
import subprocess
import sys
import time

from shell import Shell, Tap, skip_all

# Good hosts, with the forecast and the ways in.
GOOD = {
    "open.example": {"signup": "at-once", "direct-tls": True, "invitations": False},
    "harbour.example": {"signup": "at-once", "direct-tls": False, "invitations": False},
    "pier.example": {"signup": "at-once", "direct-tls": True, "invitations": False},
    "invite.example": {"signup": "at-once", "direct-tls": True, "invitations": True},
    "closed.example": {"signup": "closed", "direct-tls": True, "invitations": False},
    "web.example": {"signup": "web", "direct-tls": True, "invitations": False},
}
# Bad hosts: exit status of a probe of it alone, reached or not, code of the fault, grade, checks that fail.
BAD = {
    "selfsigned.example": (0, True, "cert-untrusted", "F", {"cert.chain"}),
    "expired.example": (0, True, "cert-expired", "F", {"cert.expiry"}),
    "wronghost.example": (0, True, "cert-name", "F", {"cert.name"}),
    "cnonly.example": (0, True, "cert-name", "F", {"cert.name"}),
    "plain.example": (0, True, "no-tls", "F", {"c2s.starttls", "c2s.pretls_leak"}),
    "nosuch.example": (3, False, "dns-unknown", None, {"c2s.stream"}),
    "norecord.example": (3, False, "dns-no-address", None, {"c2s.stream"}),
    "off.example": (3, False, "dns-not-offered", None, {"c2s.stream"}),
    "dead.example": (3, False, "connect-refused", None, {"c2s.stream"}),
    "silent.example": (3, False, "timeout", None, {"c2s.stream"}),
    "hangup.example": (3, False, "hangup", None, {"c2s.stream"}),
    "garbage.example": (6, False, "not-xmpp", None, {"c2s.stream"}),
    "dtd.example": (6, False, "bad-xml", None, {"c2s.stream"}),
    "flood.example": (6, False, "too-large", None, {"c2s.stream"}),
}
FIELDS = {"domain", "reachable", "signup", "security", "compliance", "checks", "duration_ms"}
STATES = {"pass", "warn", "fail", "info", "unknown"}


class Practice(Shell):
    def __init__(self) -> None:
        super().__init__()
        self.profile = os.environ["PRACTICE_PROFILE"]

    def probe(self, *words: str, **keywords) -> tuple[int, dict]:
        return self.json("probe", *words, "--profile", self.profile, "--json", **keywords)


def states(result: dict) -> dict[str, str]:
    return {check["id"]: check["state"] for check in result["checks"]}


def failing(result: dict) -> set[str]:
    return {name for name, state in states(result).items() if state == "fail"}


def keeps_contract(result: dict) -> bool:
    return (FIELDS <= set(result) and {"grade", "worst", "complete"} <= set(result["security"])
            and all({"id", "state", "text", "evidence", "reference"} <= set(check) and check["state"] in STATES
                    and check["text"] and check["reference"] for check in result["checks"])
            and (len({check["id"] for check in result["checks"]}) == len(result["checks"]) > 0))


def check_good(tap: Tap) -> None:
    shell = Practice()
    code, document = shell.probe(*GOOD)
    results = {result["domain"]: result for result in document["results"]}
    tap.check(code == 0 and set(results) == set(GOOD) and "error" not in document, "all good hosts in one probe", document)
    for domain, wanted in GOOD.items():
        result = results[domain]
        facts = {name: fact["value"] for name, fact in result["facts"].items()}
        tap.check(keeps_contract(result) and result["reachable"] and result["error"] is None and not failing(result)
                  and result["security"]["grade"] == "A" and result["security"]["complete"] is False
                  and facts["certificate"] == "ok" and facts["tls-version"] == "TLSv1.3" and "SCRAM-SHA-1" in facts["login-methods"]
                  and result["signup"] == wanted["signup"] and not result["reused"]
                  and {name: facts.get(name) for name in ("direct-tls", "invitations")}
                  == {name: wanted[name] for name in ("direct-tls", "invitations")}, f"{domain} is {wanted}", result)
        wanted_way = "c2s.directtls" if wanted["direct-tls"] else "c2s.starttls"
        tap.check(states(result)[wanted_way] == "pass", f"... and passes {wanted_way}", states(result))


def check_bad(tap: Tap) -> None:
    for domain, (status, reachable, fault, grade, failed) in BAD.items():
        begun = time.monotonic()
        code, document = Practice().probe(domain)
        seconds = time.monotonic() - begun
        result = document["results"][0]
        tap.check((code, result["reachable"], result["error"]["code"], result["security"]["grade"], failing(result))
                  == (status, reachable, fault, grade, failed) and keeps_contract(result) and seconds < 20,
                  f"{domain} is {fault}", (code, result))
        tap.check(("error" in document) == (status != 0) and result["error"]["text"] and result["error"]["next_text"],
                  "... in a sentence with a next step", document)


def check_fail_on(tap: Tap) -> None:
    for domain, threshold, status in (("expired.example", "cert", 5), ("expired.example", "F", 5), ("expired.example", "C", 5),
                                      ("plain.example", "cert", 0), ("plain.example", "F", 5), ("open.example", "cert", 0),
                                      ("open.example", "C", 0), ("dead.example", "F", 3)):
        code, _document = Practice().probe(domain, "--fail-on", threshold)
        tap.check(code == status, f"{domain} --fail-on {threshold}: exit {status}", code)


def check_many(tap: Tap) -> None:
    shell = Practice()
    domains = [*GOOD, *BAD, "OPEN.example.", "not a name"]
    done = shell.run("probe", *domains, "--ndjson", "--profile", shell.profile)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    tap.check(done.returncode == 0 and [line["type"] for line in lines] == ["result"] * (len(lines) - 1) + ["end"]
              and sorted(line["domain"] for line in lines[:-1]) == sorted([*GOOD, *BAD, "not a name"]),
              "all at once, each once, a line each", done.stderr or [line.get("domain") for line in lines])
    tap.check(lines[-2]["domain"] in ("silent.example",), "... the slow one last", [line.get("domain") for line in lines])


def check_reuse(tap: Tap) -> None:
    shell = Practice()
    shell.probe("open.example", "selfsigned.example", "dead.example")
    code, document = shell.probe("open.example", "selfsigned.example")
    by_name = {result["domain"]: result for result in document["results"]}
    tap.check(code == 0 and all(result["reused"] and result["checks"] == [] for result in by_name.values())
              and by_name["open.example"]["signup"] == "at-once"
              and by_name["selfsigned.example"]["error"]["code"] == "cert-untrusted", "a second probe asks nobody", document)
    log = shell.run("probe", "open.example", "--verbose", "--profile", shell.profile)
    tap.check("127.0.0.1" not in log.stderr, "... the log of contacts is empty", log.stderr)
    code, document = shell.probe("open.example", "--again")
    tap.check(code == 0 and not document["results"][0]["reused"], "--again looks anew", document)
    code, document = shell.probe("dead.example")
    tap.check(not document["results"][0]["reused"], "a failure is worth a new look", document)
    log = shell.run("probe", "harbour.example", "--verbose", "--profile", shell.profile)
    contacts = [line for line in log.stderr.splitlines() if "harbour.example" in line]
    tap.check(1 <= len(contacts) <= 3 and all("chosen" in line for line in contacts), "the log of contacts names whom and why", log.stderr)


def check_puzzle_once_a_day(tap: Tap) -> None:
    """A form with a puzzle costs the server: the day's second look goes without, even with --again."""
    shell = Practice()
    shell.probe("open.example")
    seen = shell.home / "state" / "gangway" / "seen.list"
    seen.write_text(seen.read_text().replace("signup=at-once", "signup=puzzle"))
    _code, document = shell.probe("open.example", "--again")
    result = document["results"][0]
    tap.check(result["signup"] == "puzzle" and not result["reused"] and states(result)["reg.form"] == "unknown"
              and states(result)["reg.ibr"] == "info", "a puzzle is fetched once a day", result)


def check_list_afterwards(tap: Tap) -> None:
    shell = Practice()
    before = shell.json("list", "--all", "--json", "--profile", shell.profile)[1]["providers"]
    shell.probe("open.example", "closed.example", "invite.example")
    after = {p["domain"]: p for p in shell.json("list", "--all", "--json", "--profile", shell.profile)[1]["providers"]}
    tap.check(set(after) == {p["domain"] for p in before} and "open.example" in after, "the list has the same providers", after.keys())
    facts = after["open.example"]["facts"]
    tap.check(all(facts[name]["origin"] == "probe" and facts[name]["value"] is not None
                  for name in ("reachable", "certificate", "tls-version", "login-methods", "signup")), "... and the facts of the probe", facts)
    tap.check("checked" in [reason["code"] for reason in after["open.example"]["reasons"]], "... as a reason for it",
              after["open.example"]["reasons"])
    tap.check(after["closed.example"]["tier"] == "rejected" and after["closed.example"]["signup"] == "closed",
              "... and the closed one is not suggested", after["closed.example"])
    text = shell.run("list", "--profile", shell.profile).stdout
    row = next((line for line in text.splitlines() if line.startswith("  invite.example")), "")
    tap.check("perhaps" in row, "... and the one that takes invitations says perhaps", text)


def check_interrupt(tap: Tap) -> None:
    shell = Practice()
    child = subprocess.Popen([shell.gangway, "probe", "silent.example", "open.example", "--profile", shell.profile, "--json"],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=shell.environment)
    time.sleep(1)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=10)
    tap.check(child.returncode == 7 and json.loads(out)["error"]["code"] == "cancelled", "Ctrl-C ends it at once", (out, err))
    contacts = shell.json("contacted", "--json")[1]["contacts"]
    tap.check({c["domain"] for c in contacts} == {"silent.example", "open.example"}
              and {(c["purpose"], c["what"]) for c in contacts} == {("chosen", "client")}, "... and it is written down whom it contacted", contacts)


def check_contacted(tap: Tap) -> None:
    """Programs side by side, and one without a place to write."""
    shell = Practice()
    children = [subprocess.Popen([shell.gangway, "probe", domain, "--profile", shell.profile, "--verbose"], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE, text=True, env=shell.environment) for domain in GOOD]
    logs = "".join(child.communicate(timeout=30)[1] for child in children)
    contacts = shell.json("contacted", "--json")[1]["contacts"]
    tap.check(sorted(c["address"] for c in contacts) == sorted(line.split()[2] for line in logs.splitlines() if " chosen " in line)
              and {c["domain"] for c in contacts} == set(GOOD), "programs side by side write down all that they contacted", (contacts, logs))
    other = Practice()
    other.home.joinpath("state").write_text("in the way")
    done = other.run("probe", "open.example", "--profile", other.profile)
    tap.check(done.returncode == 0 and "Security: A" in done.stdout and "could not be written down" in done.stderr.replace("\n", " "),
              "without a place for it, the probe goes on", done)


def check_operator(tap: Tap) -> None:
    shell = Practice()
    record = str(shell.home / "record")
    shell.run("probe", "--full", "harbour.example", "--record", record, "--profile", shell.profile)
    file = shell.home / "own.json"
    done = shell.run("operator", "harbour.example", "--profile", shell.profile, "--before", record, "--provider-file", str(file), "--json")
    document = json.loads(done.stdout)
    tap.check(done.returncode == 0 and document["grade"] == "A" and [step["grade"] for step in document["grades"]] == ["A+"]
              and "c2s.directtls" in [check["id"] for check in document["grades"][0]["checks"]], "operator: what A+ asks for", done)
    tap.check(document["software"]["name"] == "prosody" and document["place"]["tier"] and len(document["suites"]) == 5
              and not [row for row in document["diff"] if row["turn"] == "worse"], "... program, place, suites, nothing got worse", document)
    own = json.loads(file.read_text())
    tap.check(own["since"] == "2017-06-15" and file.stat().st_mode & 0o777 == 0o644 and "To add by hand" in done.stderr,
              "... and a file of its own for others to read", (own, done.stderr))
    status, document = shell.json("operator", "harbour.example", "--profile", shell.profile, "--provider-file", str(file), "--json")
    tap.check((status, document["error"]["code"]) == (8, "file-exists"), "... that replaces none", document)
    done = shell.run("operator", "selfsigned.example", "--profile", shell.profile, "--software", "ejabberd")
    wide = [line for line in done.stdout.splitlines() if len(line) > 80]
    tap.check(done.returncode == 0 and "Security: F" in done.stdout and "certfiles:" in done.stdout and "Prosody:" not in done.stdout
              and not wide, "operator in words, with the lines for one program", done)
    status, document = shell.json("operator", "dead.example", "--profile", shell.profile, "--json")
    tap.check((status, document["error"]["code"]) == (3, "connect-refused"), "operator of a server that is away", document)
    status, document = shell.json("operator", "harbour.example", "--profile", shell.profile, "--before", "/nonexistent", "--json")
    tap.check((status, document["error"]["code"]) == (8, "file-read"), "operator with a record that is not there", document)


def check_text(tap: Tap) -> None:
    shell = Practice()
    done = shell.run("probe", "open.example", "expired.example", "dead.example", "--profile", shell.profile)
    wide = [line for line in done.stdout.splitlines() if len(line) > 80]
    tap.check(done.returncode == 0 and not done.stderr and not wide and "has expired" in done.stdout and "cure:" in done.stdout,
              "in words, within 80 columns", done)
    done = Practice().run("probe", "open.example", "--verbose", "--profile", shell.profile)
    tap.check(all(word in done.stdout for word in ("cert.chain", "seen: ", "CN=", "see: RFC 6120")), "--verbose shows the evidence", done.stdout)


def main() -> int:
    if "PRACTICE_PROFILE" not in os.environ:
        skip_all("PRACTICE_PROFILE is not set: run through tests/practice/practice run -- ...")
    tap = Tap()
    for check in (check_good, check_bad, check_fail_on, check_many, check_reuse, check_puzzle_once_a_day,
                  check_list_afterwards, check_interrupt, check_contacted, check_operator, check_text):
        check(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
