#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""gangway register, where forms ask for more, with the server that plays a part (SCRIPTED_PROFILE): sounds, questions, one of two
puzzles, terms, an answers file, a countdown, and puzzles that expire under one's fingers. GANGWAY names the program."""
import http.server
import os
import ssl
import stat
import sys
import threading
import time
from pathlib import Path

from registering import Terminal, name, register

from shell import SECONDS, Shell, Tap, skip_all

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "practice"))
from forms import TONES  # noqa: E402

tap = Tap()
ANOTHER = r"r: another one.*\): "


def start(shell: Shell, part: str, *words: str, **environment: str) -> Terminal:
    return Terminal(shell, "register", f"{part}.example", "--save", f"{part}-{name()}.txt", "--profile", shell.profile, *words, **environment)


def is_verified(terminal: Terminal) -> bool:
    terminal.wait_for("It works")
    return terminal.end() == 0


def fake_player(shell: Shell) -> dict[str, str]:
    """A desktop whose player writes down what it was given."""
    data = shell.home / "data"
    (data / "applications").mkdir(parents=True, exist_ok=True)
    program = shell.home / "player"
    program.write_text(f'#!/bin/sh\nhead -c 4 "$1" >> {shell.home}/played\n')
    program.chmod(0o700)
    (data / "applications/player.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Player\nExec={program} %f\nMimeType=audio/x-wav;audio/vnd.wave;audio/wav;\n")
    types = "\n".join(f"{kind}=player.desktop" for kind in ("audio/x-wav", "audio/vnd.wave", "audio/wav", "application/octet-stream"))
    (data / "applications/mimeapps.list").write_text(f"[Default Applications]\n{types}\n")
    return {"XDG_DATA_HOME": str(data), "XDG_CONFIG_HOME": str(shell.home / "config")}


def wait_for_player(shell: Shell) -> None:
    deadline = time.monotonic() + SECONDS
    while not (shell.home / "played").exists() or (shell.home / "played").stat().st_size < 4:
        assert time.monotonic() < deadline, "nothing was played"
        time.sleep(0.01)


def test_sound(shell: Shell) -> None:
    terminal = start(shell, "sound", **fake_player(shell))
    path = Path(terminal.wait_for(r"sound as a file: (\S+?\.wav)"))
    tap.check(path.read_bytes()[:4] == b"RIFF" and stat.S_IMODE(path.stat().st_mode) == 0o600, "the sound lies in a private file", path)
    terminal.wait_for(ANOTHER)
    tap.check(not (shell.home / "played").exists(), "nothing is played unasked")
    terminal.type("p\n")
    wait_for_player(shell)
    terminal.wait_for(ANOTHER)
    terminal.type(f"{TONES}\n")
    tap.check(is_verified(terminal) and not path.exists(), "the number of tones: verified, and the file is gone", terminal.shown)
    tap.check((shell.home / "played").read_bytes() == b"RIFF", "p gave it to the desktop's player, once")


def test_question(shell: Shell) -> None:
    terminal = start(shell, "qa")
    terminal.answer(r"ripe lemon\? \(r: another one\): ", "")
    terminal.answer(r"ripe lemon\? \(r: another one\): ", "blue")
    terminal.wait_for("was not accepted")
    terminal.answer(r"ripe lemon\? \(r: another one\): ", "yellow")
    tap.check(is_verified(terminal), "a question: Enter asks for another, a wrong answer for one more, the right one is verified", terminal.shown)
    program = shell.home / "lemon"
    program.write_text('#!/bin/sh\ngrep -q lemon "$1" && echo yellow\n')
    program.chmod(0o700)
    status, answer = register(shell, "qa.example", "--save", "lemon.txt", "--puzzle-command", str(program))
    tap.check(status == 0 and answer["state"] == "verified", "--puzzle-command gets the question as a file of text", (status, answer))


def test_choices(shell: Shell) -> None:
    terminal = start(shell, "choices")
    terminal.answer(r"you see \(.*s: skip it\): ", "s")
    terminal.answer(r"ripe lemon\? \(r: another one\): ", "yellow")
    tap.check(is_verified(terminal), "of two puzzles one may be skipped, and then not the other", terminal.shown)
    terminal = start(shell, "choices")
    terminal.answer(r"you see \(.*s: skip it\): ", "seven")
    tap.check(is_verified(terminal) and "lemon" not in terminal.shown, "one answer is enough", terminal.shown)


def test_asked_for(shell: Shell) -> None:
    terminal = start(shell, "bobask")
    terminal.wait_for(r"as a file: \S+\.png")
    terminal.answer(ANOTHER, "seven")
    tap.check(is_verified(terminal), "a picture that does not come along is asked for", terminal.shown)


def test_terms(shell: Shell) -> None:
    terminal = start(shell, "terms")
    terminal.wait_for(r"  https://terms\.example/rules\r?\n.*  https://terms\.example/terms")
    terminal.answer(r"I agree to \S+ \[y/N\] ", "n")
    terminal.wait_for("missing or was not accepted")
    terminal.answer(r"I agree to \S+ \[y/N\] ", "y")
    tap.check(is_verified(terminal), "pages are shown, who does not agree is asked again, who agrees is in", terminal.shown)

    status, answer = register(shell, "terms.example", "--save", "unagreed.txt")
    tap.check(status == 4 and answer["reason"] == "refused-form" and "--answers" in answer["reason_text"]
              and not (shell.home / "unagreed.txt").exists(), "a script without an answer: refused, and nothing is kept", (status, answer))
    (shell.home / "answers").write_text("# the rules are read\nterms=1\n")
    status, answer = register(shell, "terms.example", "--save", "agreed.txt", "--answers", "answers")
    tap.check(status == 0 and answer["state"] == "verified", "--answers FILE", (status, answer))
    status, answer = register(shell, "terms.example", "--save", "agreed-too.txt", "--answers", "-", stdin="terms=1\n")
    tap.check(status == 0 and answer["state"] == "verified", "--answers -", (status, answer))
    (shell.home / "answers").write_text("term=1\n")
    status, answer = register(shell, "terms.example", "--save", "misspelt.txt", "--answers", "answers")
    tap.check(status == 2 and "terms" in answer["error"]["text"], "a misspelt name is refused with those that are known", (status, answer))


def test_expired(shell: Shell) -> None:
    """The first stream ends 0.3 seconds behind its form."""
    user = name()
    terminal = start(shell, "slowpuzzle", "--name", user)
    first = Path(terminal.wait_for(r"as a file: (\S+?\.png)"))
    terminal.type("sev")  # half of the answer, to a picture that goes
    terminal.wait_for("The last one had expired")
    second = Path(terminal.wait_for(r"as a file: (\S+?\.png)"))
    tap.check(second != first and not first.exists(), "a puzzle that expires while one types is replaced, with its file")
    terminal.answer(ANOTHER, "seven")
    terminal.wait_for(f"{user}@slowpuzzle.example")
    tap.check(is_verified(terminal), "what was half typed is gone, the rest stays", terminal.shown)


def test_countdown(shell: Shell) -> None:
    terminal = start(shell, "toofast")
    terminal.wait_for("The server said: “Users are not allowed")
    terminal.wait_for(r"again in (?:10:00|9:\d\d) \(Ctrl-C stops\)")
    terminal.type("\x03")
    status = terminal.end()
    tap.check(status == 7, "a known wait is counted down, and Ctrl-C stops that", (status, terminal.shown))
    status, answer = register(shell, "toofast.example", "--save", "toofast.txt")
    tap.check(status == 4 and answer["wait_s"] == 600 and answer["server_words"].startswith("Users are not allowed"),
              "for scripts it stands in the answer, with the server's words", (status, answer))


def test_weak(shell: Shell) -> None:
    user = name()
    terminal = start(shell, "weak", "--name", user, "--ask-password")
    terminal.answer(r"Password \(not shown\): ", "q7#Lw")
    if "all the same" in terminal.wait_for(r"all the same\? \[y/N\] |once more: "):
        terminal.type("y\n")
        terminal.wait_for("once more: ")
    terminal.type("q7#Lw\n")
    terminal.wait_for("The password is not accepted")
    terminal.answer(r"Password \(not shown\): ", "plum.ladder.harvest.42")
    terminal.answer("once more: ", "plum.ladder.harvest.42")
    terminal.wait_for(f"{user}@weak.example")
    tap.check(is_verified(terminal), "a password that the server does not take is asked for again, the name stays", terminal.shown)


class Page(http.server.BaseHTTPRequestHandler):
    """The landing page of an invitation: https, with the link in its header."""
    link = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Link", f'<{self.link}>; rel="alternate"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        pass


def serve_page(shell: Shell, link: str) -> tuple[http.server.HTTPServer, str]:
    folder = Path(shell.profile).parent
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "good.example.crt", folder / "good.example.key")
    server = http.server.HTTPServer(("127.0.0.1", 0), type("Linked", (Page,), {"link": link}))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"https://good.example:{server.server_port}/invite/verysecret"


def test_page(shell: Shell) -> None:
    server, url = serve_page(shell, "xmpp:good.example?register")
    status, answer = shell.json("register", "-", "--profile", shell.profile, "--json", "--save", "page.txt", stdin=url)
    tap.check(status == 0 and answer["domain"] == "good.example" and answer["invitation"]["inviter"] is None,
              "a page is asked for its invitation", (status, answer))
    terminal = Terminal(shell, "register", "-", "--save", "asked.txt", "--profile", shell.profile)
    terminal.answer("Paste the invitation: ", url)
    terminal.answer(r"on a page of good\.example\. Ask there\? \[Y/n\] ", "")
    terminal.answer(r"leads to good\.example\. Go on\? \[Y/n\] ", "")
    tap.check(is_verified(terminal), "a person agrees to the page, and to whom it leads to", terminal.shown)
    server.shutdown()
    terminal = Terminal(shell, "register", "-", "--save", "unasked.txt", "--profile", shell.profile)
    terminal.answer("Paste the invitation: ", url)
    terminal.answer(r"Ask there\? \[Y/n\] ", "n")
    tap.check(terminal.end() == 7 and "Asking" not in terminal.shown, "who does not agree asks nobody", terminal.shown)

    server, url = serve_page(shell, "xmpp:twice.example?register")
    status, answer = shell.json("register", "-", "--profile", shell.profile, "--json", "--save", "elsewhere.txt", stdin=url)
    tap.check(answer["error"]["code"] == "bad-invitation" and "verysecret" not in str(answer),
              "a page that leads elsewhere is nothing that a script has agreed to", (status, answer))
    server.shutdown()


def main() -> int:
    if "SCRIPTED_PROFILE" not in os.environ:
        skip_all("SCRIPTED_PROFILE is not set")
    shell = Shell()
    shell.profile = os.environ["SCRIPTED_PROFILE"]
    for test in (test_sound, test_question, test_choices, test_asked_for, test_terms, test_expired, test_countdown, test_weak, test_page):
        try:
            test(shell)
        except (AssertionError, OSError, KeyError) as problem:
            tap.check(False, f"{test.__name__} went through", repr(problem))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
