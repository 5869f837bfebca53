"""Reports as plain values for JSON. Money and ratios are JSON numbers with the digits of the exact decimals."""

from __future__ import annotations

from decimal import Decimal

from pilotage.engines.ads.changes import Change
from pilotage.engines.ads.figures import Figures, Report
from pilotage.engines.ads.plan import Plan

Json = dict[str, object]


def report_json(found: Report) -> Json:
    """The account's figures on top (money only when it has one currency), then per currency and level."""
    top = found.totals[0] if len(found.totals) == 1 else None
    figures = figures_json(top) if top else _counts_only(found.totals)
    return {
        "file": found.file,
        "sha256": found.sha256,
        "form": found.form,
        "encoding": found.encoding,
        "kind": found.kind,
        **figures,
        "rows": found.rows,
        "kept": found.kept,
        "rejected": len(found.rejected),
        "by_currency": [figures_json(one) for one in found.totals],
        "levels": [
            {
                "table": level.table,
                "kind": level.kind,
                "entity": level.entity or None,
                "counts": level.counts,
                "by_currency": [figures_json(one) for one in level.by_currency],
            }
            for level in found.levels
        ],
        "rejects": [
            {"table": table, "row": one.row, "column": one.column, "value": one.value, "reason": one.reason}
            for table, one in found.rejected
        ],
        "unknown_columns": list(found.unknown),
        "guessed_columns": found.guessed,
        "ignored_sheets": [{"sheet": name, "rows": rows} for name, rows in found.ignored],
    }  # fmt: skip


def figures_json(one: Figures) -> Json:
    """Sums and ratios of one currency; a ratio without denominator is null."""
    return {
        "currency": one.currency or None,
        "rows": one.rows,
        "impressions": one.impressions,
        "clicks": one.clicks,
        "spend": number(one.spend),
        "sales": number(one.sales),
        "orders": one.orders,
        "units": one.units,
        "acos": number(one.acos),
        "roas": number(one.roas),
        "ctr": number(one.ctr),
        "cvr": number(one.cvr),
        "cpc": number(one.cpc),
    }


def number(value: Decimal | None) -> float | int | None:
    """A JSON number that spells the decimal."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _counts_only(all_: tuple[Figures, ...]) -> Json:
    names = ("impressions", "clicks", "orders", "units")
    money = ("spend", "sales", "acos", "roas", "ctr", "cvr", "cpc")
    counts: Json = {name: sum(getattr(one, name) for one in all_) for name in names}
    return {"currency": None, **counts, **dict.fromkeys(money)}


def plan_json(found: Plan) -> Json:
    """The plan of the contract: summary, changes; besides advice that no sheet can make."""
    notes = [{"code": code, "zh": note.zh, "en": note.en} for code, note in found.notes]
    return {
        "summary": {**found.summary, "notes": notes},
        "changes": [change_json(one) for one in found.changes],
        "advice": [change_json(one) for one in found.advice],
    }


def change_json(one: Change) -> Json:
    """A change with its reason in both languages."""
    says = one.reason
    return {
        "entity": one.entity,
        "operation": one.operation,
        "ids": {name: value for name, value in one.ids.items() if value},
        "what": one.what,
        "from": _plain(one.before),
        "to": _plain(one.after),
        "reason_code": one.code,
        "evidence": {name: _plain(value) for name, value in one.evidence.items()},
        "reason_zh": says.zh,
        "reason_en": says.en,
        "expected": {name: _plain(value) for name, value in one.expected.items()},
        "guard": list(one.guards),
        **({"says": one.says} if one.says else {}),
    }


def _plain(value: object) -> object:
    return number(value) if isinstance(value, Decimal) else value
