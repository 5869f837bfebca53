"""What changed entities had beyond what was expected of them, with an interval that holds the truth nine times in ten.

Expected is the entity's own level before the change × what was common to untouched entities on the same days, corrected
by what matched ones missed: those of the same campaign on the same days, and those that had had like luck in the two
weeks before. The interval adds up: chance of sales on the days after (few large orders), doubt about each entity's
level, a campaign's own demand, doubt about what was common. Its quantiles are drawn from fixed numbers: equal inputs,
equal answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.proof.episodes import Episode
from pilotage.engines.ads.proof.levels import Levels
from pilotage.engines.ads.proof.panel import Panel
from pilotage.engines.ads.proof.result import LEVEL
from pilotage.engines.ads.proof.spread import (
    NAMES,
    Placebos,
    between,
    between_common,
    luck,
    measured,
    spread,
)
from pilotage.engines.ads.sums import summed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWS = 20_000
_SEED = 6
_PLACEBO_GROUP = 20
_TENTH = 1.645
_BARE = 0.1  # of entity-days may lack a control


@dataclass(frozen=True, slots=True)
class Effect:
    """One measure of a part; `chance` two-sided."""

    observed: float
    expected: float
    value: float
    low: float
    high: float
    share: tuple[float, float, float] | None
    chance: float


@dataclass(frozen=True, slots=True)
class Effects:
    """The measures of a part, the controls behind them, and `bounced`: expected sales beyond the two weeks before."""

    by_measure: dict[str, Effect]
    controls: int
    control_sales: float
    bounced: float


class Judge:
    """Holds what all parts share: levels, placebos, variances."""

    def __init__(self, panel: Panel, known: Levels, found: Placebos, target: float) -> None:
        self.panel, self.known, self.placebos, self.target = panel, known, found, target
        self.spreads = {name: spread(panel, found, name, self._sampling(name)) for name in NAMES}
        self._reverts = {name: self._reversion(name) for name in NAMES}
        self._alike = self._correlation()
        self._missed = {name: self._by_campaign(name) for name in NAMES}

    def _sampling(self, name: str) -> float:
        """Variance per amount of what one period brings: of sales that of orders and their values, of spend that of clicks."""
        quiet, common = self.known.quiet, self.known.common[name]
        expected = (self.known.base[name] * common)[quiet]
        miss = measured(self.panel, name)[quiet] - expected
        total = float(expected.sum())
        least = self.known.order_value if name == "sales" else _price(self.panel)
        if total <= 0:
            return least
        square = float(np.sum(expected**2))
        # of two moments: squared misses ÷ 1 and ÷ expected, so that doubt about levels is not taken for chance
        each = np.maximum(expected, 1e-12)
        weight = 1 / (1 + each / max(float(np.median(each)), 1e-12))
        a = np.array(
            [[float(np.sum(weight * each)), float(np.sum(weight * each**2))], [total, square]]
        )
        b = np.array([float(np.sum(weight * miss**2)), float(np.sum(miss**2))])
        try:
            found = float(np.linalg.solve(a, b)[0])
        except np.linalg.LinAlgError:
            found = b[1] / total
        return float(min(max(found, least), max(b[1] / total, least)))

    def _reversion(self, name: str) -> tuple[float, float]:
        """How much of an untouched entity's recent luck came back in the days after beyond what its level says, and the
        variance of that: pulled to none by its own doubt."""
        found, of = self.placebos, self.spreads[name]
        use = found.expected[name] > 0
        expected, x = found.expected[name][use], found.luck[name][use]
        miss = found.observed[name][use] - expected
        weight = 1 / (of.noise * expected + of.own * expected**2 + 1e-300)
        told = float(np.sum(weight * x**2))
        if told <= 0 or len(expected) < 20:
            return 0.0, 0.0
        slope, doubt = float(np.sum(weight * x * miss)) / told, 2.0 / told
        kept = max(0.0, 1 - doubt / slope**2) if slope else 0.0
        return slope * kept, doubt * kept

    def _correlation(self) -> float:
        """How far misses of sales and of spend go together."""
        found = self.placebos
        use = (found.expected["sales"] > 0) & (found.expected["spend"] > 0)
        if use.sum() < 20:
            return 0.0
        scaled = []
        for name in NAMES:
            expected, of = found.expected[name][use], self.spreads[name]
            scaled.append(
                (found.observed[name][use] - expected)
                / np.sqrt(of.noise * expected + of.own * expected**2 + 1e-300)
            )
        size = float(np.sqrt(np.sum(scaled[0] ** 2) * np.sum(scaled[1] ** 2)))
        return min(max(float(np.sum(scaled[0] * scaled[1])) / size, 0.0), 0.9) if size > 0 else 0.0

    def _by_campaign(self, name: str) -> dict[tuple[int, int], tuple[float, float]]:
        """(start, campaign) → share by which its untouched entities missed, pulled to none, and how sure that is."""
        found, of = self.placebos, self.spreads[name]
        campaigns = int(self.panel.campaign.max()) + 1
        code = found.cohort * campaigns + self.panel.campaign[found.entity]
        size = len(found.starts) * campaigns
        expected = found.expected[name]
        total, missed = (
            summed(code, expected, size),
            summed(code, found.observed[name] - expected, size),
        )
        doubt = of.noise * total + of.own * summed(code, expected**2, size)
        sure = of.shared * total**2 / np.maximum(of.shared * total**2 + doubt, 1e-300)
        return {
            (found.starts[at // campaigns], at % campaigns): (float(sure[at] * missed[at] / total[at]), float(sure[at]))
            for at in np.flatnonzero(total > 0).tolist()
        }  # fmt: skip

    def judge(self, of: Sequence[Episode]) -> Effects | None:
        """The effects over all these episodes; None without any control on their days."""
        entity, start, first, end = (
            np.array([getattr(one, name) for one in of], np.int64)
            for name in ("entity", "start", "first", "end")
        )
        fresh = np.array([one.is_fresh for one in of], bool)
        quiet = self.known.quiet[:, int(first.min()) : int(end.max())]
        controls = int(quiet.any(axis=1).sum())
        if not fresh.all() and not self._compared(first[~fresh], end[~fresh]):
            return None
        draws, sums, bounced = {}, {}, 0.0
        for n, name in enumerate(NAMES):
            observed = between(measured(self.panel, name), entity, first, end)
            plain = np.where(
                fresh,
                0.0,
                self.known.base[name][entity, start] * between_common(self.known, name, first, end),
            )
            recent = luck(self.panel, self.known, name, entity, start)
            expected, variance = self._expected(name, entity, start, first, end, plain, recent)
            if name == "sales":
                bounced = float(
                    np.sum(
                        np.where(
                            fresh,
                            0.0,
                            expected
                            - plain
                            * (1 + recent / np.maximum(self._before(name, entity, start), 1e-12)),
                        )
                    )
                )
            sums[name] = (float(observed.sum()), float(expected.sum()))
            draws[name] = self._draws(name, n, *sums[name], variance)
        found = {name: _effect(*sums[name], *draws[name]) for name in NAMES}
        found["gain"] = self._gain(sums, draws)
        acos = _acos(sums, draws)
        if acos:
            found["acos"] = acos
        sales = self.known.base["sales"][:, int(first.min()) : int(end.max())]
        return Effects(found, controls, float(sales[quiet].sum()), bounced)

    @property
    def price(self) -> float:
        """What a click costs."""
        return _price(self.panel)

    def placebo_outside(self) -> float | None:
        """Of untouched entities followed from the same day, how many such groups sold outside nine tenths of chance;
        None where there are too few to say."""
        found, of = self.placebos, self.spreads["sales"]
        if len(found.entity) < _PLACEBO_GROUP * 10:
            return None
        order = np.random.default_rng(_SEED).permutation(len(found.entity))
        groups = len(order) // _PLACEBO_GROUP
        code = np.repeat(np.arange(groups), _PLACEBO_GROUP)
        who = order[: len(code)]
        expected = found.expected["sales"][who]
        missed = summed(code, found.observed["sales"][who] - expected, groups)
        doubt = summed(code, of.noise * expected + of.own * expected**2, groups)
        use = doubt > 0
        return (
            float(np.mean(np.abs(missed[use]) > _TENTH * np.sqrt(doubt[use])))
            if use.any()
            else None
        )

    def _before(self, name: str, entity: Ints, start: Ints) -> Floats:
        first = np.maximum(start - max(1, 14 // self.panel.step), 0)
        return self.known.base[name][entity, start] * between_common(self.known, name, first, start)

    def _expected(self, name: str, entity: Ints, start: Ints, first: Ints, end: Ints, plain: Floats, recent: Floats) -> tuple[Floats, float]:  # fmt: skip
        of = self.spreads[name]
        campaign = self.panel.campaign[entity]
        missed = [
            self._missed[name].get(key, (0.0, 0.0))
            for key in zip(start.tolist(), campaign.tolist(), strict=True)
        ]
        share, sure = np.array([one[0] for one in missed]), np.array([one[1] for one in missed])
        slope, doubt = self._reverts[name]
        span = recent * (end - first) * self.panel.step / 14.0 * (plain > 0)
        expected = np.maximum(plain * (1 + share) + slope * span, plain * 0.1)
        own = float(np.sum(summed(entity, expected, len(self.panel.entities)) ** 2))
        variance = (
            of.own * own + (of.noise - of.sampling) * float(expected.sum()) + doubt * float(span.sum()) ** 2
            + self._common_doubt(name, campaign, expected, sure, first, end)
        )  # fmt: skip
        return expected, variance

    def _compared(self, first: Ints, end: Ints) -> bool:
        """Whether all but few of these entity-days have a control."""
        days = _daily(np.ones(len(first)), first, end, self.known.quiet.shape[1])
        return float(days[~self.known.quiet.any(axis=0)].sum()) <= _BARE * float(days.sum())

    def _common_doubt(self, name: str, campaign: Ints, expected: Floats, sure: Floats, first: Ints, end: Ints) -> float:  # fmt: skip
        """Variance by what controls tell of common and of campaigns' own demand, each day weighing as much as is expected
        on it. What the controls of the same campaign tell (`sure` of it) replaces what all tell; a campaign whose share
        is alike among changed entities and controls cancels out."""
        of, since, until = self.spreads[name], int(first.min()), int(end.max())
        campaigns = int(self.panel.campaign.max()) + 1
        leans = expected * (1 - sure)
        common = self.known.common[name][since:until]
        each = self.known.base[name][:, since:until] * self.known.quiet[:, since:until] * common
        controls = each.sum(axis=0)
        daily = _daily(leans / np.maximum(end - first, 1), first, end, until)[since:]
        weight = np.where(controls > 0, daily / np.maximum(controls, 1e-12), 0.0)
        share = each @ weight
        apart = summed(campaign, leans, campaigns) - summed(self.panel.campaign, share, campaigns)
        told = summed(campaign, expected * np.sqrt(sure * (1 - sure)), campaigns)
        return (
            of.sampling * float(np.sum(weight * daily)) + of.own * float(np.sum(share**2))
            + of.shared * float(np.sum(apart**2) + np.sum(told**2))
        )  # fmt: skip

    def _draws(
        self, name: str, n: int, observed: float, expected: float, variance: float
    ) -> tuple[Floats, Floats]:
        """Draws of the true sum with and without the changes."""
        of = self.spreads[name]
        with_, without = _normals()[n], _heavy(of.freedom, n)
        if n:  # sales first, spend leans on it
            with_ = self._alike * _normals()[0] + np.sqrt(1 - self._alike**2) * with_
            without = self._alike * _heavy(of.freedom, 0) + np.sqrt(1 - self._alike**2) * without
        shape = observed / of.sampling + 0.5 if of.sampling > 0 else 1e9
        seen = (
            of.sampling
            * shape
            * np.maximum(1 - 1 / (9 * shape) + with_ / (3 * np.sqrt(shape)), 0.0) ** 3
        )
        if expected <= 0:
            return seen, np.zeros(DRAWS)
        wide = np.sqrt(np.log1p(variance / expected**2))
        return seen, expected * np.exp(np.clip(wide * without - wide**2 / 2, -50, 50))

    def _gain(
        self, sums: dict[str, tuple[float, float]], draws: dict[str, tuple[Floats, Floats]]
    ) -> Effect:
        """Target × sales − spend."""
        observed, expected = (
            self.target * sums["sales"][side] - sums["spend"][side] for side in (0, 1)
        )
        with_, without = (
            self.target * draws["sales"][side] - draws["spend"][side] for side in (0, 1)
        )
        return _effect(observed, expected, with_, without, has_share=False)


def _daily(amount: Floats, first: Ints, end: Ints, periods: int) -> Floats:
    """Sums per period of amounts that each lasts from `first` up to and without `end`."""
    found = np.zeros(periods + 1)
    np.add.at(found, first, amount)
    np.add.at(found, np.maximum(end, first), -amount)
    return np.asarray(np.cumsum(found)[:-1])


def _price(panel: Panel) -> float:
    clicks = float(panel.clicks.sum())
    return float(panel.spend.sum()) / clicks if clicks > 0 else 1.0


def _effect(
    observed: float, expected: float, with_: Floats, without: Floats, has_share: bool = True
) -> Effect:
    difference = with_ - without
    low, high = np.quantile(difference, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]).tolist()
    share = None
    if has_share and expected > 0:
        ratio = with_ / np.maximum(without, 1e-12 * expected) - 1
        share = (
            observed / expected - 1,
            *np.quantile(ratio, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]).tolist(),
        )
    value = observed - expected
    return Effect(
        observed, expected, value, min(low, value), max(high, value), share, _chance(difference)
    )


def _chance(difference: Floats) -> float:
    below, above = int(np.sum(difference <= 0)), int(np.sum(difference >= 0))
    return min(1.0, 2 * (min(below, above) + 1) / (len(difference) + 1))


def _acos(
    sums: dict[str, tuple[float, float]], draws: dict[str, tuple[Floats, Floats]]
) -> Effect | None:
    """ACoS with and without; None where one of them has no sales."""
    if sums["sales"][0] <= 0 or sums["sales"][1] <= 0:
        return None
    observed, expected = (sums["spend"][side] / sums["sales"][side] for side in (0, 1))
    least = 1e-6 * max(sums["sales"])
    with_, without = (
        draws["spend"][side] / np.maximum(draws["sales"][side], least) for side in (0, 1)
    )
    return _effect(observed, expected, with_, without, has_share=False)


@cache
def _normals() -> Floats:
    return np.random.default_rng(_SEED).standard_normal((2, DRAWS))


@cache
def _heavy(freedom: float, n: int) -> Floats:
    """Student's t of so many degrees: variances learnt from few controls are themselves in doubt."""
    rng = np.random.default_rng(_SEED + 1 + n)
    normal = rng.standard_normal(DRAWS)
    return np.asarray(
        normal / np.sqrt(np.random.default_rng(_SEED + 9).gamma(freedom / 2, 2 / freedom, DRAWS))
    )
