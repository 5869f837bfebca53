"""A value of the law tables together with where it stands, when it holds and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from pilotage.kernel.decimals import plain
from pilotage.kernel.errors import RuleGap
from pilotage.kernel.money import Money
from pilotage.kernel.text import Text
from pilotage.kernel.trail import Source, Step

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")

_SAYS = Text(
    "法规表 {table}，{key} = {value}（{since}起）。",
    "Law table {table}: {key} = {value} ({since}).",
)
_BEFORE_RECORDS = Text("自有记录之前", "since before records")


@dataclass(frozen=True, slots=True)
class Dated(Generic[T_co]):
    """One value and its validity: `since` and `until` are inclusive days, None is open."""

    value: T_co
    table: str
    key: str
    since: date | None
    until: date | None
    source: Source

    def holds(self, on: date) -> bool:
        """Whether the value is in force on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    @property
    def unverified(self) -> bool:
        return self.source.confidence == "unverified"

    def replaced(self, value: U) -> Dated[U]:
        """The same place in the table with another reading of its value."""
        return Dated(value, self.table, self.key, self.since, self.until, self.source)

    def step(self, says: Text | None = None) -> Step:
        """This value as a step of a trail; `says` tells why it was asked."""
        return Step(
            says=says or self._says(),
            table=self.table,
            key=self.key,
            since=self.since,
            value=_shown(self.value),
            source=self.source,
        )

    def _says(self) -> Text:
        since = Text(f"{self.since} ", f"since {self.since}") if self.since else _BEFORE_RECORDS
        return _SAYS.with_(table=self.table, key=self.key, value=_shown(self.value), since=since)


def _shown(value: object) -> str:
    match value:
        case Decimal():
            return plain(value)
        case Money():
            return f"{value.currency} {plain(value.amount)}"
        case frozenset() | tuple():
            return ", ".join(sorted(str(item) for item in value))
        case _:
            return str(value)


def in_force(history: tuple[Dated[T], ...], on: date, table: str, key: str) -> Dated[T]:
    """The value that holds on `on`; RuleGap when the table has none for that day."""
    for entry in reversed(history):
        if entry.holds(on):
            return entry
    raise gap(table, key, on)


def gap(table: str, key: str, on: date) -> RuleGap:
    """What a caller raises when the tables are silent: which table, which key, which day."""
    return RuleGap(
        "RULE_GAP",
        Text(
            "法规表 {table} 中没有 {key} 在 {on} 的值。",
            "Law table {table} has no value for {key} on {on}.",
        ),
        Text(
            "请税务人员把有出处的值补入该表；系统不作猜测。",
            "Have a tax person add a sourced value to that table; nothing is guessed.",
        ),
        table=table,
        key=key,
        on=on.isoformat(),
    )
