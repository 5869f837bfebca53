"""A check as JSON (对照结果留存), so that it is worked out once and shown many times."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pilotage.engines.tax.partner_check.check import Check, Compared, Practice
from pilotage.kernel.text import Text

MOST_ROWS = 100  # of a practice; `row_count` says how many there are


def check_json(check: Check) -> dict[str, Any]:
    """Plain values; amounts as text."""
    return {
        "has_form": check.has_form,
        "boxes": [[one.box, f"{one.ours:f}", f"{one.theirs:f}"] for one in check.boxes],
        "practices": [
            {
                "code": one.code,
                "says": one.says.both(),
                "next_step": one.next_step.both(),
                "rows": [list(at) for at in one.rows[:MOST_ROWS]],
                "row_count": one.row_count,
            }
            for one in check.practices
        ],
    }


def check_from_json(kept: Mapping[str, Any]) -> Check:
    """The way back; of many rows only the first are there."""
    boxes = (Compared(box, Decimal(ours), Decimal(theirs)) for box, ours, theirs in kept["boxes"])
    practices = (
        Practice(
            one["code"],
            Text(**one["says"]),
            Text(**one["next_step"]),
            tuple((file, row) for file, row in one["rows"]),
            one["row_count"],
        )
        for one in kept["practices"]
    )
    return Check(tuple(boxes), tuple(practices), kept["has_form"])
