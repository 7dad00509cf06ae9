#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""gangway register at the hosts of the practice network that refuse: the reason, what to do next, and what the list knows of it
afterwards. Runs inside `practice run --with ejabberd`, or `--impatient` as well, where servers end the stream while one types and
limit what they give out. GANGWAY names the program."""
import json
import sys
from pathlib import Path

from registering import Terminal, name, register

from shell import SOURCE, Shell, Tap, skip_all

sys.path[:0] = [str(SOURCE / "tests" / "practice"), str(SOURCE / "tests" / "e2e")]
from provider_list import entry  # noqa: E402
from world import Network  # noqa: E402

# Host: reason, next step. Each of them says nothing about the name or the form, so it is remembered of the provider.
REFUSING = {
    "blocked.example": ("refused-address", "other-provider"),
    "closed.example": ("refused-closed", "other-provider"),
    "web.example": ("refused-web-only", "open-website"),
    "invite.example": ("refused-invitation", "ask-invitation"),
    "denied.example": ("refused-closed", "other-provider"),
    "noaddress.example": ("refused-closed", "other-provider"),
}
FILLED = "limited.example"
MENDABLE = "strict.example"
HOSTS = (*REFUSING, FILLED, MENDABLE, "ejabberd.example", "puzzle.example")
THROTTLE, PICTURES = 3, 5  # as tests/practice has set up Prosody and ejabberd
tap = Tap()


class Newcomer(Shell):
    """Somebody whose list holds the refusing hosts."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        providers = self.home / "providers.json"
        providers.write_text(json.dumps([entry(host, True, None, "2016-01-10", 2, 30, 104, "fr") for host in sorted(HOSTS)]))
        lines = Path(network.profile).read_text().splitlines()
        self.profile = str(self.home / "profile.ini")
        Path(self.profile).write_text("\n".join(f"list={providers}" if line.startswith("list=") else line for line in lines) + "\n")

    def refused(self, domain: str) -> str | None:
        """The reason that the list gives."""
        status, answer = self.json("list", "--why", domain, "--profile", self.profile, "--json")
        assert status == 0, answer
        return answer["providers"][0]["facts"].get("refused", {}).get("value")


def check_refused(shell: Newcomer, domain: str, reason: str, next_step: str) -> None:
    status, answer = register(shell, domain, "--save", f"{domain}.txt")
    tap.check((status, answer.get("state"), answer.get("reason"), answer.get("next")) == (4, "refused", reason, next_step),
              f"{domain}: {reason}, {next_step}", (status, answer))
    tap.check(shell.refused(domain) == reason, f"{domain}: the list tells of it", shell.refused(domain))


def test_refusing(shell: Newcomer) -> None:
    for domain, (reason, next_step) in REFUSING.items():
        check_refused(shell, domain, reason, next_step)


def test_throttled(shell: Newcomer) -> None:
    for number in range(THROTTLE):
        status, answer = register(shell, FILLED, "--save", f"guest{number}.txt")
        tap.check(status == 0 and answer["state"] == "verified" and shell.refused(FILLED) is None, f"{FILLED}: guest {number + 1}",
                  (status, answer))
    check_refused(shell, FILLED, "refused-too-fast", "retry-later")


def test_mendable(shell: Newcomer) -> None:
    """What the person can mend says nothing about the provider."""
    user = name()
    status, answer = register(shell, MENDABLE, "--name", user, "--save", "weak.txt", "--password-fd", "0", stdin="x\n")
    tap.check(status == 4 and (answer["reason"], answer["next"]) == ("refused-password", "other-password"), f"{MENDABLE}: a weak password",
              (status, answer))
    status, answer = register(shell, MENDABLE, "--name", user, "--save", "strong.txt")
    tap.check(status == 0 and answer["state"] == "verified", f"{MENDABLE}: a password of ours", (status, answer))
    status, answer = register(shell, MENDABLE, "--name", user, "--save", "again.txt")
    tap.check(status == 4 and (answer["reason"], answer["next"]) == ("refused-name-taken", "other-name"), f"{MENDABLE}: the same name",
              (status, answer))
    tap.check(shell.refused(MENDABLE) is None, f"{MENDABLE}: the list says nothing of it", shell.refused(MENDABLE))


def next_picture(terminal: Terminal) -> None:
    terminal.wait_for(r"as a file: (\S+?\.png)")


def test_wrong_answer(shell: Newcomer) -> None:
    terminal = Terminal(shell, "register", "puzzle.example", "--save", "puzzle.txt", "--profile", shell.profile)
    next_picture(terminal)
    terminal.type("wrong\n")
    terminal.wait_for("was not accepted")
    next_picture(terminal)
    terminal.type(f"{shell.network.captcha_answer()}\n")
    terminal.wait_for("It works")
    tap.check(terminal.end() == 0 and shell.refused("puzzle.example") is None, "puzzle.example: the second answer is right",
              terminal.shown)


# --- where servers are impatient -----------------------------------------------------------------------------------------

def test_slow_person(shell: Newcomer) -> None:
    """ejabberd ends the stream meanwhile, its picture goes with it, and another comes."""
    terminal = Terminal(shell, "register", "puzzle.example", "--save", "slow.txt", "--profile", shell.profile)
    next_picture(terminal)
    terminal.type("half an ans")
    terminal.wait_for("The last one had expired")
    next_picture(terminal)
    terminal.type(f"{shell.network.captcha_answer()}\n")
    terminal.wait_for("It works")
    tap.check(terminal.end() == 0, "puzzle.example: who types slowly gets another picture", terminal.shown)


def test_too_fast(shell: Newcomer) -> None:
    """The registration before was the one in ten minutes."""
    check_refused(shell, "ejabberd.example", "refused-too-fast", "retry-later")


def test_too_many_pictures(shell: Newcomer) -> None:
    for _ in range(PICTURES):
        status, answer = register(shell, "puzzle.example", "--dry-run")
        if status != 0:
            break
    tap.check(status == 4 and (answer["reason"], answer["next"]) == ("refused-too-fast", "retry-later"),
              "puzzle.example: too many pictures in a minute", (status, answer))


def main() -> int:
    network = Network()
    if "ejabberd" not in network.ports()["parts"]:
        raise SystemExit("run through tests/practice/practice run --with ejabberd -- ...")
    tests = ((test_slow_person, test_too_fast, test_too_many_pictures) if network.ports()["impatient"]
             else (test_refusing, test_throttled, test_mendable, test_wrong_answer))
    shell = Newcomer(network)
    for test in tests:
        try:
            test(shell)
        except (AssertionError, OSError, KeyError) as problem:
            tap.check(False, f"{test.__name__} went through", repr(problem))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
