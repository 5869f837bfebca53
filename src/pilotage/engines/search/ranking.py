"""In which order eligible partners are shown: seven terms that add up exactly to the score.

Pure and columnar: arrays in, arrays out, no clock. Whether somebody may be shown at all is decided
before (`eligible`); here is only the order. Every term is a whole number of micro-points (a million
to the point), so the sum is exact and the same bytes come back from (version, seed, inputs).
There is no term that money can move.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.search.quality import UNKNOWN, Prior, posterior
from pilotage.kernel.canonical import canonical_json
from pilotage.kernel.decimals import exact

RANKING_VERSION = "2026-11-25.2"
MICRO = 1_000_000
TERMS = ("relevance", "fit", "quality", "responsiveness", "room", "badge", "exploration")

# Below this share of free capacity a partner begins to step back, so that a queue never forms. Who is full
# is not listed at all; a heavier term than this costs quality and spreads no better (`bench/market.py`).
_AMPLE_ROOM = 300_000
# Half-width of the rotation in posterior standard deviations. Wide enough that good newcomers are
# seen within a month; with `quality.LEAST_STRENGTH` too narrow for one review to pass a hundred.
_EXPLORED = 350_000

Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Whole points for a term at its best; the badge may never count for more than three."""

    version: str = RANKING_VERSION
    relevance: int = 50
    fit: int = 10
    quality: int = 28
    responsiveness: int = 8
    room: int = 2
    badge: int = 2

    def __post_init__(self) -> None:
        if min(self.points()) < 0 or self.badge > 3:
            raise ValueError("weights are not negative, and a badge is worth 3 points at most")

    def points(self) -> tuple[int, ...]:
        """The weights in the order of `TERMS`, exploration left out (it follows quality)."""
        return tuple(getattr(self, term) for term in TERMS[:-1])


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """What the question brings: whether it has words, and the priors of the category asked for.

    `quality` is the prior over ratings in that category, `answering` over answers given in time.
    """

    has_words: bool = False
    quality: Prior = UNKNOWN
    answering: Prior = UNKNOWN


WORDLESS = QueryTerms()


@dataclass(frozen=True, slots=True)
class Candidates:
    """One row per partner, as columns of equal length.

    `relevance` and `fit` in millionths (0 … 1,000,000). `engagements` rated in this category,
    each counted once, and `praise`, the sum over them of `praise_of(stars)`. `asked` requests that
    fell due and `answered` of them in time. `capacity` and `free` in engagements at a time.
    """

    ids: Sequence[str]
    keys: Keys
    relevance: Ints
    fit: Ints
    praise: Ints
    engagements: Ints
    answered: Ints
    asked: Ints
    free: Ints
    capacity: Ints
    badge: NDArray[np.bool_]
    eligible: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: Iterable[Candidate]) -> Candidates:
        """Columns from rows, for callers with a few partners."""
        listed = list(rows)

        def column(name: str) -> Ints:
            return np.array([getattr(row, name) for row in listed], dtype=np.int64)

        return cls(
            ids=tuple(row.id for row in listed),
            keys=keys_of(row.id for row in listed),
            relevance=column("relevance"),
            fit=column("fit"),
            praise=column("praise"),
            engagements=column("engagements"),
            answered=column("answered"),
            asked=column("asked"),
            free=column("free"),
            capacity=column("capacity"),
            badge=column("badge").astype(bool),
            eligible=column("eligible").astype(bool),
        )


class Candidate(NamedTuple):
    """One partner's row of `Candidates`; units as there."""

    id: str
    relevance: int = 0
    fit: int = MICRO
    praise: int = 0
    engagements: int = 0
    answered: int = 0
    asked: int = 0
    free: int = 1
    capacity: int = 1
    badge: bool = False
    eligible: bool = True


class Placed(NamedTuple):
    """One line of the result: the partner's row, its id, and its terms in micro-points."""

    row: int
    id: str
    terms: dict[str, int]

    @property
    def score(self) -> int:
        """Micro-points: the sum of the terms, exactly."""
        return sum(self.terms.values())

    @property
    def points(self) -> Decimal:
        """The score in points, exactly."""
        return Decimal(self.score).scaleb(-6)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows of the eligible candidates, best first, with every term kept."""

    version: str
    seed: str
    ids: Sequence[str]
    order: NDArray[np.intp]
    terms: dict[str, Ints]

    def top(self, n: int) -> list[Placed]:
        """The first `n` lines."""
        return list(self._lines(self.order[:n]))

    def __iter__(self) -> Iterator[Placed]:
        """All lines, each worked out when it is reached."""
        return self._lines(self.order)

    def record(self, n: int) -> bytes:
        """The bytes that are kept for replay: version, seed, and the first `n` with their terms."""
        lines = [{"id": p.id, "score": p.score, "terms": p.terms} for p in self.top(n)]
        return canonical_json({"version": self.version, "seed": self.seed, "lines": lines})

    def _lines(self, rows: NDArray[np.intp]) -> Iterator[Placed]:
        for row in map(int, rows):
            yield Placed(row, self.ids[row], {name: int(self.terms[name][row]) for name in TERMS})


def rank(
    candidates: Candidates,
    query_terms: QueryTerms = WORDLESS,
    weights: Weights = WEIGHTS,
    seed: str = "",
) -> Ranked:
    """The eligible candidates, best first; equal scores in an order drawn by `seed`.

    Draw the seed anew for each seller and day, and keep it: nobody is last for ever.
    """
    terms = _terms(candidates, query_terms, weights, seed)
    score: Ints = np.asarray(sum(terms.values()), dtype=np.int64)
    rows = np.flatnonzero(candidates.eligible)
    lots = _lots(candidates.keys[rows], f"tie:{seed}")
    order = rows[np.lexsort((lots, -score[rows]))]
    return Ranked(weights.version, seed, candidates.ids, order, terms)


def _terms(c: Candidates, query: QueryTerms, weights: Weights, seed: str) -> dict[str, Ints]:
    quality, doubt = posterior(c.praise, c.engagements, query.quality)
    answering, _ = posterior(c.answered * MICRO, c.asked, query.answering)
    room = np.minimum(c.free * MICRO // np.maximum(c.capacity, 1) * MICRO // _AMPLE_ROOM, MICRO)
    lot = (_lots(c.keys, seed) >> np.uint64(43)).astype(np.int64) - (1 << 20)  # ±2^20
    return {
        "relevance": c.relevance * (weights.relevance if query.has_words else 0),
        "fit": c.fit * weights.fit,
        "quality": quality * weights.quality,
        "responsiveness": answering * weights.responsiveness,
        "room": np.maximum(room, 0) * weights.room,
        "badge": c.badge.astype(np.int64) * MICRO * weights.badge,
        "exploration": (doubt * _EXPLORED // MICRO * weights.quality * lot) >> 20,
    }


def praise_of(stars: str) -> int:
    """A rating of one to five stars (decimal text) in millionths: "1" is 0, "5" is 1,000,000.

    >>> praise_of("4.7")
    925000
    """
    given = exact(stars)
    if given is None or not 1 <= given <= 5:
        raise ValueError("stars go from 1 to 5")
    return int((given - 1) * MICRO / 4)


def keys_of(ids: Iterable[str]) -> Keys:
    """A stable 64-bit key for each id; seeds are mixed into it."""
    return np.array([_key(name) for name in ids], dtype=np.uint64)


def _key(name: str) -> int:
    return int.from_bytes(
        blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
    )


def _lots(keys: Keys, seed: str) -> Keys:
    """SplitMix64 of key and seed: even, and the same on every machine."""
    z: Keys = keys ^ np.uint64(_key(seed))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
