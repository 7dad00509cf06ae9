#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every picture of a setup code, read by zbarimg, holds the payload byte by byte.

Argument: the program qr-dump. Prints TAP."""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from screen import BLACK, WHITE, Screen, decode

APPS = ["conversations", "snikket-android", "monal", "kaidan"]
ACCOUNTS = [
    ("alice@example.org", "abcdefghijklmnopqrstuvwx"),
    ("alice@example.org", "p;a=s&s \"w%40<>'\\ü#"),
    ("alice@bücher.example", "😀 " * 8 + "😀"),
    ("a-rather-long-name.with.dots@chat.a-long-domain.example", "0123456789abcdefABCDEF!#" * 2 + "0123456789abcdef"),
]


def dump(program: str, app: str, account: tuple[str, str], form: str) -> bytes:
    return subprocess.run([program, app, account[0], form], input=account[1].encode(), capture_output=True,
                          check=True, timeout=20).stdout


def picture_png(program: str, app: str, account: tuple[str, str], folder: Path) -> Path:
    path = folder / "code.png"
    path.write_bytes(dump(program, app, account, "png"))
    return path


def picture_svg(program: str, app: str, account: tuple[str, str], folder: Path) -> Path:
    path = folder / "svg.png"
    subprocess.run(["rsvg-convert", "-o", str(path)], input=dump(program, app, account, "svg"), check=True, timeout=20)
    return path


def picture_terminal(form: str, ink: int, paper: int):
    def picture(program: str, app: str, account: tuple[str, str], folder: Path) -> Path:
        screen = Screen(ink, paper)
        screen.feed(dump(program, app, account, form).decode())
        path = folder / "terminal.pgm"
        path.write_bytes(screen.pgm())
        return path
    return picture


PICTURES = [
    ("PNG", picture_png, None),
    ("SVG", picture_svg, "rsvg-convert"),
    ("terminal, light theme", picture_terminal("ansi", BLACK, WHITE), None),
    ("terminal, dark theme", picture_terminal("ansi", WHITE, BLACK), None),
    ("terminal, small, dark theme", picture_terminal("small", WHITE, BLACK), None),
    ("plain text on paper", picture_terminal("plain", BLACK, WHITE), None),
]


def check(program: str, picture, app: str, folder: Path) -> list[str]:
    faults = []
    for account in ACCOUNTS:
        expected = dump(program, app, account, "payload")
        read = decode(picture(program, app, account, folder))
        if read != expected:
            faults.append(f"{account[0]}: read {read!r} instead of {expected!r}")
    return faults


def main() -> int:
    if not shutil.which("zbarimg"):
        print("1..0 # SKIP zbarimg is not installed")
        return 0
    print(f"1..{len(PICTURES) * len(APPS)}")
    number = bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for title, picture, needs in PICTURES:
            for app in APPS:
                number += 1
                if needs and not shutil.which(needs):
                    print(f"ok {number} - {title} for {app} # SKIP {needs} is not installed")
                    continue
                faults = check(sys.argv[1], picture, app, Path(folder))
                bad += bool(faults)
                print(f"{'not ok' if faults else 'ok'} {number} - {title} for {app}")
                for fault in faults:
                    print(f"# {fault}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
