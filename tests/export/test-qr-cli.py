#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`gangway qr` and `gangway export` from the outside: pipes, files, errors, and a terminal.

Argument: the program gangway. Prints TAP."""
import fcntl
import json
import os
import pty
import select
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from screen import BLACK, WHITE, Screen, decode

PATIENCE = 20  # seconds, for any one step
ADDRESS = "alice@example.org"
PASSWORD = "p;a=s&s \"w%40<>'\\ü#"
USUAL_PASSWORD = "abcdefghijklmnopqrstuvwx"
JSON_CODE = (b'{"protocol":"xmpp","address":"alice@example.org",'
             b'"password":"p;a=s&s \\"w%40<>\'\\\\\\u00fc#"}')
URI_CODE = b"xmpp:alice@example.org?login;password=p%3Ba%3Ds%26s%20%22w%2540%3C%3E%27%5C%C3%BC%23"
# No keyring can be reached, whatever runs on the machine.
ENVIRONMENT = {**{k: v for k, v in os.environ.items() if k not in ("XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY")},
               "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
GANGWAY = sys.argv[1]
FOLDER = Path()


def password_pipe(password: str) -> int:
    reader, writer = os.pipe()
    os.write(writer, password.encode())
    os.close(writer)
    os.set_inheritable(reader, True)
    return reader


def gangway(*arguments: str, password: str | None = None) -> subprocess.CompletedProcess:
    fds = ()
    if password is not None:
        fds = (password_pipe(password),)
        arguments += ("--password-fd", str(fds[0]))
    try:
        return subprocess.run([GANGWAY, *arguments], capture_output=True, text=True, timeout=PATIENCE, env=ENVIRONMENT,
                              pass_fds=fds, stdin=subprocess.DEVNULL, encoding="utf-8")
    finally:
        for fd in fds:
            os.close(fd)


def qr(*arguments: str, app: str = "conversations", password: str | None = PASSWORD) -> subprocess.CompletedProcess:
    return gangway("qr", "--for", app, "--account", ADDRESS, *arguments, password=password)


def card(*arguments: str, password: str | None = None) -> subprocess.CompletedProcess:
    return gangway("export", "card", "--account", ADDRESS, *arguments, password=password)


def expect(run: subprocess.CompletedProcess, status: int) -> None:
    assert run.returncode == status, f"exit {run.returncode} instead of {status}: {run.stdout}{run.stderr}"


def read_screen(screen: Screen) -> bytes:
    path = FOLDER / "screen.pgm"
    path.write_bytes(screen.pgm())
    return decode(path)


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, password: str, rows: int, columns: int):
        reader = password_pipe(password)
        command = [GANGWAY, "qr", "--for", "conversations", "--account", ADDRESS, "--password-fd", str(reader)]
        self.rows = rows
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            self.resize_of(1, rows, columns)
            os.execve(GANGWAY, command, ENVIRONMENT)
        os.close(reader)
        self.output = b""
        self.status: int | None = None

    @staticmethod
    def resize_of(fd: int, rows: int, columns: int) -> None:
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, rows: int, columns: int) -> None:
        self.rows = rows
        self.resize_of(self.fd, rows, columns)

    def read(self, end: float) -> bool:
        ready, _, _ = select.select([self.fd], [], [], max(0, end - time.monotonic()))
        assert ready, f"nothing more came after {self.output[-200:]!r}"
        try:
            piece = os.read(self.fd, 65536)
        except OSError:  # how Linux says that the other side is closed
            piece = b""
        self.output += piece
        return bool(piece)

    def wait_for(self, text: bytes, after: int = 0) -> Screen:
        end = time.monotonic() + PATIENCE
        while text not in self.output[after:]:
            assert self.read(end), f"it ended with {self.output[-200:]!r}"
        return self.screen()

    def wait_for_end(self) -> Screen:
        end = time.monotonic() + PATIENCE
        while self.read(end):
            pass
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.screen()

    def screen(self) -> Screen:
        screen = Screen(WHITE, BLACK, self.rows)
        screen.feed(self.output.decode())
        return screen

    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

    def close(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


def assert_gone(screen: Screen) -> None:
    assert not screen.alternate, "the alternate screen was not left"
    assert not any(letter in "▀▄█" for letter, _, _ in screen.cells.values()), "the code is still there"


def test_pipe():
    """a pipe gets the code and nothing else"""
    run = qr()
    expect(run, 0)
    assert "\x1b" not in run.stdout
    assert set(run.stdout) <= set(" ▀▄█\n")
    screen = Screen()
    screen.feed(run.stdout)
    assert read_screen(screen) == JSON_CODE
    assert "Conversations" in run.stderr


def test_full_disk():
    """an output that takes nothing is an error, a reader that had enough is none"""
    for command in ("qr", "--for", "monal"), ("export", "card"):
        arguments = [GANGWAY, *command, "--account", ADDRESS, "--password-fd", "0", "--quiet"]
        for target, status in (("/dev/full", 8), (None, 0)):
            reader, writer = (None, os.open(target, os.O_WRONLY)) if target else os.pipe()
            if reader is not None:
                os.close(reader)
            run = subprocess.run(arguments, input=PASSWORD.encode(), stdout=writer, stderr=subprocess.PIPE,
                                 timeout=PATIENCE, env=ENVIRONMENT)
            os.close(writer)
            assert run.returncode == status, (command, target, run.returncode)


def test_quiet():
    """--quiet leaves only the result"""
    expect(run := qr("--quiet"), 0)
    assert run.stderr == "" and run.stdout != ""


def test_picture():
    """a picture is new, private, and holds the right code for the app"""
    for app, expected in (("conversations", JSON_CODE), ("monal", JSON_CODE), ("kaidan", URI_CODE)):
        path = FOLDER / f"{app}.png"
        run = qr("--output", str(path), app=app)
        expect(run, 0)
        assert run.stdout == f"{path}\n"
        assert "Start" in run.stderr
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert decode(path) == expected


def test_svg():
    """a drawing is written by its ending"""
    path = FOLDER / "code.svg"
    expect(qr("--output", str(path)), 0)
    assert path.read_text().startswith("<svg ")


def test_existing():
    """an existing file stays as it is"""
    path = FOLDER / "mine.png"
    path.write_bytes(b"mine")
    expect(qr("--output", str(path)), 8)
    assert path.read_bytes() == b"mine"


def test_unknown_app():
    """an unknown app is refused with the known ones"""
    expect(run := qr(app="siskin"), 6)
    for app in ("siskin", "conversations", "monal", "kaidan"):
        assert app in run.stderr
    assert run.stdout == ""


def test_wrong_use():
    """wrong use is told apart from bad data"""
    for status, arguments in ((2, ("qr", "--account", ADDRESS)), (2, ("qr", "--for", "monal")),
                              (6, ("qr", "--for", "monal", "--account", "alice")),
                              (2, ("qr", "--for", "monal", "--account", ADDRESS, "--output", "code.jpg")),
                              (2, ("export",)), (2, ("export", "paper", "--account", ADDRESS)),
                              (2, ("export", "card")), (6, ("export", "card", "--account", "@example.org")),
                              (2, ("export", "card", "--account", ADDRESS, "--password", "all"))):
        expect(run := gangway(*arguments, password=PASSWORD), status)
        assert run.stdout == "" and run.stderr != "", arguments
    assert not Path("code.jpg").exists()


def test_bad_password():
    """a password that none can be is refused without being repeated"""
    for password in ("", "tab\there", "ü" * 513):
        expect(run := qr(password=password), 6)
        assert "here" not in run.stderr and "üü" not in run.stderr
    expect(gangway("qr", "--for", "monal", "--account", ADDRESS, "--password-fd", "77"), 8)


def test_too_long():
    """a password that fits into no code is refused"""
    expect(run := qr(password="ü" * 500), 6)
    assert run.stdout == ""


def test_no_keyring():
    """without a keyring and a password there is no code"""
    expect(run := qr(password=None), 8)
    assert "--password-fd" in run.stderr
    expect(card("--password", "plain"), 8)


def test_json():
    """JSON says what was done, never the code"""
    path = FOLDER / "json.png"
    for arguments, file in (((), None), (("--output", str(path)), str(path))):
        expect(run := qr("--json", *arguments, app="kaidan"), 0)
        document = json.loads(run.stdout)
        assert set(document) == {"version", "app", "address", "file", "where"}
        assert (document["version"], document["app"], document["address"]) == (1, "kaidan", ADDRESS)
        assert document["file"] == file
        assert "Kaidan" in document["where"]
        assert "p;a" not in run.stdout + run.stderr and "p%3B" not in run.stdout + run.stderr
    assert decode(path) == URI_CODE


def test_json_error():
    """a failure is one JSON document"""
    for arguments, code, status in ((("--for", "siskin"), "no-code", 6), (("--for", "monal"), "no-keyring", 8)):
        expect(run := gangway("qr", "--account", ADDRESS, "--json", *arguments), status)
        document = json.loads(run.stdout)
        assert document["version"] == 1 and document["error"]["code"] == code


def test_terminal():
    """on a terminal the code is shown until Enter"""
    terminal = Terminal(PASSWORD, 50, 120)
    try:
        screen = terminal.wait_for(b"typing.")
        assert screen.alternate and screen.scrolled == 0
        assert read_screen(screen) == JSON_CODE
        assert "Enter" in screen.text() and "60" in screen.text() and "Conversations" in screen.text()
        assert not terminal.echoes()
        os.write(terminal.fd, b"x\r")
        assert_gone(terminal.wait_for_end())
        assert terminal.status == 0
        assert terminal.echoes()
    finally:
        terminal.close()


def test_usual_window():
    """a usual code fits into a usual window of 80 columns and 24 rows"""
    terminal = Terminal(USUAL_PASSWORD, 24, 80)
    try:
        screen = terminal.wait_for(b"typing.")
        assert screen.scrolled == 0
        assert max(y for _, y in screen.cells) < 24 and max(x for x, _ in screen.cells) < 80
        assert json.loads(read_screen(screen))["password"] == USUAL_PASSWORD
    finally:
        terminal.close()


def test_narrow_window():
    """in a narrow window the words stand below the code"""
    terminal = Terminal(USUAL_PASSWORD, 50, 52)
    try:
        screen = terminal.wait_for(b"typing.")
        assert max(x for x, _ in screen.cells) < 52
        assert json.loads(read_screen(screen))["password"] == USUAL_PASSWORD
        assert "Enter" in screen.text()
    finally:
        terminal.close()


def test_small_window():
    """a window that is too small says so, and shows the code once it is larger"""
    terminal = Terminal(PASSWORD, 12, 40)
    try:
        screen = terminal.wait_for(b"smaller.")
        assert not any(letter in "▀▄█" for letter, _, _ in screen.cells.values())
        seen = len(terminal.output)
        terminal.resize(50, 120)
        assert read_screen(terminal.wait_for(b"typing.", seen)) == JSON_CODE
    finally:
        terminal.close()


def test_signals():
    """a signal takes the code away too"""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGTSTP):
        terminal = Terminal(PASSWORD, 50, 120)
        try:
            terminal.wait_for(b"typing.")
            os.kill(terminal.pid, number)
            assert_gone(terminal.wait_for_end())
            assert terminal.status == 7, f"{number!r}: exit {terminal.status}"
            assert terminal.echoes()
        finally:
            terminal.close()


def test_card():
    """the card leaves the password out unless asked"""
    for run in (card(), card("--password", "none"), card(password=PASSWORD)):
        expect(run, 0)
        assert ADDRESS in run.stdout and "____" in run.stdout and PASSWORD not in run.stdout
    expect(run := card("--password", "plain", password=PASSWORD), 0)
    assert f"  {PASSWORD}\n" in run.stdout and "____" not in run.stdout


def test_card_file():
    """a card file is new and private"""
    path = FOLDER / "card.txt"
    expect(run := card("--password", "plain", "--output", str(path), password=PASSWORD), 0)
    assert run.stdout == f"{path}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text()
    assert f"  {PASSWORD}\n" in before
    expect(card("--output", str(path)), 8)
    assert path.read_text() == before


def test_card_json():
    """JSON holds the card, but never a password"""
    expect(run := card("--json"), 0)
    document = json.loads(run.stdout)
    assert document["version"] == 1 and document["format"] == "card" and document["address"] == ADDRESS
    assert document["file"] is None and document["password"] == "none" and "____" in document["text"]
    expect(card("--json", "--password", "plain", password=PASSWORD), 2)
    path = FOLDER / "json.txt"
    expect(run := card("--json", "--password", "plain", "--output", str(path), password=PASSWORD), 0)
    document = json.loads(run.stdout)
    assert document["file"] == str(path) and document["password"] == "plain" and document["text"] is None
    assert "w%40" not in run.stdout and PASSWORD in path.read_text()


def test_help():
    """the help lists apps and formats"""
    expect(run := gangway("qr", "--help"), 0)
    for app in ("conversations", "snikket-android", "monal", "kaidan"):
        assert f"\n  {app} " in run.stdout
    expect(run := gangway("export", "--help"), 0)
    assert "\n  card " in run.stdout


def main() -> int:
    global FOLDER
    if not shutil.which("zbarimg"):
        print("1..0 # SKIP zbarimg is not installed")
        return 0
    tests = [test for name, test in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        FOLDER = Path(folder)
        for number, test in enumerate(tests, 1):
            try:
                test()
                fault = None
            except (AssertionError, subprocess.TimeoutExpired, ValueError, KeyError, OSError) as error:
                fault = error
            bad += fault is not None
            print(f"{'not ok' if fault else 'ok'} {number} - {test.__doc__}", flush=True)
            if fault:
                print(f"# line {fault.__traceback__.tb_next.tb_lineno}: {fault!r}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
