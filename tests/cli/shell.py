# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: the built program in a home of its own, and TAP."""
import fcntl
import json
import os
import select
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path
from typing import Callable

from leaks import ROOM

SOURCE = Path(__file__).resolve().parent.parent.parent
SECONDS = 60


class Shell:
    """A home without settings, keyring or past."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="gangway-cli-")
        self.home = Path(self.folder.name)
        ROOM.enter(self.home)
        self.gangway = os.environ["GANGWAY"]
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8", "LANGUAGE": "en",
                            "XDG_STATE_HOME": str(self.home / "state"), "XDG_CACHE_HOME": str(self.home / "cache"),
                            "DBUS_SESSION_BUS_ADDRESS": "disabled:", "G_DEBUG": "fatal-warnings",
                            **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}

    def run(self, *words: str, stdin: str = "", wrapper: tuple[str, ...] = (), **environment: str) -> subprocess.CompletedProcess:
        done = subprocess.run([*wrapper, self.gangway, *words], input=stdin, capture_output=True, text=True, timeout=SECONDS,
                              env={**self.environment, **environment}, cwd=self.home)
        ROOM.note(words, stdin, done.stdout, done.stderr)
        return done

    def on_terminal(self, *words: str, **environment: str) -> str:
        """What a terminal of 80 columns shows."""
        controller, terminal = os.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
        child = subprocess.Popen([self.gangway, *words], stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal,
                                 env={**self.environment, **environment}, cwd=self.home)
        os.close(terminal)
        shown = b""
        while select.select([controller], [], [], SECONDS)[0]:
            try:
                shown += os.read(controller, 65536)
            except OSError:  # EIO: the other end was closed
                break
        os.close(controller)
        child.wait(SECONDS)
        return shown.decode()

    def json(self, *words: str, **keywords) -> tuple[int, dict]:
        """Standard output must be one document and one line."""
        done = self.run(*words, **keywords)
        assert done.stdout.count("\n") == 1, f"{words}: {done.stdout!r} {done.stderr!r}"
        return done.returncode, json.loads(done.stdout)


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

    def skip(self, what: str, reason: str) -> None:
        self.number += 1
        print(f"ok {self.number} - {what} # SKIP {reason}", flush=True)

    def end(self) -> int:
        known, leaks = ROOM.leave()
        if known:
            self.check(not leaks, f"none of {known} passwords lies in arguments, environment, logs, journal, temporary files or output",
                       "\n".join(leaks))
        print(f"1..{self.number}")
        return 1 if self.failed else 0


def run_in_network(test: str, inside: Callable[[], int], seconds: float) -> int:
    """Runs `inside` with the practice network in a namespace of its own, where its web server has port 443: `test`, the file of the
    caller, is started once more in there. What is missing skips the test."""
    if "--inside" in sys.argv:
        return inside()
    practice = SOURCE / "tests" / "practice"
    namespace = str(practice / "in-namespace")
    trial = subprocess.run([namespace, "true"], capture_output=True, text=True, timeout=seconds)
    if trial.returncode != 0:
        skip_all(trial.stderr.strip() or "no namespace of our own")
    with tempfile.TemporaryDirectory(prefix="gangway-network-") as folder:
        status = subprocess.run([namespace, practice / "practice", "run", "--web-port", "443", "--dir", f"{folder}/network", "--",
                                 sys.executable, test, "--inside"], timeout=seconds).returncode
    if status == 77:
        skip_all("the practice network lacks a package")
    return status


def skip_all(reason: str) -> None:
    print(f"1..0 # SKIP {reason}")
    sys.exit(77)
