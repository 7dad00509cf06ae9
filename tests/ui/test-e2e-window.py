#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way through the real window, against the practice network: what a newcomer does, and what is promised to him.

    test-e2e-window.py GANGWAY_GTK      needs $PRACTICE_PROFILE, a display and a session bus (tests/ui/display.sh)
"""
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from scene import BINARY, NETWORK, SCRATCH, address_on, exists, log_in_elsewhere, play, profile_with
from a11y import BUTTONS, FIELDS, Window, decode, screenshot, take_focus_away, wait


# --- what is promised ---

def from_first_start_to_the_phone() -> None:
    """Three presses and nothing typed to a proved account; one more to a code that another program can use."""
    profile = profile_with("open", "open.example", "harbour.example", "pier.example")
    began = time.monotonic()
    with Window(BINARY, "--profile", profile) as window:
        screenshot("1-welcome")
        window.press("Find a Provider")
        window.find(BUTTONS, "Take ")
        screenshot("2-list")
        window.press("Take ")
        window.find(FIELDS, "Your name in the address")
        screenshot("3-register")
        window.press("Create Address")
        window.read("It works")
        assert (window.presses, window.typed) == (3, 0), (window.presses, window.typed)
        address = address_on(window)
        screenshot("4-done")
        print(f"# to a proved account: {window.presses} presses, {window.typed} fields, {time.monotonic() - began:.1f} s")

        assert decode(screenshot("4-done")) == "", "a code is shown that nobody asked for"
        window.press("Show Setup Code")
        assert window.presses - 3 <= 2
        window.find("image", f"Setup code for {address}")
        held = json.loads(wait(lambda: decode(screenshot("5-code")), "a code that can be read"))
        print(f"# from there to the phone: {window.presses - 3} press, one scan")

    assert held["address"] == address, held["address"]
    assert exists(address), f"{address} is not known to the server"
    kept = subprocess.run(["secret-tool", "lookup", "service", "gangway", "jid", address], capture_output=True, text=True,
                          timeout=20).stdout.rstrip("\n")
    assert kept == held["password"], "the keyring holds another password than the code"
    log_in_elsewhere(address, held["password"])


def the_code_hides_when_the_focus_goes() -> None:
    with Window(BINARY, "--profile", profile_with("one", "open.example")) as window:
        window.press("Find a Provider")
        window.press("Take open.example")
        window.press("Create Address")
        window.press("Show Setup Code")
        wait(lambda: decode(screenshot("hide-before")), "a code that can be read")
        take_focus_away()
        window.find(BUTTONS, "Show Setup Code")
        assert decode(screenshot("hide-after")) == "", "the code still stands there"
        first = address_on(window)
        window.press("Create Another Address")
        window.press("Take open.example")
        window.find(FIELDS, "Your name in the address")
        assert address_on(window) != first, "the next person gets the same name"


def a_refusal_leads_on_with_the_name() -> None:
    """invite.example takes the form and then says no: a sentence, and the next provider takes over."""
    with Window(BINARY, "--profile", profile_with("invite", "invite.example", "open.example")) as window:
        window.press("Find a Provider")
        window.type("Search providers", "invite.example")
        window.press("Take invite.example")
        window.find(FIELDS, "Your name in the address")
        name = address_on(window).partition("@")[0]
        window.press("Create Address")
        said = window.read("For a new address you need an invitation at invite.example.")
        screenshot("6-refused")
        print(f"# {said}")
        window.press("Go On with open.example")
        window.find(FIELDS, "Your name in the address")
        assert address_on(window) == f"{name}@open.example", address_on(window)
        window.press("Create Address")
        window.read("It works")
        assert address_on(window) == f"{name}@open.example"
    assert exists(f"{name}@open.example") and not exists(f"{name}@invite.example")


def closed_is_said_before_anything_is_typed() -> None:
    with Window(BINARY, "--profile", os.environ["PRACTICE_PROFILE"]) as window:
        window.press("Find a Provider")
        window.type("Search providers", "closed.example")
        window.press("Take closed.example")
        window.read("No new addresses are given out at closed.example.")
        assert not window.has(FIELDS, "Your name in the address")
        window.find(BUTTONS, "Go On with ")
        screenshot("7-closed")
        window.press("Back")
        window.find(BUTTONS, "Take closed.example")


def a_bad_certificate_is_a_plain_refusal() -> None:
    with Window(BINARY, "--profile", os.environ["PRACTICE_PROFILE"]) as window:
        window.press("Find a Provider")
        window.type("Search providers", "selfsigned.example")
        window.press("Take selfsigned.example")
        window.read("The certificate of selfsigned.example")
        assert not window.has(FIELDS, "Your name in the address")
        screenshot("8-certificate")


BARE_BUS = """<busconfig><type>session</type><listen>unix:dir=/tmp</listen><policy context="default">
<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>"""


@contextlib.contextmanager
def bus_without_services() -> Iterator[dict[str, str]]:
    """A session bus that starts nothing, so no keyring either; the window is still reached over the present one."""
    accessible = subprocess.run(
        ["dbus-send", "--session", "--print-reply=literal", "--dest=org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress"],
        capture_output=True, text=True, check=True, timeout=20).stdout.strip()
    settings = Path(SCRATCH.name) / "bus.xml"
    settings.write_text(BARE_BUS)
    bus = subprocess.Popen(["dbus-daemon", f"--config-file={settings}", "--nofork", "--print-address"], text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield {"DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip(), "AT_SPI_BUS_ADDRESS": accessible}
    finally:
        bus.terminate()
        bus.wait(10)


def without_a_keyring_nothing_is_sent_before_it_is_written_down() -> None:
    with bus_without_services() as bus, Window(BINARY, "--profile", profile_with("paper", "open.example"), **bus) as window:
        window.press("Find a Provider")
        window.press("Take open.example")
        window.read("This computer has no keyring")
        create = window.find(BUTTONS, "Create Address")
        noted = window.find(BUTTONS, "I Wrote It Down")
        assert not window.is_sensitive(create) and not window.is_sensitive(noted)
        address = address_on(window)
        window.press("Show the password")
        shown = wait(lambda: next((t for t in window.texts() if len(t) == 24 and t.isalnum()), None), "the password")
        assert not window.is_sensitive(create)
        screenshot("9-no-keyring")
        window.press("I Wrote It Down")
        window.press("Create Address")
        window.read("It works")
    assert exists(address)
    log_in_elsewhere(address, shown)


def a_file_takes_the_password_where_there_is_no_keyring() -> None:
    """Also after a refusal: nothing that was written is written over."""
    path = Path(SCRATCH.name) / "account.txt"
    profile = profile_with("file", "invite.example", "open.example")
    with bus_without_services() as bus, Window(BINARY, "--profile", profile, **bus) as window:
        window.press("Find a Provider")
        window.type("Search providers", "invite.example")
        window.press("Take invite.example")
        window.press("Save …")
        window.type("Name:", str(path))
        window.press("_Save")
        window.read(str(path))
        assert not path.exists(), "written before it is needed"
        window.press("Create Address")
        window.press("Go On with open.example")
        window.find(FIELDS, "Your name in the address")
        second = Path(window.read(str(path.with_suffix(""))))
        window.press("Create Address")
        window.read("It works")
        address = address_on(window)
        card = Path(SCRATCH.name) / "card.txt"
        window.press("Save the account card")
        window.type("Name:", str(card))
        window.press("_Save")
        window.read("The card is saved.")
    assert address in card.read_text()
    assert second.stat().st_mode & 0o777 == 0o600
    held = dict(line.split("=", 1) for line in second.read_text().splitlines())
    assert held["address"] == address and exists(address)
    log_in_elsewhere(address, held["password"])


def a_taken_name_is_mended_in_its_place() -> None:
    profile = profile_with("taken", "open.example")
    name = f"dora-{os.getpid()}"
    for is_taken in (False, True):
        with Window(BINARY, "--profile", profile) as window:
            window.press("Find a Provider")
            window.press("Take open.example")
            window.type("Your name in the address", name)
            window.press("Create Address")
            if is_taken:
                window.read("The name is already taken at open.example.")
                screenshot("10-taken")
                assert not window.has(BUTTONS, "Try Again") and not window.has(BUTTONS, "Go On with ")
                window.press("Suggest another name")
                window.press("Create Address")
            window.read("It works")
            assert (address_on(window) == f"{name}@open.example") != is_taken
        # The server is to say it, not the keyring.
        subprocess.run(["secret-tool", "clear", "service", "gangway", "jid", f"{name}@open.example"], timeout=20)


def a_check_names_whom_it_asks_and_ranks_anew() -> None:
    with Window(BINARY, "--profile", profile_with("check", "open.example", "invite.example")) as window:
        window.press("Find a Provider")
        window.press("Check Now")
        assert "open.example" in window.read("Check now whether these")
        screenshot("11-check")
        window.press("Check Them")
        window.read("2 providers were checked.")
        window.read("✓ Just checked")
        window.read("Recommended")
        window.read("Asks for nothing but name and password · perhaps by invitation only")
        screenshot("12-checked")


@contextlib.contextmanager
def silent_server() -> Iterator[None]:
    """Connected, but it says nothing any more."""
    server = int((NETWORK / "prosody.pid").read_text())
    os.kill(server, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server, signal.SIGCONT)


def settle(window: Window, address: str) -> None:
    """Whatever the server made of it: the window says it, and it is true."""
    window.press("Find Out What Became of It")
    if wait(lambda: next((t for t in window.texts() if t.startswith("It works") or "was not created" in t), None),
            "the outcome").startswith("It works"):
        assert address_on(window) == address and exists(address)
    else:
        assert not exists(address)


def ready_to_create(window: Window) -> str:
    window.press("Find a Provider")
    window.press("Take open.example")
    window.find(FIELDS, "Your name in the address")
    return address_on(window)


def a_wait_can_be_stopped_and_is_found_out_later() -> None:
    with Window(BINARY, "--profile", profile_with("stopped", "open.example")) as window:
        address = ready_to_create(window)
        with silent_server():
            window.press("Create Address")
            window.read("Asking for the address …")
            assert not window.is_sensitive(window.find(BUTTONS, "Back"))
            window.press("Stop")
            window.read("Whether the new address exists is not known yet")
            screenshot("13-pending")
        window.press("Find Out Now")
        settle(window, address)


def a_window_that_died_is_made_good() -> None:
    """Killed while the server thinks: the next start says so, asks once, and knows."""
    state = Path(SCRATCH.name) / "state"
    profile = profile_with("killed", "open.example")
    with Window(BINARY, "--profile", profile, state=state) as window:
        address = ready_to_create(window)
        with silent_server():
            window.press("Create Address")
            window.read("Asking for the address …")
            window.kill()
    with Window(BINARY, "--profile", profile, state=state) as window:
        window.read(f"The registration of {address} was cut off.")
        screenshot("14-cut-off")
        settle(window, address)


def german() -> None:
    """With the catalogue that lies beside the program."""
    with Window(BINARY, "--profile", profile_with("german", "open.example"), "--lang", "de") as window:
        if window.has(BUTTONS, "Find a Provider"):
            raise AssertionError("there is no German catalogue")
        screenshot("de-1-welcome")
        window.press("Anbieter finden")
        window.find(BUTTONS, "open.example nehmen")
        screenshot("de-2-list")
        window.press("open.example nehmen")
        window.find(FIELDS, "Dein Name")
        screenshot("de-3-register")
        window.press("Adresse anlegen")
        window.read("Es funktioniert")
        window.press("Einrichtungscode zeigen")
        wait(lambda: decode(screenshot("de-4-done")), "a code that can be read")


SCENARIOS = (from_first_start_to_the_phone, the_code_hides_when_the_focus_goes, a_refusal_leads_on_with_the_name,
             closed_is_said_before_anything_is_typed, a_bad_certificate_is_a_plain_refusal,
             without_a_keyring_nothing_is_sent_before_it_is_written_down,
             a_file_takes_the_password_where_there_is_no_keyring, a_taken_name_is_mended_in_its_place,
             a_check_names_whom_it_asks_and_ranks_anew, a_wait_can_be_stopped_and_is_found_out_later,
             a_window_that_died_is_made_good, german)


if __name__ == "__main__":
    sys.exit(play(SCENARIOS))
