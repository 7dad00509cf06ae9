# SPDX-License-Identifier: GPL-3.0-or-later
"""What the practice network's web server has to say: provider lists good and faulty; the well-known files are in web_ways.py.
Pages are made when they are first asked for."""
import json
from typing import Callable

from page import JSON, Page, bomb, encode, html, redirect
from provider_list import FIRST, LATER, entry, later_provider_list, old_provider_list, provider_list, provider_properties
from web_ways import FILES, Site

LIST_HOST, MIRROR_HOST = "list.example", "mirror.example"
# The same good list behind certificates that must not be accepted.
BAD_CERTIFICATES = ("expired.example", "wronghost.example", "selfsigned.example", "cnonly.example")
SITES = ("web.example", "university.example", "mailonly.example", "open.example", "harbour.example", "portal.example")
HOSTS = tuple(dict.fromkeys((LIST_HOST, MIRROR_HOST, *SITES, *BAD_CERTIFICATES, *(f"{name}.example" for name in FILES))))
HUGE_ENTRIES, MANY_ENTRIES, DEPTH = 5000, 100000, 100000


def good_list() -> Page:
    return Page(encode(provider_list()), changed=FIRST)


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
        "/bomb.json": lambda: bomb(b'[{"jid":"open.example"}', b"]"),
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


def pages(site: Site) -> dict[tuple[str, str], Callable[[], Page]]:
    """(host, path) -> what makes the page. What is not here is a 404."""
    table = {(LIST_HOST, path): make for path, make in lists(site.port).items()}
    table |= {(host, "/providers-B.json"): good_list for host in (MIRROR_HOST, *BAD_CERTIFICATES)}
    table |= {(host, "/"): (lambda host=host: html(f"This is {host}")) for host in SITES}
    return table | {(f"{name}.example", path): (lambda make=make, name=name: make(site, f"{name}.example"))
                    for name, files in FILES.items() for path, make in files.items()}
