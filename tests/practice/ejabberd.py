# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice network's ejabberd: run as an Erlang program of the user's own, without the service's account, node name and
port mapper. Its puzzle pictures are the package's; what they say is written down in FOLDER/captcha.log, for tests."""
import json
import os
import re
import sysconfig
import urllib.request
from pathlib import Path

from hosts import hosts_of

PROGRAM = "erl"
PATH = "/usr/bin:/bin"  # where the package's script finds ImageMagick
# $1 is what the picture will say (captcha_cmd).
CAPTCHA = """\
#!/bin/sh
printf '%s\\n' "$1" >>captcha.log
PATH={path} exec /usr/share/ejabberd/captcha.sh "$1"
"""
REGISTRATION = {"ip_access": "all", "access": "all"}
# By Host.signup. What is "none" is not announced, so that those who announce and refuse need a rule of their own.
SIGNUPS = {
    "closed": {}, "open": {"mod_register": REGISTRATION},
    "puzzle": {"mod_register": REGISTRATION | {"captcha_protected": True}},
    "strict": {"mod_register": REGISTRATION | {"password_strength": 64}},
    "denied": {"mod_register": REGISTRATION | {"access": "nobody"}},
    "noaddress": {"mod_register": REGISTRATION | {"ip_access": "nobody"}},
}
PATIENT = {"captcha_limit": 1000, "registration_timeout": "infinity"}
IMPATIENT = {"captcha_limit": 5, "registration_timeout": 600, "negotiation_timeout": 5}  # pictures a minute, seconds, seconds
MODULES = {"mod_disco": {}, "mod_ping": {}, "mod_roster": {}}


def _listeners(ports: dict) -> list[dict]:
    def at(port: str, module: str, **options: object) -> dict:
        return {"port": ports[port], "ip": "127.0.0.1", "module": module, **options}

    return [at("ejabberd_c2s", "ejabberd_c2s", starttls=True, starttls_required=True, access="all", backlog=1024),
            at("ejabberd_c2s_tls", "ejabberd_c2s", tls=True, access="all", backlog=1024),
            at("ejabberd_s2s", "ejabberd_s2s_in"),
            at("ejabberd_http", "ejabberd_http", request_handlers={"/captcha": "ejabberd_captcha", "/api": "mod_http_api"})]


def _modules(signup: str) -> dict:
    return MODULES | {"mod_http_api": {}} | SIGNUPS[signup]


def _configuration(folder: Path, ports: dict) -> dict:
    hosts = hosts_of("ejabberd")
    return {
        "hosts": [*hosts], "loglevel": "info", "certfiles": [f"{folder}/certs/ejabberd/*.crt", f"{folder}/certs/ejabberd/*.key"],
        "captcha_cmd": "./captcha", "captcha_url": f"http://127.0.0.1:{ports['ejabberd_http']}/captcha",
        "listen": _listeners(ports), "s2s_use_starttls": "optional", "access_rules": {"nobody": [{"deny": "all"}]},
        "s2s_access": "none",  # answers servers, calls none
        "auth_method": "internal", "auth_password_format": "scram",
        "api_permissions": {"tests": {"who": {"ip": "127.0.0.1/8"}, "what": ["registered_users", "check_account"]}},
        "host_config": {name: {"modules": _modules(host.signup)} for name, host in hosts.items()},
    } | (IMPATIENT if ports["impatient"] else PATIENT)


def prepare(folder: Path, ports: dict) -> tuple[list[str], dict[str, str]]:
    """Writes what it needs. Returns command and environment; it runs in FOLDER."""
    own = folder / "ejabberd"
    (own / "ejabberd.yml").write_text(json.dumps(_configuration(folder, ports), indent=1))  # JSON is YAML
    (own / "inetrc").write_text("")
    (folder / "ejabberd.log").unlink(missing_ok=True)
    captcha = folder / "captcha"
    captcha.write_text(CAPTCHA.format(path=PATH))
    captcha.chmod(0o700)
    environment = dict(os.environ, HOME=str(own), ERL_LIBS=f"/usr/lib/{sysconfig.get_config_var('MULTIARCH')}",
                       EJABBERD_CONFIG_PATH=str(own / "ejabberd.yml"), EJABBERD_LOG_PATH=str(folder / "ejabberd.log"),
                       ERL_INETRC=str(own / "inetrc"), ERL_CRASH_DUMP_BYTES="0", ERL_EPMD_ADDRESS="127.0.0.1")
    busy_waiting = [word for kind in ("sbwt", "sbwtdcpu", "sbwtdio") for word in (f"+{kind}", "none")]
    return [PROGRAM, *busy_waiting, "-noinput", "-start_epmd", "false", "-mnesia", "dir", json.dumps(str(own / "mnesia")),
            "-s", "ejabberd"], environment


def is_ready(folder: Path, ports: dict) -> bool:
    """It says so itself: of each port, and of all. A port that was taken is missing."""
    try:
        log = (folder / "ejabberd.log").read_text()
    except FileNotFoundError:
        return False
    return (re.search(r"ejabberd \S+ is started", log) is not None
            and all(f"127.0.0.1:{ports[port]} " in log for port in ports if port.startswith("ejabberd_")))


def users_of(ports: dict, host: str) -> list[str]:
    """By its own interface for administrators, which stands beside XMPP."""
    request = urllib.request.Request(f"http://127.0.0.1:{ports['ejabberd_http']}/api/registered_users",
                                     json.dumps({"host": host}).encode(), {"Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        return sorted(f"{name}@{host}" for name in json.load(answer))
