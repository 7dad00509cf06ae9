# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of ill-behaved servers."""
from dataclasses import dataclass

from authority import Leaf


@dataclass(frozen=True)
class Peer:
    what: str
    leaf: Leaf = Leaf()


PEERS = {
    "selfsigned": Peer("", Leaf(self_signed=True)), "expired": Peer("", Leaf(first=-60, last=-2)),
    "wronghost": Peer("", Leaf(names=("elsewhere.example",))), "cnonly": Peer("", Leaf(names=())), "slowform": Peer(""),
}
