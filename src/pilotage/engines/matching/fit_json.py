"""Fit advice for machines: plain values that `json.dumps` writes; amounts and hours are text."""

from __future__ import annotations

from pilotage.engines.matching.fit_evidence import Evidence, Rows, SiteMonth
from pilotage.engines.matching.fit_findings import (
    DueItem,
    Finding,
    FitAdvice,
    Need,
    Question,
    Verdict,
    YearOfReturns,
)
from pilotage.kernel.decimals import plain
from pilotage.kernel.money import minor_units
from pilotage.kernel.text import Text
from pilotage.kernel.trail import Source, Step

Json = dict[str, object]


def as_json(advice: FitAdvice) -> Json:
    """The whole advice: `findings`, `needs`, `questions`, `dues`, `verdict`, what was read, and on which law."""
    return {
        "on": advice.on.isoformat(),
        "seller": {"name": advice.seller.name, "established_in": advice.seller.established_in},
        "report": _report(advice.evidence),
        "findings": [_finding(f) for f in advice.findings],
        "needs": [_need(n) for n in advice.needs],
        "questions": [_question(q) for q in advice.questions],
        "dues": [_due(d) for d in advice.dues],
        "verdict": _verdict(advice.verdict),
        "law_digest": advice.law_digest,
    }


def _report(evidence: Evidence) -> Json:
    return {
        "rows": evidence.rows,
        "rejected": evidence.rejected,
        "months": [str(month) for month in evidence.months],
        "movements": [
            {"dep": f.dep, "arr": f.arr, "month": str(f.month), "rows": f.rows}
            for f in evidence.movements()
        ],
        "sales": [_sales(s) for s in evidence.site_months()],
    }


def _sales(sales: SiteMonth) -> Json:
    amount = f"{sales.gross:.{minor_units(sales.currency)}f}"
    return {
        "site": sales.site,
        "month": str(sales.month),
        "currency": sales.currency,
        "orders": sales.orders,
        "gross": amount,
    }


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "kind": finding.kind,
        "country": finding.country or None,
        "service": finding.service or None,
        "says": _text(finding.says),
        "settles": _text(finding.settles),
        "rows": _rows(finding.rows),
        "rules": [_step(step) for step in finding.trail.steps],
    }


def _rows(rows: Rows | None) -> Json | None:
    if rows is None:
        return None
    examples = [{"file": ref.file, "row": ref.row} for ref in rows.examples]
    return {"count": rows.count, "examples": examples}


def _need(need: Need) -> Json:
    return {
        "service": need.service,
        "country": need.country,
        "certainty": need.certainty,
        "because": list(need.because),
    }


def _question(question: Question) -> Json:
    return {
        "stream": question.stream,
        "name": _text(question.name),
        "asks": _text(question.asks),
        "countries": list(question.countries),
    }


def _due(due: DueItem) -> Json:
    return {
        "country": due.country,
        "form": due.code,
        "name": _text(due.name),
        "period": due.period or None,
        "day": due.day.isoformat(),
        "note": _text(due.note),
        "rule": _step(due.step),
    }


def _verdict(verdict: Verdict) -> Json:
    return {
        "strength": verdict.strength,
        "says": _text(verdict.says),
        "criteria": [_finding(f) for f in verdict.criteria],
        "do_it_yourself": _alone(verdict.alone),
        "fee_examples": [_finding(f) for f in verdict.examples],
    }


def _alone(alone: YearOfReturns) -> Json:
    return {
        "returns_per_year": alone.returns,
        "per_form": [
            {"country": country, "form": form, "per_year": times}
            for country, form, times in alone.per_country
        ],
        "hours_per_year": plain(alone.hours) if alone.hours is not None else None,
        "cost_per_year": {"amount": alone.cost.text(), "currency": alone.cost.currency}
        if alone.cost
        else None,
        "not_counted": list(alone.not_counted),
        "not_alone": list(alone.not_alone),
        "unknown": [_finding(f) for f in alone.unknown],
    }


def _step(step: Step) -> Json:
    return {
        "table": step.table,
        "key": step.key,
        "since": step.since.isoformat() if step.since else None,
        "says": _text(step.says),
        "source": _source(step.source),
    }


def _source(source: Source | None) -> Json | None:
    if source is None:
        return None
    return {
        "title": source.title,
        "article": source.article or None,
        "address": source.address,
        "checked_on": source.checked_on.isoformat(),
        "confidence": source.confidence,
    }


def _text(text: Text | None) -> Json | None:
    return {"zh": text.zh, "en": text.en} if text else None
