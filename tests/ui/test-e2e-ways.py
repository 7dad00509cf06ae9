#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other ways to an address, through the real window: puzzles, websites, invitations, names that are taken, refusals.

    test-e2e-ways.py GANGWAY_GTK      needs $PRACTICE_PROFILE, a display and a session bus (tests/ui/display.sh)
"""
import os
import subprocess
import sys
from pathlib import Path

from scene import BINARY, NETWORK, PRACTICE, SCRATCH, address_on, exists, log_in_elsewhere, play, profile_with
from a11y import BUTTONS, FIELDS, Window, screenshot, text_of, wait, walk

BROWSER = """[Desktop Entry]
Type=Application
Name=Browser
Exec={} %u
MimeType=x-scheme-handler/https;
"""


def practice(*arguments: str, given: str = "") -> str:
    return subprocess.run([str(PRACTICE), *arguments, "--dir", str(NETWORK)], input=given, capture_output=True, text=True,
                          check=True, timeout=60).stdout.strip()


def take(window: Window, domain: str) -> None:
    """By its name, whether or not it is in the list."""
    window.press("Find a Provider")
    window.type("Search providers", domain)
    window.press(f"Take {domain}")


def own_password(window: Window, password: str) -> None:
    """By the keyboard: the row has no action that a screen reader could do."""
    window.find(FIELDS, "Your name in the address")
    window.key_to("A password of my own")
    window.key("Return")
    window.type("Password", password)


# --- puzzles ---

def has_ejabberd() -> bool:
    return (NETWORK / "captcha").exists()


def last_answer() -> str:
    return (NETWORK / "captcha.log").read_text().splitlines()[-1]


def with_puzzle(window: Window) -> str:
    """Up to the form, by the shortest way: the address to be."""
    window.press("Find a Provider")
    window.press("Take puzzle.example")
    window.find("image", "Picture puzzle")
    return address_on(window)


def answer_of(window: Window) -> str:
    return text_of(window.find(FIELDS, "Your answer"))


def a_puzzle_takes_one_field_more() -> None:
    with Window(BINARY, "--profile", profile_with("puzzle", "puzzle.example")) as window:
        address = with_puzzle(window)
        screenshot("15-puzzle")
        window.type("Your answer", last_answer())
        window.press("Create Address")
        window.read("It works")
        print(f"# with a puzzle: {window.presses} presses, {window.typed} field")
        assert window.presses <= 4 and window.typed <= 1, (window.presses, window.typed)
        assert address_on(window) == address
    assert exists(address)


def a_wrong_answer_costs_nothing_else() -> None:
    with Window(BINARY, "--profile", profile_with("wrong", "puzzle.example")) as window:
        with_puzzle(window)
        name = f"erna-{os.getpid()}"
        window.type("Your name in the address", name)
        window.type("How others see you", "Erna")
        first = last_answer()
        window.type("Your answer", "000000" if first != "000000" else "111111")
        window.press("Create Address")
        window.read("The answer was not accepted.")
        screenshot("16-puzzle-wrong")
        assert last_answer() != first and answer_of(window) == ""
        assert text_of(window.find(FIELDS, "Your name in the address")) == name
        assert text_of(window.find(FIELDS, "How others see you")) == "Erna"
        window.type("Your answer", last_answer())
        window.press("Create Address")
        window.read("It works")
        assert address_on(window) == f"{name}@puzzle.example"
    assert exists(f"{name}@puzzle.example")


def another_picture_can_be_had() -> None:
    with Window(BINARY, "--profile", profile_with("renew", "puzzle.example")) as window:
        with_puzzle(window)
        window.type("How others see you", "Erna")
        first = last_answer()
        window.press("New Picture")
        wait(lambda: last_answer() != first, "another picture")
        wait(lambda: window.is_sensitive(window.find(BUTTONS, "New Picture")), "the other picture to be shown")
        assert text_of(window.find(FIELDS, "How others see you")) == "Erna"
        window.type("Your answer", last_answer())
        window.press("Create Address")
        window.read("It works")


# --- the website ---

def browser_in(folder: Path) -> Path:
    """A browser in a data folder: it writes down the address that it is given, and opens nothing."""
    applications = folder / "applications"
    applications.mkdir(parents=True)
    opened, script = folder / "opened", folder / "browser"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >>"{opened}"\n')
    script.chmod(0o700)
    (applications / "browser.desktop").write_text(BROWSER.format(script))
    (applications / "mimeapps.list").write_text("[Default Applications]\nx-scheme-handler/https=browser.desktop\n")
    return opened


def by_the_website_and_back() -> None:
    """The password is kept before the page opens; what was not registered yet is no fault; then it works."""
    folder = Path(SCRATCH.name) / "browser"
    opened = browser_in(folder)
    with Window(BINARY, "--profile", profile_with("web", "web.example", "open.example"), XDG_DATA_HOME=str(folder)) as window:
        take(window, "web.example")
        window.read("web.example gives out addresses on its website")
        window.find(BUTTONS, "Go On with open.example")
        address = address_on(window)
        screenshot("17-web")
        assert not opened.exists(), "a page was opened unasked"
        window.press("Keep the Password and Open web.example")
        window.find(BUTTONS, "I Am Done: Test It")
        wait(opened.exists, "the page to open")
        assert opened.read_text() == "https://web.example/register\n", opened.read_text()
        kept = subprocess.run(["secret-tool", "lookup", "service", "gangway", "jid", address], capture_output=True, text=True,
                              timeout=20).stdout.rstrip("\n")
        assert len(kept) == 24, "the page was opened before the password was kept"
        window.press("Copy the Name")
        window.read("The name is copied.")
        window.press("Copy the Password")
        window.read("The password is copied.")
        screenshot("18-web-away")
        window.press("I Am Done: Test It")
        window.read("This name and password do not work yet at web.example.")
        screenshot("19-web-not-yet")
        practice("add-user", address, given=kept + "\n")
        window.press("I Am Done: Test It")
        window.read("It works")
        assert address_on(window) == address


def another_name_was_used_there() -> None:
    folder = Path(SCRATCH.name) / "browser-2"
    browser_in(folder)
    name = f"frida-{os.getpid()}"
    practice("add-user", f"{name}@web.example", given="another-password\n")
    with Window(BINARY, "--profile", profile_with("web-2", "web.example"), XDG_DATA_HOME=str(folder)) as window:
        take(window, "web.example")
        window.press("Keep the Password and Open web.example")
        window.press("I Used Another Name or Password")
        window.read("Enter the name and the password that you used on the website.")
        window.type("Your name in the address", name)
        screenshot("20-web-edit")
        own_password(window, "another-password")
        window.press("Keep These and Test Them")
        window.read("It works")
        assert address_on(window) == f"{name}@web.example"


def who_was_on_the_website_is_led_back() -> None:
    folder, state = Path(SCRATCH.name) / "browser-3", Path(SCRATCH.name) / "state-web"
    browser_in(folder)
    profile = profile_with("web-3", "web.example")
    with Window(BINARY, "--profile", profile, state=state, XDG_DATA_HOME=str(folder)) as window:
        take(window, "web.example")
        window.press("Keep the Password and Open web.example")
        window.find(BUTTONS, "I Am Done: Test It")
    with Window(BINARY, "--profile", profile, state=state, XDG_DATA_HOME=str(folder)) as window:
        window.read("You were on the website of web.example")
        screenshot("21-led-back")
        window.press("Test It")
        window.read("")
        wait(lambda: any("does not work yet" in text for text in window.texts()), "what became of it")
        window.press("Forget It")
        wait(lambda: not any("You were on the website" in text for text in window.texts()), "it to be forgotten")


def without_a_browser_the_address_is_there() -> None:
    share = Path(SCRATCH.name) / "share"  # all that programs share, but no applications
    share.mkdir()
    for path in Path("/usr/share").iterdir():
        if path.name != "applications":
            (share / path.name).symlink_to(path)
    with Window(BINARY, "--profile", profile_with("web-4", "web.example"), XDG_DATA_DIRS=str(share)) as window:
        take(window, "web.example")
        window.press("Keep the Password and Open web.example")
        window.read("No browser opened.")
        window.read("https://web.example/register")
        screenshot("29-no-browser")


# --- invitations ---

def an_invitation_is_pasted() -> None:
    link = practice("invite", "invite.example")
    with Window(BINARY, "--profile", profile_with("invited", "open.example")) as window:
        window.press("I Have an Invitation")
        window.type("Link of the invitation", f"Come aboard: {link}")
        window.read("This invitation leads to invite.example.")
        screenshot("22-invitation")
        window.press("Go On with invite.example")
        window.press("Create Address")
        window.read("It works")
        address = address_on(window)
    assert address.endswith("@invite.example") and exists(address)


def an_invitation_comes_with_the_start() -> None:
    link = practice("invite", "invite.example")
    with Window(BINARY, "--profile", profile_with("given", "open.example"), link) as window:
        window.press("Go On with invite.example")
        window.find(FIELDS, "Your name in the address")
    with Window(BINARY, "--profile", profile_with("login", "open.example"), "xmpp:a@b.example?login;password=s3cret") as window:
        window.read("This is not an invitation that can be used here.")
        assert not any("s3cret" in text for text in window.texts())
        screenshot("23-no-invitation")


def the_keyboard_is_enough() -> None:
    """From the start to a proved account, and nothing but keys."""
    with Window(BINARY, "--profile", profile_with("keys", "open.example")) as window:
        window.key_to("Find a Provider")
        window.key("Return")
        window.find(BUTTONS, "Take open.example")
        window.key_to("Take open.example")
        window.key("Return")
        window.find(FIELDS, "Your name in the address")
        wait(lambda: window.is_sensitive(window.find(BUTTONS, "Create Address")), "the button to be of use")
        window.key("Return")
        window.read("It works")


# --- names, refusals, addresses that are there ---

def names_near_a_taken_one() -> None:
    """One press takes one of three."""
    name = f"greta-{os.getpid()}"
    practice("add-user", f"{name}@open.example", given="hers-alone\n")
    with Window(BINARY, "--profile", profile_with("near", "open.example")) as window:
        window.press("Find a Provider")
        window.press("Take open.example")
        window.type("Your name in the address", name)
        window.press("Create Address")
        window.read("The name is already taken at open.example.")
        window.read("How about one of these?")
        screenshot("24-near-names")
        near = next(n.name for n in walk(window.app) if n.getRoleName() == "push button" and "greta" in n.name)
        window.press(near)
        window.press("Create Address")
        window.read("It works")
        assert address_on(window) == f"{near}@open.example"


def the_server_says_why() -> None:
    """Its own words are folded; ours are enough for most."""
    with Window(BINARY, "--profile", profile_with("denied", "open.example")) as window:
        take(window, "blocked.example")
        window.press("Create Address")
        window.find(BUTTONS, "Go On with ")
        node = wait(lambda: next((n for n in walk(window.app) if n.name == "What the server said"), None), "what it said")
        assert node.queryAction().doAction(0)
        screenshot("25-server-words")


def a_weak_password_is_mended_in_its_place() -> None:
    with Window(BINARY, "--profile", profile_with("strict", "open.example")) as window:
        take(window, "strict.example")
        window.find(FIELDS, "Your name in the address")
        own_password(window, "abc")
        screenshot("26-strength")
        window.press("Create Address")
        window.read("The password is not accepted at strict.example.")
        screenshot("26-weak-password")


def an_address_is_opened_again() -> None:
    state = Path(SCRATCH.name) / "state-again"
    profile = profile_with("again", "open.example")
    with Window(BINARY, "--profile", profile, state=state) as window:
        window.press("Find a Provider")
        window.press("Take open.example")
        window.press("Create Address")
        window.read("It works")
        address = address_on(window)
        screenshot("27-done")
    with Window(BINARY, "--profile", profile, state=state) as window:
        window.read("Your Addresses")
        screenshot("28-your-addresses")
        window.press(f"Open {address}")
        window.read("It works")
        assert address_on(window) == address
        window.press("Show the password")
        shown = wait(lambda: next((t for t in window.texts() if len(t) == 24 and t.isalnum()), None), "the password")
    log_in_elsewhere(address, shown)


def german() -> None:
    with Window(BINARY, "--profile", profile_with("german-web", "web.example", "open.example"), "--lang", "de") as window:
        screenshot("de-5-welcome")
        window.press("Anbieter finden")
        window.type("Anbieter suchen", "web.example")
        window.press("web.example nehmen")
        window.read("web.example vergibt Adressen auf der Webseite")
        window.find(BUTTONS, "Weiter mit open.example")
        screenshot("de-6-web")
    with Window(BINARY, "--profile", profile_with("german-login", "open.example"), "xmpp:a@b.example?message", "--lang", "de") as window:
        window.read("Deine Einladung")
        screenshot("de-7-invitation")


SCENARIOS = (by_the_website_and_back, another_name_was_used_there, who_was_on_the_website_is_led_back,
             without_a_browser_the_address_is_there, an_invitation_is_pasted, an_invitation_comes_with_the_start,
             the_keyboard_is_enough, names_near_a_taken_one, the_server_says_why, an_address_is_opened_again, german)
WITH_EJABBERD = (a_puzzle_takes_one_field_more, a_wrong_answer_costs_nothing_else, another_picture_can_be_had,
                 a_weak_password_is_mended_in_its_place)


if __name__ == "__main__":
    sys.exit(play(SCENARIOS + (WITH_EJABBERD if has_ejabberd() else ())))
