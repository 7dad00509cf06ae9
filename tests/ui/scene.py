# SPDX-License-Identifier: GPL-3.0-or-later
"""What whole ways through the real window share: the practice network, providers to choose from, and who else can log in."""
import configparser
import faulthandler
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Callable

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
from leaks import ROOM  # noqa: E402

PRACTICE = HERE.parent / "practice" / "practice"
INDEPENDENT = HERE.parent / "e2e" / "independent.py"


def skip(reason: str) -> None:
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


if not os.environ.get("PRACTICE_PROFILE"):
    skip("no practice network ($PRACTICE_PROFILE)")
if not os.environ.get("DISPLAY") or not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
    skip("no display or session bus: run it by tests/ui/display.sh")
for program in ("import", "zbarimg", "secret-tool"):
    if not shutil.which(program):
        skip(f"{program} is not installed")
try:
    import slixmpp  # noqa: F401
    from a11y import Window, screenshot, wait
except ImportError as problem:
    skip(f"{problem}")

BINARY = sys.argv[1]
NETWORK = Path(os.environ["PRACTICE_PROFILE"]).parent
SCRATCH = tempfile.TemporaryDirectory(prefix="gangway-e2e-")


def profile_with(name: str, *domains: str) -> str:
    """The practice network's profile with a list of only these providers, all of them unknown to the window before. What the
    network's own list leaves out is listed as the first one is."""
    settings = configparser.ConfigParser()
    settings.read(os.environ["PRACTICE_PROFILE"])
    providers = json.loads(Path(settings["gangway"]["list"]).read_text())
    listed = Path(SCRATCH.name) / f"{name}.json"
    known = {p["jid"]: p for p in providers}
    listed.write_text(json.dumps([known.get(domain) or {**providers[0], "jid": domain} for domain in domains]))
    settings["gangway"]["list"] = str(listed)
    path = Path(SCRATCH.name) / f"{name}.ini"
    with path.open("w") as file:
        settings.write(file, space_around_delimiters=False)
    return str(path)


def exists(address: str) -> bool:
    return subprocess.run([str(PRACTICE), "has-user", "--dir", str(NETWORK), address], timeout=30).returncode == 0


def log_in_elsewhere(address: str, password: str) -> None:
    """A program that shares nothing with Gangway, with nothing but what the person was given."""
    ports = json.loads((NETWORK / "ports.json").read_text())
    run = subprocess.run(["/usr/bin/python3", str(INDEPENDENT), "127.0.0.1", str(ports["c2s"]), str(NETWORK / "ca.pem")],
                         input=json.dumps({"address": address, "password": password}) + "\n", text=True, timeout=60)
    assert run.returncode == 0, f"{address} cannot log in elsewhere"


def address_on(window: Window) -> str:
    return wait(lambda: next((t for t in window.texts() if "@" in t and " " not in t), None), "an address")


def keyring_secrets() -> set[str]:
    """Of all accounts that were made meanwhile."""
    done = subprocess.run(["secret-tool", "search", "--all", "service", "gangway"], capture_output=True, text=True, timeout=20)
    return {line.removeprefix("secret = ") for line in done.stdout.splitlines() if line.startswith("secret = ")}


def find_leaks() -> list[str]:
    """Passwords that lie where they should not."""
    ROOM.passwords |= keyring_secrets()
    known, leaks = ROOM.leave()
    print(f"# searched for {known} passwords", flush=True)
    return leaks


def play(scenarios: tuple[Callable[[], None], ...]) -> int:
    """All of them, or those that the command line names; prints TAP."""
    chosen = [s for s in scenarios if len(sys.argv) < 3 or s.__name__ in sys.argv[2:]]
    failed = 0
    faulthandler.dump_traceback_later(280, exit=True)  # before the runner ends it: says where it stood
    print(f"1..{len(chosen) + 1}")
    ROOM.enter(Path(os.environ["HOME"]), Path(SCRATCH.name), NETWORK)
    for number, scenario in enumerate(chosen, 1):
        try:
            scenario()
            print(f"ok {number} - {scenario.__name__.replace('_', ' ')}", flush=True)
        except Exception as problem:  # noqa: BLE001
            failed += 1
            print(f"not ok {number} - {scenario.__name__.replace('_', ' ')}", flush=True)
            print("".join(f"# {line}\n" for line in f"{type(problem).__name__}: {problem}".splitlines()), flush=True)
            screenshot(f"failed-{scenario.__name__}")
    leaks = find_leaks()
    print(f"{'not ok' if leaks else 'ok'} {len(chosen) + 1} - no password lies in arguments, environment, logs, journal or temporary files")
    print("".join(f"# {leak}\n" for leak in leaks), end="", flush=True)
    return 1 if failed or leaks else 0

