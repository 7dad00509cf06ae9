# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of gangway register share: the command as a script runs it, and a person at a terminal."""
import os
import pty
import re
import select
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "cli"))
from shell import SECONDS, Shell  # noqa: E402


class Terminal:
    """The program with a terminal of its own, Ctrl-C included."""

    def __init__(self, shell: Shell, *words: str) -> None:
        self.shown = ""
        self.seen = 0  # what was waited for before is not found again
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(shell.home)
            os.execve(shell.gangway, [shell.gangway, *words], {**shell.environment, "TERM": "xterm"})

    def wait_for(self, pattern: str) -> str:
        """The match; everything up to it counts as read."""
        deadline = time.monotonic() + SECONDS
        while not (match := re.search(pattern, self.shown[self.seen:])):
            if not select.select([self.fd], [], [], max(0, deadline - time.monotonic()))[0] or not self.read():
                raise AssertionError(f"{pattern!r} never came: {self.shown!r}")
        self.seen += match.end()
        return match.group(1) if match.groups() else match.group()

    def read(self) -> bool:
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.shown += data.decode()
        return bool(data)

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def end(self) -> int:
        while self.read():
            pass
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def register(shell: Shell, domain: str, *words: str, **keywords) -> tuple[int, dict]:
    return shell.json("register", domain, "--profile", shell.profile, "--json", *words, **keywords)


def name() -> str:
    return f"carol-{os.getpid()}-{time.monotonic_ns() % 10**9}"
