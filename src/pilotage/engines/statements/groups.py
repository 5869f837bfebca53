"""How the figures of a month stand together: by subject, and the few that stand at the top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from pilotage.engines.statements.figure import Figure
from pilotage.kernel.text import Text

# The first group one of whose beginnings a figure's key has; what none has stands last.
_GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (Text("结算与回款", "Settlements and payouts"), ("settlement_", "reserve_", "payout", "balance_")),
    (Text("销售", "Sales"), ("ordered_", "units_ordered")),
    (Text("广告", "Advertising"), ("ad_spend", "acos", "tacos", "roas")),
    (
        Text("库存", "Stock"),
        ("units_shipped", "inventory_", "days_of_supply", "sell_through", "stock_", "stranded_", "unsellable_", "storage_"),
    ),
    (Text("库存核对", "Stock, reconciled"), ("ledger_", "detail_", "myi_")),
    (Text("承诺与申报", "Promises and filings"), ("sla_", "filings_")),
)  # fmt: skip
_OTHER = Text("其他", "Other")
_TOP = ("ordered_product_sales", "settlement_difference", "tacos", "acos", "inventory_turns", "days_of_supply", "sell_through", "sla_attainment")  # fmt: skip
AGES = ("stock_aged_0-90", "stock_aged_91-180", "stock_aged_181-365", "stock_aged_365+")
SHOULD_BE_ZERO = frozenset({
    "settlement_difference", "payout_difference", "reserve_missing", "ledger_rows_broken", "myi_rows_broken",
    "detail_difference",
})  # fmt: skip


class Keyed(Protocol):
    """What a group is told from."""

    @property
    def key(self) -> str: ...


One = TypeVar("One", bound=Keyed)


def in_groups(figures: Iterable[One]) -> Iterator[tuple[Text, list[One]]]:
    """Every figure or series once, in the groups' order and there in its own; empty groups are left out."""
    found: dict[Text, list[One]] = {says: [] for says in (*(says for says, _ in _GROUPS), _OTHER)}
    for one in figures:
        found[_group(one.key)].append(one)
    yield from ((says, some) for says, some in found.items() if some)


def top(figures: Iterable[Figure]) -> list[Figure]:
    """Those that are read first; of differences only the ones that are not zero."""
    known = list(figures)
    return [
        one
        for key in _TOP
        for one in known
        if one.key == key and (key not in SHOULD_BE_ZERO or one.value)
    ]


def is_wrong(one: Figure) -> bool:
    """Whether it should be zero and is not."""
    return one.key in SHOULD_BE_ZERO and bool(one.value)


def _group(key: str) -> Text:
    return next((says for says, begins in _GROUPS if key.startswith(begins)), _OTHER)
