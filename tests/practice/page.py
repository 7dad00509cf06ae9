# SPDX-License-Identifier: GPL-3.0-or-later
"""One answer of the practice network's web server, and what many of them are made with."""
import datetime
import hashlib
import json
import zlib
from dataclasses import dataclass, field

JSON, HTML = "application/json", "text/html; charset=utf-8"
BOMB_MIB = 65


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


def redirect(target: str) -> Page:
    return Page(b"", HTML, 302, headers={"Location": target})


def bomb(first: bytes, last: bytes, kind: str = JSON) -> Page:
    """Small as it comes, more than 64 MiB of blanks between the two unpacked."""
    packer = zlib.compressobj(9, wbits=31)
    parts = [packer.compress(first)] + [packer.compress(b" " * 2**20) for _ in range(BOMB_MIB)]
    return Page(b"".join([*parts, packer.compress(last), packer.flush()]), kind, headers={"Content-Encoding": "gzip"})
