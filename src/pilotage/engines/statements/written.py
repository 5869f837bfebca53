"""Settlements as plain values for JSON: amounts as text, exactly as they add up."""

from __future__ import annotations

from collections.abc import Sequence

from pilotage.engines.statements.reserves import carried_over, day_of
from pilotage.engines.statements.settlement import Settlement

Json = dict[str, object]


def as_json(found: Sequence[Settlement]) -> Json:
    """{"settlements": […], "reserves": […]}."""
    return {
        "settlements": [_settlement(one) for one in found],
        "reserves": [
            {
                "earlier": one.earlier,
                "later": one.later,
                "currency": one.currency,
                "held": str(one.held),
                "returned": str(one.returned),
                "missing": str(one.missing),
            }
            for one in carried_over(found)
        ],
    }


def _settlement(one: Settlement) -> Json:
    return {
        "id": one.id,
        "currency": one.currency,
        "period": {"from": _day(one.since), "to": _day(one.until)},
        "deposit_date": _day(one.deposited),
        "declared": None if one.declared is None else str(one.declared),
        "summed": str(one.summed),
        "difference": None if one.difference is None else str(one.difference),
        "by": [
            {
                "amount_type": part.amount_type,
                "amount_description": part.amount_description,
                "amount": str(part.amount),
                "rows": part.rows,
            }
            for part in one.parts
        ],
        "rows": one.rows,
        "rejected": [
            {"row": row.row, "value": row.value, "reason": row.reason} for row in one.rejected
        ],
        "file": one.file,
        "sha256": one.sha256,
    }


def _day(written: str) -> str | None:
    """ISO where the day is certain, else as Amazon wrote it."""
    day = day_of(written)
    return day.isoformat() if day else written or None
