# SPDX-License-Identifier: GPL-3.0-or-later
"""What the end-to-end tests share: the built program in a home of its own on the practice network, and TAP."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from leaks import ProcessWatch, search

SOURCE = Path(__file__).resolve().parent.parent.parent
PRACTICE = SOURCE / "tests" / "practice" / "practice"


def skip(reason: str) -> None:
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def need(variable: str) -> str:
    value = os.environ.get(variable)
    if not value:
        skip(f"{variable} is not set: run through tests/practice/practice run -- ...")
    return value


class Network:
    """The practice network, as those who run inside see it."""

    def __init__(self) -> None:
        self.profile = need("PRACTICE_PROFILE")
        self.practice_dir = need("PRACTICE_DIR")

    def has_user(self, address: str) -> bool:
        done = subprocess.run([PRACTICE, "has-user", address, "--dir", self.practice_dir], timeout=30)
        assert done.returncode in (0, 1), f"has-user: exit {done.returncode}"
        return done.returncode == 0

    def ports(self) -> dict:
        return json.loads((Path(self.practice_dir) / "ports.json").read_text())

    def ca_file(self) -> str:
        return str(Path(self.practice_dir) / "ca.pem")

    def captcha_answer(self) -> str:
        """What the picture says that ejabberd has made last."""
        return (Path(self.practice_dir) / "captcha.log").read_text().split()[-1]


class World(Network):
    """A person's account on this machine: state, cache and files in a folder that goes away at the end of the test. What is
    printed and written, and every process meanwhile, is searched for the passwords then: see leaks_of_all()."""
    all: list["World"] = []
    watch: ProcessWatch | None = None

    def __init__(self) -> None:
        super().__init__()
        World.watch = World.watch or ProcessWatch()
        World.all.append(self)
        self.gangway = need("GANGWAY")
        self.folder = tempfile.TemporaryDirectory(prefix="gangway-e2e-")
        self.home = Path(self.folder.name)
        self.passwords: set[str] = set()
        self.printed: list[bytes] = []
        (self.home / "tmp").mkdir()
        self.environment = dict(os.environ, HOME=str(self.home), XDG_STATE_HOME=str(self.home / "state"),
                                XDG_CACHE_HOME=str(self.home / "cache"), TMPDIR=str(self.home / "tmp"), LC_ALL="C.UTF-8", LANGUAGE="en",
                                DBUS_SESSION_BUS_ADDRESS="disabled:")

    def run(self, *arguments: str, stdin: str = "", wrapper: tuple[str, ...] = (),
            profile: str | None = None) -> subprocess.CompletedProcess:
        command, *rest = arguments
        if "--password-fd" in arguments and stdin:
            self.passwords.add(stdin.split("\n")[0])
        done = subprocess.run([*wrapper, self.gangway, command, *rest, "--profile", profile or self.profile],
                              input=stdin, capture_output=True, text=True, env=self.environment, timeout=90)
        self.printed += [done.stdout.encode(), done.stderr.encode()]
        return done

    def save_files(self) -> set[Path]:
        """The files of --save: what was asked for, to hold a password."""
        return {path for path in self.home.glob("*.txt") if b"\npassword=" in path.read_bytes()}

    def json(self, *arguments: str, **keywords) -> tuple[int, dict]:
        done = self.run(*arguments, "--json", **keywords)
        try:
            return done.returncode, json.loads(done.stdout)
        except json.JSONDecodeError as problem:
            raise AssertionError(f"{arguments}: no JSON document: {done.stdout!r} {done.stderr!r}") from problem


def leaks_of_all() -> tuple[int, list[str]]:
    """How many passwords there were in all worlds so far, and which lie where they should not."""
    files = {path for world in World.all for path in world.save_files()}
    passwords = {read_save_file(path)["password"] for path in files}.union(*(world.passwords for world in World.all))
    printed = {f"printed by run {i}": text for i, text in enumerate(text for world in World.all for text in world.printed)}
    folders = [world.home for world in World.all] + [Path(World.all[0].practice_dir)]
    return len(passwords), search(passwords, folders, files, World.watch.end(), printed)


def read_save_file(path: Path) -> dict[str, str]:
    """address=, server=, and last password=, raw to the end of the line."""
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


class Tap:
    def __init__(self) -> None:
        self.number = 0
        self.failed = False

    def check(self, good: bool, what: str, detail: object = "") -> bool:
        self.number += 1
        print(f"{'ok' if good else 'not ok'} {self.number} - {what}", flush=True)
        if not good:
            self.failed = True
            for line in str(detail).splitlines():
                print(f"# {line}", flush=True)
        return good

    def end(self) -> int:
        if World.all:
            known, leaks = leaks_of_all()
            self.check(not leaks, f"none of {known} passwords lies in arguments, environment, logs, journal, temporary files or output", "\n".join(leaks))
        print(f"1..{self.number}")
        return 1 if self.failed else 0
