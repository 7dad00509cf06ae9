#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual: the typesetter has nothing to complain of, and nothing of the tables is missing. Arguments: the English and the
German page as they were built."""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from shell import SOURCE, Shell, Tap

SECONDS = 60


def typeset(page: Path) -> tuple[str, str]:
    """As plain text of 80 columns, and the complaints."""
    done = subprocess.run(["groff", "-k", "-ww", "-man", "-Tutf8", "-P-cbou", "-rLL=80n", str(page)], capture_output=True, text=True,
                          timeout=SECONDS, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
    return done.stdout, done.stderr + ("" if done.returncode == 0 else f"exit {done.returncode}")


def check_page(tap: Tap, language: str, page: Path) -> None:
    shell = Shell()
    text, complaints = typeset(page)
    tap.check(bool(text) and not complaints, f"{language}: groff -ww is content", complaints)
    tap.check(page.read_text() == shell.run("manual", "--lang", language).stdout, "... and it is what the program prints now")
    flat = re.sub(r"\s+", " ", text)
    for path in sorted((SOURCE / "src" / "cli").glob("cmd-*.c")):
        options = re.findall(r'\{"([a-z-]+)",\s*GW_OPT_', path.read_text())
        missing = [option for option in options if f" --{option} " not in flat]
        tap.check(f" gangway {path.stem[4:]} " in flat and not missing, f"... it tells of {path.stem[4:]} and each option", missing)
    checks = shell.json("probe", "--explain", "list", "--lang", language, "--json")[1]["checks"]
    missing = [check["id"] for check in checks for part in ("id", "title", "passes", "warns", "fails", "reference", "cure")
               if check[part] and re.sub(r"\s+", " ", check[part]) not in flat]
    tap.check(len(checks) >= 19 and not missing, "... of each check and all that there is to say", missing)
    lines = [line for check in checks for part in ("prosody", "ejabberd") for line in (check[part] or "").splitlines()]
    shown = [line.strip() for line in text.splitlines()]
    missing = [line for line in lines if line.strip() not in shown]
    tap.check(not missing, "... and lines to copy stand as they are", missing)
    tap.check(all(re.search(rf"^ +{status} ", text, re.M) for status in range(10)), "... of each exit status")
    tap.check("gangway manual" not in flat, "... not of what is for the build only")


def main() -> int:
    if not shutil.which("groff"):
        print("1..0 # SKIP groff is not installed")
        return 77
    tap = Tap()
    for language, page in zip(("en", "de"), sys.argv[1:]):
        check_page(tap, language, Path(page))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
