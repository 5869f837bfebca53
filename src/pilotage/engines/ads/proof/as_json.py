"""A proof as plain values for JSON: floats rounded to six places, days as ISO, every sentence in both languages."""

from __future__ import annotations

from datetime import date

from pilotage.engines.ads.proof.log import Logged
from pilotage.engines.ads.proof.result import LEVEL, Measured, Part, Proof
from pilotage.kernel.text import Text

Json = dict[str, object]


def proof_json(found: Proof) -> Json:
    """The whole proof: `total`, `classes`, `authors`, the `log` with its authors, `notes`."""
    return {
        "currency": found.currency or None,
        "target_acos": _number(found.target_acos),
        "interval": LEVEL,
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "ripe_until": found.ripe_until.isoformat(),
        "days_per_row": found.step,
        "entities": found.entities,
        "claims": sum(one.shown for part in (found.total, *found.classes, *found.authors) for one in part.measures),
        "total": part_json(found.total),
        "classes": [part_json(one) for one in found.classes],
        "authors": [part_json(one) for one in found.authors],
        "log": [_logged(one) for one in found.log],
        "notes": [{"code": code, **_text(says)} for code, says in found.notes],
        "placebo": {"draws": found.placebo_draws, "outside": _number(found.placebo_outside)},
    }  # fmt: skip


def part_json(one: Part) -> Json:
    """One part: who and how many, its measures by name, its spans."""
    return {
        "kind": one.kind,
        "name": one.name,
        "title_zh": one.title.zh,
        "title_en": one.title.en,
        "changes": one.changes,
        "judged": one.judged,
        "entities": one.entities,
        "controls": one.controls,
        "days": one.days,
        "first": _day(one.first),
        "last": _day(one.last),
        "regression_to_the_mean": _number(one.bounced),
        "shown": any(measure.shown for measure in one.measures),
        **_text(one.says),
        "measures": {measure.name: _measured(measure) for measure in one.measures},
        "spans": [
            {"campaign": span.campaign, "ad_group": span.ad_group, "target": span.target, "match": span.match, "changed": _day(span.changed), "first": _day(span.first), "last": _day(span.last)}
            for span in one.spans
        ],
    }  # fmt: skip


def _measured(one: Measured) -> Json:
    names = (
        "observed",
        "expected",
        "effect",
        "low",
        "high",
        "share",
        "share_low",
        "share_high",
        "chance",
    )
    return {
        **{name: _number(getattr(one, name)) for name in names}, "shown": one.shown, "code": one.code, **_text(one.says),
    }  # fmt: skip


def _logged(one: Logged) -> Json:
    return {
        "day": one.day.isoformat(), "level": one.level, "kind": one.kind, "entity_id": one.entity_id or None, "name": one.name,
        "match": one.match, "campaign_id": one.campaign_id or None, "ad_group_id": one.ad_group_id or None,
        "from": one.before, "to": one.after, "author": one.author,
    }  # fmt: skip


def _text(says: Text) -> Json:
    return {"says_zh": says.zh, "says_en": says.en}


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
