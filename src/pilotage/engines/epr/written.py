"""The answer as plain values for JSON: kilograms as text with three decimals."""

from __future__ import annotations

from pilotage.engines.epr.check import Answer
from pilotage.engines.epr.duties import Duty, duties
from pilotage.engines.epr.findings import Finding
from pilotage.engines.epr.kept import Kilograms
from pilotage.engines.epr.quantities import Quantity, Undescribed
from pilotage.engines.law import AuthorisedRepresentative, Dated
from pilotage.kernel.decimals import plain, rounded
from pilotage.kernel.trail import Source, Step

Json = dict[str, object]


def as_json(answer: Answer) -> Json:
    """{"year", "on", "duties": […], "quantities": […], "undescribed": […], "findings": […]}."""
    return {
        "year": answer.quantities.year,
        "on": answer.on.isoformat(),
        "duties": [_duty(d) for d in duties(answer)],
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


def _duty(duty: Duty) -> Json:
    return {
        "country": duty.country,
        "stream": duty.stream,
        "schemes": [
            {
                "register": one.value.register,
                "says_zh": one.value.says.zh,
                "says_en": one.value.says.en,
                "number_format": one.value.number_format,
                "law": _step(one.step()),
            }
            for one in duty.schemes
        ],
        "reports": [
            {
                "name_zh": one.value.name.zh,
                "name_en": one.value.name.en,
                "due": due.isoformat(),
                "law": _step(one.step()),
            }
            for one, due in duty.reports
        ],
        "representative": _representative(duty.representative),
        "bought": _kilograms(duty.bought),
        "declared": {to: _kilograms(kg) for to, kg in duty.declared.items()},
    }


def _kilograms(kilograms: Kilograms | None) -> dict[str, str] | None:
    if kilograms is None:
        return None
    return {material: str(rounded(kg, 3)) for material, kg in kilograms.items()}


def _representative(flag: Dated[AuthorisedRepresentative] | None) -> Json | None:
    if flag is None:
        return None
    return {
        "required": flag.value.required,
        "says_zh": flag.value.says.zh,
        "says_en": flag.value.says.en,
        "law": _step(flag.step()),
    }


def _step(step: Step) -> Json:
    return {
        "table": step.table,
        "key": step.key,
        "since": step.since.isoformat() if step.since else None,
        "source": _source(step.source) if step.source else None,
    }


def _source(source: Source) -> Json:
    return {
        "title": source.title,
        "article": source.article,
        "address": source.address,
        "checked_on": source.checked_on.isoformat(),
        "confidence": source.confidence,
    }
