# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of gangway register share: the command as a script runs it, a name of its own, and a person at a terminal."""
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "cli"))
from shell import Shell  # noqa: E402
from terminal import Terminal  # noqa: E402, F401


def register(shell: Shell, domain: str, *words: str, **keywords) -> tuple[int, dict]:
    return shell.json("register", domain, "--profile", shell.profile, "--json", *words, **keywords)


def name() -> str:
    return f"carol-{os.getpid()}-{time.monotonic_ns() % 10**9}"
