#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""gangway register and gangway recover as a person and as a script meet them: on the practice network (PRACTICE_PROFILE) or
with the server that plays a part (SCRIPTED_PROFILE). GANGWAY names the program."""
import json
import os
import re
import signal
import stat
import sys
import time
from pathlib import Path

from registering import Terminal, name, register

from shell import SECONDS, Shell, Tap, skip_all

FIELDS = {"version", "address", "state", "reason", "reason_text", "next", "next_text"}
tap = Tap()


def journal(shell: Shell) -> list[dict]:
    return [json.loads(path.read_text()) for path in sorted((shell.home / "state/gangway/attempts").glob("*.json"))]


def accounts(host: str) -> set[str]:
    folder = Path(os.environ["PRACTICE_DIR"]) / "data" / host.replace(".", "%2e") / "accounts"
    return {path.stem.replace("%2d", "-") for path in folder.glob("*.dat")}


# --- on the practice network ---------------------------------------------------------------------------------------------

def test_file(shell: Shell) -> None:
    user = name()
    status, answer = register(shell, "open.example", "--name", user, "--save", "account.txt")
    tap.check(status == 0 and answer["state"] == "verified" and answer["address"] == f"{user}@open.example"
              and FIELDS <= answer.keys() and answer["reason"] is None, "register with --save is verified", (status, answer))
    text = (shell.home / "account.txt").read_text()
    mode = stat.S_IMODE((shell.home / "account.txt").stat().st_mode)
    match = re.fullmatch(rf"address={user}@open\.example\nserver=open\.example\npassword=([A-Za-z0-9]{{24}})\n", text)
    tap.check(bool(match) and mode == 0o600, "the file has its three lines and is private", (text, oct(mode)))
    tap.check(user in accounts("open.example") and not journal(shell), "the account is there, the journal is empty")
    status, answer = register(shell, "open.example", "--name", user, "--save", "again.txt")
    tap.check(status == 4 and answer["state"] == "refused" and answer["reason"] == "refused-name-taken"
              and answer["next"] == "other-name", "a typed name that is taken is refused", (status, answer))
    status, answer = register(shell, "open.example", "--save", "account.txt")
    tap.check(status == 8 and answer["error"]["code"] == "file-exists" and (shell.home / "account.txt").read_text() == text,
              "an existing file stops it before any contact", (status, answer))


def test_password(shell: Shell) -> None:
    user, password = name(), 'a" \\ ; & ü \'$HOME'
    status, answer = register(shell, "open.example", "--name", user, "--save", "typed.txt", "--password-fd", "0",
                              stdin=f"{password}\nnot the password")
    kept = (shell.home / "typed.txt").read_text().splitlines()[-1]
    tap.check(status == 0 and answer["state"] == "verified" and kept == f"password={password}",
              "a given password with every nasty character works", (status, answer, kept))


def test_refusals(shell: Shell) -> None:
    expected = {
        "closed.example": (4, "refused-closed"), "web.example": (4, "refused-web-only"),
        "invite.example": (4, "refused-invitation"),
    }
    for domain, (wanted, code) in expected.items():
        status, answer = register(shell, domain, "--save", f"{domain}.txt")
        tap.check(status == wanted and answer["state"] == "refused" and answer["reason"] == code, f"{domain}: {code}",
                  (status, answer))
    failures = {
        "cnonly.example": (5, "cert-name"), "expired.example": (5, "cert-expired"), "dead.example": (3, "connect-refused"),
        "nosuch.example": (3, "dns-unknown"), "flood.example": (6, "too-large"), "not a domain": (6, "bad-address"),
    }
    for domain, (wanted, code) in failures.items():
        status, answer = register(shell, domain, "--save", "unused.txt")
        tap.check(status == wanted and answer["error"]["code"] == code and not (shell.home / "unused.txt").exists(),
                  f"{domain}: {code}, and nothing is written", (status, answer))
    done = shell.run("register", "web.example", "--profile", shell.profile, "--save", "unused.txt")
    tap.check(done.returncode == 4 and done.stdout == "https://web.example/register\n", "as text, the page is the result",
              done.stdout)


def test_no_place(shell: Shell) -> None:
    status, answer = register(shell, "open.example")
    tap.check(status == 8 and answer["error"]["code"] == "no-keyring" and answer["error"]["next"] == "save-file",
              "no keyring, no file, no terminal: exit 8", (status, answer))
    done = shell.run("register", "nosuch.example", "--profile", shell.profile)
    tap.check(done.returncode == 8, "and that before any contact", done.stderr)


def test_dry_run(shell: Shell) -> None:
    before = accounts("open.example")
    status, answer = register(shell, "open.example", "--dry-run")
    asked = [field["var"] for field in answer["fields"] if field["asked"]]
    tap.check(status == 0 and answer["dry_run"] and answer["signup"] == "at-once" and not asked
              and accounts("open.example") == before and not journal(shell), "--dry-run submits nothing", (status, answer))


def test_written_down(shell: Shell) -> None:
    user = name()
    terminal = Terminal(shell, "register", "open.example", "--name", user, "--profile", shell.profile)
    password = terminal.wait_for(r"Password: (\S{24})\r?\n")
    terminal.wait_for(r"written down\? \[y/N\] ")
    tap.check(user not in accounts("open.example"), "without a keyring nothing is sent before the person says so")
    terminal.type("y\n")
    terminal.wait_for("It works")
    status = terminal.end()
    hidden = terminal.shown.split("\033[?1049l")
    tap.check(status == 0 and len(hidden) == 2 and password not in hidden[1] and "\033[?1049h" in hidden[0].split(password)[0],
              "the password is shown once, on the other screen", (status, terminal.shown))
    tap.check(user in accounts("open.example"), "then the account is made")

    user = name()
    terminal = Terminal(shell, "register", "open.example", "--name", user, "--profile", shell.profile)
    terminal.wait_for(r"written down\? \[y/N\] ")
    terminal.type("n\n")
    status = terminal.end()
    tap.check(status == 8 and user not in accounts("open.example"), "not written down: exit 8, nothing was sent",
              (status, terminal.shown))

    terminal = Terminal(shell, "register", "open.example", "--name", user, "--profile", shell.profile)
    terminal.wait_for(r"written down\? \[y/N\] ")
    terminal.type("\x03")
    status = terminal.end()
    tap.check(status == 7 and user not in accounts("open.example"), "Ctrl-C at the question: exit 7", (status, terminal.shown))


def test_interrupt(shell: Shell) -> None:
    terminal = Terminal(shell, "register", "silent.example", "--save", "silent.txt", "--profile", shell.profile)
    terminal.wait_for("Connecting")
    began = time.monotonic()
    terminal.type("\x03")
    status = terminal.end()
    tap.check(status == 7 and time.monotonic() - began < 5 and not journal(shell), "Ctrl-C while connecting: exit 7, at once",
              (status, terminal.shown))


def leave(shell: Shell, number: int, address: str, stage: str, **more: str) -> None:
    folder = shell.home / "state/gangway/attempts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}-00.json").write_text(json.dumps(
        {"version": 1, "address": address, "stage": stage, "started": number, "changed": number, **more}))


def test_recover(shell: Shell) -> None:
    user = name()
    register(shell, "harbour.example", "--name", user, "--save", "harbour.txt")
    text = (shell.home / "harbour.txt").read_text()
    (shell.home / "absent.txt").write_text(text.replace(user, "absent"))
    (shell.home / "dead.txt").write_text(text.replace(user, "absent").replace("harbour", "dead"))
    where = {"keep": "file", "path": f"{shell.home}/harbour.txt"}
    leave(shell, 1, f"{user}@harbour.example", "submitting", **where)
    leave(shell, 2, "absent@harbour.example", "submitting", keep="file", path=f"{shell.home}/absent.txt")
    leave(shell, 3, "never@harbour.example", "started")
    leave(shell, 4, "no@harbour.example", "refused", reason="refused-closed", **where)
    leave(shell, 5, "absent@dead.example", "submitting", keep="file", path=f"{shell.home}/dead.txt")
    status, answer = shell.json("recover", "--profile", shell.profile, "--json")
    states = [attempt["state"] for attempt in answer["attempts"]]
    tap.check(status == 9 and states == ["verified", "not-created", "not-created", "refused", "pending"]
              and all(FIELDS - {"version"} <= attempt.keys() for attempt in answer["attempts"]),
              "recover settles what can be known: exit 9 while one is open", (status, answer))
    tap.check(answer["attempts"][3]["reason"] == "refused-closed" and answer["attempts"][4]["reason"] == "connect-refused",
              "reasons are named", answer)
    tap.check([entry["address"] for entry in journal(shell)] == ["absent@dead.example"], "only the open one stays", journal(shell))
    (shell.home / "state/gangway/attempts/5-00.json").unlink()
    done = shell.run("recover", "--profile", shell.profile)
    tap.check(done.returncode == 0 and done.stdout == "Nothing is open.\n", "nothing open: exit 0", done)
    tap.check((shell.home / "absent.txt").exists(), "no file is ever deleted")

    leave(shell, 6, f"{user}@harbour.example", "submitting", keep="person")
    terminal = Terminal(shell, "recover", "--profile", shell.profile)
    terminal.wait_for(rf"Password of {user}@harbour\.example")
    terminal.type(text.rpartition("password=")[2])
    terminal.wait_for("exists and works")
    status = terminal.end()
    tap.check(status == 0 and not journal(shell) and text.rpartition("password=")[2].strip() not in terminal.shown,
              "a password that only the person has is asked for, unseen", (status, terminal.shown))


# --- with the server that plays a part -----------------------------------------------------------------------------------

def test_puzzle(shell: Shell) -> None:
    status, answer = register(shell, "puzzle.example", "--save", "unused.txt")
    tap.check(status == 4 and answer["reason"] == "refused-form" and not (shell.home / "unused.txt").exists(),
              "a puzzle without a terminal: refused before anything is kept", (status, answer))
    status, answer = register(shell, "puzzle.example", "--dry-run")
    tap.check(status == 0 and answer["signup"] == "puzzle" and [f["role"] for f in answer["fields"] if f["asked"]] == ["puzzle"],
              "--dry-run says that a puzzle would be asked", answer)

    terminal = Terminal(shell, "register", "puzzle.example", "--save", "puzzle.txt", "--profile", shell.profile)
    path = Path(terminal.wait_for(r"as a file: (\S+?\.png)"))
    tap.check(path.read_bytes().startswith(b"\x89PNG") and stat.S_IMODE(path.stat().st_mode) == 0o600,
              "the picture lies in a private file", path)
    terminal.type("eleven\n")
    second = Path(terminal.wait_for(r"as a file: (\S+?\.png)"))
    tap.check(second != path and not path.exists(), "a wrong answer: another picture, and the first one is gone")
    terminal.type("seven\n")
    terminal.wait_for("It works")
    tap.check(terminal.end() == 0 and not second.exists(), "the right answer: verified", terminal.shown)


def test_pending(shell: Shell) -> None:
    status, answer = register(shell, "vanish.example", "--save", "vanish.txt")
    tap.check(status == 9 and answer["state"] == "pending" and answer["next"] == "recover" and len(journal(shell)) == 1,
              "no connection after the submit: pending, exit 9", (status, answer))
    status, answer = shell.json("recover", "--profile", shell.profile, "--json")
    tap.check(status == 9 and [a["state"] for a in answer["attempts"]] == ["pending"], "and still pending", (status, answer))
    next((shell.home / "state/gangway/attempts").glob("*.json")).unlink()


def test_outcomes(shell: Shell) -> None:
    expected = {"cutmade.example": (0, "verified", None), "cutlost.example": (3, "refused", "hangup"),
                "toofast.example": (4, "refused", "refused-too-fast"), "noecho.example": (4, "created", "no-echo")}
    for domain, (wanted, state, reason) in expected.items():
        status, answer = register(shell, domain, "--save", f"{domain}.txt")
        tap.check((status, answer["state"], answer["reason"]) == (wanted, state, reason), f"{domain}: {state}", (status, answer))


def wait_for_submit(shell: Shell) -> None:
    deadline = time.monotonic() + SECONDS
    while not any(entry["stage"] == "submitting" for entry in journal(shell)):
        assert time.monotonic() < deadline, "nothing was submitted"
        time.sleep(0.01)


def test_interrupted_submit(shell: Shell) -> None:
    for path in (shell.home / "state/gangway/attempts").glob("*.json"):
        path.unlink()
    terminal = Terminal(shell, "register", "mute.example", "--save", "mute.txt", "--profile", shell.profile)
    terminal.wait_for("Asking")
    wait_for_submit(shell)
    time.sleep(0.3)  # the server has it, and says nothing
    terminal.type("\x03")
    status = terminal.end()
    tap.check(status == 9 and [entry["stage"] for entry in journal(shell)] == ["submitting"],
              "Ctrl-C after the submit: exit 9, and it is written down", (status, terminal.shown))
    status, answer = shell.json("recover", "--profile", shell.profile, "--json")
    tap.check(status == 0 and [a["state"] for a in answer["attempts"]] == ["verified"], "recovery then tells",
              (status, answer))


def test_killed(shell: Shell) -> None:
    terminal = Terminal(shell, "register", "mute.example", "--save", "killed.txt", "--profile", shell.profile)
    terminal.wait_for("Asking")
    wait_for_submit(shell)
    held, answer = shell.json("recover", "--profile", shell.profile, "--json")
    tap.check(held == 9 and [a["state"] for a in answer["attempts"]] == ["held"], "a living attempt is left alone", answer)
    time.sleep(0.3)
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.end()
    status, answer = shell.json("recover", "--profile", shell.profile, "--json")
    tap.check(status == 0 and [a["state"] for a in answer["attempts"]] == ["verified"], "killed after the submit: found again",
              (status, answer))


def main() -> int:
    shell = Shell()
    if "SCRIPTED_PROFILE" in os.environ:
        shell.profile = os.environ["SCRIPTED_PROFILE"]
        tests = [test_puzzle, test_pending, test_outcomes, test_interrupted_submit, test_killed]
    elif "PRACTICE_PROFILE" in os.environ:
        shell.profile = os.environ["PRACTICE_PROFILE"]
        tests = [test_file, test_password, test_refusals, test_no_place, test_dry_run, test_written_down, test_interrupt,
                 test_recover]
    else:
        skip_all("neither PRACTICE_PROFILE nor SCRIPTED_PROFILE is set")
    for test in tests:
        try:
            test(shell)
        except (AssertionError, OSError, KeyError) as problem:
            tap.check(False, f"{test.__name__} went through", repr(problem))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
