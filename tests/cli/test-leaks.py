#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search for passwords itself: it finds what is planted in each place and each form, and nothing else. Without that, a clean
search would prove nothing."""
import base64
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from leaks import ProcessWatch, search
from shell import Tap

PASSWORD = "Zx81 & <Quay>/ü9"


def findings(folder: Path, allowed: set[Path] = frozenset(), processes: dict | None = None, printed: dict | None = None) -> list[str]:
    return search({PASSWORD}, [folder], set(allowed), processes or {}, printed or {})


def test_files(tap: Tap) -> None:
    for what, content in {
        "plain": PASSWORD.encode(), "URL": b"x?p=Zx81%20%26%20%3CQuay%3E%2F%C3%BC9&", "XML": b"<p>Zx81 &amp; &lt;Quay&gt;/\xc3\xbc9</p>",
        "SASL PLAIN": base64.b64encode(b"\0alice\0" + PASSWORD.encode()), "SASL PLAIN of bob": base64.b64encode(b"\0bob\0" + PASSWORD.encode()),
        "SASL PLAIN of carola": base64.b64encode(b"\0carola\0" + PASSWORD.encode()), "among other bytes": b"\0\xff" * 99 + PASSWORD.encode(),
    }.items():
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "deep" / "down"
            path.mkdir(parents=True)
            (path / "file").write_bytes(content)
            tap.check(len(findings(Path(name))) >= 1, f"found in a file: {what}")
            tap.check(not findings(Path(name), {path / "file"}), f"and not where it may be: {what}")
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "file").write_text("Zx81 & <Quay>/u9 and a hundred other words\n")
        tap.check(not findings(Path(name)), "nothing where nothing is")


def test_processes(tap: Tap) -> None:
    for kind, words, environment in (("cmdline", [PASSWORD], {}), ("environ", [], {"SECRET": PASSWORD})):
        watch = ProcessWatch()
        child = subprocess.Popen(["/bin/sh", "-c", "sleep 0.3; exit 0", "sh", *words], env={**os.environ, **environment})
        child.wait()
        found = findings(Path("/nonexistent"), processes=watch.end())
        tap.check(bool(found) and all(text.startswith(kind) for text in found), f"a process that has it in its {kind} is noticed", found)


def test_printed(tap: Tap) -> None:
    tap.check(len(findings(Path("/nonexistent"), printed={"stderr": f"oh: {PASSWORD}".encode()})) >= 1, "found in what was printed")


def main() -> int:
    tap = Tap()
    test_files(tap)
    test_processes(tap)
    test_printed(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
