#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line from outside, without a server: use and misuse, help, the list, what goes where."""
import datetime
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

from shell import SOURCE, Shell, Tap

WRONG_USE = [
    [], ["nonsense"], ["lst"], ["list", "--nonsense"], ["list", "word"], ["list", "--limit"], ["list", "--limit", "many"],
    ["list", "--limit", "-1"], ["list", "--json=1"], ["list", "-x"], ["list", "--lang", "fr"], ["list", "--country", "Germany"],
    ["list", "--signup", "pizza"], ["list", "--signup", ""], ["list", "--language", "german"], ["list", "--organization", "cult"],
    ["list", "--more", "archve"], ["list", "--ignore", "signup,"], ["list", "--sort", "agee"], ["list", "--min-years", "old"],
    ["list", "--choose", "--why", "yax.im"], ["list", "--choose", "--sort", "name"], ["list", "--why", "nowhere.example"],
    ["list", "--resolver", "not-an-address"], ["list", "--resolver", "127.0.0.1@99999"],
    ["list", "--catalogue-url", "http://list.example/"], ["providers"], ["providers", "shw"], ["providers", "show"],
    ["providers", "diff", "word"], ["providers", "add"],
    ["have"], ["have", "a@a.example", "word"], ["have", "a.example", "--again"], ["probe"], ["probe", "-"],
    ["probe", "a.example", "--fail-on", "X"],
    ["probe", "--explain"], ["probe", "--explain", "cert.chian"], ["probe", "--explain", "list", "a.example"], ["--nonsense"], ["register"], ["export"], ["qr"],
    ["operator"], ["operator", "a.example", "b.example"], ["operator", "a.example", "--software", "windows"],
    ["contacted", "a.example", "word"], ["contacted", "--since"], ["contacted", "--since", "1", "--forget"],
]
TIERS = {"recommended", "good", "other", "rejected"}
SIGNUPS = {"at-once", "puzzle", "email", "web", "invitation", "closed", "unclear"}
ORIGINS = {None, "provider", "builtin", "fetched", "probe", "refusal", "user"}
BAD_LISTS = {
    "a web page": ("<!DOCTYPE html><html><body>Log in to the hotel's network</body></html>", "list-not-json"),
    "a truncated list": ('[{"jid": "a.example", "category": "A"}, {"jid": "b.exa', "list-not-json"),
    "too deep": ("[" * 100_000, "list-shape"),
    "an object": ('{"a": 1}', "list-shape"),
    "nobody in it": ("[]", "list-empty"),
    "nothing": ("", "list-empty"),
}
WIDTH = 80


def check_wrong_use(tap: Tap) -> None:
    for words in WRONG_USE:
        done = Shell().run(*words)
        tap.check(done.returncode == 2 and not done.stdout and done.stderr.count("\n") >= 1,
                  f"wrong use: gangway {' '.join(words)}", done)
        code, document = Shell().json(*words, "--json")
        error = document.get("error", {})
        tap.check(code == 2 and set(document) == {"version", "error"} and error.get("code") == "usage"
                  and error.get("text") and error.get("next"), f"... and as JSON: {' '.join(words)}", document)
    done = Shell().run("list", "--jsn")
    tap.check("did you mean --json?" in done.stderr.replace("\n", " "), "a misspelt option is recognised", done.stderr)
    done = Shell().run("lst")
    tap.check("did you mean list?" in done.stderr.replace("\n", " "), "a misspelt command is recognised", done.stderr)
    done = Shell().run("qr", "--password=hunter2")
    tap.check(done.returncode == 2 and "hunter2" not in done.stderr + done.stdout, "a mistyped password is not repeated", done)
    code, document = Shell().json("list", "--profile", "/nonexistent", "--json")
    tap.check((code, document["error"]["code"]) == (6, "bad-profile"), "a profile that is not there", document)
    code, document = Shell().json("probe", "away.example", "--resolver", "127.0.0.1@9", "--trust-anchor", "/nonexistent", "--json")
    tap.check((code, document["error"]["code"]) == (8, "file-read"), "a trust anchor that is not there", document)


def check_help(tap: Tap) -> None:
    done = Shell().run("--help")
    tap.check(done.returncode == 0 and not done.stderr, "gangway --help", done)
    commands = {path.stem[4:]: path for path in (SOURCE / "src" / "cli").glob("cmd-*.c")}
    for name, path in sorted(commands.items()):
        tap.check(re.search(rf"^  {name} ", done.stdout, re.M) is not None, f"... names {name}", done.stdout)
        options = re.findall(r'\{"([a-z-]+)",\s*GW_OPT_', path.read_text())
        common = re.findall(r'\{"([a-z-]+)",\s*GW_OPT_', (SOURCE / "src" / "cli" / "opt.c").read_text())
        text = Shell().run(name, "--help")
        missing = [option for option in options + common if not re.search(rf"^  --{option}\b", text.stdout, re.M)]
        tap.check(text.returncode == 0 and len(common) >= 10 and not missing, f"{name} --help tells each of its options", missing)
        wide = [line for line in text.stdout.splitlines() if len(line) > WIDTH]
        tap.check(not wide, f"... within {WIDTH} columns", wide)
    done = Shell().run("--version")
    tap.check(re.fullmatch(r"gangway \d+\.\d+\.\d+\n", done.stdout) is not None, "gangway --version", done)


def faults_of_fact(name: str, fact: dict) -> list[str]:
    faults = []
    if set(fact) != {"value", "origin", "date"}:
        faults.append(f"{name}: {sorted(fact)}")
    if fact.get("origin") not in ORIGINS or (fact.get("value") is not None and fact.get("origin") is None):
        faults.append(f"{name}: origin {fact.get('origin')}")
    if fact.get("date") is not None and not re.fullmatch(r"\d{4}-\d\d-\d\d", fact["date"]):
        faults.append(f"{name}: date {fact['date']}")
    return faults


def faults_of_list(document: dict) -> list[str]:
    """What of the contract (version 1) a document breaks."""
    faults = []
    if document.get("version") != 1 or not re.fullmatch(r"\d{4}-\d\d-\d\d", document.get("list_date") or ""):
        faults.append("version or list_date")
    for provider in document.get("providers", [{}]):
        where = provider.get("domain")
        if provider.get("tier") not in TIERS or provider.get("signup") not in SIGNUPS or not isinstance(where, str):
            faults.append(f"{where}: domain, tier or signup")
        if not all(isinstance(part.get("code"), str) and 0 <= part.get("share", -1) <= 100 for part in provider.get("parts") or [{}]):
            faults.append(f"{where}: parts")
        if "score" in provider:
            faults.append(f"{where}: a score")
        for reason in provider.get("reasons") or [{}]:
            if not (isinstance(reason.get("code"), str) and isinstance(reason.get("for"), bool) and reason.get("text")):
                faults.append(f"{where}: reason {reason}")
        for name, fact in provider.get("facts", {"missing": {}}).items():
            faults += faults_of_fact(f"{where} {name}", fact)
    return faults


def check_list(tap: Tap) -> None:
    shell = Shell()
    code, document = shell.json("list", "--json")
    providers = document["providers"]
    tap.check(code == 0 and len(providers) >= 10 and not faults_of_list(document), "list --json keeps the contract",
              faults_of_list(document))
    tap.check(any(fact["value"] is None for fact in providers[0]["facts"].values()), "... and says null for unknown")
    tap.check(all(provider["tier"] != "rejected" for provider in providers), "... and leaves out the rejected ones")
    ranks = [["recommended", "good", "other"].index(provider["tier"]) for provider in providers]
    tap.check(ranks == sorted(ranks), "... and gives the tiers in their order", ranks)
    tap.check(shell.json("list", "--json")[1] == document, "the order stays for one person")
    first = [Shell().json("list", "--seed", "7", "--json")[1] for _ in range(2)]
    tap.check(first[0] == first[1], "--seed gives one order on every computer")
    orders = {tuple(p["domain"] for p in Shell().json("list", "--json")[1]["providers"]) for _ in range(6)}
    tap.check(len(orders) > 1, "without it people see different ones")

    filtered = shell.json("list", "--country", "de,ch", "--all", "--json")[1]
    countries = [p["facts"]["countries"]["value"] for p in filtered["providers"] if p["tier"] != "rejected"]
    tap.check(countries and all(set(c) <= {"DE", "CH"} for c in countries), "--country", countries)
    rejected = [p for p in filtered["providers"] if p["tier"] == "rejected"]
    tap.check(rejected and all(p["reasons"] for p in rejected) and not faults_of_list(filtered),
              "--all shows the rejected with a reason")
    for option, value, test in (
            ("--no-puzzle", (), lambda p: p["signup"] != "puzzle"),
            ("--in-app", (), lambda p: p["signup"] not in ("web", "invitation", "closed")),
            ("--min-archive", ("90",), lambda p: p["facts"]["archive-days"]["value"] in (0, *range(90, 10000))),
            ("--min-upload", ("500",), lambda p: p["facts"]["upload-size"]["value"] in (0, *range(500, 100_000)))):
        left = shell.json("list", option, *value, "--json")[1]["providers"]
        tap.check(0 < len(left) < len(providers) and all(map(test, left)), option, [p["domain"] for p in left])
    tap.check(len(shell.json("list", "--limit", "3", "--json")[1]["providers"]) == 3, "--limit")
    domain = providers[0]["domain"]
    tap.check([p["domain"] for p in shell.json("list", "--why", domain, "--json")[1]["providers"]] == [domain], "--why as JSON")
    weights = shell.json("list", "--how", "--json")[1]["weights"]
    tap.check(sum(weight["points"] for weight in weights) == 100 and all(w["code"] and w["text"] for w in weights), "--how as JSON",
              weights)


def check_wishes(tap: Tap) -> None:
    shell = Shell()
    everybody = {p["domain"] for p in shell.json("list", "--json")[1]["providers"]}
    for words, test in (
            (("--signup", "at-once,puzzle"), lambda p: p["signup"] in ("at-once", "puzzle")),
            (("--language", "DE,fr"), lambda p: set(p["facts"]["languages"]["value"]) & {"de", "fr"}),
            (("--organization", "non-governmental,company"),
             lambda p: p["facts"]["organization"]["value"] in ("non-governmental", "company")),
            (("--min-years", "10"), lambda p: p["facts"]["since"]["value"] < "2017"),
            (("--reset",), lambda p: p["facts"]["password-reset"]["value"].startswith("https:")),
            (("--green",), lambda p: p["facts"]["green"]["value"] is True)):
        left = shell.json("list", *words, "--json")[1]["providers"]
        tap.check(0 < len(left) < len(everybody) and all(map(test, left)), " ".join(words), [p["domain"] for p in left])
    tiers = [shell.json("list", *words, "--seed", "1", "--json")[1]["providers"]
             for words in ((), ("--ignore", "signup,survival,language"), ("--more", "archive,people", "--less", "signup"))]
    tap.check(len({json.dumps([p["tier"] for p in providers]) for providers in tiers}) == 3, "--more, --less and --ignore move tiers")
    codes = [weight["code"] for weight in shell.json("list", "--how", "--json")[1]["weights"]]
    chance = shell.json("list", "--ignore", ",".join(codes), "--signup", "at-once,puzzle", "--json")[1]["providers"]
    tap.check({p["tier"] for p in chance} == {"recommended"}, "all ignored: chance alone", [(p["domain"], p["tier"]) for p in chance])
    parts = shell.json("list", "--json")[1]["providers"][0]["parts"]
    tap.check([part["code"] for part in parts] == codes, "each row has its share of each weight", parts)
    done = shell.run("list", "--more", "archve")
    tap.check("did you mean archive?" in done.stderr.replace("\n", " "), "a misspelt code is recognised", done.stderr)


def check_sort(tap: Tap) -> None:
    def keys(name: str, value) -> list:
        return [value(p) for p in Shell().json("list", "--sort", name, "--json")[1]["providers"]]

    def fact(name: str):
        return lambda p: p["facts"][name]["value"]

    names = keys("name", lambda p: p["domain"])
    tap.check(names == sorted(names) and len(names) >= 10, "--sort name", names)
    for key, name in (("archive", "archive-days"), ("upload", "upload-size")):
        values = keys(key, fact(name))
        known = [float("inf") if v == 0 else v for v in values if v is not None]
        tap.check(known == sorted(known, reverse=True) and None not in values[:len(known)], f"--sort {key}: the unknown last", values)
    since = keys("age", fact("since"))
    tap.check(since == sorted(since, key=lambda day: (day is None, day)), "--sort age: the oldest first", since)
    tiers = [["recommended", "good", "other"].index(t) for t in keys("tier", lambda p: p["tier"])]
    tap.check(tiers == sorted(tiers), "--sort tier", tiers)
    scored = Shell().json("list", "--sort", "score", "--seed", "1", "--json")[1]["providers"]
    weights = {w["code"]: w["points"] for w in Shell().json("list", "--how", "--json")[1]["weights"]}
    sums = [(sum(part["share"] * weights[part["code"]] for part in p["parts"]) + 50) // 100 for p in scored]
    tap.check(sums == sorted(sums, reverse=True), "--sort score", sums)
    shown = Shell().run("list", "--sort", "name", "--all", "--country", "DE")
    tap.check("Recommended" not in shown.stdout and shown.stdout.count("servers") > 0, "--sort has no titles of tiers", shown.stdout)


def check_choose(tap: Tap) -> None:
    shell = Shell()
    document = shell.json("list", "--choose", "--json")[1]
    chosen = document["providers"]
    tap.check(not faults_of_list(document) and len(chosen) == 1 and chosen[0]["tier"] in ("recommended", "good")
              and chosen[0]["signup"] in ("at-once", "puzzle", "email") and document["explanation"], "--choose draws one", document)
    two = [Shell().json("list", "--choose", "--limit", "3", "--seed", "5", "--json")[1] for _ in range(2)]
    tap.check(two[0] == two[1] and len({p["domain"] for p in two[0]["providers"]}) == 3, "--choose --seed is the same everywhere")
    drawn = {shell.json("list", "--choose", "--json")[1]["providers"][0]["domain"] for _ in range(12)}
    tap.check(len(drawn) > 1, "without it chance decides", drawn)
    every = shell.json("list", "--choose", "--limit", "1000", "--json")[1]
    tap.check(len(every["providers"]) >= 4 and "no more" in every["explanation"], "--choose ends with an explanation", every["explanation"])
    status, document = shell.json("list", "--choose", "--signup", "closed", "--json")
    tap.check(status == 0 and document["providers"] == [] and "nobody" in document["explanation"], "... also with nobody", document)
    done = shell.run("list", "--choose")
    tap.check("same chance" in done.stdout.replace("\n", " ") and "old" in done.stdout, "... in words, with the age of the list", done.stdout)


def check_why(tap: Tap) -> None:
    shell = Shell()
    providers = shell.json("list", "--all", "--eu", "--json")[1]["providers"]
    tap.check(all("changes" not in p for p in providers), "changes are for --why only")
    for tier in ("recommended", "good", "rejected"):
        domain = next(p["domain"] for p in providers if p["tier"] == tier)
        row = shell.json("list", "--eu", "--why", domain, "--json")[1]["providers"][0]
        good = all(set(change) == {"tier", "text"} and change["text"] for change in row["changes"])
        tap.check(good and bool(row["changes"]) == (tier != "recommended"), f"--why tells what would change it: {tier}", row["changes"])
        text = shell.run("list", "--eu", "--why", domain).stdout.replace("\n", " ")
        order = [text.find(mark) for mark in (domain, "− ", "→ " if row["changes"] else "− ", "Known from: list of ")]
        tap.check(order == sorted(order) and -1 not in order, "... in words, and from which list", text)


def check_age(tap: Tap) -> None:
    """A list says of itself how old it is: by its newest change."""
    today = datetime.date.today()
    for days, fresh, warned in ((3, False, False), (100, True, False), (400, True, True)):
        day = (today - datetime.timedelta(days=days)).isoformat()
        done = Shell().run("list", "--all", "--list", "-", stdin=json.dumps([{"jid": "only.example", "latestChange": day,
                                                                              "inBandRegistration": True}]))
        text = done.stdout.replace("\n", " ")
        tap.check(re.search(rf"\b({days - 1}|{days}|{days + 1}) days old", text) is not None and ("providers update" in text) == fresh
                  and ("About half" in text) == warned, f"a list of {days} days", done)


def check_text(tap: Tap) -> None:
    for words in (["list"], ["list", "--choose"], ["list", "--sort", "archive", "--all", "--eu"], ["list", "--why", "5222.de"], ["list", "--all", "--country", "DE"], ["list", "--how"], ["list", "--why", "yax.im"]):
        done = Shell().run(*words)
        wide = [line for line in done.stdout.splitlines() if len(line) > WIDTH]
        tap.check(done.returncode == 0 and not wide and not done.stderr, f"{' '.join(words)}: {WIDTH} columns at most", (wide, done.stderr))
        tap.check("\033" not in done.stdout, "... without colours on a pipe")
        quiet = Shell().run(*words, "--quiet")
        tap.check(quiet.stdout.count("\n") == done.stdout.count("\n") and not quiet.stderr, "... and with --quiet", quiet)
    for colour, wanted in (({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        shown = Shell().on_terminal("list", "--limit", "2", **colour)
        tap.check(("\033[" in shown) == wanted and "Recommended" in shown, f"colours on a terminal: {colour}", shown)
    german = Shell().run("list", "--lang", "de")
    tap.check(german.returncode == 0 and not german.stderr, "list --lang de", german)
    catalogue = Path(Shell().gangway).parent.parent.parent / "ui/po/de/LC_MESSAGES/gangway.mo"
    if catalogue.exists():
        tap.check("Recommended" not in german.stdout and "Empfohlen" in german.stdout, "... speaks German", german.stdout[:200])
        error = Shell().run("list", "--lang", "de", "--nonsense")
        tap.check(error.returncode == 2 and "understood" not in error.stderr, "... also in errors", error.stderr)
    else:
        tap.skip("... speaks German", "the German catalogue is not built")


def check_streams(tap: Tap) -> None:
    shell = Shell()
    done = shell.run(wrapper=("sh", "-c", 'exec "$0" list --json >/dev/full'))
    tap.check(done.returncode == 8 and done.stderr, "a full disk is an error", done)
    done = shell.run(wrapper=("sh", "-c", '{ "$0" list --all; echo "status $?" >&2; } | head -n 1'))
    tap.check("status 0" in done.stderr and done.stderr.count("\n") == 1, "a reader that had enough is none", done)


def check_bad_lists(tap: Tap) -> None:
    for name, (text, code) in BAD_LISTS.items():
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(text)
            file.flush()
            status, document = Shell().json("list", "--list", file.name, "--json")
            tap.check((status, document["error"]["code"]) == (6, code), f"a list file that is {name}", document)
            done = Shell().run("list", "--list", file.name)
            tap.check(done.returncode == 6 and not done.stdout and done.stderr, "... in words", done)
    status, document = Shell().json("list", "--list", "-", "--json", stdin='[{"jid": "only.example", "category": "A"}]')
    tap.check(status == 0 and not faults_of_list({**document, "list_date": "2026-01-01"}), "a list from standard input",
              document)
    status, document = Shell().json("list", "--list", "/nonexistent", "--json")
    tap.check((status, document["error"]["code"]) == (8, "file-read"), "a list file that is not there", document)


def check_damage(tap: Tap) -> None:
    """What cannot be read is told in a sentence, and gone without."""
    shell = Shell()
    whole = shell.run("list").stdout
    (shell.home / "state" / "gangway" / "own-sources").write_text("what is this?\n")
    done = shell.run("list")
    tap.check(done.returncode == 0 and done.stdout == whole, "damaged sources of one's own hide nothing", done.stdout)
    tap.check("own-sources" in done.stderr and "**" not in done.stderr and max(map(len, done.stderr.splitlines())) <= WIDTH, "... and is said in words", done.stderr)


def check_no_network(tap: Tap) -> None:
    if not shutil.which("strace"):
        tap.skip("list makes no socket", "strace is missing")
        return
    shell = Shell()
    trace = shell.home / "trace"
    done = shell.run("list", "--json", wrapper=("strace", "-f", "-qq", "-e", "trace=socket,socketpair,connect,clone,clone3",
                                                "-o", str(trace)), ASAN_OPTIONS="detect_leaks=0")
    if done.returncode != 0 and not done.stdout:
        tap.skip("list makes no socket", "strace may not trace here")
        return
    tap.check(done.returncode == 0 and trace.read_text() == "", "list makes no socket and no thread", trace.read_text())
    watched = shell.run(wrapper=("strace", "-f", "-qq", "-e", "trace=openat", shell.gangway, "list"), ASAN_OPTIONS="detect_leaks=0")
    opened = watched.stderr
    tap.check("certs" not in opened and "resolv.conf" not in opened, "... and reads neither certificates nor resolver settings")


def check_probe(tap: Tap) -> None:
    """No name server answers at port 9 of this machine."""
    shell = Shell()
    status, document = shell.json("probe", "not a name", "--json")
    result = document["results"][0]
    tap.check(status == 6 and not result["reachable"] and result["error"]["code"] == "bad-address"
              and document["error"]["code"] == "bad-address", "probe of what is no name", document)
    done = shell.run("probe", "not a name")
    tap.check(done.returncode == 6 and "not a name" in done.stdout, "... in words", done)
    done = shell.run("probe", "not a name", "also bad!", "--ndjson")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    tap.check([line["type"] for line in lines] == ["result", "result", "end"] and all(line["version"] == 1 for line in lines)
              and lines[-1]["error"]["code"] == "bad-address" and done.returncode == 6, "... a line each", done)
    status, document = shell.json("probe", "away.example", "--resolver", "127.0.0.1@9", "--json")
    tap.check(status == 3 and document["error"]["code"] == "dns-failed" and document["results"][0]["signup"] == "unclear",
              "probe without a name server", document)
    status, document = shell.json("probe", "a.example", "--json", ALL_PROXY="socks5://127.0.0.1:9")
    tap.check(status == 1 and document["error"]["code"] == "proxy-unsupported", "probe does not go around a proxy", document)
    status, document = shell.json("probe", "a.example", "--fail-on", "X", "--ndjson")
    tap.check(status == 2 and document["error"]["code"] == "usage", "wrong use with --ndjson is a document", document)


def check_explain(tap: Tap) -> None:
    shell = Shell()
    checks = shell.json("probe", "--explain", "list", "--json")[1]["checks"]
    ids = [check["id"] for check in checks]
    tap.check(len(ids) == len(set(ids)) >= 19, "--explain list names each check once", ids)
    done = shell.run("probe", "--explain", "all")
    missing = [name for name in ids if re.search(rf"^  {re.escape(name)} ", done.stdout, re.M) is None]
    tap.check(done.returncode == 0 and not missing, "... in words", missing)
    for check in checks:
        one = shell.json("probe", "--explain", check["id"], "--json")[1]
        done = shell.run("probe", "--explain", check["id"])
        lines = [line for part in ("prosody", "ejabberd") for line in (check[part] or "").splitlines()]
        copied = set(lines) <= {line[4:] for line in done.stdout.splitlines()}
        flat = " ".join(done.stdout.split())
        said = all(" ".join(check[part].split()) in flat for part in ("id", "title", "passes", "warns", "fails", "reference", "cure") if check[part])
        informs = not check["warns"] and not check["fails"]
        tap.check(re.search(r"^  info ", done.stdout, re.M) is not None if informs else bool(check["cure"]) and "  info " not in done.stdout,
                  f"--explain {check['id']}: what only informs is not called good, all else has a cure", done.stdout)
        tap.check(one == {"version": 1, "check": check} and said and copied and done.returncode == 0, f"--explain {check['id']}", done.stdout)
    done = shell.run("probe", "--explain", "cert.chian")
    tap.check("did you mean cert.chain?" in done.stderr.replace("\n", " "), "a misspelt check is recognised", done.stderr)
    tap.check(not (shell.home / "state").exists(), "--explain leaves no trace")


def check_contacted(tap: Tap) -> None:
    shell = Shell()
    done = shell.run("contacted")
    tap.check(done.returncode == 0 and "Nobody was contacted" in done.stdout and not done.stderr, "contacted: nobody", done)
    tap.check(shell.json("contacted", "--json") == (0, {"version": 1, "days_kept": 90, "contacts": []}), "... as JSON")
    now = datetime.datetime.now(datetime.timezone.utc)
    record = shell.home / "state" / "gangway" / "contacted.list"
    record.parent.mkdir(parents=True)
    rows = [(30, "a.example", "192.0.2.1:443", "list", "web"), (2, "xn--bcher-kva.example", "[2001:db8::1:2:3:4]:5222", "chosen", "client"),
            (0, "a.example", "192.0.2.1:5223", "account", "account")]
    record.write_text("".join(f"{now - datetime.timedelta(days=days):%Y-%m-%dT%H:%M:%SZ} {' '.join(words)}\n" for days, *words in rows) + "damaged\n")
    for words, wanted in (((), [0, 1, 2]), (("--since", "3"), [1, 2]), (("--since", "0"), [2]), (("A.example",), [0, 2]),
                          (("a.example", "--since", "3"), [2]), (("nobody.example",), [])):
        contacts = shell.json("contacted", *words, "--json")[1]["contacts"]
        tap.check([tuple(c[key] for key in ("domain", "address", "purpose", "what")) for c in contacts] == [tuple(rows[i][1:]) for i in wanted],
                  f"contacted {' '.join(words)}, the newest at the end", contacts)
    done = shell.run("contacted")
    wide = [line for line in done.stdout.splitlines() if len(line) > WIDTH]
    tap.check(not wide and "b\u00fccher.example" in done.stdout and "as an app" in done.stdout and "3 connections to 2 names." in done.stdout, "... in words", done)
    tap.check("1 connection to 1 name." in shell.run("contacted", "--since", "0").stdout, "... one is one")
    tap.check(shell.json("contacted", "a.example", "--forget", "--json") == (0, {"version": 1, "forgotten": 2}), "--forget one domain")
    tap.check(len(shell.json("contacted", "--json")[1]["contacts"]) == 1, "... leaves the others")
    done = shell.run("contacted", "--forget")
    tap.check("1 connection forgotten." in done.stdout and shell.json("contacted", "--json")[1]["contacts"] == [], "--forget all", done)
    record.write_bytes(b"x" * 3_000_000)
    status, document = shell.json("contacted", "--json")
    tap.check((status, document["error"]["code"]) == (6, "too-large"), "a record that cannot be ours", document)
    status, document = shell.json("contacted", "not a name", "--json")
    tap.check((status, document["error"]["code"]) == (6, "bad-address"), "a domain that is none", document)


def main() -> int:
    tap = Tap()
    for check in (check_wrong_use, check_help, check_list, check_wishes, check_sort, check_choose, check_why, check_age,
                  check_text, check_streams, check_bad_lists, check_damage, check_no_network, check_probe, check_explain, check_contacted):
        check(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
