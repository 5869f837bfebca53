"""A month as plain values: amounts as text, every figure with its definition, denominator and files."""

from __future__ import annotations

from typing import Any

from pilotage.engines.statements.figure import Figure, Source
from pilotage.engines.statements.month import KINDS, MonthReport
from pilotage.engines.statements.otherwise import otherwise
from pilotage.engines.statements.shares import RULE, Shares
from pilotage.engines.statements.written import as_json


def month_json(made: MonthReport) -> dict[str, Any]:
    """The whole report; `missing` names the kinds of files that are not there."""
    return {
        "month": str(made.month),
        "files": [{"kind": kind, **_source(source)} for kind, source in made.read],
        "missing": [
            {"kind": kind, "says_zh": KINDS[kind].zh, "says_en": KINDS[kind].en}
            for kind in made.missing
        ],
        "unreadable": [
            {"file": one.file, "says_zh": one.says.zh, "says_en": one.says.en}
            for one in made.unreadable
        ],
        "notices": [{"says_zh": one.zh, "says_en": one.en} for one in made.notices],
        "figures": [_figure(one) for one in made.figures],
        "otherwise": [
            {"of": one.of, "value": str(one.value), "unit": one.unit, "says_zh": one.says.zh, "says_en": one.says.en}
            for one in otherwise(made)
        ],
        "sales_by_day": _by_day(made),
        **as_json(made.settlements),
        "payouts": [
            {
                "id": one.id, "status": one.status, "amount": str(one.amount), "currency": one.currency,
                "day": one.day, "settlements": list(one.settlements), "why": one.why,
            }
            for one in made.payouts
        ],
        "ledger_broken": [
            {
                "file": ledger.source.file, "row": line.row, "day": line.day.isoformat(),
                "item": line.item[0], "disposition": line.item[1], "difference": str(line.difference),
            }
            for ledger in made.ledgers
            for line in ledger.broken
        ],
        "rows_not_counted": [
            {"file": source.file, "rows": rejected, "outside_month": outside}
            for source, rejected, outside in made.not_counted
        ],
        "skus": {"rule_zh": RULE.zh, "rule_en": RULE.en, "settlements": [_shares(one) for one in made.shares]},
        "ledger_events": [
            {"file": one.source.file, "units": {kind: str(many) for kind, many in sorted(one.units.items())}}
            for one in made.details
        ],
        "sla": made.promises,
        "filings_unconfirmed": [r for r in made.filings if r.get("state") != "authority_confirmed"],
    }  # fmt: skip


def _by_day(made: MonthReport) -> list[dict[str, str]]:
    sold = made.counted_sales.by_day if made.counted_sales else {}
    return [
        {"day": day.isoformat(), "unit": currency, "value": str(money)}
        for (day, currency), money in sorted(sold.items())
    ]


def _shares(one: Shares) -> dict[str, Any]:
    return {
        "settlement": one.settlement,
        "currency": one.currency,
        **_source(one.source),
        "reserves": str(one.reserves),
        "unshared": str(one.unshared),
        "skus": [
            {
                "sku": sku, "units": str(s.units), "principal": str(s.principal), "own": str(s.own),
                "shared": str(s.shared), "net": str(s.net),
            }
            for sku, s in sorted(one.skus.items())
        ],
    }  # fmt: skip


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "key": one.key,
        "says_zh": one.says.zh,
        "says_en": one.says.en,
        "value": None if one.value is None else str(one.value),
        "unit": one.unit,
        "definition_zh": one.definition.zh,
        "definition_en": one.definition.en,
        "numerator": None if one.numerator is None else str(one.numerator),
        "denominator": None if one.denominator is None else str(one.denominator),
        "files": [_source(source) for source in one.sources],
    }


def _source(one: Source) -> dict[str, str]:
    return {"file": one.file, "sha256": one.sha256}
