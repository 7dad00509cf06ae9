# SPDX-License-Identifier: GPL-3.0-or-later
"""Registrations that go wrong at one step, and what has to be true afterwards: shared by the tests that go through the steps."""
import collections
import contextlib
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from world import PRACTICE, World, read_save_file
from terminal import Terminal  # noqa: E402  (world knows where it is)

EXISTS = {"verified", "created"}
ABSENT = {"not-created", "refused"}
OPEN = {"pending", "away"}
DISK = ("fsync", "rename", "renameat2", "linkat", "link")
LINE = ("sendto", "sendmsg", "recvfrom", "connect")


@dataclass(frozen=True)
class Fault:
    what: str
    calls: tuple[str, ...]
    inject: str  # of strace, behind the call; {n} is the step


FAULTS = {
    "kill": Fault("killed", ("fsync", "rename", "renameat2", "linkat", "link", "sendto", "sendmsg"), "signal=KILL:when={n}"),
    "disk": Fault("no room on the disk", DISK, "error=ENOSPC:when={n}+"),
    "line": Fault("the line is cut and stays away", LINE, "error=ECONNRESET:when={n}+"),
}


class Way:
    """How one registers: words for the command line. `domain` is where."""
    domain = "open.example"
    at_once = 3  # registrations side by side

    def words(self, world: World) -> list[str]:
        return [self.domain]

    def register(self, world: World, name: str, *wrapper: str) -> subprocess.CompletedProcess:
        return world.run("register", *self.words(world), "--name", name, "--save", str(world.home / "account.txt"), "--json", wrapper=wrapper)

    def close(self, world: World, address: str, exists: bool) -> str | None:
        """What is still open when all is known; None: nothing, as it should be."""
        _code, document = world.json("recover")
        return f"told, and still open: {document}" if document["attempts"] else None


class Invited(Way):
    domain = "invite.example"

    def words(self, world: World) -> list[str]:
        done = subprocess.run([PRACTICE, "invite", self.domain, "--dir", world.practice_dir], capture_output=True, text=True, check=True)
        return [done.stdout.strip()]


class Puzzled(Way):
    """ejabberd writes down what its last picture says; so there is only one at a time."""
    domain = "puzzle.example"
    at_once = 1

    def words(self, world: World) -> list[str]:
        reader = world.home / "reader"
        reader.write_text(f"#!/bin/sh\ntail -n 1 '{world.practice_dir}/captcha.log'\n")
        reader.chmod(0o700)
        return [self.domain, "--puzzle-command", str(reader)]


class Website(Way):
    """At a terminal: the page is opened nowhere, and `practice add-user` registers there as soon as the person could."""
    domain = "web.example"

    def register(self, world: World, name: str, *wrapper: str) -> subprocess.CompletedProcess:
        file, works = world.home / "account.txt", False
        terminal = Terminal(world, "register", self.domain, "--name", name, "--save", str(file), "--profile", world.profile, wrapper=wrapper)
        try:
            terminal.answer(r"Register there now\? \[Y/n\] ", "")
            terminal.answer(r"in the browser\? \[Y/n\] ", "n")
            terminal.wait_for(r"when you are done.*\) ")
            subprocess.run([PRACTICE, "add-user", f"{name}@{self.domain}", "--dir", world.practice_dir], check=True, text=True,
                           input=read_save_file(file)["password"] + "\n", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            terminal.type("\n")
            works = terminal.wait_for(r"It works|when you are done") == "It works"
        except (AssertionError, OSError):
            pass  # it has died
        with contextlib.suppress(OSError):
            if not works:
                terminal.type("\x03")
        return subprocess.CompletedProcess([], terminal.end(), "", "")

    def close(self, world: World, address: str, exists: bool) -> str | None:
        """Nobody but the person can say that a page is not open any more."""
        if not exists:
            world.run("recover", "--forget", address)
        return super().close(world, address, exists)


def strace(*options: str) -> tuple[str, ...]:
    return ("strace", "-f", "-qq", *options)


def count_calls(way: Way, fault_name: str) -> dict[str, int]:
    """How often one thread makes each call in a registration that is left alone."""
    world = World()
    log = world.home / "trace"
    calls = FAULTS[fault_name].calls
    done = way.register(world, f"whole-{fault_name}", *strace("-o", str(log), "-e", "trace=" + ",".join(calls)))
    assert done.returncode == 0, done.stdout + done.stderr
    per_thread: collections.Counter = collections.Counter()
    for line in log.read_text().splitlines():
        if match := re.match(r"(\d+)\s+(\w+)\(", line):
            per_thread[match.group(1, 2)] += 1
    log.unlink()
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


def states_of(document: dict) -> dict[str, str]:
    return {attempt["address"]: attempt["state"] for attempt in document["attempts"]}


def what_was_told(done: subprocess.CompletedProcess) -> str | None:
    """The state in its one JSON document; None: it died before."""
    if not done.stdout.strip():
        return None
    document = json.loads(done.stdout)
    return document.get("state", "failed")


def judge_told(told: str, exists: bool, kept: bool) -> str | None:
    """It lived and told. FAILED: nothing was sent."""
    if told in EXISTS and not exists or told in ABSENT | {"failed"} and exists:
        return f"told {told!r}, on the server: {exists}"
    return "the account exists, and its password is nowhere" if exists and not kept else None


def recover_offline(world: World, address: str, exists: bool) -> str | None:
    """Without a connection nothing may be guessed."""
    code, document = world.json("recover", profile=without_network(world))
    states = states_of(document)
    if states.get(address) in EXISTS and not exists or states.get(address) in ABSENT and exists:
        return f"without a connection it guessed {states}, on the server: {exists}"
    if any(state not in OPEN | EXISTS | ABSENT for state in states.values()):
        return f"without a connection: {states}"
    if code != (9 if (OPEN | {"created"}) & set(states.values()) else 0):  # created and not proved: still open
        return f"without a connection: exit {code} for {states}"
    return None


def recover_online(way: Way, world: World, address: str, exists: bool) -> str | None:
    code, document = world.json("recover")
    state = states_of(document).get(address)
    if state == "away":  # by website, and it cannot log in
        return way.close(world, address, exists) if code == 9 and not exists else f"{state!r} (exit {code}); on the server: {exists}"
    if state is not None and state not in (EXISTS if exists else ABSENT) or code != 0:
        return f"recover says {state!r} (exit {code}); on the server: {exists}"
    return way.close(world, address, exists)


def go_wrong(way: Way, fault_name: str, call: str, n: int) -> str | None:
    """One registration that goes wrong at its n-th `call`. Returns what is wrong with the outcome, or None."""
    fault, world = FAULTS[fault_name], World()
    name = f"{fault_name}-{call}-{n}"
    address, file = f"{name}@{way.domain}", world.home / "account.txt"
    done = way.register(world, name, *strace("-o", "/dev/null", "-e", "trace=" + call, "-e",
                                              f"inject={call}:" + fault.inject.format(n=n)))
    exists, told = world.has_user(address), what_was_told(done)
    kept = file.exists() and read_save_file(file).get("address") == address
    if exists and not kept:
        return f"the account exists, and its password was not kept ({done.stderr})"
    if pieces := [path.name for path in world.home.iterdir() if path.name.startswith(".gangway-")]:
        return f"a piece of the password's file lies around: {pieces}"
    if told is not None and (problem := judge_told(told, exists, kept)):
        return problem
    return recover_offline(world, address, exists) or recover_online(way, world, address, exists)
