"""The terms of a fee plan (收费方案) as values: five kinds of item, their tiers and rounding."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from pilotage.kernel.decimals import Rounding


class Every(StrEnum):
    """How long one billing period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}[self]


class Anchor(StrEnum):
    """Where billing periods begin: with the calendar, or with the first day of the window."""

    CALENDAR = "calendar"
    START = "start"


class Level(StrEnum):
    """What is rounded: the sum of a billing period once, or each unit before adding."""

    INVOICE = "invoice"
    LINE = "line"


class TiersApply(StrEnum):
    """Each slice of the sales at its own rate, or all sales at the rate of the tier reached."""

    SLICE = "slice"
    WHOLE = "whole"


class Payee(StrEnum):
    """Whom a pass-through charge (代收代付) goes to."""

    GOVERNMENT = "government"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class BillRounding:
    """Level and named mode; once per billing period, half up, unless agreed otherwise."""

    level: Level = Level.INVOICE
    mode: Rounding = Rounding.HALF_UP


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What every item has: the service code, its currency, how it is rounded.

    `count` is how many units (countries, classes) it is for, `per` what such a unit is called.
    """

    code: str
    currency: str
    count: int = 1
    per: str | None = None
    rounding: BillRounding = field(default_factory=BillRounding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring(Charge):
    """`amount` × `count` each period, pro rata by calendar days at the ends of the window."""

    amount: Decimal
    every: Every
    anchor: Anchor = Anchor.CALENDAR


@dataclass(frozen=True, slots=True)
class Tier:
    """`percent` of the sales of a month from `start` on (0.8 means 0.8 %)."""

    start: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Charge):
    """A percentage of the forecast sales of a month; one rate is one tier from 0.

    `tiers` ascend from 0. `floor` and `cap` are amounts for a whole month.
    """

    of: str
    tiers: tuple[Tier, ...]
    tiers_apply: TiersApply = TiersApply.SLICE
    floor: Decimal | None = None
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerUnit(Charge):
    """`amount` for each unit of the forecast quantity of `of`."""

    of: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Charge):
    """`amount` × `count`, once, on the first day."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class PassThrough:
    """A charge of an authority or third party, totalled apart from the service."""

    charge: Recurring | PerUnit | Project
    payee: Payee | None = None


ServiceItem = Recurring | Share | PerUnit | Project
FeeItem = ServiceItem | PassThrough

KINDS: dict[type, str] = {
    Recurring: "recurring",
    Share: "share",
    PerUnit: "per_unit",
    Project: "project",
    PassThrough: "pass_through",
}


@dataclass(frozen=True, slots=True)
class FeePlan:
    """The items of one offer, in the order in which they are shown."""

    items: tuple[FeeItem, ...]


def charge_of(item: FeeItem) -> ServiceItem:
    """The charge itself, also of a pass-through."""
    return item.charge if isinstance(item, PassThrough) else item


def kind_of(item: FeeItem) -> str:
    """The item's kind as the contract spells it."""
    return KINDS[type(item)]
