"""Who gets the places of a round: by lot, with more lots the longer one waited. Pure, and replayable from what is published.

Each applicant has 1 lot and one more for each whole round that it waited. The lots are drawn without replacement by keys
from a published seed (P. S. Efraimidis, P. G. Spirakis, Inf. Process. Lett. 97 (2006) 181), so anybody can draw again.
Who waited `CERTAIN` rounds comes before the draw, the longest wait first: nobody waits for ever as long as there are
places. A firm gets no more than its share of a round's places while others of other firms wait.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil, log

from pilotage.kernel.text import Text

CERTAIN = 6
"""Rounds after which an applicant comes before the draw."""
SHARE = 0.34
"""Most of a round's places for one firm, rounded up, while others wait."""
_WIDTH = 2**53


@dataclass(frozen=True, slots=True)
class Applicant:
    """One application in the queue: its reference, the firm behind it, whole rounds waited."""

    ref: str
    firm: str
    waited: int

    def __post_init__(self) -> None:
        if self.waited < 0:
            raise ValueError("nobody waits less than no round")

    @property
    def lots(self) -> int:
        return 1 + self.waited


@dataclass(frozen=True, slots=True)
class Drawn:
    """One applicant's result, in the order of the draw; `why` is said to it."""

    ref: str
    place: int
    key: float
    given: bool
    why: Text


def allocate(applicants: Sequence[Applicant], places: int, seed: str) -> tuple[Drawn, ...]:
    """The result of a round. Raises ValueError for a reference that stands twice, or places below nought.

    >>> queue = [Applicant("a", "A", 0), Applicant("b", "B", 6), Applicant("c", "A", 2)]
    >>> [(one.ref, one.given) for one in allocate(queue, 2, "2026-11")]
    [('b', True), ('a', True), ('c', False)]
    """
    if places < 0 or len({one.ref for one in applicants}) != len(applicants):
        raise ValueError("places and references have to be whole")
    most, taken, left = ceil(SHARE * places), Counter[str](), places
    queue = sorted(applicants, key=lambda one: _order(one, seed))
    first = set(_within(queue, places, most))
    # Places that nobody else wants are not left empty for a firm's share.
    spare = places - len(first)
    given = first | {one.ref for one in [o for o in queue if o.ref not in first][:spare]}
    drawn = []
    for place, one in enumerate(queue, 1):
        got = one.ref in given
        why = _why(one, got, taken[one.firm] >= most, left > 0)
        taken[one.firm] += got
        left -= got
        drawn.append(Drawn(one.ref, place, _key(one, seed), got, why))
    return tuple(drawn)


def promised(secret: str) -> str:
    """What is published of a secret when a round is opened: its SHA-256."""
    return sha256(secret.encode()).hexdigest()


def seed_of(secret: str, refs: Iterable[str]) -> str:
    """The seed of a round: SHA-256 of `secret:` and the references in the draw, sorted, with commas between.

    Who sets the secret does not know who will be in the draw; who is in it does not know the secret.
    """
    return sha256(f"{secret}:{','.join(sorted(refs))}".encode()).hexdigest()


def chance(one: Applicant, seed: str) -> float:
    """The number in 0 … 1 that the seed gives to an application: the first 53 bits of SHA-256 of `seed:ref`."""
    digest = int.from_bytes(sha256(f"{seed}:{one.ref}".encode()).digest()[:8])
    return ((digest >> 11) + 0.5) / _WIDTH


def _within(queue: Sequence[Applicant], places: int, most: int) -> Iterator[str]:
    taken: Counter[str] = Counter()
    for one in queue:
        if taken.total() == places:
            return
        if taken[one.firm] < most:
            taken[one.firm] += 1
            yield one.ref


def _order(one: Applicant, seed: str) -> tuple[int, float, str]:
    before = -one.waited if one.waited >= CERTAIN else 0
    return before, _key(one, seed), one.ref


def _key(one: Applicant, seed: str) -> float:
    """The smaller the earlier: exponential, as fast as there are lots."""
    return -log(chance(one, seed)) / one.lots


def _why(one: Applicant, got: bool, full: bool, some_left: bool) -> Text:
    lots = Text(
        f"等待 {one.waited} 轮，签数 {one.lots}", f"rounds waited: {one.waited}, lots: {one.lots}"
    )
    if got and one.waited >= CERTAIN:
        return Text(
            f"已等待 {one.waited} 轮，先于抽签分配",
            f"rounds waited: {one.waited}, comes before the draw",
        )
    if got:
        return Text(f"中签（{lots.zh}）", f"drawn ({lots.en})")
    if full and some_left:
        return Text(
            f"本轮同一企业的名额已满（{lots.zh}）",
            f"the firm has its share of this round ({lots.en})",
        )
    return Text(
        f"未中签，下一轮多一签（{lots.zh}）", f"not drawn; one lot more next round ({lots.en})"
    )
