"""What links sellers who review: signs both carry, the same words, the same rare pair of firms, work done in no time.

A sign (`person:…`, `device:…`, `bank:…`, `controller:…`) is any text; who has the values hashes them first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from itertools import combinations
from math import exp, log, log10
from statistics import median

from pilotage.kernel.text import Text

FULL, NONE = 1_000_000, 0
# A sign that more firms than this carry belongs to a place (an office, a bank's branch), not to a person.
MOST_FIRMS_OF_A_SIGN = 2
# A sign that more sellers than this carry is an agency's.
MOST_SELLERS_OF_A_SIGN = 60
# Words used about more firms than this are a phrase of the trade.
MOST_FIRMS_OF_WORDS = 6
# Texts with fewer different pairs of characters say too little to be copied.
LEAST_PAIRS = 12
ALIKE = 0.7
SKETCH = 6
# Work accepted sooner than this part of its category's median.
HASTE = 0.25
TOGETHER = timedelta(hours=72)
# Sellers who share a pair of firms are linked when chance would do so less often than once in a thousand.
RARE = 3.0
MOST_IN_A_BUCKET = 60


class Why(StrEnum):
    """What speaks against a group."""

    OWN = "own"
    RECIPROCAL = "reciprocal"
    SIGNS = "signs"
    UNIFORM = "uniform"
    BURST = "burst"
    WORDS = "words"
    CLUSTER = "cluster"
    HASTE = "haste"


WHY: dict[Why, Text] = {
    Why.OWN: Text("评价方与被评服务商有共同的人、设备、账户或控制人", "reviewer and firm share a person, device, account or controller"),
    Why.RECIPROCAL: Text("与服务商有关联的卖家交叉评价彼此的服务商", "sellers tied to firms review each other's firms in a circle"),
    Why.SIGNS: Text("评价方之间有共同的人、设备、账户或控制人", "reviewers share persons, devices, accounts or controllers"),
    Why.UNIFORM: Text("评价一边倒，超出其他卖家对同一服务商的评价", "all say the same extreme, beyond what other sellers say of these firms"),
    Why.BURST: Text("短时间集中出现，超出当时全网的节奏", "close together in time, beyond the pace of everybody then"),
    Why.WORDS: Text("评语几乎相同，且不是行业常用语", "nearly identical words that are no common phrase"),
    Why.CLUSTER: Text("只评价同一小群服务商，几乎不可能是巧合", "they review one small group of firms, hardly by chance"),
    Why.HASTE: Text("工作几乎没有耗时即验收", "work accepted in next to no time"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One review of a firm by a seller.

    `market` is the category and country, `praise` in millionths, `hours` from agreement to acceptance (None: unknown).
    """

    ref: str
    seller: str
    firm: str
    market: str
    at: datetime
    praise: int
    text: str = ""
    hours: float | None = None

    @property
    def is_extreme(self) -> bool:
        return self.praise in (FULL, NONE)


class Signs:
    """Who carries what, without signs that belong to nobody in particular."""

    def __init__(self, carried: Mapping[str, frozenset[str]], firms: set[str]) -> None:
        holders: dict[str, set[str]] = defaultdict(set)
        for party, signs in carried.items():
            for sign in signs:
                holders[sign].add(party)
        telling = {s for s, who in holders.items() if len(who & firms) <= MOST_FIRMS_OF_A_SIGN}
        self.of = {party: signs & telling for party, signs in carried.items()}
        self.holders = {sign: holders[sign] for sign in telling}

    def shared(self, one: str, other: str) -> bool:
        return bool(self.of.get(one, frozenset()) & self.of.get(other, frozenset()))

    def tied_firms(self, seller: str, firms: set[str]) -> set[str]:
        """Firms that carry a sign of the seller's."""
        return {p for sign in self.of.get(seller, ()) for p in self.holders[sign] & firms}

    def pairs(self, sellers: set[str]) -> Iterator[tuple[str, str]]:
        for who in self.holders.values():
            here = who & sellers
            if len(here) <= MOST_SELLERS_OF_A_SIGN:
                yield from combinations(sorted(here), 2)


def hasty(reviews: Sequence[Reviewed]) -> set[str]:
    """Refs of reviews of work that took a small part of what its market's usually takes."""
    by_market: dict[str, list[float]] = defaultdict(list)
    for one in reviews:
        if one.hours is not None:
            by_market[one.market].append(one.hours)
    usual = {market: median(hours) for market, hours in by_market.items()}
    return {r.ref for r in reviews if r.hours is not None and r.hours < HASTE * usual[r.market]}


def same_words(reviews: Sequence[Reviewed]) -> dict[str, set[str]]:
    """Ref → refs of other sellers' reviews in nearly the same words; phrases of the trade are left out."""
    shingles = {r.ref: s for r in reviews if len(s := _pairs(r.text)) >= LEAST_PAIRS}
    buckets: dict[int, list[Reviewed]] = defaultdict(list)
    for one in reviews:
        for key in sorted(shingles.get(one.ref, ()))[:SKETCH]:
            buckets[key].append(one)
    alike: dict[str, set[str]] = defaultdict(set)
    firms: dict[str, set[str]] = defaultdict(set)
    for held in buckets.values():
        # A piece that so many texts have is common; every text has others.
        for a, b in combinations(held[:MOST_IN_A_BUCKET], 2):
            if a.seller != b.seller and _likeness(shingles[a.ref], shingles[b.ref]) >= ALIKE:
                for one, other in ((a, b), (b, a)):
                    alike[one.ref].add(other.ref)
                    firms[one.ref].add(other.firm)
    return {ref: others for ref, others in alike.items() if len(firms[ref]) <= MOST_FIRMS_OF_WORDS}


def rare_pairs(reviews: Sequence[Reviewed]) -> dict[frozenset[str], set[str]]:
    """Pairs of firms that more sellers share than chance explains, with those sellers.

    Expected is what the two firms' shares of their markets' sellers would give; in a market with two firms
    everybody shares both, and that is no surprise.
    """
    of_seller: dict[str, set[str]] = defaultdict(set)
    of_firm: dict[str, set[str]] = defaultdict(set)
    of_market: dict[str, set[str]] = defaultdict(set)
    markets: dict[str, set[str]] = defaultdict(set)
    for one in reviews:
        of_seller[one.seller].add(one.firm)
        of_firm[one.firm].add(one.seller)
        of_market[one.market].add(one.seller)
        markets[one.firm].add(one.market)
    shared: dict[frozenset[str], set[str]] = defaultdict(set)
    for seller, firms in of_seller.items():
        for pair in combinations(sorted(firms)[:MOST_IN_A_BUCKET], 2):
            shared[frozenset(pair)].add(seller)
    found = {}
    for both, sellers in shared.items():
        left, right = sorted(both)
        reach = set().union(*(of_market[m] for m in markets[right]))
        expected = len(of_firm[left]) * len(of_firm[right]) / max(len(reach), 1)
        if len(sellers) >= 3 and above_by_chance(len(sellers), expected) >= RARE:
            found[both] = sellers
    return found


def above_by_chance(count: int, expected: float) -> float:
    """-log10 of the chance that a Poisson count of this mean is `count` or more; 0 for what is usual."""
    if count <= expected or count == 0:
        return 0.0
    if expected <= 0:
        return 99.0
    term = exp(-expected + sum(log(expected / k) for k in range(1, count + 1)))
    tail, k = 0.0, count
    while term > 1e-300 and k < count + 400:
        tail += term
        k += 1
        term *= expected / k
    return min(99.0, -log10(tail)) if tail > 0 else 99.0


def _pairs(text: str) -> frozenset[int]:
    """Hashes of the different pairs of neighbouring characters, without marks, digits and case."""
    plain = re.sub(r"[\W\d_]+", "", text.lower())
    return frozenset(_hashed(plain[i : i + 2]) for i in range(len(plain) - 1))


def _hashed(piece: str) -> int:
    return int.from_bytes(blake2b(piece.encode("utf-8", "surrogatepass"), digest_size=6).digest())


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)
