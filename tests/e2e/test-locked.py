#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Killed at each step beside a real keyring, which is locked by the time of the recovery: nothing is guessed, nothing is lost, and
once it is open again the truth comes out. Run by tests/account/with-keyring.sh unlocked."""
import base64
import os
import secrets
import shutil
import subprocess
import sys

from gi.repository import Gio, GLib

from steps import ABSENT, EXISTS, FAULTS, Way, states_of, strace, what_was_told
from world import Tap, World, skip

BUS_NAME, ROOT = "org.freedesktop.secrets", "/org/freedesktop/secrets"
COLLECTION = f"{ROOT}/collection/login"
EVERY = 3  # of the steps


class Keyring:
    """The real one, by its bus."""

    def __init__(self) -> None:
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)

    def call(self, path: str, interface: str, method: str, arguments: GLib.Variant) -> tuple:
        return self.bus.call_sync(BUS_NAME, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, -1, None).unpack()

    def lock(self) -> None:
        self.call(ROOT, "org.freedesktop.Secret.Service", "Lock", GLib.Variant("(ao)", ([COLLECTION],)))
        assert self.is_locked()

    def unlock(self) -> None:
        """As a login manager does it: with the password, and without a prompt."""
        _output, session = self.call(ROOT, "org.freedesktop.Secret.Service", "OpenSession",
                                     GLib.Variant("(sv)", ("plain", GLib.Variant("s", ""))))
        secret = (session, b"", b"practice\n", "text/plain")
        self.call(ROOT, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword",
                  GLib.Variant("(o(oayays))", (COLLECTION, secret)))
        assert not self.is_locked()

    def is_locked(self) -> bool:
        return self.call(COLLECTION, "org.freedesktop.DBus.Properties", "Get",
                         GLib.Variant("(ss)", ("org.freedesktop.Secret.Collection", "Locked")))[0]


def keyring_world() -> World:
    world = World()
    world.environment["DBUS_SESSION_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
    world.environment["XDG_RUNTIME_DIR"] = os.environ["XDG_RUNTIME_DIR"]
    return world


def register(world: World, name: str, *wrapper: str) -> subprocess.CompletedProcess:
    password = base64.b32encode(secrets.token_bytes(10)).decode()
    return world.run("register", Way.domain, "--name", name, "--password-fd", "0", "--json", stdin=f"{password}\n", wrapper=wrapper)


def go_wrong(keyring: Keyring, call: str, n: int) -> str | None:
    world, address = keyring_world(), f"locked-{call}-{n}@{Way.domain}"
    done = register(world, address.partition("@")[0], *strace("-o", "/dev/null", "-e", "trace=" + call, "-e",
                                                              f"inject={call}:" + FAULTS["kill"].inject.format(n=n)))
    exists, told = world.has_user(address), what_was_told(done)
    keyring.lock()
    code, document = world.json("recover")
    state = states_of(document).get(address)
    keyring.unlock()
    if state in EXISTS and not exists or state in ABSENT and exists:
        return f"with a locked keyring it guessed {state!r}, on the server: {exists}"
    if state not in EXISTS | ABSENT | {"no-password", None} or code != (9 if state in {"no-password", "created"} else 0):
        return f"with a locked keyring: {state!r}, exit {code}"
    code, document = world.json("recover")
    state = states_of(document).get(address, state)
    if state is not None and state not in (EXISTS if exists else ABSENT) or code != 0:
        return f"open again: {state!r} (exit {code}), on the server: {exists}"
    return "the account exists, and nobody was told" if exists and state is None and told not in EXISTS else None


def test_locked_before(tap: Tap, keyring: Keyring) -> None:
    keyring.lock()
    world = keyring_world()
    done = register(world, "never-sent")
    tap.check(done.returncode == 8 and not world.has_user(f"never-sent@{Way.domain}"), "locked beforehand: exit 8, and nothing is sent",
              done.stdout)
    keyring.unlock()


def main() -> int:
    if not shutil.which("strace"):
        skip("strace is missing")
    if os.environ.get("GANGWAY_KEYRING") != "unlocked":
        skip("run me by tests/account/with-keyring.sh unlocked")
    tap, keyring = Tap(), Keyring()
    test_locked_before(tap, keyring)
    for call, last in (("fsync", 15), ("rename", 5), ("sendto", 31)):
        for n in range(1, last + 1, EVERY):
            problem = go_wrong(keyring, call, n)
            tap.check(problem is None, f"killed at {call} number {n}, then locked: the outcome is known in the end", problem or "")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
