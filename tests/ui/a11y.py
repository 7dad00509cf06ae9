# SPDX-License-Identifier: GPL-3.0-or-later
"""Driving the window the way a screen reader does, by AT-SPI; counts what a person would have to press and type."""
import ctypes
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import pyatspi
from gi.repository import Atspi, Gio, GLib

BUTTONS = ("push button", "toggle button")
FIELDS = ("text", "entry", "password text")
KEYS = {"Tab": 0xFF09, "Return": 0xFF0D, "Down": 0xFF54}


def wait(probe, what: str, seconds: float = 15.0):
    """The first true answer of `probe`. The tree changes under us: D-Bus errors are normal here."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if got := probe():
                return got
        except Exception:  # noqa: BLE001
            pass
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


def walk(node):
    yield node
    for i in range(node.childCount):
        child = node.getChildAtIndex(i)
        if child is not None:
            yield from walk(child)


def is_shown(node) -> bool:
    """GTK 4.8 never sets STATE_SHOWING; unmapped widgets have no size."""
    extents = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    return extents.width > 0 and extents.height > 0


def text_of(node) -> str:
    text = node.queryText()
    return text.getText(0, text.characterCount)


class Bus:
    """The bus of AT-SPI without libatspi, which may stand still when it meets a program half registered."""

    def __init__(self) -> None:
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.address = self._call_on(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")[0]
        self.connection = Gio.DBusConnection.new_for_address_sync(
            self.address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)

    @staticmethod
    def _call_on(connection, name: str, path: str, interface: str, method: str, arguments=None):
        return connection.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, 5000).unpack()

    def has_whole(self, process: int) -> bool:
        """GTK offers its cache last of all, after it has told the registry of itself."""
        children, = self._call_on(self.connection, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root",
                                  "org.a11y.atspi.Accessible", "GetChildren")
        for name, _ in children:
            owner, = self._call_on(self.connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                   "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)))
            if owner == process:
                self._call_on(self.connection, name, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems")
                return True
        return False


class Window:
    """gangway-gtk with folders of its own; `state` lets a second one find what the first left behind."""

    def __init__(self, binary: str, *arguments: str, state: Path | None = None, **environment: str) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="gangway-window-")
        home = Path(self.folder.name)
        config = home / "config" / "gtk-4.0"
        config.mkdir(parents=True)
        (config / "settings.ini").write_text("[Settings]\ngtk-enable-animations=0\ngtk-font-name=Cantarell 11\n")
        self.log = home / "log"
        self.presses = self.typed = 0
        self.was_killed = False
        with self.log.open("w") as log:
            self.process = subprocess.Popen([binary, *arguments], stderr=log, env={
                **os.environ, "XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home / "cache"),
                "XDG_DATA_HOME": str(home / "data"), "XDG_STATE_HOME": str(state or home / "state"),
                "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo", "GDK_DEBUG": "gl-disable", **environment})
        try:
            bus = wait(Bus, "the bus of the screen readers")
            wait(lambda: bus.has_whole(self.process.pid), "the window to be on the bus")
            self.app = wait(self._find_app, "the window")
        except AssertionError as problem:
            self.__exit__(None, problem, None)
            raise
        self.app.set_cache_mask(Atspi.Cache.NONE)  # no main loop here: cached names and children would go stale

    def _find_app(self):
        return next((a for a in pyatspi.Registry.getDesktop(0)
                     if a and a.name == "gangway-gtk" and a.get_process_id() == self.process.pid), None)

    def __enter__(self) -> "Window":
        return self

    def __exit__(self, kind, problem, trace) -> None:
        died = self.process.poll()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        log = self.log.read_text()
        self.folder.cleanup()
        if (died is not None and not self.was_killed) or re.search("WARNING|CRITICAL", log):
            raise AssertionError(f"the window complained (status {died}): {log[-2000:]}") from problem

    def kill(self) -> None:
        """As by a power cut; that it is gone is then no fault."""
        self.was_killed = True
        self.process.kill()
        self.process.wait()

    # --- looking ---

    def _search(self, roles, name: str):
        roles = (roles,) if isinstance(roles, str) else roles
        return next((n for n in walk(self.app) if n.getRoleName() in roles and n.name.startswith(name) and is_shown(n)), None)

    def find(self, roles, name: str):
        """A shown node whose name begins so."""
        return wait(lambda: self._search(roles, name), f"{roles} “{name}”")

    def has(self, roles, name: str) -> bool:
        return wait(lambda: [self._search(roles, name)], "the tree to stand still")[0] is not None

    def texts(self) -> list[str]:
        """All that can be read on the screen now."""
        return [text_of(n) for n in walk(self.app) if n.getRoleName() in ("label", "alert") and "Text" in n.get_interfaces()
                and is_shown(n)]

    def read(self, beginning: str) -> str:
        return wait(lambda: next((t for t in self.texts() if t.startswith(beginning)), None), f"the words “{beginning}”")

    def is_sensitive(self, node) -> bool:
        return node.getState().contains(pyatspi.STATE_SENSITIVE)

    # --- doing ---

    def press(self, name: str) -> None:
        node = self.find(BUTTONS, name)
        wait(lambda: self.is_sensitive(node), f"“{name}” to be of use")
        assert node.queryAction().doAction(0), name
        self.presses += 1

    def type(self, name: str, text: str) -> None:
        assert self.find(FIELDS, name).queryEditableText().setTextContents(text), name
        self.typed += 1

    def key(self, name: str) -> None:
        """As from the keyboard, wherever the focus is."""
        Atspi.generate_keyboard_event(KEYS[name], None, Atspi.KeySynthType.SYM)
        time.sleep(0.1)

    def focused(self) -> str:
        """The name of what has the keyboard, or of the row that it is a part of; "" for nothing."""
        node = next((n for n in walk(self.app) if n.getState().contains(pyatspi.STATE_FOCUSED)), None)
        for _ in range(6):
            if node is None or (node.name and not node.name.startswith(("Gtk", "Adw"))):
                break
            node = node.parent
        return node.name if node else ""

    def key_to(self, name: str, key: str = "Tab") -> None:
        """To the first thing of that name in the order of the keyboard.
        GTK 4.8 does not tell that a text has the focus."""
        for _ in range(20):
            if wait(lambda: [self.focused()], "the focus")[0].startswith(name):
                return
            self.key(key)
        raise AssertionError(f"the keyboard does not lead to “{name}”")


def screenshot(name: str) -> Path:
    """Of the whole display; kept in $SCREENSHOT_DIR when that is set."""
    folder = Path(os.environ.get("SCREENSHOT_DIR") or tempfile.gettempdir())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    subprocess.run(["import", "-window", "root", str(path)], check=True, timeout=20)
    return path


def decode(picture: Path) -> str:
    run = subprocess.run(["zbarimg", "-q", "--raw", str(picture)], capture_output=True, text=True, timeout=20)
    return run.stdout.rstrip("\n")


def take_focus_away() -> None:
    """As when another window comes to the front: no window has the keyboard any more."""
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x.XOpenDisplay(None))
    x.XSetInputFocus(display, 0, 0, 0)  # None, RevertToNone, CurrentTime
    x.XSync(display, 0)
    x.XCloseDisplay(display)
