# SPDX-License-Identifier: GPL-3.0-or-later
"""How a certificate of the practice network may differ from a good one. Apart from authority.py, whose library takes long to load."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Leaf:
    """How a host's certificate differs from a good one."""
    names: tuple[str, ...] | None = None  # DNS names; None: the host; empty: none, only the subject names the host
    srv_names: tuple[str, ...] = ()  # services, as SRVName (RFC 4985)
    xmpp_addr: bool = False  # the host as id-on-xmppAddr (RFC 6120 section 13.7.1.4)
    first: int = -1  # day of its life, from today
    last: int = 90
    self_signed: bool = False
    rsa_bits: int = 0  # 0: a key on the curve P-256
    by_sha1: bool = False  # signed with that instead of SHA-256
    below_intermediate: bool = False
    with_chain: bool = True  # the intermediate stands in the file as well
