"""Outcomes: how often intervals hold the truth that worlds were invented with, a line a kind and size; the bar is 93 % in each.

`--worlds=N` a cell (2000), from `--from=S` (1). Printed beside: how wide the intervals are, for one that always says
everything covers too. Medians that are not reached have no value and are not counted as held.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from math import log
from random import Random

from pilotage.engines.outcomes import (
    Cohort,
    Difference,
    Figure,
    Spell,
    clustered,
    difference,
    median,
    rate,
    share,
    waiting,
)
from pilotage.kernel.text import Text

COHORT = Cohort(Text("测试", "invented"), date(2026, 1, 1), date(2027, 1, 1), date(2026, 12, 31))
SIZES = (6, 8, 10, 15, 25, 50, 150)
BAR = 0.93
World = Callable[[Random, int], tuple[Figure, float]]


def main() -> int:
    """The lowest coverage of each kind beside the bar."""
    many, first = _option("worlds", 2000), _option("from", 1)
    began, held = time.process_time(), True
    for name, made in _kinds():
        lowest = 1.0
        for size in SIZES:
            covered, width, told = _cell(made, size, many, first)
            print(f"  {name:34} n {size:4}: covers {covered:6.1%}, width {width:8.4f}, told {told:6.1%}", flush=True)  # fmt: skip
            lowest = min(lowest, covered)
        held &= lowest >= BAR
        print(f"{name}: lowest {lowest:.1%} (bar {BAR:.0%})")
    print(f"{time.process_time() - began:.0f} s")
    return 0 if held else 1


def _cell(made: World, size: int, many: int, first: int) -> tuple[float, float, float]:
    covered, told, widths = 0, 0, list[float]()
    for seed in range(first, first + many):
        figure, truth = made(Random(f"{size}/{seed}"), size)
        if figure.value is None:
            continue
        told += 1
        low = float("-inf") if figure.low is None else figure.low
        high = float("inf") if figure.high is None else figure.high
        covered += low <= truth <= high
        if figure.low is not None and figure.high is not None:
            widths.append(high - low)
    return covered / max(told, 1), sum(widths) / max(len(widths), 1), told / many


def _kinds() -> Iterator[tuple[str, World]]:
    for p in (0.02, 0.3, 0.763, 0.95):
        yield f"share, truth {p}", _shares(p)
    for p, rho in ((0.9, 0.05), (0.9, 0.2), (0.7, 0.2)):
        yield f"groups, truth {p}, likeness {rho}", _groups(p, rho)
    yield "median, skewed", _medians
    for mean in (0.02, 0.3, 2.0):
        yield f"rate, truth {mean}", _rates(mean)
    for censored in (0.0, 0.2, 0.4):
        yield f"waiting, {censored:.0%} open", _spells(censored)
    yield "difference of shares", _apart(_shares(0.9), _shares(0.7))
    yield "difference of shares, near one", _apart(_shares(0.98), _shares(0.97))
    yield "difference of groups", _apart(_groups(0.9, 0.1), _groups(0.8, 0.1))
    yield "difference of medians", _apart(_medians, _medians)
    yield "difference of rates", _apart(_rates(0.5), _rates(0.2))
    yield "difference of waiting, 20% open", _apart(_spells(0.2), _spells(0.2, 40.0))


def _shares(p: float) -> World:
    def made(luck: Random, n: int) -> tuple[Figure, float]:
        return share(COHORT, sum(luck.random() < p for _ in range(n)), n, least=1), p

    return made


def _groups(p: float, likeness: float) -> World:
    """`n` groups of 1 to 12 cases; `likeness` is the correlation within a group."""

    def made(luck: Random, n: int) -> tuple[Figure, float]:
        weight = 1 / likeness - 1
        rows = []
        for _ in range(n):
            own, cases = luck.betavariate(p * weight, (1 - p) * weight), luck.randint(1, 12)
            rows.append((sum(luck.random() < own for _ in range(cases)), cases))
        return clustered(COHORT, rows, least=1), p

    return made


def _medians(luck: Random, n: int) -> tuple[Figure, float]:
    return median(COHORT, [luck.lognormvariate(log(30), 0.6) for _ in range(n)], least=1), 30.0


def _rates(mean: float) -> World:
    """`n` contracts of up to a year: events come at random over the months."""

    def made(luck: Random, n: int) -> tuple[Figure, float]:
        months = [luck.uniform(1, 12) for _ in range(n)]
        events = sum(_poisson(luck, mean * each / 6) for each in months)
        return rate(COHORT, events, sum(months), n=n, least=1), mean / 6

    return made


def _spells(censored: float, half: float = 30.0) -> World:
    """Exponential waiting with the median `half`; being looked at last is exponential too, in whole tenths of a day."""

    def made(luck: Random, n: int) -> tuple[Figure, float]:
        pace, rows = log(2) / half, list[Spell]()
        ends = pace * censored / (1 - censored)
        for _ in range(n):
            day = luck.expovariate(pace)
            last = luck.expovariate(ends) if ends else float("inf")
            rows.append(Spell(min(day, last), day <= last))
        return waiting(COHORT, rows, least=1), half

    return made


def _apart(one: World, other: World) -> World:
    def made(luck: Random, n: int) -> tuple[Figure, float]:
        a, truth_a = one(luck, n)
        b, truth_b = other(luck, n)
        return _as_figure(a, difference(a, b)), truth_a - truth_b

    return made


def _as_figure(one: Figure, apart: Difference) -> Figure:
    return Figure(one.kind, one.cohort, one.n, apart.value, apart.low, apart.high)


def _poisson(luck: Random, mean: float) -> int:
    came, at = 0, luck.expovariate(1.0)
    while at < mean:
        came, at = came + 1, at + luck.expovariate(1.0)
    return came


def _option(name: str, usual: int) -> int:
    given = [w.partition("=")[2] for w in sys.argv if w.startswith(f"--{name}=")]
    return int(given[0]) if given else usual


if __name__ == "__main__":
    sys.exit(main())
