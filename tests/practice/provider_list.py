# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice network's provider list, in the shape of the XMPP Providers v2 lists (an array of objects with 31 keys)."""

# domain, in-band registration, web page for it, since, people, kept days, upload MB, country
ROWS = [
    ("open.example", True, None, "2015-03-01", 3, 90, 104, "de"),
    ("harbour.example", True, None, "2017-06-15", 3, 60, 104, "nl"),
    ("pier.example", True, None, "2019-09-30", 2, 30, 104, "ch"),
    ("invite.example", True, None, "2016-01-10", 2, 30, 104, "fr"),
    ("web.example", False, "https://web.example/register", "2018-04-04", 2, 30, 104, "de"),
    ("closed.example", False, None, "2012-12-12", 2, 30, 104, "de"),
]


def entry(domain: str, in_band: bool, page: str | None, since: str, people: int, days: int, upload: int, country: str) -> dict:
    site = {"en": f"https://{domain}/"}
    return {
        "jid": domain, "category": "A" if in_band else "B", "latestChange": "2026-07-01", "website": site,
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
