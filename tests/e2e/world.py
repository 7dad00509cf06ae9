# SPDX-License-Identifier: GPL-3.0-or-later
"""What the end-to-end tests share: the built program in a home of its own on the practice network, and TAP."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "cli"))
from leaks import ROOM  # noqa: E402
from shell import Tap  # noqa: E402, F401

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
    printed and written, and every process meanwhile, is searched for passwords then."""
    all: list["World"] = []

    def __init__(self) -> None:
        super().__init__()
        World.all.append(self)
        self.gangway = need("GANGWAY")
        self.folder = tempfile.TemporaryDirectory(prefix="gangway-e2e-")
        self.home = Path(self.folder.name)
        (self.home / "tmp").mkdir()
        ROOM.enter(self.home, *([] if len(World.all) > 1 else [Path(self.practice_dir)]))
        self.environment = dict(os.environ, HOME=str(self.home), XDG_STATE_HOME=str(self.home / "state"),
                                XDG_CACHE_HOME=str(self.home / "cache"), TMPDIR=str(self.home / "tmp"), LC_ALL="C.UTF-8", LANGUAGE="en",
                                DBUS_SESSION_BUS_ADDRESS="disabled:")

    def run(self, *arguments: str, stdin: str = "", wrapper: tuple[str, ...] = (),
            profile: str | None = None) -> subprocess.CompletedProcess:
        command, *rest = arguments
        done = subprocess.run([*wrapper, self.gangway, command, *rest, "--profile", profile or self.profile],
                              input=stdin, capture_output=True, text=True, env=self.environment, timeout=90)
        ROOM.note(arguments, stdin, done.stdout, done.stderr)
        return done

    def json(self, *arguments: str, **keywords) -> tuple[int, dict]:
        done = self.run(*arguments, "--json", **keywords)
        try:
            return done.returncode, json.loads(done.stdout)
        except json.JSONDecodeError as problem:
            raise AssertionError(f"{arguments}: no JSON document: {done.stdout!r} {done.stderr!r}") from problem


def read_save_file(path: Path) -> dict[str, str]:
    """address=, server=, and last password=, raw to the end of the line."""
    return dict(line.split("=", 1) for line in path.read_text().splitlines())
