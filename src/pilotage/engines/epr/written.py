"""The answer as plain values for JSON: kilograms as text with three decimals."""

from __future__ import annotations

from pilotage.engines.epr.check import Answer
from pilotage.engines.epr.findings import Finding
from pilotage.engines.epr.quantities import Quantity, Undescribed
from pilotage.kernel.decimals import plain
from pilotage.kernel.trail import Step

Json = dict[str, object]


def as_json(answer: Answer) -> Json:
    """{"year", "on", "quantities": […], "undescribed": […], "findings": […]}."""
    return {
        "year": answer.quantities.year,
        "on": answer.on.isoformat(),
        "quantities": [_quantity(q) for q in answer.quantities.placed],
        "undescribed": [_undescribed(u) for u in answer.quantities.undescribed],
        "findings": [_finding(f) for f in answer.findings],
    }


def _quantity(quantity: Quantity) -> Json:
    return {
        "country": quantity.country,
        "stream": quantity.stream,
        "material": quantity.material,
        "units": plain(quantity.units),
        "kg": str(quantity.kg),
        "kg_returned": str(quantity.kg_returned),
        "since": str(quantity.since),
    }


def _undescribed(missing: Undescribed) -> Json:
    return {
        "country": missing.country,
        "sku": missing.sku,
        "units": plain(missing.units),
        "kg_of_goods": str(missing.kg_of_goods),
    }


def _finding(found: Finding) -> Json:
    return {
        "code": found.code,
        "weight": found.weight,
        "country": found.country,
        "stream": found.stream,
        "material": found.material,
        "ours": None if found.ours is None else str(found.ours),
        "theirs": None if found.theirs is None else str(found.theirs),
        "says_zh": found.says.zh,
        "says_en": found.says.en,
        "next_step_zh": found.next_step.zh,
        "next_step_en": found.next_step.en,
        "trail": [_step(step) for step in found.trail.steps],
    }


def _step(step: Step) -> Json:
    return {
        "table": step.table,
        "key": step.key,
        "since": step.since.isoformat() if step.since else None,
        "source": step.source.title if step.source else "",
        "confidence": step.source.confidence if step.source else "",
    }
