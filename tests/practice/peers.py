# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of ill-behaved servers: NAME serves NAME.example, each service on a port of its own. Those that show off a feature
stand here too; nobody can log in or register at any of them."""
import ssl
from dataclasses import dataclass

import forms
import manners
import words
from hosts import CLIENT, CLIENT_TLS, SERVER, SERVER_TLS
from leaf import Leaf
from manners import GOOD, GOOD_TLS, Manner, Server, ends_with, to_servers
from visit import Tls
from web_ways import WAYS

V10, V11, V12 = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2
NO_LEVEL = "ALL:@SECLEVEL=0"
SCRAMS = ("SCRAM-SHA-256", "SCRAM-SHA-1")
PLUS = ("SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", *SCRAMS)


@dataclass(frozen=True)
class Peer:
    what: str
    client: Manner | None = None  # None: the zone has no such record
    client_tls: Manner | None = None
    server: Manner | None = None
    server_tls: Manner | None = None
    leaf: Leaf = Leaf()
    target: str = ""  # of the SRV records, below the host, with the same address; the host itself
    ipv6_refused: bool = False  # there is an AAAA record as well, and nobody behind it

    def services(self) -> dict[str, Manner]:
        found = {CLIENT: self.client, CLIENT_TLS: self.client_tls, SERVER: self.server, SERVER_TLS: self.server_tls}
        return {service: manner for service, manner in found.items() if manner}


def shows(*parts: str) -> Server:
    return Server(after=words.features(*parts, words.REGISTER))


def bad_certificate(what: str, leaf: Leaf, tls: Tls = Tls()) -> Peer:
    return Peer(what, Server(tls=tls), server=to_servers(tls=tls), leaf=leaf)


PEERS = {
    # Nobody is there, or nobody who speaks XMPP.
    "dead": Peer("nobody listens", manners.dead),
    "silent": Peer("accepts and says nothing", manners.silent),
    "slam": Peer("closes at once", manners.slam),
    "hangup": Peer("closes behind its stream header", manners.hangup),
    "drip": Peer("one byte a second", manners.drip),
    "garbage": Peer("is a mail server, or worse", manners.garbage),
    "flood": Peer("features that do not end", manners.flood),
    "endlesstag": Peer("a tag that does not end", manners.endless_tag),
    "nested": Peer("100,000 elements inside one another", manners.nested),
    "dtd": Peer("entities that grow to ten thousand million letters", manners.doctype(words.BOMB)),
    "foreignfile": Peer("an entity that is a file of the reader's", manners.doctype(words.FOREIGN_FILE)),
    # Streams.
    "hostunknown": Peer("stream error host-unknown: serves others", ends_with(words.stream_error("host-unknown"))),
    "shutdown": Peer("stream error system-shutdown", ends_with(words.stream_error("system-shutdown"))),
    "policy": Peer("stream error policy-violation", ends_with(words.stream_error("policy-violation"))),
    "overload": Peer("stream error resource-constraint", ends_with(words.stream_error("resource-constraint"))),
    "seeother": Peer("sends to seeotherback.example", manners.sends_to("seeotherback")),
    "seeotherback": Peer("sends to seeother.example", manners.sends_to("seeother")),
    "wrongfrom": Peer("calls itself elsewhere.example", Server(words.CLIENT_HEADER.replace("{}", "elsewhere.example"))),
    "noid": Peer("a stream without id and from", Server(words.CLIENT_HEADER.replace(" id='practice' from='{}'", ""))),
    "noversion": Peer("a stream of before version 1.0", Server(words.CLIENT_HEADER.replace(" version='1.0'>", ">"))),
    # STARTTLS.
    "plain": Peer("login and registration, and no STARTTLS", Server(before=words.LOGIN)),
    "nostarttls": Peer("no features at all before TLS", Server(before=words.features())),
    "refusedtls": Peer("offers STARTTLS and refuses it", Server(proceed=words.NO_TLS)),
    "optionaltls": Peer("does not require STARTTLS", Server(before=words.features(words.STARTTLS_OPTIONAL))),
    "leaky": Peer("PLAIN and registration before TLS, which is optional", Server(before=words.features(
        words.STARTTLS_OPTIONAL, words.mechanisms("PLAIN", *SCRAMS), words.REGISTER))),
    "early": Peer("registration before TLS", Server(before=words.features(words.STARTTLS_REQUIRED, words.REGISTER))),
    "injected": Peer("says more between <proceed/> and TLS", Server(proceed=words.PROCEED + words.LOGIN)),
    # TLS.
    "alert": Peer("answers the ClientHello by an alert", manners.alert),
    "halftls": Peer("half a handshake, then nothing", manners.half_handshake),
    "silenttls": Peer("says nothing behind <proceed/>", manners.silent_behind_proceed),
    "tls10": Peer("TLS 1.0 only", Server(tls=Tls(V10, V10, NO_LEVEL)), server=to_servers(tls=Tls(V10, V10, NO_LEVEL))),
    "tls11": Peer("TLS 1.0 and 1.1 only", Server(tls=Tls(V10, V11, NO_LEVEL)), server=to_servers(tls=Tls(V10, V11, NO_LEVEL))),
    "oldtls": Peer("TLS 1.0 to 1.3", Server(tls=Tls(V10, ciphers=NO_LEVEL))),
    "staticrsa": Peer("TLS 1.2, key exchange by RSA only", Server(tls=Tls(V12, V12, "kRSA")), leaf=Leaf(rsa_bits=2048)),
    "cbconly": Peer("TLS 1.2, suites without AEAD only", Server(tls=Tls(V12, V12, "ECDHE+SHA1:ECDHE+SHA256:ECDHE+SHA384:!AEAD"))),
    "tripledes": Peer("3DES, where nothing better is offered", manners.triple_des),
    "dh1024": Peer("TLS 1.2, Diffie-Hellman with 1,024 bits only", Server(
        tls=Tls(V12, V12, "DHE+AES:@SECLEVEL=0", dh_parameters=words.DH_PARAMETERS)), leaf=Leaf(rsa_bits=2048)),
    "anonymous": Peer("TLS 1.2, suites without certificate or without encryption too",
                      Server(tls=Tls(V12, V12, "ALL:eNULL:@SECLEVEL=0"))),
    # Certificates.
    "selfsigned": bad_certificate("self-signed certificate", Leaf(self_signed=True)),
    "expired": bad_certificate("certificate of the past", Leaf(first=-60, last=-2)),
    "notyet": bad_certificate("certificate of the future", Leaf(first=2, last=60)),
    "soon": bad_certificate("certificate that expires in 5 days", Leaf(first=-60, last=5)),
    "wronghost": bad_certificate("certificate of elsewhere.example", Leaf(names=("elsewhere.example",))),
    "machinename": Peer("certificate of the machine that its SRV records name", GOOD, server=to_servers(),
                        leaf=Leaf(names=("machine.machinename.example",)), target="machine"),
    "othercert": Peer("servers are shown another host's certificate", GOOD, server=to_servers(tls=Tls(owner="s2sdialback.example"))),
    "cnonly": bad_certificate("certificate that names the host in its subject only", Leaf(names=())),
    "srvonly": bad_certificate("certificate with SRVNames only, which is good", Leaf(names=(), srv_names=(CLIENT, SERVER))),
    "xmppaddr": bad_certificate("certificate with id-on-xmppAddr only, which is good", Leaf(names=(), xmpp_addr=True)),
    "rsa1024": bad_certificate("certificate with a key of 1,024 bits", Leaf(rsa_bits=1024), Tls(ciphers=NO_LEVEL)),
    "sha1": bad_certificate("certificate signed by SHA-1", Leaf(by_sha1=True), Tls(ciphers=NO_LEVEL)),
    "chain": bad_certificate("certificate of an intermediate authority, which is good", Leaf(below_intermediate=True)),
    "nochain": bad_certificate("certificate of an intermediate authority, which is missing",
                               Leaf(below_intermediate=True, with_chain=False)),
    "posh": bad_certificate("certificate of hosting.example, which its POSH file (RFC 7711) allows", Leaf(names=("hosting.example",))),
    "poshwrong": bad_certificate("certificate of hosting.example, and a POSH file for another", Leaf(names=("hosting.example",))),
    "expiredtls": Peer("certificate of the past, direct TLS only", client_tls=GOOD_TLS, leaf=Leaf(first=-60, last=-2)),
    # Direct TLS. STARTTLS is as it should be.
    "alpn": Peer("direct TLS that selects xmpp-client", GOOD, Server(direct=True, tls=Tls(alpn=("xmpp-client",)))),
    "alpn120": Peer("direct TLS port of a web server: alert 120 on ALPN", GOOD, manners.other_protocol),
    "noalpn": Peer("direct TLS, but hangs up on ALPN", GOOD, manners.without_alpn),
    "plainontls": Peer("speaks without TLS on the port for direct TLS", GOOD, GOOD),
    "deadtls": Peer("nobody listens on the port for direct TLS", GOOD, manners.dead),
    "v6dead": Peer("IPv6 leads to nobody, IPv4 is good", GOOD, ipv6_refused=True),
    # Features behind TLS.
    "sasl2": Peer("SASL2, Bind 2, FAST, for those who say who they are", Server(after=words.sasl2_login)),
    "plus": Peer("SCRAM with channel binding, and which", shows(words.mechanisms(*PLUS), words.CHANNEL_BINDINGS)),
    "pluswithoutlist": Peer("SCRAM with channel binding, without saying which", shows(words.mechanisms(*PLUS))),
    "digestmd5": Peer("DIGEST-MD5 and CRAM-MD5 too", shows(words.mechanisms("DIGEST-MD5", "CRAM-MD5", *SCRAMS))),
    "plainonly": Peer("PLAIN only", shows(words.mechanisms("PLAIN"))),
    "nomechanism": Peer("no login that a person could use", shows(words.mechanisms("GSSAPI", "X-OAUTH2"))),
    "guests": Peer("ANONYMOUS too", shows(words.mechanisms("ANONYMOUS", *SCRAMS))),
    "compress": Peer("compression before the login", shows(words.mechanisms(*SCRAMS), words.COMPRESSION)),
    "limits": Peer("says its stream limits", shows(words.mechanisms(*SCRAMS), words.LIMITS)),
    # Registration.
    "slowform": Peer("ends the stream while the person thinks", manners.slow_form),
    "oobform": Peer("a form that is a link to a website", Server(form=forms.WEBSITE_ONLY)),
    "mailform": Peer("a form that wants an e-mail address", Server(form=forms.MAIL_FORM)),
    "picture": Peer("a form with a picture puzzle", Server(form=forms.PICTURE_FORM)),
    "soundform": Peer("a picture and a sound, one of which has to be answered", Server(form=forms.PICTURE_AND_SOUND)),
    "soundonly": Peer("a puzzle that is a sound", Server(form=forms.SOUND_ONLY)),
    "qaform": Peer("a puzzle that is a question in words", Server(form=forms.QUESTION)),
    "choices": Peer("a picture, a question and a calculation, one of which has to be answered", Server(form=forms.CHOICE)),
    "bobask": Peer("a picture that has to be asked for (XEP-0231)", Server(form=forms.PICTURE_TO_ASK_FOR,
                                                                         bits={forms.cid_of(forms.PICTURE): forms.PICTURE})),
    "bobwrong": Peer("a picture whose name is the hash of something else", Server(form=forms.WRONG_HASH)),
    "picurl": Peer("a picture on its own website", Server(form=forms.ON_THE_WEB)),
    "picbad": Peer("an SVG that is called a PNG", Server(form=forms.NO_PICTURE)),
    "termsform": Peer("terms to agree with, and rules to read, on the web", Server(form=forms.TERMS)),
    "oddform": Peer("every kind of field, markup, control characters and forms inside the form", Server(form=forms.ODD)),
    "hugeform": Peer(f"a form of {forms.FIELDS} fields", Server(form=forms.HUGE)),
    "bothform": Peer("the old form and a data form at once, which differ", Server(form=forms.BOTH_KINDS)),
    "busyform": Peer("resource-constraint instead of a form", Server(form=words.TOO_BUSY)),
    "noform": Peer("announces registration and refuses the form", Server(form=words.REFUSED)),
    # Server to server. The way for clients is as it should be.
    "s2snotls": Peer("servers: no STARTTLS", GOOD, server=to_servers(before=words.features(words.DIALBACK))),
    "s2soptional": Peer("servers: STARTTLS is not required", GOOD, server=to_servers(
        before=words.features(words.STARTTLS_OPTIONAL, words.DIALBACK))),
    "s2snoid": Peer("servers: a stream without id", GOOD, server=to_servers(header=words.SERVER_HEADER.replace(" id='practice'", ""))),
    "s2sdialback": Peer("servers: dialback", GOOD, server=to_servers(), server_tls=to_servers(direct=True)),
    "s2sexternal": Peer("servers: EXTERNAL", GOOD, server=to_servers(after=words.features(words.mechanisms("EXTERNAL")))),
    "s2sbidi": Peer("servers: both directions on one connection", GOOD, server=to_servers(
        after=words.features(words.DIALBACK, words.BIDI))),
    "s2ssilent": Peer("servers: accepts and says nothing", GOOD, server=manners.silent),
    "s2sdead": Peer("servers: nobody listens", GOOD, server=manners.dead, server_tls=manners.dead),
}
# The hosts of the web that show ways in: an XMPP server is behind each.
PEERS |= {name: Peer(way.what, GOOD, GOOD_TLS, to_servers(), to_servers(direct=True)) for name, way in WAYS.items()}
