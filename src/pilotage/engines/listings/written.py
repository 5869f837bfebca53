"""Findings and their account as JSON: texts in both languages, every rule with its date and source."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

from pilotage.engines.law import Dated
from pilotage.engines.listings.checks import Account
from pilotage.engines.listings.findings import Finding, codes
from pilotage.engines.listings.reading import REASONS, Source
from pilotage.engines.listings.rulebook import Rulebook
from pilotage.engines.listings.suggestion import Suggestion


def finding_json(found: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "code": found.code,
        "severity": found.severity,
        "row": found.row,
        "sku": found.sku,
        "field": found.field,
        "read": found.read,
        "allowed": found.allowed,
        "message_zh": found.message.zh,
        "message_en": found.message.en,
        "next_step_zh": found.next_step.zh,
        "next_step_en": found.next_step.en,
        "rule": _rule(found.rule),
        "suggestion": _suggestion(found.field, found.suggestion),
    }


def _rule(rule: Dated[object] | None) -> dict[str, Any] | None:
    if rule is None:
        return None
    return {
        "table": rule.table,
        "key": rule.key,
        "from": rule.since.isoformat() if rule.since else None,
        "to": rule.until.isoformat() if rule.until else None,
        "source": rule.source.title,
        "article": rule.source.article,
        "address": rule.source.address,
        "checked_on": rule.source.checked_on.isoformat(),
        "confidence": rule.source.confidence,
    }


def _suggestion(field: str, better: Suggestion | None) -> dict[str, Any] | None:
    if better is None:
        return None
    return {
        "kind": better.kind,
        "field": field,
        "before": better.before,
        "after": better.after,
        "diff": better.diff,
        "applied": False,
        "says_zh": f"建议（未改动原文，须由人确认）：{better.says.zh}",
        "says_en": f"Suggestion, nothing was changed, a person decides: {better.says.en}",
    }


def head_json(source: Source, rules: Rulebook) -> dict[str, Any]:
    """What was asked: store, day, file, its columns, and what no rule is recorded for."""
    return {
        "marketplace": rules.store.country,
        "as_of": rules.on.isoformat(),
        "file": source.path.name,
        "columns": {"known": list(source.known), "unknown": list(source.unknown)},
        "not_judged": list(rules.not_judged),
    }


def account_json(account: Account) -> dict[str, Any]:
    """What came of it; `verdict` is `fix_first` when any finding stops a listing."""
    by_severity = {"reject": 0, "warn": 0, "info": 0}
    for code, n in account.codes.items():
        by_severity[codes()[code].severity] += n
    return {
        "verdict": "fix_first" if by_severity["reject"] or account.rejected else "ready",
        "rows_in": account.rows_in,
        "checked": account.checked,
        "rejected": account.rejected,
        "without_findings": account.clean,
        "severities": by_severity,
        "codes": dict(sorted(account.codes.items())),
        "rejected_rows": [
            {
                "row": row.row,
                "reason": row.reason,
                "message_zh": REASONS[row.reason].zh,
                "message_en": REASONS[row.reason].en,
                "read": row.shown,
            }
            for row in account.rejects
        ],
    }


def write_json(
    out: IO[str], source: Source, rules: Rulebook, found: Iterable[dict[str, Any]], account: Account
) -> None:
    """What was asked, the findings one a line as they come, then what came of it, which `account` knows by then.

    `out` writes with `errors="backslashreplace"`: half a letter becomes an escape that JSON knows.
    """
    head = json.dumps(head_json(source, rules), ensure_ascii=False, indent=1)
    out.write(head[:-2] + ',\n "findings": [')
    mark = "\n  "
    for one in found:
        out.write(mark + json.dumps(one, ensure_ascii=False))
        mark = ",\n  "
    said = json.dumps(account_json(account), ensure_ascii=False, indent=1)
    out.write("\n ],\n" + said[2:] + "\n")
