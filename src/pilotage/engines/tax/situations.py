"""Situations (情形): what decides about rows apart from their amounts, each judged once.

A report of five million rows holds some ten thousand of them: countries, scheme, days, currency and
whether a buyer's number is there. The ladder, periods and exchange are worked out per situation;
rows then meet theirs, and only amounts are reckoned row by row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table

KEYS = (
    "kind is_refund inherits sold dep arr scheme responsibility exported issuer buyer_invalid code"
    " special_rate with_vat currency cost_currency sale_currency rate_date own_rate_date"
    " sale_rate_date period_month sale_period_month done_on"
).split()
# What a situation tells its rows.
TOLD = (
    "rule treatment ruled_out jurisdiction taxed exempt with_input moved rate before_price after_price"
    " when_booked"
    " num_main den_main num_other den_other target_currency line period taxed_in return_key"
    " corrects corrected_period other other_period other_currency findings"
).split()
_SHOWN = ("kind", "is_refund", "inherits", "dep", "arr")  # keys that rows keep


def met(facts: Table) -> Table:
    """Each situation of the rows once."""
    return facts.select(*KEYS).distinct()


def told(t: Table) -> Table:
    """What rows are met by (`k_…`) and what they are told."""
    return t.select(*TOLD, **{f"k_{name}": name for name in KEYS})


def placed(facts: Table, situations: Table) -> Table:
    """Every row with what its situation tells."""
    same = [facts[name].identical_to(situations[f"k_{name}"]) for name in KEYS]
    own = [name for name in facts.columns if name not in KEYS or name in _SHOWN]
    return facts.join(situations, same).select(*own, *TOLD)
