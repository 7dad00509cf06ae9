#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""gangway register, as a person at a terminal and as a script meet it, with real servers: picture puzzles of ejabberd, a
registration on a website, invitations, the next provider, and the accounts that were made. PRACTICE_PROFILE leads to the practice
network, with ejabberd; GANGWAY names the program."""
import ctypes
import json
import os
import re
import stat
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "e2e"))
from shell import SOURCE, Shell, Tap, skip_all  # noqa: E402
from terminal import Terminal  # noqa: E402
from world import Network  # noqa: E402

tap = Tap()
PAGE = "https://web.example/register"


def name() -> str:
    return f"dora-{os.getpid()}-{time.monotonic_ns() % 10**9}"


def entries(shell: Shell) -> list[dict]:
    return [json.loads(path.read_text()) for path in sorted((shell.home / "state/gangway/attempts").glob("*.json"))]


def password_of(path: Path) -> str:
    return path.read_text().rpartition("password=")[2].rstrip("\n")


def practice(network: Network, *words: str, stdin: str = "") -> str:
    return subprocess.run([SOURCE / "tests/practice/practice", *words, "--dir", network.practice_dir], check=True, input=stdin,
                          capture_output=True, text=True, timeout=60).stdout


def make_account(network: Network, address: str, password: str) -> None:
    """What the person does on the website."""
    practice(network, "add-user", address, stdin=f"{password}\n")


def invitation(network: Network, *words: str) -> str:
    return re.search(r"xmpp:\S+", practice(network, "invite", "invite.example", *words)).group()


class QrCode(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("width", ctypes.c_int), ("data", ctypes.POINTER(ctypes.c_ubyte))]


def draw_code(text: str, path: Path) -> None:
    """By libqrencode, level M, 8 pixels a module."""
    encode = ctypes.CDLL("libqrencode.so.4").QRcode_encodeString
    encode.restype = ctypes.POINTER(QrCode)
    code = encode(text.encode(), 0, 1, 2, 1).contents
    side = code.width + 8
    dark = {(i % code.width + 4, i // code.width + 4) for i in range(code.width ** 2) if code.data[i] & 1}
    rows = [bytes(0 if (x // 8, y // 8) in dark else 255 for x in range(side * 8)) for y in range(side * 8)]
    subprocess.run(["convert", "pgm:-", str(path)], check=True, input=b"P5 %d %d 255\n" % (side * 8, side * 8) + b"".join(rows), timeout=60)


def fake_browser(shell: Shell) -> dict[str, str]:
    """A desktop whose browser writes down where it was sent."""
    data = shell.home / "data"
    (data / "applications").mkdir(parents=True, exist_ok=True)
    program = shell.home / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" >> {shell.home}/visited\n')
    program.chmod(0o700)
    (data / "applications/browser.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Browser\nExec={program} %u\nMimeType=x-scheme-handler/https;\n")
    (data / "applications/mimeapps.list").write_text("[Default Applications]\nx-scheme-handler/https=browser.desktop\n")
    return {"XDG_DATA_HOME": str(data), "XDG_CONFIG_HOME": str(shell.home / "config"), "XDG_DATA_DIRS": str(data)}


# --- picture puzzles -----------------------------------------------------------------------------------------------------

def test_puzzle(shell: Shell, network: Network) -> None:
    user = name()
    terminal = Terminal(shell, "register", "puzzle.example", "--name", user, "--save", "puzzle.txt", "--profile", shell.profile)
    first = Path(terminal.wait_for(r"as a file: (\S+?\.\w+)\W"))
    drawn = terminal.shown.count("▀") + terminal.shown.count("█") + terminal.shown.count("▌")
    tap.check(drawn > 20 and stat.S_IMODE(first.stat().st_mode) == 0o600, "the picture is drawn, and lies in a private file",
              (drawn, terminal.shown))
    terminal.answer(r"r: another one\): ", "r")
    second = Path(terminal.wait_for(r"as a file: (\S+?\.\w+)\W"))
    tap.check(second != first and not first.exists(), "r: another picture, and the first one is gone")
    terminal.answer(r"r: another one\): ", "000")
    terminal.wait_for("was not accepted")
    third = Path(terminal.wait_for(r"as a file: (\S+?\.\w+)\W"))
    tap.check(third != second and not second.exists() and not network.has_user(f"{user}@puzzle.example"),
              "a wrong answer: another picture, and no account")
    terminal.answer(r"r: another one\): ", network.captcha_answer())
    terminal.wait_for(f"{user}@puzzle.example")
    terminal.wait_for("It works")
    tap.check(terminal.end() == 0 and not third.exists() and network.has_user(f"{user}@puzzle.example"),
              "the right answer: verified, with the name of before", terminal.shown)
    tap.check(f"{user}@puzzle.example" in (shell.home / "puzzle.txt").read_text(), "and the file holds the account")


def test_puzzle_interrupt(shell: Shell, _network: Network) -> None:
    terminal = Terminal(shell, "register", "puzzle.example", "--save", "stopped.txt", "--profile", shell.profile)
    path = Path(terminal.wait_for(r"as a file: (\S+?\.\w+)\W"))
    terminal.wait_for(r"another one\): ")
    terminal.type("\x03")
    status = terminal.end()
    tap.check(status == 7 and not path.exists() and not (shell.home / "stopped.txt").exists() and not entries(shell),
              "Ctrl-C at a puzzle: exit 7, and nothing is left", (status, terminal.shown))


def test_puzzle_command(shell: Shell, network: Network) -> None:
    program = shell.home / "answer"
    program.write_text(f"#!/bin/sh\ntest -s \"$1\" && tail -n 1 {network.practice_dir}/captcha.log\n")
    program.chmod(0o700)
    status, answer = shell.json("register", "puzzle.example", "--profile", shell.profile, "--json", "--save", "command.txt",
                                "--puzzle-command", str(program))
    tap.check(status == 0 and answer["state"] == "verified", "--puzzle-command answers for a script", (status, answer))
    program.write_text("#!/bin/sh\necho 000\n")
    status, answer = shell.json("register", "puzzle.example", "--profile", shell.profile, "--json", "--save", "wrong.txt",
                                "--puzzle-command", str(program))
    tap.check(status == 4 and answer["reason"] == "refused-puzzle" and not (shell.home / "wrong.txt").exists(),
              "and a wrong answer ends after a few pictures", (status, answer))
    program.write_text("#!/bin/sh\nexit 1\n")
    status, answer = shell.json("register", "puzzle.example", "--profile", shell.profile, "--json", "--save", "none.txt",
                                "--puzzle-command", str(program))
    tap.check(status == 1 and answer["error"]["code"] == "failed", "no answer is a failure", (status, answer))


# --- a website -----------------------------------------------------------------------------------------------------------

def test_web(shell: Shell, network: Network) -> None:
    user = name()
    desktop = fake_browser(shell)
    terminal = Terminal(shell, "register", "web.example", "--name", user, "--save", "web.txt", "--profile", shell.profile, **desktop)
    terminal.wait_for(re.escape(PAGE))
    terminal.wait_for(r"Register there now\? \[Y/n\] ")
    tap.check(not (shell.home / "web.txt").exists() and not (shell.home / "visited").exists(), "nothing is done before the person agrees")
    terminal.type("\n")
    terminal.wait_for(r"Open \S+ in the browser\? \[Y/n\] ")
    tap.check((shell.home / "web.txt").exists() and [entry["stage"] for entry in entries(shell)] == ["away"],
              "the password is kept, and the journal knows, before the page is opened", entries(shell))
    terminal.type("\n")
    terminal.answer(r"when you are done.*\) ", "p")
    shown = terminal.wait_for(r"Password: (\S{24})\r?\n")
    terminal.type("\n")
    terminal.answer(r"when you are done.*\) ", "")
    terminal.wait_for("do not work yet")
    tap.check((shell.home / "visited").read_text() == f"{PAGE}\n", "the browser was sent to the page once")
    password = password_of(shell.home / "web.txt")
    tap.check(shown == password and password not in terminal.shown.rpartition("\033[?1049l")[2], "p shows the password, on the other screen")
    make_account(network, f"{user}@web.example", password)
    terminal.answer(r"when you are done.*\) ", "")
    terminal.wait_for("It works")
    tap.check(terminal.end() == 0 and not entries(shell), "made on the website, tried out here: verified", terminal.shown)


def test_web_others(shell: Shell, network: Network) -> None:
    user, password = name(), f"own {name()}"
    make_account(network, f"{user}@web.example", password)
    terminal = Terminal(shell, "register", "web.example", "--save", "others.txt", "--profile", shell.profile)
    terminal.answer(r"Register there now\? \[Y/n\] ", "")
    terminal.answer(r"in the browser\? \[Y/n\] ", "n")
    terminal.answer(r"when you are done.*\) ", "n")
    terminal.answer(r"Another name.*: ", user)
    terminal.answer(r"Password \(not shown\): ", password)
    terminal.answer(r"once more: ", password)
    terminal.answer(r"when you are done.*\) ", "")
    terminal.wait_for(f"{user}@web.example")
    terminal.wait_for("It works")
    tap.check(terminal.end() == 0 and password_of(shell.home / "others.txt") == password and password not in terminal.shown,
              "another name and password than suggested: n takes them, unseen", terminal.shown)


def test_web_left(shell: Shell, _network: Network) -> None:
    user = name()
    terminal = Terminal(shell, "register", "web.example", "--name", user, "--save", "left.txt", "--profile", shell.profile)
    terminal.answer(r"Register there now\? \[Y/n\] ", "")
    terminal.answer(r"in the browser\? \[Y/n\] ", "n")
    terminal.wait_for(r"when you are done.*\) ")
    terminal.type("\x03")
    status = terminal.end()
    tap.check(status == 9 and [entry["stage"] for entry in entries(shell)] == ["away"], "Ctrl-C meanwhile: exit 9, it stays open",
              (status, terminal.shown))
    status, answer = shell.json("recover", "--profile", shell.profile, "--json")
    tap.check(status == 9 and [(a["state"], a["page"]) for a in answer["attempts"]] == [("away", PAGE)], "recover says so, with the page",
              (status, answer))
    done = shell.run("recover", "--profile", shell.profile)
    tap.check(done.returncode == 9 and "cannot log in yet" in done.stdout and PAGE in done.stdout, "as text, too", done.stdout)
    status, answer = shell.json("recover", "--forget", "nobody@web.example", "--profile", shell.profile, "--json")
    tap.check(status == 2 and answer["error"]["code"] == "not-there", "another address is not among them", (status, answer))
    done = shell.run("recover", "--forget", f"{user}@web.example", "--profile", shell.profile)
    tap.check(done.returncode == 0 and not entries(shell) and (shell.home / "left.txt").exists(), "--forget closes it, and the file stays",
              done.stderr)


# --- invitations ---------------------------------------------------------------------------------------------------------

def test_invitation(shell: Shell, network: Network) -> None:
    user = name()
    link = invitation(network)
    status, answer = shell.json("register", "-", "--name", user, "--profile", shell.profile, "--json", "--save", "invited.txt",
                                stdin=f"Come in!\n{link}\n")
    tap.check(status == 0 and answer["state"] == "verified" and answer["invitation"] == {"domain": "invite.example", "inviter": None},
              "a script gives its invitation on standard input", (status, answer))
    status, answer = shell.json("register", "-", "--profile", shell.profile, "--json", "--save", "again.txt", stdin=link)
    tap.check(status == 4 and answer["reason"] == "refused-token", "used once, it is over", (status, answer))

    user = name()
    terminal = Terminal(shell, "register", "-", "--name", user, "--save", "asked.txt", "--profile", shell.profile)
    terminal.answer("Paste the invitation: ", invitation(network))
    terminal.answer(r"leads to invite\.example\. Go on\? \[Y/n\] ", "")
    terminal.wait_for("It works")
    tap.check(terminal.end() == 0 and network.has_user(f"{user}@invite.example"), "a person sees whom it leads to first", terminal.shown)

    user = name()
    link = invitation(network, "--contact", "romeo")
    draw_code(link, shell.home / "invitation.png")
    terminal = Terminal(shell, "register", "--scan", "invitation.png", "--name", user, "--save", "scanned.txt", "--profile", shell.profile)
    terminal.answer(r"leads to invite\.example \(from romeo@invite\.example\)\. Go on\? \[Y/n\] ", "")
    terminal.wait_for("It works")
    tap.check(terminal.end() == 0 and network.has_user(f"{user}@invite.example"), "an invitation in a picture, with who has invited",
              terminal.shown)

    user = name()
    link = invitation(network, "--name", user)
    status, answer = shell.json("register", "-", "--name", "other", "--profile", shell.profile, "--json", "--save", "named.txt", stdin=link)
    tap.check(status == 2 and user in answer["error"]["text"], "a reserved name cannot be changed", (status, answer))
    status, answer = shell.json("register", "-", "--profile", shell.profile, "--json", "--save", "named.txt", stdin=link)
    tap.check(status == 0 and answer["address"] == f"{user}@invite.example", "it is used", (status, answer))

    terminal = Terminal(shell, "register", "-", "--save", "declined.txt", "--profile", shell.profile)
    terminal.answer("Paste the invitation: ", "xmpp:nowhere.example?register;preauth=verysecret")
    terminal.answer(r"leads to nowhere\.example\. Go on\? \[Y/n\] ", "n")
    tap.check(terminal.end() == 7 and "Connecting" not in terminal.shown, "who declines has contacted nobody", terminal.shown)


def test_invitation_refused(shell: Shell, _network: Network) -> None:
    for link in ("xmpp:alice@open.example?login;password=verysecret", "xmpp:alice@open.example?message;body=verysecret",
                 "https://open.example/#xmpp:alice@open.example?login;password=verysecret"):
        done = shell.run("register", link, "--profile", shell.profile, "--json", "--save", "bad.txt")
        code = json.loads(done.stdout)["error"]["code"]
        tap.check(code == "bad-invitation" and "verysecret" not in done.stdout + done.stderr, f"{link[:36]}…: refused, and not repeated",
                  done.stdout)
    shell.run("qr", "--for", "kaidan", "--account", "alice@open.example", "--password-fd", "0", "--output", "kaidan.png", stdin="by descriptor only\n")
    done = shell.run("register", "--scan", "kaidan.png", "--profile", shell.profile, "--json", "--save", "bad.txt")
    tap.check(json.loads(done.stdout)["error"]["code"] == "bad-invitation" and "verysecret" not in done.stdout + done.stderr,
              "a setup code is no invitation", done.stdout)
    done = shell.run("register", "--profile", shell.profile, "--save", "bad.txt")
    tap.check(done.returncode == 2, "neither provider nor invitation is a usage error", done.stderr)


# --- the next provider ---------------------------------------------------------------------------------------------------

def test_next(shell: Shell, network: Network) -> None:
    listed = [row["domain"] for row in shell.json("list", "--in-app", "--profile", shell.profile, "--json")[1]["providers"]
              if row["tier"] != "rejected"]
    done = shell.run("register", "closed.example", "--profile", shell.profile, "--json", "--save", "next.txt", "--next-on-refusal")
    answer = json.loads(done.stdout)
    tried = [row["domain"] for row in answer["tried"]]
    tap.check(done.returncode == 0 and answer["state"] == "verified" and tried[0] == "closed.example"
              and answer["tried"][0]["reason"] == "refused-closed" and answer["domain"] in listed,
              "--next-on-refusal goes on, and tells whom it tried", done.stdout + done.stderr)
    told = " ".join(done.stderr.split())
    tap.check(all(f"Going on with {domain}." in told for domain in [*tried[1:], answer["domain"]]), "each announced", told)

    user = name()
    terminal = Terminal(shell, "register", "closed.example", "--name", user, "--save", "asked-next.txt", "--profile", shell.profile)
    terminal.wait_for("No new addresses")
    first = terminal.answer(r"Go on with (\S+)\? \[Y/n\] ", "n")
    tap.check(terminal.end() == 4 and first in listed and not network.has_user(f"{user}@{first}"), "a person is asked first; n ends it",
              terminal.shown)
    tap.check(terminal.shown.count("No new addresses") == 1, "and is told only once why", terminal.shown)
    terminal = Terminal(shell, "register", "closed.example", "--name", user, "--save", "asked-next.txt", "--profile", shell.profile)
    domain = terminal.answer(r"Go on with (\S+)\? \[Y/n\] ", "")
    while domain in ("invite.example", "web.example"):
        domain = terminal.answer(r"Go on with (\S+)\? \[Y/n\] ", "")
    terminal.wait_for("It works")
    tap.check(terminal.end() == 0 and network.has_user(f"{user}@{domain}"), "Enter goes on, with the same name", terminal.shown)


# --- names, passwords, labels --------------------------------------------------------------------------------------------

def test_taken(shell: Shell, network: Network) -> None:
    user = f"eve{os.getpid()}"
    make_account(network, f"{user}@open.example", "something else")
    status, answer = shell.json("register", "open.example", "--name", user, "--profile", shell.profile, "--json", "--save", "taken.txt")
    tap.check(status == 4 and answer["reason"] == "refused-name-taken" and len(answer["names"]) == 3
              and user not in answer["names"], "a taken name: three others near it", (status, answer))
    terminal = Terminal(shell, "register", "open.example", "--name", user, "--save", "near.txt", "--profile", shell.profile)
    near = terminal.wait_for(r"  2  (\S+)\r?\n")
    terminal.answer(r"another name \(Enter stops\): ", "2")
    terminal.wait_for("It works")
    tap.check(terminal.end() == 0 and network.has_user(f"{near}@open.example"), "at a terminal the number of one takes it", terminal.shown)


def test_own_password(shell: Shell, network: Network) -> None:
    user, good = name(), "plum.ladder.harvest.42"
    terminal = Terminal(shell, "register", "open.example", "--name", user, "--ask-password", "--save", "own.txt", "--profile", shell.profile)
    terminal.answer(r"Password \(not shown\): ", "12345678")
    terminal.answer(r"all the same\? \[y/N\] ", "")
    terminal.answer(r"Password \(not shown\): ", good)
    terminal.answer(r"once more: ", good + "x")
    terminal.wait_for("two different ones")
    terminal.answer(r"Password \(not shown\): ", good)
    terminal.answer(r"once more: ", good)
    terminal.wait_for("It works")
    tap.check(terminal.end() == 0 and password_of(shell.home / "own.txt") == good and good not in terminal.shown,
              "--ask-password: a weak one is doubted, two different ones are not taken, none is shown", terminal.shown)


def test_accounts(shell: Shell, _network: Network) -> None:
    user = name()
    status, answer = shell.json("register", "open.example", "--name", user, "--display-name", "Dora D.", "--label", "friends",
                                "--profile", shell.profile, "--json", "--save", "labelled.txt")
    tap.check(status == 0 and (answer["label"], answer["display_name"]) == ("friends", "Dora D."), "label and display name are kept",
              (status, answer))
    address = answer["address"]
    rows = {row["address"]: row for row in shell.json("accounts", "--json")[1]["accounts"]}
    tap.check(rows[address]["label"] == "friends" and rows[address]["kept"] == "file" and rows[address]["verified"] is True
              and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", rows[address]["since"]) is not None, "gangway accounts lists it", rows)
    text = shell.run("accounts").stdout
    tap.check(address in text and "friends" in text and "labelled.txt" in text and password_of(shell.home / "labelled.txt") not in text,
              "as text, without the password", text)
    done = shell.run("qr", "--for", "conversations", "--account", "friends", "--password-fd", "0", stdin="by descriptor only, too\n")
    tap.check(done.returncode == 0 and "█" in done.stdout, "the label stands for the address", done.stderr)
    status, answer = shell.json("accounts", "label", "friends", "work", "--json")
    tap.check(status == 0 and [r["label"] for r in answer["accounts"] if r["address"] == address] == ["work"], "another label", answer)
    status, answer = shell.json("accounts", "forget", "work", "--json")
    tap.check(status == 0 and address not in [row["address"] for row in answer["accounts"]] and (shell.home / "labelled.txt").exists(),
              "forgotten: the file stays", answer)
    status, answer = shell.json("accounts", "forget", address, "--json")
    tap.check(status == 2 and answer["error"]["code"] == "not-there", "and again: it is not there", (status, answer))
    status, answer = shell.json("accounts", "forgot", address, "--json")
    tap.check(status == 2 and "forget" in answer["error"]["text"], "a misspelt action names the right one", answer)


def test_answers(shell: Shell, _network: Network) -> None:
    (shell.home / "answers").write_text("# nothing of this is asked\nshoe=42\n")
    status, answer = shell.json("register", "open.example", "--profile", shell.profile, "--json", "--save", "unasked.txt", "--answers",
                                "answers")
    tap.check(status == 2 and answer["error"]["code"] == "usage" and "shoe" in answer["error"]["text"]
              and not (shell.home / "unasked.txt").exists(), "an answer that nobody asked for is refused, and nothing is kept", (status, answer))
    (shell.home / "answers").write_text("no answer\n")
    status, answer = shell.json("register", "nosuch.example", "--profile", shell.profile, "--json", "--save", "unasked.txt", "--answers",
                                "answers")
    tap.check(status == 2 and "line 1" in answer["error"]["text"], "a line without = is named, before any contact", (status, answer))


def main() -> int:
    if "PRACTICE_PROFILE" not in os.environ:
        skip_all("PRACTICE_PROFILE is not set")
    network, shell = Network(), Shell()
    shell.profile = network.profile
    tests = [test_taken, test_own_password, test_accounts, test_answers, test_web, test_web_others, test_web_left, test_invitation,
             test_invitation_refused, test_next]
    if "ejabberd" in network.ports()["parts"]:
        tests = [test_puzzle, test_puzzle_interrupt, test_puzzle_command, *tests]
    for test in tests:
        if len(sys.argv) > 1 and test.__name__ not in sys.argv:
            continue
        try:
            test(shell, network)
        except (AssertionError, OSError, KeyError, subprocess.SubprocessError) as problem:
            tap.check(False, f"{test.__name__} went through", repr(problem))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
