"""The set problem as a mixed-integer program for HiGHS, and its best sets one after the other.

Column x[p] is 1 when partner p is chosen, y[p, n] when p serves pair n.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.matching.cover import Cover, Cut, value_of

# Node limits stop at the same place on every machine; the clock is only the last resort.
_NODES = 50_000

Row = tuple[float, float, NDArray[np.int32], NDArray[np.float64]]
_INF = float("inf")


def sets(
    cover: Cover, known: Iterable[Collection[int]], limit: int | None, seconds: float
) -> Iterator[Cut]:
    """The partner sets other than the `known` ones, ascending, each at its cheapest assignment.

    Ends when there are no more with a value up to `limit`; one beyond it may come last. `seconds` limits each solve; a set
    found within it but not proven best has a `bound` below its `value`.
    """
    if not cover.offered.any(axis=0).all():
        return
    # Once the partners are fixed, who serves what is a transport problem, whole by itself: branching on
    # partners alone is several times faster. A budget spoils that.
    model = _model(cover, seconds, whole_offers=cover.budget is not None)
    if limit is not None:
        model.setOptionValue("objective_bound", limit + 0.5)
    for chosen in known:
        _forbid(model, cover, chosen)
    while (found := _solved(model)) is not None:
        values, bound = found
        chosen = np.flatnonzero(values[: cover.partners] > 0.5)
        serves = _assigned(cover, chosen)
        value = value_of(cover, serves)
        yield Cut(serves, value, min(value, bound))
        if limit is not None and value > limit:
            return
        _forbid(model, cover, chosen.tolist())


def _assigned(cover: Cover, chosen: NDArray[np.intp]) -> tuple[int, ...]:
    """Who serves which pair when all of these do, at the least cost."""
    own = cover.only(chosen, cover.offered)
    model = _model(own, _INF, whole_offers=True)
    for row in range(own.partners):
        model.changeColBounds(row, 1.0, 1.0)
    found = _solved(model)
    if found is None:
        raise RuntimeError("a set that was found has no assignment")
    partner, pair = np.nonzero(own.offered)
    at = np.flatnonzero(found[0][own.partners :] > 0.5)
    return tuple(chosen[partner[at]][np.argsort(pair[at])].tolist())


def _solved(model: Any) -> tuple[NDArray[np.float64], int] | None:
    """The best point and a proven lower bound, or None when there is none."""
    from highspy import HighsModelStatus

    model.run()
    status, info = model.getModelStatus(), model.getInfo()
    stopped = (
        HighsModelStatus.kTimeLimit,
        HighsModelStatus.kSolutionLimit,
        HighsModelStatus.kIterationLimit,
    )
    found = status == HighsModelStatus.kOptimal or (
        status in stopped and info.primal_solution_status == 2
    )
    if not found:
        return None
    # Values are whole, so a bound above z - 1 proves z.
    bound = int(np.ceil(max(info.mip_dual_bound, 0.0) - 0.01))
    return np.array(model.getSolution().col_value), bound


def _forbid(model: Any, cover: Cover, chosen: Collection[int]) -> None:
    """At least one partner less, or one more, than in this set."""
    sign = np.ones(cover.partners)
    sign[list(chosen)] = -1.0
    columns = np.arange(cover.partners, dtype=np.int32)
    model.addRow(1.0 - len(chosen), _INF, cover.partners, columns, sign)


def _model(cover: Cover, seconds: float, *, whole_offers: bool) -> Any:
    import highspy

    partner, pair = np.nonzero(cover.offered)
    columns = cover.partners + len(partner)
    program = highspy.HighsLp()
    program.num_col_ = columns
    program.col_cost_ = np.concatenate([cover.base, cover.weight[partner, pair]]).astype(float)
    program.col_lower_ = np.zeros(columns)
    program.col_upper_ = np.ones(columns)
    whole, split = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    offers = [whole if whole_offers else split] * len(partner)
    program.integrality_ = [whole] * cover.partners + offers
    rows = list(_rows(cover, partner, pair))
    program.num_row_ = len(rows)
    program.row_lower_ = np.array([row[0] for row in rows])
    program.row_upper_ = np.array([row[1] for row in rows])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in rows)])
    program.a_matrix_.index_ = np.concatenate([row[2] for row in rows])
    program.a_matrix_.value_ = np.concatenate([row[3] for row in rows])
    model = _solver(seconds)
    model.passModel(program)
    return model


def _solver(seconds: float) -> Any:
    from pilotage.engines.matching.quiet_highs import QuietHighs

    model = QuietHighs()
    for option, value in {
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.5,
        "mip_max_nodes": _NODES,
        "mip_allow_restart": False,
        "time_limit": seconds,
    }.items():
        model.setOptionValue(option, value)
    return model


def _rows(cover: Cover, partner: NDArray[np.intp], pair: NDArray[np.intp]) -> Iterator[Row]:
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
        yield _row(-_INF, cover.budget, np.arange(len(paid)), paid)
    if cover.max_partners is not None:
        yield _row(-_INF, cover.max_partners, np.arange(cover.partners))


def _row(lower: float, upper: float, columns: Any, factors: Any = None) -> Row:
    at = np.asarray(columns, dtype=np.int32)
    values = np.ones(len(at)) if factors is None else np.asarray(factors, dtype=np.float64)
    return float(lower), float(upper), at, values
