# SPDX-License-Identifier: GPL-3.0-or-later
"""A terminal small enough for QR codes: interprets what a program prints and paints it as a picture (PGM), for zbarimg."""
import re
import subprocess
from pathlib import Path

CELL = 8  # pixels of a module: a cell is one wide and two high
BLACK, WHITE = 0, 255
# The halves of a cell that are painted in the ink's colour.
INK = {" ": (False, False), "▀": (True, False), "▄": (False, True), "█": (True, True)}
SEQUENCE = re.compile(r"\x1b\[([?]?)([0-9;]*)([A-Za-z])")


def decode(picture: Path) -> bytes:
    """What an independent reader finds in a picture; nothing when it finds no code."""
    run = subprocess.run(["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture)], capture_output=True,
                         timeout=20)
    return run.stdout.removesuffix(b"\n")


class Screen:
    """`ink` and `paper` are the colours of the theme; a program may set others."""

    def __init__(self, ink: int = BLACK, paper: int = WHITE, rows: int = 0):
        self.theme = (ink, paper)
        self.rows = rows  # 0: as many as are printed
        self.alternate = False
        self.scrolled = 0
        self.style = self.theme
        self.x = self.y = 0
        self.cells: dict[tuple[int, int], tuple[str, int, int]] = {}

    def feed(self, text: str) -> None:
        at = 0
        while at < len(text):
            match = SEQUENCE.match(text, at)
            if match:
                self.control(*match.groups())
                at = match.end()
                continue
            self.put(text[at])
            at += 1

    def put(self, letter: str) -> None:
        if letter == "\n":
            self.y += 1
            self.x = 0
            if self.rows and self.y >= self.rows:
                self.scrolled += 1
                self.y -= 1
                self.cells = {(x, y - 1): cell for (x, y), cell in self.cells.items() if y > 0}
        elif letter == "\r":
            self.x = 0
        elif letter == "\x1b":
            raise AssertionError("an escape sequence that no screen was taught")
        else:
            self.cells[self.x, self.y] = (letter, *self.style)
            self.x += 1

    def control(self, private: str, arguments: str, final: str) -> None:
        numbers = [int(n) if n else 0 for n in arguments.split(";")]
        if private:
            assert final in "hl" and numbers[0] in (25, 1049), f"unknown mode {numbers}"
            if numbers[0] == 1049:
                self.alternate = final == "h"
        elif final == "m":
            self.colour(numbers)
        elif final == "H":
            row, column = (numbers + [1])[:2] if len(numbers) > 1 else (numbers[0] or 1, 1)
            self.x, self.y = column - 1, row - 1
        elif final == "J":
            assert numbers == [2]
            self.cells.clear()
        else:
            raise AssertionError(f"unknown sequence {arguments}{final}")

    def colour(self, numbers: list[int]) -> None:
        ink, paper = self.style
        while numbers:
            first = numbers.pop(0)
            if first == 0:
                ink, paper = self.theme
                continue
            if first in (1, 2, 31, 32, 33):  # of words; the blocks of a code are never printed so
                continue
            assert first in (38, 48) and numbers.pop(0) == 5, "only the 256 colours"
            shade = {16: BLACK, 231: WHITE}[numbers.pop(0)]
            ink, paper = (shade, paper) if first == 38 else (ink, shade)
        self.style = (ink, paper)

    def text(self) -> str:
        """What can be read on it, without the blocks."""
        lines: dict[int, str] = {}
        for (x, y), (letter, _, _) in sorted(self.cells.items(), key=lambda item: (item[0][1], item[0][0])):
            lines[y] = lines.get(y, "").ljust(x) + (" " if letter in INK else letter)
        return "\n".join(line.strip() for line in lines.values())

    def pgm(self) -> bytes:
        width = 1 + max((x for x, _ in self.cells), default=0)
        height = 1 + max((y for _, y in self.cells), default=0)
        paper = self.theme[1]
        halves = [[paper] * width for _ in range(2 * height)]
        for (x, y), (letter, ink, ground) in self.cells.items():
            for half, inked in enumerate(INK.get(letter, (False, False))):
                halves[2 * y + half][x] = ink if inked else ground
        body = b"".join(bytes(shade for shade in row for _ in range(CELL)) * CELL for row in halves)
        return b"P5 %d %d 255\n" % (width * CELL, 2 * height * CELL) + body
