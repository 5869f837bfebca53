"""Dated rows as a table of entities by periods: clicks, spend, sales, orders of each day or week.

An entity is the finest thing the file names: a target, else an ad group, else a campaign. A period that no row of the
file is about is missing, not zero; an entity without a row in a period that others have had nothing there. What an
entity earned counts from the period after its first row: that it has a first row at all is luck.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.ads.proof.refusals import refused
from pilotage.engines.mill.ads import MICRO, AdsTable, folded

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
LONGEST_STEP = 7
LEAST_PERIODS = 3
_DAY = np.timedelta64(1, "D")


class Entity(NamedTuple):
    """Names as the report writes them, ids where it has them; blank below the file's finest level."""

    campaign: str
    group: str
    target: str
    match: str
    campaign_id: str
    group_id: str
    target_id: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows of the measures are `entities`, columns are periods of `step` days that begin on `starts`."""

    entities: tuple[Entity, ...]
    starts: NDArray[np.datetime64]
    step: int
    clicks: Floats
    spend: Floats
    sales: Floats
    orders: Floats
    born: Ints  # the period of its first row
    group: Ints  # codes of ad groups and campaigns, per entity
    campaign: Ints
    currency: str
    undated: int
    level: str  # what an entity is: target, group, campaign

    @property
    def last_day(self) -> np.datetime64:
        """The last day of the last period."""
        return np.datetime64(self.starts[-1] + (self.step - 1) * _DAY)

    def at(self, day: date) -> int:
        """The period that holds `day`, or the first after it where that one is missing; may lie beyond the end."""
        return int(np.searchsorted(self.starts + (self.step - 1) * _DAY, np.datetime64(day)))

    def first(self, period: int) -> date:
        """The first day of a period."""
        return _as_date(self.starts[period])

    def last(self, period: int) -> date:
        """The last day of a period."""
        return _as_date(self.starts[period] + (self.step - 1) * _DAY)


def _as_date(day: np.datetime64) -> date:
    found = day.astype("datetime64[D]").item()
    if not isinstance(found, date):
        raise TypeError(str(day))
    return found


def panel(tables: Iterable[AdsTable]) -> Panel:
    """The panel of search-term, targeting or campaign tables. Raises `Invalid` where rows have no day or are too long."""
    found = [
        table
        for table in tables
        if table.kept and "clicks" in table.counts and "spend" in table.money
    ]
    if not found:
        raise refused("NO_ROWS")
    ends = [_ends(table) for table in found]
    start, end = (np.concatenate([one[side] for one in ends]) for side in (0, 1))
    dated = ~np.isnat(start)
    if not dated.any():
        raise refused("NO_DATES")
    step = _step(start[dated], end[dated])
    starts = np.unique(start[dated])
    if len(starts) < LEAST_PERIODS:
        raise refused("TOO_FEW_PERIODS", periods=len(starts))
    _refuse_overlaps(starts, step)
    currency = _currency(found)
    level = _level(found)
    codes, entities = _entities(found, level)
    codes, at = codes[dated], np.searchsorted(starts, start[dated])
    size = (len(entities), len(starts))
    cells = codes * size[1] + at

    def sums(name: str, is_money: bool) -> Floats:
        # whole millionths add up exactly, in whatever order the rows stand
        values = [table.amount(name) if is_money else table.count(name) for table in found]
        flat = np.bincount(cells, np.concatenate(values)[dated].astype(float), size[0] * size[1])
        return flat.astype(np.float64).reshape(size) / (MICRO if is_money else 1)

    born = np.full(size[0], size[1], np.int64)
    np.minimum.at(born, codes, at)
    group = _codes(
        [(one.campaign_id or one.campaign, one.group_id or one.group) for one in entities]
    )
    campaign = _codes([(one.campaign_id or one.campaign,) for one in entities])
    return Panel(
        tuple(entities), starts, step, sums("clicks", False), sums("spend", True), sums("sales", True),
        sums("orders", False), born, group, campaign, currency, int((~dated).sum()), level,
    )  # fmt: skip


def _codes(keys: list[tuple[str, ...]]) -> Ints:
    known: dict[tuple[str, ...], int] = {}
    return np.array(
        [known.setdefault(tuple(folded(one) for one in key), len(known)) for key in keys], np.int64
    )


def _ends(table: AdsTable) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    none = np.full(table.kept, np.datetime64("NaT"), "datetime64[D]")
    start = table.days.get("day", table.days.get("start_day", none))
    return start, table.days.get("day", table.days.get("end_day", none))


def _step(start: NDArray[np.datetime64], end: NDArray[np.datetime64]) -> int:
    """Days of a row: from its two ends; where it has one, from the gap between the days that occur."""
    spans = (end - start).astype("timedelta64[D]").astype(np.int64) + 1
    spans = spans[~np.isnat(end)]
    longest = int(spans.max()) if len(spans) else 1
    if longest > LONGEST_STEP:
        raise refused("ROWS_TOO_LONG", days=longest)
    days = np.unique(start)
    if longest == 1 and len(days) > 2:
        gaps = np.diff(days).astype("timedelta64[D]").astype(np.int64)
        if gaps.min() == LONGEST_STEP:  # weekly rows that name their first day only
            return LONGEST_STEP
    return longest


def _refuse_overlaps(starts: NDArray[np.datetime64], step: int) -> None:
    gaps = np.diff(starts).astype("timedelta64[D]").astype(np.int64)
    if (gaps < step).any():
        raise refused("PERIODS_OVERLAP", days=step)


def _currency(tables: list[AdsTable]) -> str:
    found = sorted({one for table in tables for one in table.text("currency") if one})
    if len(found) > 1:
        raise refused("CURRENCIES", currencies=", ".join(found))
    return found[0] if found else ""


_TARGET = ("targeting", "keyword_text", "targeting_expression")


def _level(tables: list[AdsTable]) -> str:
    if any(any(table.text(name)) for table in tables for name in _TARGET):
        return "target"
    return "group" if any(any(table.text("ad_group_name")) or any(table.text("ad_group_id")) for table in tables) else "campaign"  # fmt: skip


def _entities(tables: list[AdsTable], level: str) -> tuple[Ints, list[Entity]]:
    """A code per row and the entities in the order of their names, so that the order of rows changes nothing."""
    rows: list[tuple[str, ...]] = []
    said: dict[tuple[str, ...], Entity] = {}
    for table in tables:
        for one in _named(table, level):
            key = _key(one)
            rows.append(key)
            if key not in said or said[key] > one:
                said[key] = one
    order = {key: n for n, key in enumerate(sorted(said))}
    return np.array([order[key] for key in rows], np.int64), [said[key] for key in sorted(said)]


def _key(one: Entity) -> tuple[str, ...]:
    """Ids where the report has them: names may change, ids do not."""
    if one.target_id:
        return ("", "", one.target_id, "")
    return (
        one.campaign_id or folded(one.campaign), one.group_id or folded(one.group), folded(one.target), folded(one.match),
    )  # fmt: skip


def _named(table: AdsTable, level: str) -> Iterable[Entity]:
    blank = [""] * table.kept
    group = level != "campaign"
    target = level == "target"
    said = [table.text(name) for name in _TARGET]
    words = (
        [next(filter(None, cells), "") for cells in zip(*said, strict=True)] if target else blank
    )
    ids = (
        [a or b for a, b in zip(table.text("keyword_id"), table.text("targeting_id"), strict=True)]
        if target
        else blank
    )
    return map(
        Entity, table.text("campaign_name"), table.text("ad_group_name") if group else blank, words,
        table.text("match_type") if target else blank, table.text("campaign_id"),
        table.text("ad_group_id") if group else blank, ids,
    )  # fmt: skip
