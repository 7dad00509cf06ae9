# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration of the practice network's Prosody, and of a second one that is weak on purpose."""
from pathlib import Path

from hosts import Host, hosts_of

COMMON = """\
run_as_root = true
daemonize = false
pidfile = "{folder}/{stem}.pid"
data_path = "{folder}/{data}"
certificates = "{folder}/certs/prosody"
plugin_paths = {{ "{modules}" }}
interfaces = {{ {interfaces} }}
network_settings = {{ tcp_backlog = 1024, nagle = false }}
gc = {{ mode = "incremental"; threshold = 400; speed = 200 }}
modules_enabled = {{ "disco", "roster", "saslauth", "tls", "dialback", "ping", "register_ibr", "user_account_management",
  "admin_socket", "admin_shell", "practice_answers_only", "practice_ready"{more} }}
practice_ready_file = "{folder}/{stem}.ready"
admin_socket = "{folder}/{stem}.sock"
c2s_timeout = {c2s_timeout}
authentication = "internal_hashed"
storage = "internal"
log = {{ info = "{folder}/{stem}.log" }}
"""
STRONG = """\
c2s_ports = {{ {c2s} }}
c2s_direct_tls_ports = {{ {c2s_tls} }}
s2s_ports = {{ {s2s} }}
s2s_direct_tls_ports = {{ {s2s_tls} }}
http_ports = {{ {http} }}
https_ports = {{ {https} }}
http_interfaces = {{ {interfaces} }}
c2s_require_encryption = true
"""
# Every protocol version and cipher suite that OpenSSL still knows; the security level is what forbids most of them.
WEAK = """\
c2s_ports = {{ {weak_c2s} }}
c2s_direct_tls_ports = {{ {weak_c2s_tls} }}
s2s_ports = {{ {weak_s2s} }}
tls_profile = false
c2s_require_encryption = false
s2s_require_encryption = false
c2s_direct_tls_ssl = {{ {everything} }}
"""
EVERYTHING = 'protocol = "tlsv1+", ciphers = "ALL:@SECLEVEL=0", options = {}, verify = "none"'
# How long a stream may last without a login.
PATIENT_SECONDS, IMPATIENT_SECONDS = 300, 5
# By Host.signup.
SETTINGS = {
    "open": 'allow_registration = true',
    "invite": 'allow_registration = true\n  registration_invite_only = true',
    # mod_register_limits, which register_ibr loads, spares this machine unless it is told whom else to spare.
    "limited": 'registration_throttle_max = 3\n  registration_throttle_period = 86400\n  registration_allowlist = {}',
    "blocked": 'registration_blocklist = { "127.0.0.0/8", "::1" }',
    "closed": 'allow_registration = false\n  modules_disabled = { "register_ibr" }',
    "web": 'modules_disabled = { "register_ibr" }\n  registration_url = "https://web.example/register"',
    "plain": 'allow_registration = false\n  modules_disabled = { "register_ibr" }\n  disable_sasl_mechanisms = { "SCRAM-SHA-1" }\n'
             '  allow_unencrypted_plain_auth = true\n  ssl = { ' + EVERYTHING + ' }',
    "tls12": 'allow_registration = false\n  modules_disabled = { "register_ibr" }\n  ssl = { protocol = "tlsv1_2" }',
}
MODULES = {"invite": ("invites", "invites_register"), "web": ("register_web_only",)}


def virtual_host(name: str, host: Host) -> str:
    modules = MODULES.get(host.signup, ()) + (("bosh", "websocket") if host.web else ())
    enabled = f"\n  modules_enabled = {{ {', '.join(f'{chr(34)}{module}{chr(34)}' for module in modules)} }}" if modules else ""
    return f'\nVirtualHost "{name}"\n  {SETTINGS[host.signup]}{enabled}\n'


def write_configuration(part: str, folder: Path, modules: Path, ports: dict) -> Path:
    """Part "" is the main one, whose accounts lie in FOLDER/data; another's lie in FOLDER/PART. Returns the file."""
    more = "" if part else ', "pep", "vcard_legacy"'
    c2s_timeout = IMPATIENT_SECONDS if ports["impatient"] else PATIENT_SECONDS
    interfaces = '"127.0.0.1", "::1"' if ports["ipv6"] else '"127.0.0.1"'
    text = (COMMON + (WEAK if part else STRONG)).format(folder=folder, stem=part or "prosody", data=part or "data", modules=modules,
                                                        interfaces=interfaces, everything=EVERYTHING, more=more,
                                                        c2s_timeout=c2s_timeout, **ports)
    text += "".join(virtual_host(name, host) for name, host in hosts_of(part).items())
    path = folder / f"{part or 'prosody'}.cfg.lua"
    path.write_text(text)
    return path


def services(part: str, ports: dict) -> set[str]:
    """The lines of its ready file when it serves all that it should."""
    known = {"": {"c2s": "c2s", "c2s_direct_tls": "c2s_tls", "s2s": "s2s", "s2s_direct_tls": "s2s_tls", "http": "http", "https": "https"},
             "weak": {"c2s": "weak_c2s", "c2s_direct_tls": "weak_c2s_tls", "s2s": "weak_s2s"}}[part]
    interfaces = ("127.0.0.1", "::1") if ports["ipv6"] else ("127.0.0.1",)
    return {f"{service} {interface} {ports[port]}" for service, port in known.items() for interface in interfaces}
