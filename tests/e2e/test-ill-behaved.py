#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All ill-behaved servers of the practice network in one full probe, beside a good one: each ends with its name within its time,
the good one is judged as when it is alone, and memory stays bounded. In a namespace of its own, where the web server has port 443.

Starts the namespace and the network by itself; --inside is the half that runs there. GANGWAY may be a build with sanitizers: then
memory is not looked at."""
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from world import PRACTICE, Tap, World, skip

FULL_MS = 20_500  # GW_LIMIT_FULL_WAIT, and half a second on a busy machine
MEMORY_KIB = 64 * 1024  # at most, at any time, for all of them at once
SECONDS = 240
GOOD = "open"
# Host: the code of its fault, the checks by which it shows. "": the server is reached, all the same.
PEERS: dict[str, tuple[str, dict[str, str]]] = {
    "dead": ("connect-refused", {"c2s.stream": "fail"}), "silent": ("timeout", {"c2s.stream": "fail"}),
    "slam": ("hangup", {"c2s.stream": "fail"}), "hangup": ("hangup", {"c2s.stream": "fail"}),
    "drip": ("timeout", {"c2s.stream": "fail"}), "garbage": ("not-xmpp", {"c2s.stream": "fail"}),
    "flood": ("too-large", {"c2s.stream": "fail"}), "endlesstag": ("too-large", {"c2s.stream": "fail"}),
    "nested": ("too-large", {"c2s.stream": "fail"}), "dtd": ("bad-xml", {"c2s.stream": "fail"}),
    "foreignfile": ("bad-xml", {"c2s.stream": "fail"}), "hostunknown": ("wrong-host", {"c2s.stream": "fail"}),
    "shutdown": ("stream", {"c2s.stream": "fail"}), "policy": ("stream", {"c2s.stream": "fail"}),
    "overload": ("stream", {"c2s.stream": "fail"}), "seeother": ("stream", {"c2s.stream": "fail"}),
    "seeotherback": ("stream", {"c2s.stream": "fail"}), "wrongfrom": ("", {"c2s.stream": "warn"}),
    "noid": ("", {"c2s.stream": "warn"}), "noversion": ("", {"c2s.stream": "warn"}),
    "plain": ("no-tls", {"c2s.starttls": "fail", "c2s.pretls_leak": "fail"}), "nostarttls": ("no-tls", {"c2s.starttls": "fail"}),
    "refusedtls": ("no-tls", {"c2s.starttls": "fail"}), "injected": ("", {"c2s.starttls": "fail"}),
    "alert": ("tls-failed", {"c2s.starttls": "fail"}), "halftls": ("timeout", {"c2s.starttls": "fail"}),
    "silenttls": ("timeout", {"c2s.starttls": "fail"}), "tls10": ("tls-failed", {"c2s.starttls": "fail"}),
    "tls11": ("tls-failed", {"c2s.starttls": "fail"}), "dh1024": ("tls-failed", {"c2s.starttls": "fail", "tls.dh": "warn"}),
    "alpn120": ("", {"c2s.alpn": "fail", "c2s.directtls": "fail"}), "noalpn": ("", {"c2s.directtls": "fail"}),
    "plainontls": ("", {"c2s.directtls": "fail"}), "deadtls": ("", {"c2s.directtls": "fail"}), "v6dead": ("", {"dns.v6": "warn"}),
    "slowform": ("", {"reg.form": "info"}), "busyform": ("", {"reg.form": "warn"}),
    "bobwrong": ("", {"reg.form": "info"}), "picbad": ("", {"reg.form": "info"}), "oddform": ("", {"reg.form": "info"}),
    "hugeform": ("", {"reg.form": "unknown"}),
    "s2ssilent": ("", {"s2s.stream": "fail", "s2s.starttls": "unknown"}), "s2sdead": ("", {"s2s.stream": "fail"}),
    "metaloop": ("", {"web.hostmeta": "unknown", "web.hostmeta.json": "unknown"}),
    "metabomb": ("", {"web.hostmeta": "unknown", "web.hostmeta.json": "unknown"}), "metaentities": ("", {"web.hostmeta": "warn"}),
    "wslanding": ("", {"web.ws": "fail"}), "wssilent": ("", {"web.ws": "warn"}), "bosherror": ("", {"web.bosh": "fail"}),
    "fileloop": ("", {"web.provider": "unknown"}), "filebroken": ("", {"web.provider": "warn"}),
    "filebomb": ("", {"web.provider": "unknown"}),
}


def probe(hosts: list[str]) -> tuple[int, dict[str, dict], str, int]:
    """Exit status, results by host, standard error, the most memory in KiB."""
    world = World()
    command = [world.gangway, "probe", "--full", *(f"{host}.example" for host in hosts), "--json", "--profile", world.profile]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=world.environment)
        _pid, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        for file in (out, err):
            file.seek(0)
        text, problems = out.read().decode(), err.read().decode()
    results = json.loads(text)["results"] if text else []
    return child.returncode, {result["domain"].removesuffix(".example"): result for result in results}, problems, usage.ru_maxrss


def states(result: dict) -> dict[str, str]:
    return {check["id"]: check["state"] for check in result["checks"]}


def check_peers(tap: Tap, results: dict[str, dict]) -> None:
    for host, (code, wanted) in PEERS.items():
        result = results.get(host)
        if result is None:
            tap.check(False, f"{host}.example has a result", list(results))
            continue
        said = (result["error"] or {}).get("code", "")
        shown = {name: states(result)[name] for name in wanted}
        tap.check(said == code and shown == wanted, f"{host}.example: {code or 'reached'}, {wanted}", (result["error"], shown))
        tap.check(result["duration_ms"] <= FULL_MS and (not code or (result["error"]["text"] and result["error"]["next_text"])),
                  f"{host}.example: ... in its time, in a sentence", (result["duration_ms"], result["error"]))


def check_good(tap: Tap, alone: dict, among: dict) -> None:
    changed = {name: (state, states(among)[name]) for name, state in states(alone).items() if states(among)[name] != state}
    tap.check(not changed and alone["security"] == among["security"] and alone["signup"] == among["signup"],
              "open.example is judged as when it is alone", (changed, alone["security"], among["security"]))


def inside() -> int:
    tap = Tap()
    alone = probe([GOOD])[1][GOOD]
    begun = time.monotonic()
    code, results, problems, memory = probe([GOOD, *PEERS])
    seconds = time.monotonic() - begun
    tap.check(code == 0 and not problems and {*results} == {GOOD, *PEERS}, "all of them in one probe, and it does not break down",
              (code, problems[-3000:], {GOOD, *PEERS} ^ {*results}))
    check_peers(tap, results)
    check_good(tap, alone, results[GOOD])
    print(f"# {len(results)} servers: {seconds:.1f} s, {memory} KiB", flush=True)
    if not [name for name in os.environ if name.endswith("SAN_OPTIONS")]:
        tap.check(memory <= MEMORY_KIB, f"within {MEMORY_KIB} KiB", memory)
    return tap.end()


def main() -> int:
    if "--inside" in sys.argv:
        return inside()
    namespace = str(PRACTICE.parent / "in-namespace")
    trial = subprocess.run([namespace, "true"], capture_output=True, text=True, timeout=SECONDS)
    if trial.returncode != 0:
        skip(trial.stderr.strip() or "no namespace of our own")
    with tempfile.TemporaryDirectory(prefix="gangway-ill-") as folder:
        status = subprocess.run([namespace, PRACTICE, "run", "--web-port", "443", "--dir", Path(folder) / "network", "--",
                                 sys.executable, __file__, "--inside"], timeout=SECONDS).returncode
    if status == 77:
        skip("the practice network lacks a package")
    return status


if __name__ == "__main__":
    sys.exit(main())
