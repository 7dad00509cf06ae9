#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a provider list of any length in the XMPP Providers v2 form, as varied as the real one: unknown values, web-only ones,
aliases, several languages and countries. The same arguments give the same list.

    tests/bench/make-list.py COUNT [FIRST-NUMBER] > list.json"""
import json
import random
import sys

KINDS = ["private person"] * 6 + ["non-governmental"] * 3 + ["company", "commercial person", ""]
COUNTRIES = ["de"] * 5 + ["us", "us", "fr", "fr", "fi", "ch", "es", "nl", "se", "at", "in"]
LANGUAGES = ["en"] * 4 + ["de", "de", "fr", "es", "ru", "it"]


def pages(draw: random.Random, domain: str, path: str, chance: float) -> dict[str, str]:
    if draw.random() > chance:
        return {}
    return {language: f"https://{domain}/{language}/{path}" for language in sorted(set(draw.choices(LANGUAGES, k=draw.randint(1, 3))))}


def addresses(draw: random.Random, domain: str, name: str, chance: float) -> dict[str, list[str]]:
    return {"en": [f"{name}@{domain}"]} if draw.random() < chance else {}


def entry(number: int) -> dict:
    draw = random.Random(number)
    domain = f"provider-{number}.example"
    in_band = draw.random() < 0.45
    return {
        "jid": domain, "category": "A" if in_band else "B", "latestChange": f"2026-0{draw.randint(1, 7)}-{draw.randint(10, 28)}",
        "website": pages(draw, domain, "", 1),
        "alternativeJids": [f"{name}.provider-{number}.example" for name in ("chat", "im", "talk", "jabber")[:draw.randint(1, 4)]]
        if draw.random() < 0.25 else [],
        "busFactor": draw.choice([-1, 1, 1, 1, 2, 2, 3, 5]), "organization": draw.choice(KINDS),
        "passwordReset": pages(draw, domain, "reset", 0.6), "serverTesting": draw.random() < 0.9,
        "serverSoftwareName": draw.choice(["ejabberd", "ejabberd", "Prosody", ""]), "serverSoftwareVersion": f"26.{draw.randint(1, 9)}",
        "ratingGreenWebCheck": draw.random() < 0.5, "inBandRegistration": in_band, "inBandRegistrationEmailAddressRequired": False,
        "inBandRegistrationCaptchaRequired": in_band and draw.random() < 0.6,
        "registrationWebPage": {} if in_band else {"en": f"https://{domain}/register"}, "ratingXmppComplianceTester": 100,
        "ratingImObservatoryClientToServer": "A", "ratingImObservatoryServerToServer": "A",
        "maximumHttpFileUploadFileSize": draw.choice([20, 52, 80, 104, 104, 209, 536, 5368]),
        "maximumHttpFileUploadTotalSize": draw.choice([0, 0, 100, 500, 1028, 10737]),
        "maximumHttpFileUploadStorageTime": draw.choice([-1, 0, 7, 14, 30, 30, 180]),
        "maximumMessageArchiveManagementStorageTime": draw.choice([-1, 0, 7, 14, 30, 30, 90, 365]),
        "professionalHosting": True, "freeOfCharge": draw.random() < 0.97, "legalNotice": pages(draw, domain, "legal", 0.95),
        "serverLocations": sorted(set(draw.choices(COUNTRIES, k=draw.randint(1, 2)))),
        "emailSupport": addresses(draw, domain, "support", 0.8), "chatSupport": addresses(draw, domain, "admin", 0.5),
        "groupChatSupport": addresses(draw, f"rooms.{domain}", "support", 0.5),
        "since": f"{draw.randint(2004, 2025)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
    }


def main() -> int:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 0
    json.dump([entry(number) for number in range(first, first + count)], sys.stdout, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
