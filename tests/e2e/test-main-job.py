#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job by the command line, on real servers: list, check, take the first, register, code; and then nothing but what
the code held: an independent decoder reads it, an independent client logs in with it."""
import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "export"))
import screen  # noqa: E402
from world import Tap, World, need, read_save_file, skip  # noqa: E402

HERE = Path(__file__).resolve().parent


def first_recommended(world: World, tap: Tap) -> str:
    _code, before = world.json("list")
    domains = [p["domain"] for p in before["providers"] if p["tier"] != "rejected"]
    tap.check(all(p["tier"] != "recommended" for p in before["providers"]),
              "nothing of a list that was only handed to us is recommended before a check")
    code, probed = world.json("probe", *domains)
    tap.check(code == 0 and all(r["reachable"] for r in probed["results"]), "all of the list are reachable", str(probed))
    _code, after = world.json("list")
    first = after["providers"][0]
    tap.check(first["tier"] == "recommended" and first["signup"] == "at-once",
              f"after the check the first is recommended: {first['domain']}", str(first))
    return first["domain"]


def independent_login(world: World, account: dict) -> int:
    return subprocess.run(["/usr/bin/python3", str(HERE / "independent.py"), "127.0.0.1", str(world.ports()["c2s"]),
                           world.ca_file()], input=json.dumps(account), text=True, capture_output=True, timeout=60).returncode


def on_terminal(world: World, arguments: list[str], password: str) -> tuple[str, bool]:
    """Runs it on a terminal of 60 rows; what it painted before Enter, and whether it went away after it."""
    reading, writing = os.pipe()
    os.write(writing, (password + "\n").encode())
    os.close(writing)
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(world.environment, TERM="xterm-256color", LINES="60", COLUMNS="120")
        os.dup2(reading, 9)
        os.execv(world.gangway, [world.gangway, *arguments, "--password-fd", "9", "--profile", world.profile])
    os.close(reading)
    painted, pressed, end = b"", False, time.monotonic() + 20
    while time.monotonic() < end:
        if select.select([terminal], [], [], 1.0)[0]:
            try:
                painted += os.read(terminal, 65536)
            except OSError:
                break
        elif not pressed:
            shown = painted
            os.write(terminal, b"\n")
            pressed = True
    os.waitpid(pid, 0)
    return shown.decode(), b"\x1b[?1049l" in painted[len(shown):]


def check_codes(world: World, tap: Tap, address: str, password: str) -> dict:
    picture = world.home / "code.png"
    done = world.run("qr", "--for", "conversations", "--account", address, "--password-fd", "0", "--output", str(picture),
                     stdin=password + "\n")
    held = screen.decode(picture)
    tap.check(done.returncode == 0 and json.loads(held or "{}") == {"protocol": "xmpp", "address": address, "password": password},
              "the PNG holds the account", done.stderr)
    tap.check(picture.stat().st_mode & 0o777 == 0o600, "and nobody else may read the file")

    piped = world.run("qr", "--for", "kaidan", "--account", address, "--password-fd", "0", stdin=password + "\n")
    tap.check(read_terminal(world, piped.stdout) == f"xmpp:{address}?login;password={password}".encode(),
              "the piped blocks hold Kaidan's code")
    shown, gone = on_terminal(world, ["qr", "--for", "conversations", "--account", address], password)
    tap.check(read_terminal(world, shown) == held, "the terminal shows the same code as the PNG")
    tap.check(gone, "and clears it on Enter")
    return json.loads(held)


def read_terminal(world: World, text: str) -> bytes:
    painted = screen.Screen()
    painted.feed(text)
    path = world.home / "screen.pgm"
    path.write_bytes(painted.pgm())
    return screen.decode(path)


def main() -> int:
    need("PRACTICE_PROFILE")
    if subprocess.run(["/usr/bin/python3", "-c", "import slixmpp"], capture_output=True).returncode:
        skip("python3-slixmpp is missing")
    tap, world = Tap(), World()
    domain = first_recommended(world, tap)
    file = world.home / "account.txt"
    code, document = world.json("register", domain, "--save", str(file))
    tap.check(code == 0 and document["state"] == "verified", "registered and proved", str(document))
    account = read_save_file(file)
    tap.check(account["address"] == document["address"] and list(account)[-1] == "password", "the account is in the file")
    tap.check(world.has_user(document["address"]), "Prosody has the account")
    held = check_codes(world, tap, account["address"], account["password"])
    tap.check(independent_login(world, held) == 0, "an independent client logs in with what the code held")
    tap.check(independent_login(world, dict(held, password="wrong")) == 1, "and not with another password")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
