#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at each step of a registration, then start again.

strace kills the program at its n-th fsync, rename or send (the relay's sends are the steps of the dialogue: each byte to or
from the server passes there), for every n that a whole registration reaches. The real Prosody tells whether the account
exists. After each death `gangway recover` must know the same: it exists, or it does not; and without a connection it must
say "pending" where the form may have been sent, and never guess."""
import collections
import concurrent.futures
import json
import re
import shutil
import sys
from pathlib import Path

from world import Tap, World, read_save_file, skip

CALLS = ("fsync", "rename", "renameat2", "linkat", "link", "sendto", "sendmsg")
EXISTS = {"verified", "created"}
ABSENT = {"not-created", "refused"}
DOMAIN = "open.example"


def strace(*options: str) -> tuple[str, ...]:
    return ("strace", "-f", "-qq", *options)


def count_calls(world: World) -> dict[str, int]:
    """How often one thread makes each call in a registration that is left alone."""
    log = world.home / "trace"
    done = world.run("register", DOMAIN, "--name", "whole", "--save", str(world.home / "whole.txt"), "--json",
                     wrapper=strace("-o", str(log), "-e", "trace=" + ",".join(CALLS)))
    assert done.returncode == 0, done.stdout + done.stderr
    per_thread: collections.Counter = collections.Counter()
    for line in log.read_text().splitlines():
        if match := re.match(r"(\d+)\s+(\w+)\(", line):
            per_thread[match.group(1, 2)] += 1
    most: dict[str, int] = {}
    for (_thread, call), n in per_thread.items():
        most[call] = max(most.get(call, 0), n)
    return most


def without_network(world: World) -> str:
    """The same profile with a resolver that nobody answers at."""
    text = re.sub(r"(?m)^resolver=.*$", "resolver=127.0.0.1@9", Path(world.profile).read_text())
    text = re.sub(r"(?m)^list=.*$\n?", "", text)
    path = world.home / "offline.ini"
    path.write_text(text)
    return str(path)


def die_and_recover(call: str, n: int) -> str | None:
    """One death at the n-th `call`. Returns what is wrong, or None."""
    world = World()
    name = f"killed-{call}-{n}"
    address = f"{name}@{DOMAIN}"
    file = world.home / "account.txt"
    done = world.run("register", DOMAIN, "--name", name, "--save", str(file), "--json",
                     wrapper=strace("-o", "/dev/null", "-e", "trace=" + call, "-e", f"inject={call}:signal=KILL:when={n}"))
    if done.returncode == 0:
        return None  # this run needed fewer calls; nothing was killed, and the account is there
    exists = world.has_user(address)
    if done.stdout.strip():  # it died after the outcome was told
        told = json.loads(done.stdout)["state"]
        return None if exists == (told in EXISTS) else f"told {told!r}, on the server: {exists}"
    if exists and read_save_file(file).get("address") != address:
        return "the account exists, and its password was not kept"

    if pieces := [path.name for path in world.home.iterdir() if path.name.startswith(".gangway-")]:
        return f"a piece of the password's file lies around: {pieces}"

    code, document = world.json("recover", profile=without_network(world))
    states = {a["address"]: a["state"] for a in document["attempts"]}
    if any(state not in {"pending"} | EXISTS | ABSENT for state in states.values()):
        return f"without a connection: {states}"
    if states.get(address) in EXISTS and not exists or states.get(address) in ABSENT and exists:
        return f"without a connection it guessed {states}, on the server: {exists}"
    if code != (9 if {"pending", "created"} & set(states.values()) else 0):  # created and not proved: still open
        return f"without a connection: exit {code} for {states}"
    if states.get(address) != "pending":
        return None if exists == (states.get(address) in EXISTS) else f"{states}, on the server: {exists}"

    code, document = world.json("recover")
    state = {a["address"]: a["state"] for a in document["attempts"]}.get(address)
    if state not in (EXISTS if exists else ABSENT) or code != 0:
        return f"recover says {state!r} (exit {code}); on the server: {exists}"
    _code, document = world.json("recover")
    return None if not document["attempts"] else f"told, and still open: {document}"


def main() -> int:
    if not shutil.which("strace"):
        skip("strace is missing")
    tap = Tap()
    most = count_calls(World())
    tap.check("fsync" in most and "sendto" in most, f"a whole registration makes {most}", str(most))
    steps = [(call, n) for call, top in sorted(most.items()) for n in range(1, top + 1)]
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        for (call, n), problem in zip(steps, pool.map(lambda step: die_and_recover(*step), steps)):
            tap.check(problem is None, f"killed at {call} number {n}: the outcome is known", problem or "")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
