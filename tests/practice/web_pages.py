# SPDX-License-Identifier: GPL-3.0-or-later
"""What the practice network's web server has to say: provider lists good and faulty, host-meta (RFC 6415, XEP-0156)
and the files in which providers describe themselves. Pages are made when they are first asked for."""
import datetime
import hashlib
import json
import zlib
from dataclasses import dataclass, field
from typing import Callable

from provider_list import FIRST, LATER, entry, later_provider_list, old_provider_list, provider_list, provider_properties

JSON, HTML = "application/json", "text/html; charset=utf-8"
LIST_HOST, MIRROR_HOST = "list.example", "mirror.example"
# The same good list behind certificates that must not be accepted.
BAD_CERTIFICATES = ("expired.example", "wronghost.example", "selfsigned.example", "cnonly.example")
SITES = ("web.example", "university.example", "mailonly.example", "open.example", "harbour.example", "portal.example")
HOSTS = (LIST_HOST, MIRROR_HOST, *SITES, *BAD_CERTIFICATES)
PROVIDER_FILE = "/.well-known/xmpp-provider-v2.json"
HUGE_ENTRIES, MANY_ENTRIES, DEPTH, BOMB_MIB = 5000, 100000, 100000, 65


@dataclass
class Page:
    """One answer. `changed` (a day) marks a page that is kept well: with validators, and compressed for those who take that."""
    body: bytes = b""
    kind: str = JSON
    status: int = 200
    changed: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tag = f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'

    @property
    def modified(self) -> datetime.datetime | None:
        return datetime.datetime.fromisoformat(f"{self.changed}T04:00:00+00:00") if self.changed else None


def html(text: str, status: int = 200, kind: str = HTML) -> Page:
    page = f"<!DOCTYPE html>\n<html><head><title>{text}</title></head><body><h1>{text}</h1></body></html>\n"
    return Page(page.encode(), kind, status)


def encode(content: object) -> bytes:
    return json.dumps(content, indent=1).encode()


def good_list() -> Page:
    return Page(encode(provider_list()), changed=FIRST)


def redirect(target: str) -> Page:
    return Page(b"", HTML, 302, headers={"Location": target})


# --- faulty lists ----------------------------------------------------------------------------------------------------

def foreign_letters() -> str:
    providers = provider_list()
    for provider in providers:
        provider["serverSoftwareName"] = "Prosödy für Häfen"
    return json.dumps(providers, ensure_ascii=False)


def huge() -> Page:
    """Nothing is wrong with it but the size: more than 4 MiB."""
    return Page(encode([entry(f"p{number}.example", True, None, "2020-01-01", 2, 30, 104, "de") for number in range(HUGE_ENTRIES)]))


def many(**more: object) -> Page:
    entries = [{"jid": f"p{number}.example", **more} for number in range(MANY_ENTRIES)]
    return Page(json.dumps(entries, separators=(",", ":")).encode())


def bomb() -> Page:
    """Small as it comes, more than 64 MiB of valid JSON unpacked."""
    packer = zlib.compressobj(9, wbits=31)
    parts = [packer.compress(b'[{"jid":"open.example"}')]
    parts += [packer.compress(b" " * 2**20) for _ in range(BOMB_MIB)]
    parts += [packer.compress(b"]"), packer.flush()]
    return Page(b"".join(parts), headers={"Content-Encoding": "gzip"})


def duplicates() -> Page:
    """open.example three times: as it is, with other facts, and in capitals."""
    first, *rest = later_provider_list()
    again = entry("open.example", False, "https://open.example/other", "2001-01-01", 1, 7, 20, "us")
    return Page(encode([first, *rest, again, dict(again, jid="OPEN.example")]))


def wrong_types() -> Page:
    """Each entry is wrong in another way; the last one is good."""
    def wrong(domain: object, **fields: object) -> dict:
        return dict(entry("open.example", True, None, "2015-03-01", 3, 90, 104, "de"), jid=domain, **fields)

    return Page(encode([
        wrong("strings.example", inBandRegistration="yes", busFactor="3", maximumHttpFileUploadFileSize="104", freeOfCharge=1),
        wrong("nulls.example", inBandRegistration=None, website=None, busFactor=None, since=None, serverLocations=None),
        wrong("containers.example", website=["https://containers.example/"], serverLocations={"en": "de"}, busFactor=[3], since={}),
        wrong("links.example", website={"en": "javascript:alert(1)"}, legalNotice={"en": "file:///etc/passwd"},
              registrationWebPage={"en": "data:text/html,x"}, passwordReset={"en": "https://user:word@links.example/"}),
        wrong("numbers.example", busFactor=10**30, maximumHttpFileUploadFileSize=-104, maximumHttpFileUploadTotalSize=1073741824,
              maximumHttpFileUploadStorageTime=-2147483649, maximumMessageArchiveManagementStorageTime=1e308,
              ratingXmppComplianceTester=250),
        wrong("dates.example", since="2015-02-30", latestChange="9999-12-31"),
        wrong("countries.example", serverLocations=["DE", "Deutschland", "", 49, "xx"]),
        wrong("controls.example", serverSoftwareName="Prosody\u001b[31m\u0000\u202e", organization="private\nperson"),
        wrong("long.example", serverSoftwareVersion="9" * 10000, alternativeJids=[f"a{number}.example" for number in range(1000)]),
        wrong("münchen.example"), wrong("xn--mnchen-3ya.example"), wrong("xn--a.example"), wrong("оpen.example"),  # a Cyrillic о
        wrong("expyuzz4wqqyqhjn.onion"), wrong("under_score.example"), wrong("-hyphen.example"), wrong("two..dots.example"),
        wrong("blank space.example"), wrong("user@open.example"), wrong("https://open.example/"), wrong("127.0.0.1"),
        wrong("localhost"), wrong(f"{'a' * 64}.example"), wrong("a." * 130 + "example"), wrong(""), wrong(7), wrong(None),
        {}, [], "open.example", 7, None,
        entry("pier.example", True, None, "2019-09-30", 2, 30, 104, "ch"),
    ]))


def lists(port: int) -> dict[str, Callable[[], Page]]:
    text = json.dumps(provider_list())
    return {
        "/providers-B.json": good_list,
        "/providers-B-next.json": lambda: Page(encode(later_provider_list()), changed=LATER),
        "/providers-Ds.json": lambda: Page(encode([provider["jid"] for provider in provider_list()]), changed=FIRST),
        "/providers.json": lambda: Page(encode(provider_properties()), changed=FIRST),
        "/v1.json": lambda: Page(encode(old_provider_list()), changed=FIRST),
        "/truncated.json": lambda: Page(text[:len(text) // 2].encode()),
        "/empty.json": lambda: Page(b"[]"),
        "/nothing.json": Page,
        "/page.html": lambda: html("Welcome"),
        "/portal.json": lambda: html("Please log in to this hotspot", kind=JSON),
        "/broken.json": lambda: html("Internal Server Error", 500),
        "/huge.json": huge,
        "/bomb.json": bomb,
        "/latin1.json": lambda: Page(foreign_letters().encode("iso-8859-1"), f"{JSON}; charset=ISO-8859-1"),
        "/utf16.json": lambda: Page(foreign_letters().encode("utf-16"), f"{JSON}; charset=utf-16"),
        "/bom.json": lambda: Page(text.encode("utf-8-sig")),
        "/shrunken.json": lambda: Page(encode(provider_list()[-2:])),
        "/deep.json": lambda: Page(b"[" * DEPTH + b"]" * DEPTH),
        "/many.json": many,
        "/many-large.json": lambda: many(category="A", inBandRegistration=True),
        "/duplicates.json": duplicates,
        "/wrongtypes.json": wrong_types,
        "/redirect.json": lambda: redirect(f"https://{MIRROR_HOST}:{port}/providers-B.json"),
        "/redirect-plain.json": lambda: redirect(f"http://{LIST_HOST}:{port}/providers-B.json"),
        "/redirect-loop.json": lambda: redirect("/redirect-loop.json"),
        "/redirect-file.json": lambda: redirect("file:///etc/passwd"),
    }


# --- well-known files ------------------------------------------------------------------------------------------------

def web_links(host: str, port: int) -> dict[str, str]:
    return {"urn:xmpp:alt-connections:websocket": f"wss://{host}:{port}/xmpp-websocket",
            "urn:xmpp:alt-connections:xbosh": f"https://{host}:{port}/http-bind"}


def host_meta_xml(host: str, port: int) -> Page:
    links = "".join(f'  <Link rel="{rel}" href="{href}"/>\n' for rel, href in web_links(host, port).items())
    page = f'<?xml version="1.0" encoding="utf-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n{links}</XRD>\n'
    return Page(page.encode(), "application/xrd+xml", headers={"Access-Control-Allow-Origin": "*"})


def host_meta_json(host: str, port: int) -> Page:
    links = [{"rel": rel, "href": href} for rel, href in web_links(host, port).items()]
    return Page(encode({"links": links}), headers={"Access-Control-Allow-Origin": "*"})


def own_file() -> Page:
    """What open.example says of itself: the 14 keys."""
    site = "https://open.example"
    return Page(encode({
        "website": {"en": f"{site}/", "de": f"{site}/de"}, "alternativeJids": ["quay.example"], "busFactor": 3,
        "organization": "non-governmental", "passwordReset": {"en": f"{site}/reset"}, "serverTesting": True,
        "maximumHttpFileUploadTotalSize": 1000, "maximumHttpFileUploadStorageTime": 30,
        "maximumMessageArchiveManagementStorageTime": 90, "professionalHosting": True, "freeOfCharge": True,
        "legalNotice": {"en": f"{site}/legal"}, "serverLocations": ["de"], "since": "2015-03-01",
    }), changed=FIRST)


def boasting_file() -> Page:
    """What harbour.example says of itself: boasts, wrong types, and things that are not its own to say."""
    return Page(encode({
        "website": {"en": "javascript:alert(1)"}, "alternativeJids": ["open.example", "pier.example"], "busFactor": 9999,
        "organization": 7, "passwordReset": "https://harbour.example/reset", "serverTesting": "yes",
        "maximumHttpFileUploadTotalSize": 10**18, "maximumHttpFileUploadStorageTime": "for ever",
        "maximumMessageArchiveManagementStorageTime": -5, "professionalHosting": 1, "freeOfCharge": "true", "legalNotice": [],
        "serverLocations": ["DE", "Atlantis"], "since": "1969", "jid": "open.example", "category": "A",
        "ratingXmppComplianceTester": 100, "inBandRegistration": True, "maximumHttpFileUploadFileSize": 0,
    }))


def pages(port: int) -> dict[tuple[str, str], Callable[[], Page]]:
    """(host, path) -> what makes the page. What is not here is a 404."""
    table = {(LIST_HOST, path): make for path, make in lists(port).items()}
    table |= {(host, "/providers-B.json"): good_list for host in (MIRROR_HOST, *BAD_CERTIFICATES)}
    table |= {(host, "/"): (lambda host=host: html(f"This is {host}")) for host in SITES}
    meta = "/.well-known/host-meta"
    table |= {
        ("web.example", meta): lambda: host_meta_xml("web.example", port),
        ("web.example", f"{meta}.json"): lambda: host_meta_json("web.example", port),
        ("university.example", f"{meta}.json"): lambda: host_meta_json("university.example", port),
        ("portal.example", meta): lambda: html("Please log in to this hotspot"),
        ("portal.example", f"{meta}.json"): lambda: html("Please log in to this hotspot"),
        ("open.example", PROVIDER_FILE): own_file,
        ("harbour.example", PROVIDER_FILE): boasting_file,
    }
    return table
