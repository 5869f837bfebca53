"""Figures as Amazon defines them: sums of a report per currency and level, and the ratios of those sums.

ACoS = spend ÷ attributed sales, undefined without sales; ROAS its inverse; CTR = clicks ÷ impressions; CVR = orders ÷
clicks; CPC = spend ÷ clicks. Ratios are those of the sums, never means of the rows' ratios. Sources: Amazon Ads help
"Advertising cost of sales", and real exports, in which the rows' own ratios follow these definitions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np

from pilotage.engines.mill.ads import AdsFile, AdsTable, Rejected, as_decimal, refused
from pilotage.kernel.decimals import EXACT, rounded

RATIO_PLACES = 6
# A bulk sheet repeats its figures on every level; the first of these that has any is the account's.
LEVELS = (("Campaign",), ("Keyword", "Product Targeting"), ("Product Ad",), ("Ad Group",), ("Bidding Adjustment",))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of some rows in one currency; money exact."""

    currency: str
    rows: int
    impressions: int
    clicks: int
    spend: Decimal
    sales: Decimal
    orders: int
    units: int

    @property
    def acos(self) -> Decimal | None:
        """Spend ÷ sales; None without sales."""
        return _ratio(self.spend, self.sales)

    @property
    def roas(self) -> Decimal | None:
        """Sales ÷ spend; None without spend."""
        return _ratio(self.sales, self.spend)

    @property
    def ctr(self) -> Decimal | None:
        """Clicks ÷ impressions."""
        return _ratio(Decimal(self.clicks), Decimal(self.impressions))

    @property
    def cvr(self) -> Decimal | None:
        """Orders ÷ clicks."""
        return _ratio(Decimal(self.orders), Decimal(self.clicks))

    @property
    def cpc(self) -> Decimal | None:
        """Spend ÷ clicks."""
        return _ratio(self.spend, Decimal(self.clicks))


@dataclass(frozen=True, slots=True)
class Level:
    """The figures of one table, or of one entity of a bulk sheet; `counts` marks those of the whole account."""

    table: str
    kind: str
    entity: str
    counts: bool
    by_currency: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What is in a file: rows in = kept + rejected, its levels, and the account's figures per currency."""

    file: str
    sha256: str
    form: str
    encoding: str
    kind: str
    rows: int
    kept: int
    rejected: tuple[tuple[str, Rejected], ...]
    levels: tuple[Level, ...]
    totals: tuple[Figures, ...]
    unknown: tuple[str, ...]
    guessed: dict[str, str]
    ignored: tuple[tuple[str, int], ...]


def report(file: AdsFile) -> Report:
    """The figures of `file`. Raises `Invalid` for a file without any, such as a history."""
    counted = [
        table for table in file.tables if "clicks" in table.counts and "spend" in table.money
    ]
    if not counted:
        raise refused("NO_MEASURES", Path(file.file))
    main = next((table for table in counted if table.kind == "bulk"), counted[0])
    levels = tuple(level for table in counted for level in _levels(table, table is main))
    totals = _sum(level for level in levels if level.counts)
    return Report(
        file.file, file.sha256, file.form, file.encoding, main.kind,
        file.gathered or sum(table.rows_in for table in file.tables),
        file.gathered - sum(len(table.rejected) for table in file.tables) if file.gathered else sum(table.kept for table in file.tables),
        tuple((table.name, one) for table in file.tables for one in table.rejected),
        levels, totals,
        tuple(dict.fromkeys(name for table in file.tables for name in table.extra)),
        {text: name for table in file.tables for text, name in table.guessed.items()},
        file.ignored,
    )  # fmt: skip


def _levels(table: AdsTable, is_main: bool) -> list[Level]:
    if table.kind != "bulk":
        everything = np.ones(table.kept, bool)
        return [Level(table.name, table.kind, "", is_main, _by_currency(table, everything))]
    entities = np.array(table.text("entity"), object)
    found = {str(name): entities == name for name in dict.fromkeys(entities.tolist())}
    busy = {name for name, rows in found.items() if table.count("clicks")[rows].any()}
    main = next((level for level in LEVELS if busy & set(level)), LEVELS[0])
    return [
        Level(table.name, "bulk", name, is_main and name in main, _by_currency(table, rows))
        for name, rows in found.items()
    ]


def _by_currency(table: AdsTable, rows: np.ndarray) -> tuple[Figures, ...]:
    currencies = np.array(table.text("currency"), object)
    out = []
    for currency in dict.fromkeys(currencies[rows].tolist()):
        of = rows & (currencies == currency)
        out.append(
            Figures(
                str(currency), int(of.sum()),
                _total(table.count("impressions")[of]), _total(table.count("clicks")[of]),
                as_decimal(_total(table.amount("spend")[of])),
                as_decimal(_total(table.amount("sales")[of])),
                _total(table.count("orders")[of]), _total(table.count("units")[of]),
            )
        )  # fmt: skip
    return tuple(out)


def _total(values: np.ndarray) -> int:
    return sum(values.tolist())  # whole numbers of any size: nothing overflows


def _sum(levels: Iterable[Level]) -> tuple[Figures, ...]:
    found: dict[str, list[Figures]] = defaultdict(list)
    for level in levels:
        for one in level.by_currency:
            found[one.currency].append(one)
    return tuple(_added(currency, all_) for currency, all_ in found.items())


def _added(currency: str, all_: list[Figures]) -> Figures:
    return Figures(
        currency,
        rows=sum(one.rows for one in all_),
        impressions=sum(one.impressions for one in all_),
        clicks=sum(one.clicks for one in all_),
        spend=sum((one.spend for one in all_), Decimal(0)),
        sales=sum((one.sales for one in all_), Decimal(0)),
        orders=sum(one.orders for one in all_),
        units=sum(one.units for one in all_),
    )


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return rounded(EXACT.divide(part, whole), RATIO_PLACES) if whole else None
