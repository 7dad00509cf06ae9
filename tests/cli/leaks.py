# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for passwords where they must not be: in the arguments and the environment of every process that ran meanwhile, in logs,
in the journal, in temporary files, in what was printed."""
import base64
import os
import threading
import urllib.parse
from pathlib import Path

INTERVAL_SECONDS = 0.02
LARGEST_BYTES = 32 * 1024 * 1024  # of a file that is read whole; a larger one counts as a finding


def forms_of(password: str) -> dict[str, bytes]:
    """As it is, and as it may hide: escaped for a URL or XML, in base64 (alone, and behind what SASL PLAIN puts before it)."""
    raw = password.encode()
    escaped = password.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    forms = {"as it is": raw, "escaped for a URL": urllib.parse.quote(password, safe="").encode(), "escaped for XML": escaped.encode(),
             "as UTF-16": password.encode("utf-16-le")}
    for shift in range(3):  # base64 of whatever it stands in: only the letters that depend on nothing else
        whole = b"\0" * shift + raw
        forms[f"in base64, shifted by {shift}"] = base64.b64encode(whole)[(0, 2, 3)[shift]:len(whole) * 8 // 6]
    return forms


class ProcessWatch:
    """Reads /proc of all processes of this user that begin while it watches, again and again."""

    def __init__(self) -> None:
        self.before = {entry for entry in os.listdir("/proc") if entry.isdigit()}
        self.seen: dict[tuple[str, bytes], str] = {}  # (kind, content) -> the program's name
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self) -> None:
        while not self.ended.wait(INTERVAL_SECONDS):
            self.look()

    def look(self) -> None:
        for entry in os.listdir("/proc"):
            if not entry.isdigit() or entry in self.before or int(entry) == os.getpid():
                continue
            try:
                folder = Path("/proc") / entry
                name = (folder / "comm").read_text().strip()
                for kind in ("cmdline", "environ"):
                    self.seen[kind, (folder / kind).read_bytes()] = name
            except OSError:
                continue  # it has ended, or forbids that

    def end(self) -> dict[tuple[str, bytes], str]:
        self.look()
        self.ended.set()
        self.thread.join()
        return self.seen


def files_below(folder: Path) -> list[Path]:
    return [Path(path) / name for path, _folders, names in os.walk(folder) for name in names]


def read(path: Path) -> bytes | None:
    """None: not a file that could hold anything, or gone by now."""
    try:
        if not path.is_file() or path.is_symlink():
            return None
        if path.stat().st_size > LARGEST_BYTES:
            raise AssertionError(f"{path} is too large to be searched")
        return path.read_bytes()
    except OSError:
        return None


def search(passwords: set[str], folders: list[Path], allowed: set[Path], processes: dict[tuple[str, bytes], str],
           printed: dict[str, bytes]) -> list[str]:
    """What was found, each as a sentence without the password. `allowed`: files that were asked for, to hold it."""
    forms = {f"password {i}, {how}": text for i, password in enumerate(sorted(passwords), 1)
             for how, text in forms_of(password).items() if len(text) >= 6}
    places: list[tuple[str, bytes]] = [(f"{kind} of {name}", content) for (kind, content), name in processes.items()]
    places += printed.items()
    for folder in folders:
        for path in files_below(folder):
            if path not in allowed and (content := read(path)) is not None:
                places.append((str(path), content))
    return [f"{where}: {how}" for where, content in places for how, text in forms.items() if text in content]


class Room:
    """The homes in which programs run, what they print, and the passwords that they are given or make. One for a test."""

    def __init__(self) -> None:
        self.watch: ProcessWatch | None = None
        self.folders: list[Path] = []
        self.passwords: set[str] = set()
        self.printed: list[bytes] = []

    def enter(self, *folders: Path) -> None:
        self.watch = self.watch or ProcessWatch()
        self.folders += folders

    def note(self, words: tuple[str, ...], stdin: str, *printed: str) -> None:
        if "--password-fd" in words and stdin:
            self.passwords.add(stdin.split("\n")[0])
        self.printed += [text.encode() for text in printed]

    def save_files(self) -> dict[Path, str]:
        """Files of --save, which were asked for, and the password that each holds (its last line, raw to the end)."""
        found = {}
        for folder in self.folders:
            for path in files_below(folder):
                if path.suffix == ".txt" and (content := read(path)) and content.startswith(b"address=") and b"\npassword=" in content:
                    found[path] = content.decode().partition("\npassword=")[2].rstrip("\n")
        return found

    def leave(self) -> tuple[int, list[str]]:
        """How many passwords there were, and where they lie that they should not."""
        files = self.save_files()
        passwords = {word for word in self.passwords.union(files.values()) if word}
        printed = {f"printed by run {i}": text for i, text in enumerate(self.printed)}
        processes = self.watch.end() if self.watch else {}
        return len(passwords), search(passwords, self.folders, {*files}, processes, printed)


ROOM = Room()
