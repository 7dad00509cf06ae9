# SPDX-License-Identifier: GPL-3.0-or-later
"""The hosts of the practice network that real servers serve: how each takes new people, and what the zone says of it. The
ill-behaved ones are in peers.py, the web's in web_pages.py."""
from dataclasses import dataclass, field

CLIENT, CLIENT_TLS, SERVER, SERVER_TLS = "xmpp-client", "xmpps-client", "xmpp-server", "xmpps-server"
# SRV service -> name of the port that it leads to, or the number itself.
ALL: dict[str, str | int] = {CLIENT: "c2s", CLIENT_TLS: "c2s_tls", SERVER: "s2s", SERVER_TLS: "s2s_tls"}
STARTTLS: dict[str, str | int] = {CLIENT: "c2s", SERVER: "s2s"}
WEAK: dict[str, str | int] = {CLIENT: "weak_c2s", CLIENT_TLS: "weak_c2s_tls", SERVER: "weak_s2s"}
EJABBERD: dict[str, str | int] = {CLIENT: "ejabberd_c2s", CLIENT_TLS: "ejabberd_c2s_tls", SERVER: "ejabberd_s2s"}
BOTH_WAYS = ("A", "AAAA")
OPTIONAL = ("ejabberd", "weak")  # parts of the network that one can do without
BARE_ADDRESS = "127.0.0.9"  # where a test may let the ports 5222 and 5269 lead to Prosody
ACCOUNT = "https://practice.example/acme/1"


@dataclass(frozen=True)
class Host:
    what: str
    signup: str = "open"
    services: dict[str, str | int] = field(default_factory=lambda: ALL)
    addresses: tuple[str, ...] = ("A",)
    target: str = ""  # of the SRV records, below "example."; the host itself
    tlsa: str = ""  # "good", "wrong", or none
    records: tuple[str, ...] = ()  # more of them, relative to "example."
    web: bool = False  # BOSH and WebSocket
    part: str = ""


HOSTS = {
    "open.example": Host("takes everybody; all four services, IPv6, TLSA, CAA bound to an account, BOSH, WebSocket", addresses=BOTH_WAYS,
                         tlsa="good", web=True,
                         records=(f'open CAA 0 issue "practice.example; accounturi={ACCOUNT}; validationmethods=dns-01"',)),
    "full.example": Host("takes everybody; all that open.example has, an intermediate certificate, host-meta and own file",
                         addresses=BOTH_WAYS, tlsa="good", web=True,
                         records=(f'full CAA 0 issue "practice.example; accounturi={ACCOUNT}"', 'full CAA 0 issuewild ";"')),
    "harbour.example": Host("takes everybody; STARTTLS only", services=STARTTLS),
    "pier.example": Host("takes everybody; plain CAA", records=('pier CAA 0 issue "practice.example"',)),
    "quay.example": Host("takes everybody"),
    "invite.example": Host("takes people by invitation", "invite"),
    "limited.example": Host("takes three people, then nobody for a day", "limited"),
    "blocked.example": Host("takes nobody from this machine's addresses, and says so only after the form", "blocked"),
    "closed.example": Host("takes nobody", "closed"),
    "web.example": Host("takes people on its website", "web"),
    "oldtxt.example": Host("the TXT record that XEP-0156 has dropped", "closed", records=(
        '_xmppconnect.oldtxt TXT "_xmpp-client-xbosh=https://oldtxt.example/http-bind"',)),
    "v6only.example": Host("has an IPv6 address only", "closed", addresses=("AAAA",)),
    "srvcname.example": Host("its SRV records lead to an alias (RFC 2782 forbids that)", "closed", target="alias.srvcname",
                             records=("alias.srvcname CNAME srvcname",)),
    "srvnowhere.example": Host("its SRV records lead to a name without an address", "closed", target="nowhere.srvnowhere"),
    "srvport0.example": Host("its SRV record leads to port 0", "closed", {CLIENT: 0}),
    "srvboth.example": Host("one port both for STARTTLS and for direct TLS: only STARTTLS is there", "closed",
                            {**STARTTLS, CLIENT_TLS: "c2s"}),
    "tlsawrong.example": Host("TLSA records that fit no certificate", "closed", tlsa="wrong"),
    "bogus.example": Host("a zone of its own, whose signatures do not fit what its parent says", "closed"),
    "insecure.example": Host("a zone of its own, without signatures; TLSA", "closed", tlsa="good"),
    "mixed.example": Host("its SRV records lead out of the signed zone", "closed", target="insecure"),
    "bare.example": Host("has no SRV records", "closed", {}, (), records=(f"bare A {BARE_ADDRESS}",)),
    "tls12.example": Host("TLS 1.2 and nothing else", "tls12", STARTTLS),
    "weak.example": Host("TLS 1.0 and later, every cipher suite, TLS not required, PLAIN only", "plain", WEAK, part="weak"),
    "ejabberd.example": Host("ejabberd; takes everybody", "open", EJABBERD, part="ejabberd"),
    "puzzle.example": Host("ejabberd; takes those who read a picture", "puzzle", EJABBERD, part="ejabberd"),
    "strict.example": Host("ejabberd; takes those with a strong password", "strict", EJABBERD, part="ejabberd"),
    "denied.example": Host("ejabberd; announces registration, hands out the form and takes nobody", "denied", EJABBERD, part="ejabberd"),
    "noaddress.example": Host("ejabberd; the same for this machine's addresses", "noaddress", EJABBERD, part="ejabberd"),
    "closed-ejabberd.example": Host("ejabberd; takes nobody", "closed", EJABBERD, part="ejabberd"),
}
# Hosts without an XMPP server.
OTHERS = {
    "list.example": "the web server with the provider list, good and faulty",
    "mirror.example": "another web server with the list",
    "university.example": "host-meta in JSON, and nothing else",
    "mailonly.example": "a website and mail",
    "portal.example": "a hotspot's page whatever one asks for",
    "norecord.example": "a name without an address",
    "off.example": "says by its SRV records that it has no XMPP",
    "nosuch.example": "does not exist",
}
# Zones of their own below example.: whether they are signed.
CHILD_ZONES = {"bogus": True, "insecure": False}


def hosts_of(part: str) -> dict[str, Host]:
    return {name: host for name, host in HOSTS.items() if host.part == part}
