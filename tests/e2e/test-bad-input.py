#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong, from outside: each case ends with its exit status, its code, a sentence and a next step, within a bounded
time, and loses nothing that was there before."""
import json
import subprocess
import sys
from pathlib import Path

from world import Tap, World, read_save_file

HERE = Path(__file__).resolve().parent

# What `register` says of each host of the practice network: exit, code, next step.
HOSTS = [
    ("nosuch.example", 3, "dns-unknown", "check-spelling"),
    ("norecord.example", 3, "dns-no-address", "other-provider"),
    ("off.example", 3, "dns-not-offered", "other-provider"),
    ("dead.example", 3, "connect-refused", "retry-later"),
    ("silent.example", 3, "timeout", "retry"),
    ("hangup.example", 3, "hangup", "retry"),
    ("plain.example", 5, "no-tls", "other-provider"),
    ("selfsigned.example", 5, "cert-untrusted", "other-provider"),
    ("expired.example", 5, "cert-expired", "other-provider"),
    ("wronghost.example", 5, "cert-name", "other-provider"),
    ("cnonly.example", 5, "cert-name", "other-provider"),
    ("garbage.example", 3, "hangup", "retry"),  # libstrophe tells no more; the probe says "not-xmpp"
    ("dtd.example", 6, "too-large", "other-provider"),
    ("flood.example", 6, "too-large", "other-provider"),
    ("closed.example", 4, "refused-closed", "other-provider"),
    ("web.example", 4, "refused-web-only", "open-website"),
    ("invite.example", 4, "refused-invitation", "ask-invitation"),
]
LISTS = {
    "html": ("<!DOCTYPE html><html><body>Log in to the hotel's network</body></html>", "list-not-json"),
    "truncated": ('[{"jid": "a.example", "category": "A"}, {"jid": "b.exa', "list-not-json"),
    "deep": ("[" * 100_000, "list-shape"),
    "object": ('{"a": 1}', "list-shape"),
    "empty": ("[]", "list-empty"),
    "nothing": ("", "list-empty"),
    "numbers": ("[1, 2, 3]", "list-shape"),
}
NASTY = 'p" \\ ; & ü {} %s \' <x> end'


def outcome(document: dict) -> tuple[str, str, str, str]:
    """code, sentence, next, next sentence: of a refusal as well as of a failure."""
    error = document.get("error")
    if error:
        return error["code"], error["text"], error["next"], "-"
    return document.get("reason"), document.get("reason_text"), document.get("next"), document.get("next_text")


def check_hosts(tap: Tap) -> None:
    for domain, exit_code, code, next_step in HOSTS:
        world = World()
        file = world.home / "account.txt"
        got, document = world.json("register", domain, "--name", "somebody", "--save", str(file))
        said = outcome(document)
        tap.check((got, said[0], said[2]) == (exit_code, code, next_step) and bool(said[1]) and bool(said[3]),
                  f"{domain}: {code}, exit {exit_code}", f"exit {got}: {document}")
        tap.check(not file.exists(), f"{domain}: no password of an address that does not exist lies around")


def check_no_dns(tap: Tap) -> None:
    world = World()
    code, document = world.json("probe", "open.example", "--resolver", "127.0.0.1@9")
    failed = document["results"][0]
    tap.check(code == 3 and failed["reachable"] is False and failed["error"]["code"] == "dns-failed", "no DNS: the probe says so",
              str(document)[:500])
    got, document = world.json("register", "open.example", "--save", str(world.home / "f"), "--resolver", "127.0.0.1@9")
    tap.check((got, outcome(document)[0]) == (3, "dns-failed"), "no DNS: the registration says so", str(document))


def check_lists(tap: Tap) -> None:
    for name, (text, code) in LISTS.items():
        world = World()
        path = world.home / f"{name}.json"
        path.write_text(text)
        done = world.run("list", "--list", str(path), "--json")
        document = json.loads(done.stdout)
        tap.check(done.returncode == 6 and document["error"]["code"] == code, f"a list that is {name}: {code}",
                  f"exit {done.returncode}: {done.stdout[:300]}{done.stderr[:300]}")
        tap.check(path.read_text() == text, f"a list that is {name} is left as it was")


def register(world: World, name: str, file: str, password: str = "") -> tuple[int, dict]:
    options = ["--password-fd", "0"] if password else []
    return world.json("register", "open.example", "--name", name, "--save", str(world.home / file), *options, stdin=password)


def check_names(tap: Tap) -> None:
    world = World()
    first = register(world, "taken", "first.txt")
    kept = (world.home / "first.txt").read_text()
    got, document = register(world, "taken", "second.txt")
    tap.check(first[0] == 0 and (got, outcome(document)[0]) == (4, "refused-name-taken"), "a name that is taken", str(document))
    tap.check((world.home / "first.txt").read_text() == kept, "and the account of before is untouched")
    for name in ("with space", 'quote"', "a@b", "", "<tag>"):
        got, document = register(world, name, "bad.txt")
        tap.check((got, outcome(document)[0]) == (6, "bad-name"), f"the name {name!r} is not possible", f"{got} {document}")
    got, document = register(world, "first", "first.txt")
    tap.check((got, outcome(document)[0]) == (8, "file-exists"), "a file that exists is not overwritten", f"{got} {document}")
    tap.check((world.home / "first.txt").read_text() == kept, "indeed not")


def check_password(tap: Tap) -> None:
    world = World()
    code, document = register(world, "nasty", "nasty.txt", NASTY)
    tap.check(code == 0 and document["state"] == "verified", "a password with quotes, spaces and umlauts", str(document))
    account = read_save_file(world.home / "nasty.txt")
    tap.check(account["password"] == NASTY, "is in the file to the letter", str(account))
    login = subprocess.run(["/usr/bin/python3", str(HERE / "independent.py"), "127.0.0.1", str(world.ports()["c2s"]),
                            world.ca_file()], input=json.dumps({"address": account["address"], "password": NASTY}), text=True,
                           capture_output=True, timeout=60)
    tap.check(login.returncode == 0, "and an independent client logs in with it")
    everything = "".join(p.read_text(errors="replace") for p in (world.home / "state").rglob("*") if p.is_file())
    tap.check(NASTY not in everything, "and it is nowhere in the program's own files")


def check_no_place(tap: Tap) -> None:
    world = World()
    got, document = world.json("register", "open.example", "--name", "nowhere")
    tap.check(got == 8 and not world.has_user("nowhere@open.example"), "no keyring, no file, no terminal: nothing is sent",
              f"{got} {document}")


def main() -> int:
    tap = Tap()
    for check in (check_hosts, check_no_dns, check_lists, check_names, check_password, check_no_place):
        check(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
