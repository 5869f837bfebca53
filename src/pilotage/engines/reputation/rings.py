"""Review rings (刷评): groups of reviews that were probably agreed on, with what speaks against each.

Three rules. A review by somebody tied to the firm itself is set aside alone. Sellers tied to firms who praise each
other's firms in a circle are, when anything else speaks against them too. Other groups are sellers linked pairwise
in at least two ways. A group is suspected for what relates its sellers (signs, words, a rare set of firms) together
with what they do: opinions uniform beyond what others say of the same firms, and work in haste or reviews in a burst.
Honest clients of one agency are related but do not act alike; before a holiday all act alike and are not related.
Around a suspected group, further reviews of its firms join when they fit in two ways.

The thresholds below are chosen by argument (a point is a factor of ten against chance, no kind counts for more than
two), not fitted to generated data.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from math import comb, log10

from pilotage.engines.reputation.graph import components, strong
from pilotage.engines.reputation.signs import (
    FULL,
    TOGETHER,
    Reviewed,
    Signs,
    Why,
    above_by_chance,
    hasty,
    rare_pairs,
    same_words,
)

LEAST_SELLERS = 3
LEAST_LINKS = 2
MOST_OF_A_KIND = 2.0
LEAST_POINTS = 4.0
# A quarter of the sellers related; opinions that chance gives once in ten, acts that it gives as seldom.
# Kinds of one sort add up: some share a sign, others the words.
PART, STRONG, UNLIKELY = 0.5, 1.0, 1.0
# Of the reviews of a group at least this part is in haste or in a crowd.
ACTING = 1 / 4
RELATED = (Why.SIGNS, Why.WORDS, Why.CLUSTER)
ACTED = (Why.BURST, Why.HASTE)
# An extreme that fewer than this share of reviews say links those who say it of the same firm.
SELDOM = 0.1
# A group that worked no longer than this has a time of its own, in which others' reviews fit.
SHORT = timedelta(days=30)
# The opinion of how many others is assumed of a firm that few others reviewed.
_ASSUMED = 5


@dataclass(frozen=True, slots=True)
class Ring:
    """A suspected group: refs of reviews, the parties, and points by kind of evidence."""

    reviews: tuple[str, ...]
    sellers: tuple[str, ...]
    firms: tuple[str, ...]
    why: Mapping[Why, float]


def rings(reviews: Iterable[Reviewed], signs: Mapping[str, frozenset[str]]) -> list[Ring]:
    """Every suspected group, the largest first; a review stands in one at most. `signs` by party, of both kinds."""
    seen = _Seen(list(reviews), signs)
    found: list[Ring] = []
    taken: set[str] = set()
    for ring in (*_own(seen), *_circles(seen), *_groups(seen)):
        left = tuple(ref for ref in ring.reviews if ref not in taken)
        if left:
            taken.update(left)
            found.append(Ring(left, ring.sellers, ring.firms, ring.why))
    return sorted(found, key=lambda ring: (-len(ring.reviews), ring.reviews))


class _Seen:
    """Reviews with all that links them, worked out once."""

    def __init__(self, reviews: Sequence[Reviewed], carried: Mapping[str, frozenset[str]]) -> None:
        self.reviews = reviews
        self.by_ref = {one.ref: one for one in reviews}
        self.sellers = {one.seller for one in reviews}
        self.firms = {one.firm for one in reviews}
        self.signs = Signs(carried, self.firms | (set(carried) - self.sellers))
        self.hasty = hasty(reviews)
        self.words = same_words(reviews)
        self.pairs = rare_pairs(reviews)
        self.of_firm: dict[str, list[Reviewed]] = defaultdict(list)
        self.of_seller: dict[str, list[Reviewed]] = defaultdict(list)
        for one in reviews:
            self.of_firm[one.firm].append(one)
            self.of_seller[one.seller].append(one)
        self.days = Counter(one.at.date().toordinal() for one in reviews)

    def extremes(self, among: Iterable[Reviewed], praise: int) -> int:
        return sum(one.praise == praise for one in among)

    def usual(self, praise: int) -> float:
        """How often anybody says this extreme."""
        return (self.extremes(self.reviews, praise) + 1) / (len(self.reviews) + 2)


def _own(seen: _Seen) -> Iterator[Ring]:
    """Reviews of a firm that shares a sign with the reviewer, and those of others who share one with the reviewer."""
    for firm, reviews in seen.of_firm.items():
        direct = [one for one in reviews if seen.signs.shared(one.seller, firm)]
        if not direct:
            continue
        with_them = [
            one
            for one in reviews
            if one not in direct
            and one.praise == FULL
            and any(seen.signs.shared(one.seller, tied.seller) for tied in direct)
        ]
        core = [*direct, *with_them]
        yield _ring([*core, *_fitting(seen, core, FULL)], {Why.OWN: MOST_OF_A_KIND})


def _circles(seen: _Seen) -> Iterator[Ring]:
    """Firms whose tied sellers praise each other's firms in a circle."""
    edges: dict[str, set[str]] = defaultdict(set)
    along: dict[tuple[str, str], list[Reviewed]] = defaultdict(list)
    for one in seen.reviews:
        for tied in seen.signs.tied_firms(one.seller, seen.firms) - {one.firm}:
            edges[tied].add(one.firm)
            along[tied, one.firm].append(one)
    for firms in strong(edges):
        inside = {
            one.ref: one
            for a in firms
            for b in firms
            if a != b
            for one in along.get((a, b), ())
            if one.praise == FULL
        }
        group = list(inside.values())
        why = _evidence(seen, group, FULL)
        if len(group) >= 2 and sum(points for points in why.values()) >= MOST_OF_A_KIND:
            yield _ring([*group, *_fitting(seen, group, FULL)], {Why.RECIPROCAL: MOST_OF_A_KIND, **why})  # fmt: skip


def _groups(seen: _Seen) -> Iterator[Ring]:
    """Sellers linked in two ways or more, when what they say is uniform beyond the others and more speaks against them."""
    for sellers in components(_linked(seen)):
        if len(sellers) < LEAST_SELLERS:
            continue
        for praise in (FULL, 0):
            group = _reviews_of(seen, sellers, praise)
            why = _evidence(seen, group, praise)
            if _is_enough(why) and (core := _acting(seen, group)):
                yield _ring([*core, *_fitting(seen, core, praise)], why)


def _is_enough(why: Mapping[Why, float]) -> bool:
    is_related = sum(why.get(kind, 0) for kind in RELATED) >= PART
    acted = sum(why.get(kind, 0) for kind in ACTED)
    uniform = why.get(Why.UNIFORM, 0)
    is_one_sided = uniform >= STRONG or (uniform > 0 and acted >= 2 * UNLIKELY)
    return is_one_sided and is_related and acted >= UNLIKELY and sum(why.values()) >= LEAST_POINTS


def _acting(seen: _Seen, group: Sequence[Reviewed]) -> list[Reviewed]:
    """The group, when enough of it acted; without those who did nothing alike when most did not."""
    acted = {one.ref for one in group if one.ref in seen.hasty} | _crowded(group)
    if len(acted) < ACTING * len(group):
        return []
    if 3 * len(acted) >= len(group):
        return list(group)
    return [one for one in group if one.ref in acted or seen.words.get(one.ref, set()) & acted]


def _crowded(group: Sequence[Reviewed]) -> set[str]:
    """Reviews of one firm of which three lie within 72 hours."""
    found: set[str] = set()
    for reviews in _by_firm(group).values():
        ordered = sorted(reviews, key=lambda one: one.at)
        for three in zip(ordered, ordered[1:], ordered[2:], strict=False):
            if three[2].at - three[0].at <= TOGETHER:
                found |= {one.ref for one in three}
    return found


def _by_firm(group: Iterable[Reviewed]) -> dict[str, list[Reviewed]]:
    by_firm: dict[str, list[Reviewed]] = defaultdict(list)
    for one in group:
        by_firm[one.firm].append(one)
    return by_firm


def _fitting(seen: _Seen, core: Sequence[Reviewed], praise: int) -> Iterator[Reviewed]:
    """Others' reviews of the same firms that say the same and fit the group in two ways."""
    inside, sellers = {one.ref for one in core}, {one.seller for one in core}
    firms = {one.firm for one in core}
    first, last = min(one.at for one in core), max(one.at for one in core)
    for one in (r for firm in sorted(firms) for r in seen.of_firm[firm]):
        if one.ref in inside or one.praise != praise:
            continue
        ways = (
            one.ref in seen.hasty,
            bool(seen.words.get(one.ref, set()) & inside),
            any(seen.signs.shared(one.seller, other) for other in sellers),
            last - first <= SHORT and first - TOGETHER <= one.at <= last + TOGETHER,
        )
        if sum(ways) >= LEAST_LINKS:
            yield one


def _linked(seen: _Seen) -> dict[str, set[str]]:
    """Sellers linked in at least two of the ways."""
    ways: dict[tuple[str, str], set[Why]] = defaultdict(set)
    for a, b in seen.signs.pairs(seen.sellers):
        ways[a, b].add(Why.SIGNS)
    for sellers in seen.pairs.values():
        for a, b in combinations(sorted(sellers), 2):
            ways[a, b].add(Why.CLUSTER)
    for ref, others in seen.words.items():
        one = seen.by_ref[ref]
        for other in (seen.by_ref[o] for o in others):
            if one.seller < other.seller:
                ways[one.seller, other.seller].add(Why.WORDS)
    for reviews in seen.of_firm.values():
        quick = sorted(
            (r for r in reviews if r.ref in seen.hasty and r.is_extreme), key=lambda r: r.at
        )
        for first, then in combinations(quick, 2):
            if first.seller != then.seller:
                low, high = sorted((first.seller, then.seller))
                ways[low, high].add(Why.HASTE)
                if then.at - first.at <= TOGETHER:
                    ways[low, high].add(Why.BURST)
    for pair, how in ways.items():
        if how and _agree(seen, *pair, often=1 if Why.SIGNS in how else 2):
            how.add(Why.UNIFORM)
        if how & {Why.WORDS, Why.SIGNS} and _together(seen, *pair):
            how.add(Why.BURST)
    linked: dict[str, set[str]] = defaultdict(set)
    for (a, b), how in ways.items():
        if len(how) >= LEAST_LINKS:
            linked[a].add(b)
            linked[b].add(a)
    return linked


def _agree(seen: _Seen, one: str, other: str, often: int) -> bool:
    """Whether both say the same extreme of so many firms; of one when it is an extreme hardly anybody says."""
    said = {(r.firm, r.praise) for r in seen.of_seller[one] if r.is_extreme}
    same = said & {(r.firm, r.praise) for r in seen.of_seller[other]}
    seldom = any(praise == 0 and seen.usual(0) < SELDOM for _, praise in same)
    return len(same) >= often or seldom


def _together(seen: _Seen, one: str, other: str) -> bool:
    """Whether both reviewed a firm within 72 hours."""
    said = [(r.firm, r.at) for r in seen.of_seller[one]]
    return any(
        r.firm == firm and abs(r.at - at) <= TOGETHER
        for r in seen.of_seller[other]
        for firm, at in said
    )


def _reviews_of(seen: _Seen, sellers: set[str], praise: int) -> list[Reviewed]:
    """All that these sellers say of firms of which at least two of them say the extreme; the rest is their own business."""
    said = [one for seller in sellers for one in seen.of_seller[seller]]
    common = Counter(
        firm for firm, _ in {(one.firm, one.seller) for one in said if one.praise == praise}
    )
    return [one for one in said if common[one.firm] >= LEAST_LINKS]


def _evidence(seen: _Seen, group: Sequence[Reviewed], praise: int) -> dict[Why, float]:
    """Points by kind, each at most two; what gives none is left out."""
    if not group:
        return {}
    sellers = {one.seller for one in group}
    share = {
        Why.SIGNS: _share(sellers, {s for pair in _signed(seen, sellers) for s in pair}),
        Why.WORDS: _share(sellers, _repeating(seen, group)),
        Why.CLUSTER: _share(sellers, _crowding(seen, sellers, {one.firm for one in group})),
    }
    why = {kind: MOST_OF_A_KIND * part for kind, part in share.items()}
    why[Why.UNIFORM] = _uniform(seen, group, praise)
    why[Why.BURST] = _burst(seen, group)
    quick = sum(one.ref in seen.hasty for one in group)
    usual = max(len(seen.hasty) - quick, 1) / max(len(seen.reviews) - len(group), 1)
    why[Why.HASTE] = _tail(quick, len(group), usual)
    return {kind: min(points, MOST_OF_A_KIND) for kind, points in why.items() if points > 0}


def _uniform(seen: _Seen, group: Sequence[Reviewed], praise: int) -> float:
    """How unlikely so much of one extreme is, given what others say of the same firms."""
    inside = {one.ref for one in group}
    usual, points = seen.usual(praise), 0.0
    for firm, reviews in _by_firm(group).items():
        others = [one for one in seen.of_firm[firm] if one.ref not in inside]
        rate = (seen.extremes(others, praise) + _ASSUMED * usual) / (len(others) + _ASSUMED)
        points += _tail(seen.extremes(reviews, praise), len(reviews), rate)
    return points


def _burst(seen: _Seen, group: Sequence[Reviewed]) -> float:
    """The fullest 72 hours of a firm in the group, against its usual pace and what the whole network did then.

    Less a factor of as many windows as were looked at.
    """
    best, days = 0.0, sorted(seen.days)
    span = max(days[-1] - days[0] + 1, 3)
    wide = TOGETHER.days
    for firm, reviews in _by_firm(group).items():
        ordered, first = sorted(reviews, key=lambda one: one.at), 0
        for last, one in enumerate(ordered):
            while one.at - ordered[first].at > TOGETHER:
                first += 1
            count, day = last - first + 1, ordered[first].at.date().toordinal()
            then = sum(seen.days[day + n] for n in range(wide + 1)) - count
            usual = max((len(seen.reviews) - len(group)) * (wide + 1) / span, 1)
            pace = len(seen.of_firm[firm]) * (wide + 1) / span * max(then / usual, 1)
            best = max(best, above_by_chance(count, pace) - log10(len(group)))
    return best


def _signed(seen: _Seen, sellers: set[str]) -> set[tuple[str, str]]:
    return set(seen.signs.pairs(sellers))


def _repeating(seen: _Seen, group: Sequence[Reviewed]) -> set[str]:
    inside = {one.ref for one in group}
    return {one.seller for one in group if seen.words.get(one.ref, set()) & inside}


def _crowding(seen: _Seen, sellers: set[str], firms: set[str]) -> set[str]:
    """Sellers of the group who share a rare pair of its firms."""
    met: set[str] = set()
    for pair, shared in seen.pairs.items():
        here = shared & sellers
        if pair <= firms and len(here) >= LEAST_SELLERS:
            met |= here
    return met


def _share(whole: set[str], part: set[str]) -> float:
    return len(part & whole) / len(whole)


def _tail(count: int, of: int, rate: float) -> float:
    """-log10 of the chance of `count` or more of `of` at this rate; 0 for what is usual."""
    if not of or count <= of * rate:
        return 0.0
    rate = min(max(rate, 1e-9), 1 - 1e-9)
    tail = sum(comb(of, k) * rate**k * (1 - rate) ** (of - k) for k in range(count, of + 1))
    return -log10(max(tail, 1e-99))


def _ring(group: Sequence[Reviewed], why: Mapping[Why, float]) -> Ring:
    return Ring(
        tuple(sorted(one.ref for one in group)),
        tuple(sorted({one.seller for one in group})),
        tuple(sorted({one.firm for one in group})),
        {kind: round(points, 2) for kind, points in why.items()},
    )
