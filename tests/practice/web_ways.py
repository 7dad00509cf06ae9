# SPDX-License-Identifier: GPL-3.0-or-later
"""What the practice network's web says of ways to XMPP, well or badly: host-meta (RFC 6415, XEP-0156, XEP-0487), WebSocket
(RFC 7395), BOSH (XEP-0206), POSH (RFC 7711) and the files in which providers describe themselves."""
import base64
import hashlib
import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Awaitable, Callable, Protocol

import forms
import words
from page import HTML, Page, bomb, encode, html, redirect
from provider_list import FIRST

META, META_JSON, PROVIDER_FILE = "/.well-known/host-meta", "/.well-known/host-meta.json", "/.well-known/xmpp-provider-v2.json"
POSH_CLIENT, POSH_SERVER = "/.well-known/posh/xmpp-client.json", "/.well-known/posh/xmpp-server.json"
WEBSOCKET_PATH, BOSH_PATH = "/xmpp-websocket", "/http-bind"
REL = "urn:xmpp:alt-connections:"
XRD, XML = "application/xrd+xml", "text/xml; charset=utf-8"
EVERYBODY = {"Access-Control-Allow-Origin": "*"}  # may read it (CORS)
WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 section 1.3


class Site(Protocol):
    """What a page may know of the server."""
    port: int
    folder: Path

    def ports(self) -> dict: ...


class Visit(Protocol):
    method: str
    headers: dict[str, str]

    async def read_body(self) -> bytes: ...
    async def send_head(self, status: int, headers: dict[str, str]) -> None: ...
    async def send_page(self, page: Page) -> None: ...
    async def wait_until_left(self) -> None: ...


File = Callable[[Site, str], Page]  # made for a host
Answer = Callable[[Visit], Awaitable[None]]  # by what no page can do; the connection ends with it
Links = list[tuple[str, str]]  # relation, address


@dataclass(frozen=True)
class Way:
    what: str
    files: dict[str, File] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)


# --- host-meta -------------------------------------------------------------------------------------------------------

def both_links(site: Site, host: str) -> Links:
    return [("websocket", f"wss://{host}:{site.port}{WEBSOCKET_PATH}"), ("xbosh", f"https://{host}:{site.port}{BOSH_PATH}")]


def prosody_links(site: Site, host: str) -> Links:
    port = site.ports()["https"]
    return [("websocket", f"wss://{host}:{port}{WEBSOCKET_PATH}"), ("xbosh", f"https://{host}:{port}{BOSH_PATH}")]


def plain_links(site: Site, host: str) -> Links:
    return [("websocket", f"ws://{host}:{site.port}{WEBSOCKET_PATH}"), ("xbosh", f"http://{host}:{site.port}{BOSH_PATH}")]


def only(relation: str) -> Callable[[Site, str], Links]:
    return lambda site, host: [link for link in both_links(site, host) if link[0] == relation]


def xml_meta(links: Callable[[Site, str], Links] = both_links, headers: dict[str, str] = EVERYBODY) -> File:
    def make(site: Site, host: str) -> Page:
        lines = "".join(f'  <Link rel="{REL}{rel}" href="{href}"/>\n' for rel, href in links(site, host))
        text = f'<?xml version="1.0" encoding="utf-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n{lines}</XRD>\n'
        return Page(text.encode(), XRD, headers=headers)

    return make


def json_meta(links: Callable[[Site, str], Links] = both_links, headers: dict[str, str] = EVERYBODY) -> File:
    return lambda site, host: Page(encode({"links": [{"rel": REL + rel, "href": href} for rel, href in links(site, host)]}),
                                   headers=headers)


def second_meta(site: Site, host: str) -> Page:
    """XEP-0487: as the SRV records have it, and when to look again."""
    ill = site.ports()["ill"][host.removesuffix(".example")]
    always = {"ips": ["127.0.0.1"], "priority": 5, "weight": 1, "sni": host}
    links = [{"rel": REL + rel, "href": href, **always} for rel, href in both_links(site, host)]
    links += [{"rel": REL + "tls", "port": ill["xmpps-client"], **always}, {"rel": REL + "s2s-tls", "port": ill["xmpps-server"], **always}]
    return Page(encode({"xmpp": {"ttl": 3000}, "links": links}), headers=EVERYBODY)


def meta_of(links: Callable[[Site, str], Links] = both_links, headers: dict[str, str] = EVERYBODY) -> dict[str, File]:
    return {META: xml_meta(links, headers), META_JSON: json_meta(links, headers)}


def circle(path: str) -> File:
    return lambda _site, _host: redirect(path)


def portal(_site: Site, _host: str) -> Page:
    return html("Please log in to this hotspot")


# --- WebSocket and BOSH ----------------------------------------------------------------------------------------------

async def landing(visit: Visit) -> None:
    """200, whatever one asks for: nothing of it is a WebSocket."""
    await visit.send_page(html("It works! Now point your WebSocket client to this URL."))


async def no_such_page(visit: Visit) -> None:
    await visit.send_page(html("Not Found", 404))


async def upgrade(visit: Visit, **more: str) -> None:
    """Switches protocols (RFC 6455 section 4.2.2), and never says a word in the new one."""
    key = visit.headers.get("sec-websocket-key", "") + WEBSOCKET_GUID
    accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
    await visit.send_head(101, {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept,
                                **{name.replace("_", "-"): value for name, value in more.items()}})
    await visit.wait_until_left()


async def silent_socket(visit: Visit) -> None:
    await upgrade(visit, Sec_WebSocket_Protocol="xmpp")


async def other_socket(visit: Visit) -> None:
    await upgrade(visit)


def bosh_body(content: str = "", **attributes: str) -> Page:
    more = "".join(f" {name}='{value}'" for name, value in attributes.items())
    text = (f"<body xmlns='http://jabber.org/protocol/httpbind' xmlns:stream='http://etherx.jabber.org/streams' "
            f"xmlns:xmpp='urn:xmpp:xbosh'{more}>{content}</body>")
    return Page(text.encode(), XML)


async def bosh_error(visit: Visit) -> None:
    await visit.read_body()
    page = bosh_body(type="terminate", condition="host-unknown")
    page.headers = EVERYBODY
    await visit.send_page(page)


async def bosh_without_cors(visit: Visit) -> None:
    body = await visit.read_body()
    if visit.method == "OPTIONS":
        return await visit.send_page(Page(b"", HTML))
    if re.search(rb"\btype=['\"]terminate['\"]", body):
        return await visit.send_page(bosh_body(type="terminate"))
    await visit.send_page(bosh_body(words.LOGIN, sid="practice", wait="60", hold="1", requests="2", ver="1.6"))


# --- POSH and own files ----------------------------------------------------------------------------------------------

def posh(is_right: bool) -> dict[str, File]:
    def make(site: Site, host: str) -> Page:
        shown = (site.folder / "certs" / "ill" / f"{host}.crt").read_text()
        certificate = ssl.PEM_cert_to_DER_cert(shown) if is_right else b"another one"
        return Page(encode({"fingerprints": [{"sha-256": base64.b64encode(hashlib.sha256(certificate).digest()).decode()}],
                            "expires": 604800}))

    return {POSH_CLIENT: make, POSH_SERVER: make}


def own_file(site: Site, host: str, **differently: object) -> Page:
    """What a host says of itself: the 14 keys."""
    url = f"https://{host}"
    return Page(encode({
        "website": {"en": f"{url}/", "de": f"{url}/de"}, "alternativeJids": ["quay.example"], "busFactor": 3,
        "organization": "non-governmental", "passwordReset": {"en": f"{url}/reset"}, "serverTesting": True,
        "maximumHttpFileUploadTotalSize": 1000, "maximumHttpFileUploadStorageTime": 30,
        "maximumMessageArchiveManagementStorageTime": 90, "professionalHosting": True, "freeOfCharge": True,
        "legalNotice": {"en": f"{url}/legal"}, "serverLocations": ["de"], "since": "2015-03-01", **differently,
    }), changed=FIRST)


def untested_file(site: Site, host: str) -> Page:
    return own_file(site, host, serverTesting=False)


def boasting_file(_site: Site, _host: str) -> Page:
    """Boasts, wrong types, and things that are not its own to say."""
    return Page(encode({
        "website": {"en": "javascript:alert(1)"}, "alternativeJids": ["open.example", "pier.example"], "busFactor": 9999,
        "organization": 7, "passwordReset": "https://harbour.example/reset", "serverTesting": "yes",
        "maximumHttpFileUploadTotalSize": 10**18, "maximumHttpFileUploadStorageTime": "for ever",
        "maximumMessageArchiveManagementStorageTime": -5, "professionalHosting": 1, "freeOfCharge": "true", "legalNotice": [],
        "serverLocations": ["DE", "Atlantis"], "since": "1969", "jid": "open.example", "category": "A",
        "ratingXmppComplianceTester": 100, "inBandRegistration": True, "maximumHttpFileUploadFileSize": 0,
    }))


# --- the hosts -------------------------------------------------------------------------------------------------------

# Each has a good XMPP server as well (peers.py).
WAYS = {
    "metacors": Way("host-meta that no other site may read", meta_of(headers={})),
    "metahttp": Way("host-meta with links to http and ws", meta_of(plain_links)),
    "metaxml": Way("host-meta in XML only", {META: xml_meta()}),
    "metajson": Way("host-meta in JSON only", {META_JSON: json_meta()}),
    "meta2": Way("host-meta 2, with a time to live and the ports for direct TLS", {META_JSON: second_meta}),
    "metaloop": Way("host-meta that redirects to itself", {META: circle(META), META_JSON: circle(META_JSON)}),
    "metabomb": Way("host-meta that is large when unpacked", {
        META: lambda _site, _host: bomb(b'<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">', b"</XRD>", XRD),
        META_JSON: lambda _site, _host: bomb(b'{"links":[]', b"}")}),
    "metaentities": Way("host-meta with entities that grow", {
        META: lambda _site, _host: Page(f"{words.BOMB}<XRD>&a9;</XRD>".encode(), XRD)}),
    "wslanding": Way("its WebSocket is a page", meta_of(only("websocket")), {WEBSOCKET_PATH: landing}),
    "wsmissing": Way("its WebSocket is not there", meta_of(only("websocket")), {WEBSOCKET_PATH: no_such_page}),
    "wssilent": Way("its WebSocket opens and never says <open/>", meta_of(only("websocket")), {WEBSOCKET_PATH: silent_socket}),
    "wsother": Way("its WebSocket speaks another protocol than XMPP", meta_of(only("websocket")), {WEBSOCKET_PATH: other_socket}),
    "bosherror": Way("its BOSH ends every session at once", meta_of(only("xbosh")), {BOSH_PATH: bosh_error}),
    "boshcors": Way("its BOSH is good, but for no other site", meta_of(only("xbosh")), {BOSH_PATH: bosh_without_cors}),
    "untested": Way("asks in its own file not to be tested", {PROVIDER_FILE: untested_file}),
    "fileloop": Way("its own file redirects to itself", {PROVIDER_FILE: circle(PROVIDER_FILE)}),
    "filebroken": Way("its own file cannot be read", {PROVIDER_FILE: lambda _site, _host: Page(b'{"website": {"en"')}),
    "filebomb": Way("its own file is large when unpacked", {
        PROVIDER_FILE: lambda _site, _host: bomb(b'{"serverTesting":true', b"}")}),
}
# All files, by host: those of hosts that are described elsewhere, too.
FILES: dict[str, dict[str, File]] = {
    "web": meta_of(),
    "university": {META_JSON: json_meta()},
    "picurl": {forms.PICTURE_PATH: lambda _site, _host: Page(forms.PICTURE, forms.PNG)},  # its form leads there
    "portal": {META: portal, META_JSON: portal},
    "open": {PROVIDER_FILE: own_file},
    "full": {**meta_of(prosody_links), PROVIDER_FILE: own_file},
    "harbour": {PROVIDER_FILE: boasting_file},
    "posh": posh(True),
    "poshwrong": posh(False),
    **{name: way.files for name, way in WAYS.items()},
}
ANSWERS = {(f"{name}.example", path): answer for name, way in WAYS.items() for path, answer in way.answers.items()}
