"""Reports as plain values for JSON. Money and ratios are JSON numbers with the digits of the exact decimals."""

from __future__ import annotations

from decimal import Decimal

from pilotage.engines.ads.figures import Figures, Report

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
