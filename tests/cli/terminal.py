# SPDX-License-Identifier: GPL-3.0-or-later
"""The program with a terminal of its own, Ctrl-C included."""
import fcntl
import os
import pty
import re
import select
import struct
import termios
import time

from shell import SECONDS, Shell

ROWS = 50


class Terminal:
    def __init__(self, shell: Shell, *words: str, columns: int = 100, wrapper: tuple[str, ...] = (), **environment: str) -> None:
        self.shown = ""
        self.seen = 0  # what was waited for before is not found again
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("4H", ROWS, columns, 0, 0))
            os.chdir(shell.home)
            command = [*wrapper, shell.gangway, *words]
            os.execvpe(command[0], command, {**shell.environment, "TERM": "xterm", **environment})

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
        self.shown += data.decode(errors="replace")
        return bool(data)

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def answer(self, pattern: str, text: str) -> str:
        """Waits for the question, and answers it by a line."""
        found = self.wait_for(pattern)
        self.type(text + "\n")
        return found

    def end(self) -> int:
        while self.read():
            pass
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
