#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each language of ui/po/LINGUAS is complete: every string of the tree is in it, translated, with the same placeholders.

To bring a catalogue up to date after a change of strings:  meson compile -C build gangway-update-po"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PO = ROOT / "ui" / "po"
MARKS = re.compile(r'(?<!\w)(?:_|N_|ngettext_)\s*\(\s*"')
COMMENT = re.compile(r"/\*.*?\*/", re.S)
KEYWORDS = ("_", "N_", "ngettext_:1,2")
PLACEHOLDER = re.compile(r"%(?:\d+\$)?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t)?[diouxXeEfgGcsp%]")


def listed() -> list[str]:
    return [line for line in (PO / "POTFILES").read_text().splitlines() if line and not line.startswith("#")]


def translatable() -> list[str]:
    """The files of the product that hold words for people."""
    found = []
    for top in ("src", "providers", "ui"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix in (".c", ".h") and MARKS.search(COMMENT.sub("", path.read_text())):
                found.append(path)
            elif path.suffix == ".ui" and 'translatable="yes"' in path.read_text():
                found.append(path)
            elif path.name.endswith((".desktop.in", ".metainfo.xml.in")):
                found.append(path)
    return [str(path.relative_to(ROOT)) for path in found]


def check_files() -> list[str]:
    want, have = set(translatable()), listed()
    return ([f"ui/po/POTFILES lacks {name}" for name in sorted(want - set(have))]
            + [f"ui/po/POTFILES names {name}, which has no words" for name in sorted(set(have) - want)]
            + ([] if have == sorted(have) else ["ui/po/POTFILES is not sorted"]))


def template(folder: Path) -> Path:
    pot = folder / "gangway.pot"
    subprocess.run(["xgettext", "--from-code=UTF-8", "--add-comments", *(f"--keyword={k}" for k in KEYWORDS),
                    f"--files-from={PO / 'POTFILES'}", f"--directory={ROOT}", f"--output={pot}"],
                   check=True, capture_output=True, text=True)
    return pot


def entries(path: Path, *options: str) -> list[str]:
    """The msgids of what msgattrib picks."""
    out = subprocess.run(["msgattrib", *options, "--no-wrap", str(path)], check=True, capture_output=True, text=True).stdout
    return [m.group(1) for m in re.finditer(r'^msgid "(.+)"$', out, re.M)]


def blocks(path: Path) -> list[dict[str, str]]:
    """Each entry as {"msgid": ..., "msgstr": ..., "msgstr[1]": ...}."""
    out = subprocess.run(["msgcat", "--no-wrap", str(path)], check=True, capture_output=True, text=True).stdout
    found = []
    for block in out.split("\n\n"):
        entry: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            if match := re.match(r'(msg\w+(?:\[\d\])?) "(.*)"$', line):
                key = match.group(1)
                entry[key] = match.group(2)
            elif line.startswith('"') and key:
                entry[key] += line[1:-1]
        if entry.get("msgid"):
            found.append(entry)
    return found


def check_placeholders(path: Path) -> list[str]:
    """Also of the strings that no compiler knows as formats: those of the tables."""
    faults = []
    for entry in blocks(path):
        wants = {tuple(sorted(PLACEHOLDER.findall(entry[key]))) for key in ("msgid", "msgid_plural") if key in entry}
        for key, text in entry.items():
            if key.startswith("msgstr") and tuple(sorted(PLACEHOLDER.findall(text))) not in wants:
                faults.append(f"{path.name}: other placeholders than in “{entry['msgid']}”")
    return faults


def check_language(language: str, folder: Path) -> list[str]:
    path = PO / f"{language}.po"
    check = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", str(path)], capture_output=True, text=True)
    faults = check.stderr.splitlines() if check.returncode else []
    merged = folder / f"{language}.po"
    subprocess.run(["msgmerge", "--quiet", "--no-fuzzy-matching", f"--output-file={merged}", str(path), str(template(folder))],
                   check=True, capture_output=True, text=True)
    faults += [f"{path.name}: not translated: “{t}”" for t in entries(merged, "--untranslated", "--no-obsolete")]
    faults += [f"{path.name}: unsure: “{t}”" for t in entries(path, "--only-fuzzy", "--no-obsolete")]
    faults += [f"{path.name}: no longer used: “{t}”" for t in entries(merged, "--only-obsolete")]
    return faults + check_placeholders(path)


def main() -> int:
    for program in ("xgettext", "msgmerge", "msgattrib", "msgfmt"):
        if not shutil.which(program):
            print(f"1..0 # SKIP {program} is not installed")
            return 0
    languages = [line for line in (PO / "LINGUAS").read_text().splitlines() if line and not line.startswith("#")]
    bad = 0
    print(f"1..{1 + len(languages)}")
    with tempfile.TemporaryDirectory() as scratch:
        for number, (title, faults) in enumerate(
                [("all files with words are listed", check_files())]
                + [(f"the language {name} is complete", check_language(name, Path(scratch))) for name in languages], 1):
            bad += bool(faults)
            print(f"{'not ok' if faults else 'ok'} {number} - {title}")
            for fault in faults:
                print(f"# {fault}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
