"""A pre-audit as its seller reads it: paper by paper, what is wrong with the place drawn on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pilotage.engines.dossier.values import LONG_TERM, NEEDED, PASSPORT, PLATFORM, REGISTRATION
from pilotage.engines.dossier.words import document_name, field_name
from pilotage.kernel.text import Text
from pilotage.platform.onboarding.actions.audit import VERDICTS
from pilotage.platform.onboarding.models import Paper, PreAudit
from pilotage.platform.onboarding.queries import MOST_STATEMENTS

_TONES = {"reject": "bad", "warn": "late", "info": "info"}
_WEIGHTS = {
    "reject": Text("会被拒", "Would be refused"),
    "warn": Text("可能被问", "May be asked about"),
    "info": Text("提示", "Note"),
}
_VERDICT_TONES = {"ready": "good", "fix_first": "bad", "cannot_read": "late"}
# The statements that are usually asked for; a place is shown for each and for one more than there are.
_STATEMENTS_SHOWN = 3
_LONG_TERM = Text("长期", "Without end")
_UNSURE = 0.85
_MARGIN = 6


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands on the upright page, in its pixels; `number` is the finding's."""

    number: int
    x: int
    y: int
    width: int
    height: int
    tone: str


@dataclass(frozen=True, slots=True)
class Found:
    """One finding in words."""

    number: int
    says: Text
    next_step: Text
    weight: Text
    tone: str
    read: str
    expected: str


@dataclass(slots=True)
class Place:
    """One paper that is asked for: what is there, and what was found about it."""

    name: str
    says: Text
    paper: Paper | None
    found: list[Found] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    values: list[tuple[Text, Text, bool, str]] = field(default_factory=list)
    is_needed: bool = True

    @property
    def tone(self) -> str:
        tones = [one.tone for one in self.found]
        return next((tone for tone in ("bad", "late", "info") if tone in tones), "good")


def places(papers: Sequence[Paper], audit: PreAudit | None) -> list[Place]:
    """Every paper in the order in which it is asked for; findings that are about none come under `application`."""
    here = {paper.name: paper for paper in papers}
    last = max([0, *(int(name.rpartition("_")[2]) for name in here if name.startswith(PLATFORM))])
    many = min(MOST_STATEMENTS, max(_STATEMENTS_SHOWN, last + 1))
    names = (
        *NEEDED,
        PASSPORT,
        REGISTRATION,
        *(f"{PLATFORM}_{number}" for number in range(1, many + 1)),
    )
    shown = {
        name: Place(name, document_name(name), here.get(name), is_needed=_needed(name, here))
        for name in names
    }
    shown["application"] = Place("application", document_name("application"), None)
    result = (audit.result or {}) if audit and audit.state == "done" else {}
    for number, told in enumerate(result.get("findings", []), 1):
        _put(shown, number, told)
    for name, fields in result.get("fields", {}).items():
        if name in shown and (paper := here.get(name)):
            who = {word.field: word.by_name for word in paper.words.all()}
            shown[name].values = [_value(key, at, who.get(key, "")) for key, at in fields.items()]
    if not shown["application"].found:
        del shown["application"]
    return list(shown.values())


def _needed(name: str, here: Mapping[str, Paper]) -> bool:
    """A passport stands for both sides of the card."""
    card = name.startswith("legal_representative_id")
    return name in NEEDED and not (card and PASSPORT in here)


def verdict(audit: PreAudit) -> tuple[Text, str]:
    """In words, and its tone."""
    return VERDICTS[audit.verdict], _VERDICT_TONES[audit.verdict]


def _put(shown: dict[str, Place], number: int, told: dict[str, Any]) -> None:
    document = told["document"]
    if document == PLATFORM:  # about the statements as a whole
        document = f"{PLATFORM}_1"
    place = shown.get(document) or shown["application"]
    tone = _TONES[told["severity"]]
    place.found.append(
        Found(
            number,
            # Once the papers are gone the code is all that is left.
            _said(told, "message", told["code"]),
            _said(told, "next_step", ""),
            _WEIGHTS[told["severity"]],
            tone,
            told.get("read", ""),
            told.get("expected", ""),
        )
    )
    if told.get("box") and place.paper is not None and place.paper.page_sha256:
        left, top, right, bottom = told["box"]
        place.boxes.append(
            Box(
                number,
                max(0, left - _MARGIN),
                max(0, top - _MARGIN),
                right - left + 2 * _MARGIN,
                bottom - top + 2 * _MARGIN,
                tone,
            )
        )


def _said(told: dict[str, Any], name: str, otherwise: str) -> Text:
    return Text(told.get(f"{name}_zh", otherwise), told.get(f"{name}_en", otherwise))


def _value(key: str, at: dict[str, Any], who: str) -> tuple[Text, Text, bool, str]:
    """(name, what was read, whether a person should look, who did)."""
    value = _LONG_TERM if at["value"] == LONG_TERM else Text(at["value"], at["value"])
    return field_name(key), value, not who and at["confidence"] < _UNSURE, who
