"""The set problem for HiGHS: its linear relaxation, and the cheapest assignment of chosen partners.

Column x[p] is 1 when partner p is chosen, y[p, n] when p serves pair n.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.matching.cover import Cover, Flags, Rows

Floats = NDArray[np.float64]
Row = tuple[float, float, NDArray[np.int32], Floats]
_INF = float("inf")
# A count stops at the same place on every machine; the clock is only the last resort.
_SOLVES = 5_000
# What rounding in the solver may hide, in absolute terms and as a part of the value.
_SLIP, _SLIP_PART = 1e-2, 1e-9
_DIGITS = 24


class Spent(Exception):
    """The time or the number of solves is used up."""


@dataclass(frozen=True, slots=True)
class Point:
    """The best of the relaxation: the `share` of each partner, the value, and what moving a share adds."""

    share: Floats
    value: float
    dual: Floats

    @property
    def bound(self) -> int:
        """No set here has a lower value, since values are whole."""
        return ceil(self.value)

    @property
    def least_if_moved(self) -> Floats:
        """What a set costs at least in which a partner is on the other side than its share."""
        least: Floats = self.value + np.abs(self.dual)
        return least


class Relaxation:
    """Partners and services in parts, solved again and again from where the last solve ended.

    `seconds` limits all solves together: HiGHS counts the time of one model over its runs.
    """

    def __init__(self, cover: Cover, seconds: float) -> None:
        self._columns = np.arange(cover.partners, dtype=np.int32)
        self._model = _solver(time_limit=seconds, presolve="off")
        self._unit = _unit(cover)
        self._model.passModel(_program(cover, self._unit))
        self._left = _SOLVES

    def at(self, must: Flags, may: Flags) -> Point | None:
        """With these partners fixed to be chosen and only those allowed; None when nothing fits."""
        self._left -= 1
        count, model = len(self._columns), self._model
        model.changeColsBounds(count, self._columns, must.astype(float), may.astype(float))
        if not _optimal(model, stop=self._left < 0):
            return None
        value, solution = model.getInfo().objective_function_value, model.getSolution()
        lower = (value - _SLIP - value * _SLIP_PART) * self._unit
        share, dual = np.array(solution.col_value[:count]), np.array(solution.col_dual[:count])
        return Point(share, lower, dual * self._unit)

    def forbid(self, chosen: Rows) -> None:
        """At least one partner less, or one more, than in this set."""
        sign = np.ones(len(self._columns))
        sign[chosen] = -1.0
        self._model.addRow(1.0 - len(chosen), _INF, len(sign), self._columns, sign)


def assigned(cover: Cover, chosen: Rows) -> tuple[int, ...] | None:
    """Who serves which pair when all of these do, at the least cost; None when limits forbid it."""
    import highspy

    own = cover.only(chosen, cover.offered)
    program = _program(own, 1)
    program.col_lower_ = np.r_[np.ones(own.partners), np.zeros(program.num_col_ - own.partners)]
    program.integrality_ = [highspy.HighsVarType.kInteger] * program.num_col_
    model = _solver(mip_rel_gap=0.0, mip_abs_gap=0.5)
    model.passModel(program)
    if not _optimal(model):
        return None
    partner, pair = np.nonzero(own.offered)
    at = np.flatnonzero(np.array(model.getSolution().col_value[own.partners :]) > 0.5)
    return tuple(chosen[partner[at]][np.argsort(pair[at])].tolist())


def _optimal(model: Any, *, stop: bool = False) -> bool:
    """Whether there is a solution; Spent when that was not settled."""
    from highspy import HighsModelStatus

    if stop:
        raise Spent
    model.run()
    status = model.getModelStatus()
    if status not in (HighsModelStatus.kOptimal, HighsModelStatus.kInfeasible):
        raise Spent
    return bool(status == HighsModelStatus.kOptimal)


def _solver(**options: object) -> Any:
    from pilotage.engines.matching.quiet_highs import QuietHighs

    model = QuietHighs()
    for option, value in {"threads": 1, "random_seed": 0, **options}.items():
        model.setOptionValue(option, value)
    return model


def _unit(cover: Cover) -> int:
    """A power of two that makes sums small enough for the solver's tolerances, 1 for usual ones."""
    counted = max(
        int(amounts.max()) for amounts in (cover.base, cover.weight, cover.price, cover.fixed)
    )
    return 1 << max(0, counted.bit_length() - _DIGITS)


def _program(cover: Cover, unit: int) -> Any:
    """The linear program, without whole numbers; sums in this `unit`."""
    import highspy

    partner, pair = np.nonzero(cover.offered)
    rows = list(_rows(cover, partner, pair, unit))
    program = highspy.HighsLp()
    program.col_cost_ = np.concatenate([cover.base, cover.weight[partner, pair]]) / unit
    program.num_col_ = len(program.col_cost_)
    program.col_lower_ = np.zeros(program.num_col_)
    program.col_upper_ = np.ones(program.num_col_)
    program.num_row_ = len(rows)
    program.row_lower_ = np.array([row[0] for row in rows])
    program.row_upper_ = np.array([row[1] for row in rows])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in rows)])
    program.a_matrix_.index_ = np.concatenate([row[2] for row in rows])
    program.a_matrix_.value_ = np.concatenate([row[3] for row in rows])
    return program


def _rows(cover: Cover, partner: Rows, pair: Rows, unit: int) -> Iterator[Row]:
    offers = cover.partners + np.arange(len(partner))
    for n in range(cover.pairs):
        yield _row(1, 1, offers[pair == n])
    for offer, p in zip(offers.tolist(), partner.tolist(), strict=True):
        yield _row(-_INF, 0, [offer, p], [1, -1])
    for p in range(cover.partners):
        own = offers[partner == p]
        yield _row(-_INF, 0, [p, *own], [1, *(-1 for _ in own)])  # the chosen serve something
        if cover.room[p] < len(own):
            yield _row(-_INF, 0, [p, *own], [-int(cover.room[p]), *(1 for _ in own)])
    if cover.budget is not None:
        paid = np.concatenate([cover.fixed, cover.price[partner, pair]])
        yield _row(-_INF, cover.budget / unit, np.arange(len(paid)), paid / unit)
    if cover.max_partners is not None:
        yield _row(-_INF, cover.max_partners, np.arange(cover.partners))


def _row(lower: float, upper: float, columns: Any, factors: Any = None) -> Row:
    at = np.asarray(columns, dtype=np.int32)
    values = np.ones(len(at)) if factors is None else np.asarray(factors, dtype=np.float64)
    return float(lower), float(upper), at, values
