# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice network's provider list, in the shape of the XMPP Providers v2 lists (an array of objects with 31 keys)."""

FIRST, LATER = "2026-07-01", "2026-10-01"  # latestChange in the first edition, and of what the later one changed

# domain, in-band registration, web page for it, since, people, kept days, upload MB, country
ROWS = [
    ("open.example", True, None, "2015-03-01", 3, 90, 104, "de"),
    ("harbour.example", True, None, "2017-06-15", 3, 60, 104, "nl"),
    ("pier.example", True, None, "2019-09-30", 2, 30, 104, "ch"),
    ("invite.example", True, None, "2016-01-10", 2, 30, 104, "fr"),
    ("web.example", False, "https://web.example/register", "2018-04-04", 2, 30, 104, "de"),
    ("closed.example", False, None, "2012-12-12", 2, 30, 104, "de"),
]
# The later edition: pier.example has gone, quay.example is new, harbour.example closed its sign-up in the app, open.example
# keeps and takes less.
GONE = "pier.example"
CHANGED_ROWS = [
    ("quay.example", True, None, "2025-05-05", 2, 30, 104, "at"),
    ("harbour.example", False, "https://harbour.example/register", "2017-06-15", 3, 60, 104, "nl"),
    ("open.example", True, None, "2015-03-01", 3, 30, 52, "de"),
]


def entry(domain: str, in_band: bool, page: str | None, since: str, people: int, days: int, upload: int, country: str,
          latest_change: str = FIRST) -> dict:
    site = {"en": f"https://{domain}/"}
    return {
        "jid": domain, "category": "A" if in_band else "B", "latestChange": latest_change, "website": site,
        "alternativeJids": [], "busFactor": people, "organization": "non-governmental",
        "passwordReset": {"en": f"https://{domain}/reset"}, "serverTesting": True, "serverSoftwareName": "Prosody",
        "serverSoftwareVersion": "0.12.3", "ratingGreenWebCheck": True, "inBandRegistration": in_band,
        "inBandRegistrationEmailAddressRequired": False, "inBandRegistrationCaptchaRequired": False,
        "registrationWebPage": {"en": page} if page else {}, "ratingXmppComplianceTester": 100,
        "ratingImObservatoryClientToServer": "", "ratingImObservatoryServerToServer": "",
        "maximumHttpFileUploadFileSize": upload, "maximumHttpFileUploadTotalSize": 1000,
        "maximumHttpFileUploadStorageTime": 30, "maximumMessageArchiveManagementStorageTime": days,
        "professionalHosting": True, "freeOfCharge": True, "legalNotice": {"en": f"https://{domain}/legal"},
        "serverLocations": [country], "emailSupport": {"en": [f"support@{domain}"]}, "chatSupport": {}, "groupChatSupport": {},
        "since": since,
    }


def provider_list() -> list[dict]:
    return [entry(*row) for row in sorted(ROWS)]


def later_provider_list() -> list[dict]:
    changed = {row[0]: entry(*row, latest_change=LATER) for row in CHANGED_ROWS}
    kept = [entry(*row) for row in ROWS if row[0] != GONE and row[0] not in changed]
    return sorted([*kept, *changed.values()], key=lambda provider: provider["jid"])


def provider_properties() -> dict[str, dict]:
    """The object form: every property with the page that says so. Only what an operator says of itself has a page."""
    said = {"website", "alternativeJids", "busFactor", "organization", "passwordReset", "legalNotice", "serverLocations", "since"}
    return {provider["jid"]: {key: {"content": value,
                                    "source": f"https://{provider['jid']}/.well-known/xmpp-provider-v2.json" if key in said else ""}
                              for key, value in provider.items() if key != "jid"}
            for provider in provider_list()}


def old_provider_list() -> list[dict]:
    """The format before (v1): other names, and less is known."""
    old_names = {"latestChange": "lastCheck", "since": "onlineSince"}
    unknown_then = {"category", "organization", "alternativeJids", "serverTesting", "serverSoftwareName", "serverSoftwareVersion",
                    "ratingGreenWebCheck", "inBandRegistrationEmailAddressRequired", "inBandRegistrationCaptchaRequired"}
    return [{old_names.get(key, key): value for key, value in provider.items() if key not in unknown_then} | {"company": False}
            for provider in provider_list()]
