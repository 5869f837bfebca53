"""A month of a market: who is shown, who is reached and how good they are, under the product's own ranking.

1,500 partners, 12 sites × 12 categories, 6,000 requests a month; 30 % of the partners unrated, room for 3 to
15 engagements. Whether a partner may be shown is `eligibility.why_not`, the order is `ranking.rank`, both as
the product uses them; only the world is invented. A seller sees ten and takes one, with a logarithmic
position bias; the choice takes a place for the rest of the month. Beside it the list that rating alone gives,
without room or rotation.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean, median

import numpy as np

from pilotage.engines.matching.eligibility import why_not
from pilotage.engines.search.quality import MICRO, Prior, category_prior, posterior
from pilotage.engines.search.ranking import Candidate, Candidates, QueryTerms, rank

PARTNERS, SITES, CATEGORIES, REQUESTS, SHOWN = 1_500, 12, 12, 6_000, 10
SEEDS = range(5)
# How much the first, second … tenth is looked at, and taken.
SEEN = 1 / np.log2(np.arange(2, SHOWN + 2))


@dataclass(frozen=True, slots=True)
class Service:
    """A listed offer; here everybody speaks the same languages."""

    category: str
    country: str
    languages: tuple[str, ...] = ("zh",)


@dataclass(slots=True)
class Firm:
    """A partner's hidden truth, its record, and what it can still take this month."""

    ref: str
    quality: float
    offers: tuple[Service, ...]
    capacity: int
    praise: int = 0
    engagements: int = 0
    answered: int = 0
    asked: int = 0
    free: int = 0
    accepting: bool = True
    exposure: float = 0.0
    appearances: int = 0

    def row(self) -> Candidate:
        names = "praise engagements answered asked free capacity".split()
        return Candidate(self.ref, **{name: getattr(self, name) for name in names})


Pair = tuple[str, str]
Choice = Callable[[list[Firm], Prior, str], list[Firm]]


def invented(seed: int) -> tuple[list[Firm], list[Pair]]:
    """Firms with true quality Beta(6, 2.5), serving one or two categories at one to four sites; and the requests."""
    random = np.random.default_rng(seed)
    firms = [_firm(f"ptn_{i:04}", random) for i in range(PARTNERS)]
    pairs = sorted({(o.category, o.country) for firm in firms for o in firm.offers})
    return firms, [pairs[i] for i in random.integers(0, len(pairs), REQUESTS)]


def _firm(ref: str, random: np.random.Generator) -> Firm:
    quality = float(random.beta(6, 2.5))
    sites = random.choice(SITES, random.integers(1, 5), replace=False)
    categories = random.choice(CATEGORIES, random.integers(1, 3), replace=False)
    rated = 0 if random.random() < 0.3 else int(random.geometric(0.05))
    asked = rated + int(random.integers(0, 5)) if rated else 0
    capacity = int(random.integers(3, 16))
    return Firm(
        ref,
        quality,
        tuple(Service(f"category {c}", f"site {s}") for c in categories for s in sites),
        capacity,
        praise=int(random.binomial(4 * rated, quality)) * MICRO // 4,
        engagements=rated,
        answered=int(random.binomial(asked, 0.85)),
        asked=asked,
        free=capacity,
    )


def by_the_product(firms: list[Firm], prior: Prior, seed: str) -> list[Firm]:
    """Ten of them in the product's order."""
    ranked = rank(Candidates.of([f.row() for f in firms]), QueryTerms(quality=prior), seed=seed)
    return [firms[row] for row in ranked.order[:SHOWN].tolist()]


def by_rating(firms: list[Firm], prior: Prior, seed: str) -> list[Firm]:
    """Ten of them by the posterior mean alone; who has no room is listed all the same."""
    praise, rated = (np.array([getattr(f, n) for f in firms]) for n in ("praise", "engagements"))
    mean, _ = posterior(praise, rated, prior)
    return [firms[row] for row in np.argsort(-mean, kind="stable")[:SHOWN].tolist()]


def a_month(seed: int, choice: Choice, *, capped: bool) -> dict[str, float]:
    """The figures of one month; `capped`: only who is eligible is listed."""
    firms, requests = invented(seed)
    random = np.random.default_rng(seed + 1_000)
    offering: dict[Pair, list[Firm]] = {}
    for firm in firms:
        for offer in firm.offers:
            offering.setdefault((offer.category, offer.country), []).append(firm)
    priors = {pair: _prior(own) for pair, own in offering.items()}
    landed: list[float] = []
    for number, pair in enumerate(requests):
        listed = offering[pair]
        if capped:
            listed = [f for f in listed if why_not(f, [pair], {"zh"}) is None]
        shown = choice(listed, priors[pair], f"{seed}/{number}")
        if not shown:
            continue
        weights = SEEN[: len(shown)]
        for firm, weight in zip(shown, weights, strict=True):
            firm.exposure += float(weight)
            firm.appearances += 1
        taken = shown[random.choice(len(shown), p=weights / weights.sum())]
        if taken.free:
            taken.free -= 1
            landed.append(taken.quality)
    return {
        "reached": len(landed) / REQUESTS,
        "quality": mean(landed),
        "newcomers": _newcomers_shown(firms),
        "gini": _gini([firm.exposure for firm in firms]),
    }


def _prior(firms: list[Firm]) -> Prior:
    return category_prior(sum(f.praise for f in firms), sum(f.engagements for f in firms))


def _newcomers_shown(firms: list[Firm]) -> float:
    """Of the unrated who are truly better than half of all, the share that appeared at least once."""
    middle = median(firm.quality for firm in firms)
    good = [f for f in firms if not f.engagements and f.quality > middle]
    return sum(firm.appearances > 0 for firm in good) / len(good)


def _gini(values: list[float]) -> float:
    ordered = np.sort(values)
    n = len(ordered)
    return float(2 * (np.arange(1, n + 1) * ordered).sum() / (n * ordered.sum()) - (n + 1) / n)


def main() -> int:
    product = [a_month(seed, by_the_product, capped=True) for seed in SEEDS]
    rating = [a_month(seed, by_rating, capped=False) for seed in SEEDS]
    kept = [{"quality": p["quality"] / r["quality"]} for p, r in zip(product, rating, strict=True)]
    print(f"{len(SEEDS)} worlds: mean, lowest and highest    rating alone       bar")
    return max(
        _line("requests that reach a partner with room", "reached", product, rating, 0.99),
        _line("good newcomers shown within the month", "newcomers", product, rating, 0.995),
        _line("quality, of the uncapped rating list's", "quality", kept, None, 0.93),
        _line("Gini of exposure", "gini", product, rating, -0.60),
    )


def _line(
    label: str,
    name: str,
    product: list[dict[str, float]],
    rating: list[dict[str, float]] | None,
    bar: float,
) -> int:
    """One row, judged by the mean; a negative bar is the most that is allowed."""
    values = [one[name] for one in product]
    beside = f"{mean(one[name] for one in rating):8.3f}" if rating else " " * 8
    asked = f"≥ {bar:.3f}" if bar > 0 else f"≤ {-bar:.3f}"
    print(f"{label:42} {mean(values):.4f} {min(values):.4f} {max(values):.4f} {beside}   {asked}")
    return 0 if (mean(values) >= bar if bar > 0 else mean(values) <= -bar) else 1


if __name__ == "__main__":
    sys.exit(main())
