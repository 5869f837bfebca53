"""What the pre-audit has to say: findings from a closed list of codes, in both languages, with the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

import yaml

from pilotage.engines.dossier.values import Box, Field
from pilotage.engines.dossier.words import document_name, field_name
from pilotage.kernel.text import Text

Severity = Literal["reject", "warn", "info"]
Verdict = Literal["ready", "fix_first", "cannot_read"]

_ORDER: dict[Severity, int] = {"reject": 0, "warn": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the closed list; `place` is its rank among those of the same severity."""

    name: str
    severity: Severity
    says: Text
    next_step: Text
    of_contract: bool
    place: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: where, what was read, what was expected, what to do, how sure."""

    code: str
    document: str
    field: str
    read: str
    expected: str
    message: Text
    next_step: Text
    severity: Severity
    confidence: float
    box: Box | None = None


@cache
def codes() -> dict[str, Code]:
    """The closed list, in its order."""
    text = resources.files(__package__).joinpath("codes.yaml").read_text("utf-8")
    return {name: _code(name, raw, place) for place, (name, raw) in enumerate(_entries(text))}


def finding(
    code: str,
    document: str,
    field: str = "",
    *,
    at: Field | None = None,
    read: str = "",
    expected: str = "",
    why: Text | None = None,
    box: Box | None = None,
) -> Finding:
    """A finding with its sentence filled in; `at` is the place it was read from, and what stood there."""
    entry = codes()[code]
    read = read or (at.value if at else "")
    facts = {
        "document_name": document_name(document),
        "field_name": field_name(field),
        "read": read or "—",
        "expected": expected or "—",
        "why": why or "",
    }
    return Finding(
        code=code,
        document=document,
        field=field,
        read=read,
        expected=expected,
        message=entry.says.with_(**facts),
        next_step=entry.next_step.with_(**facts),
        severity=entry.severity,
        confidence=at.confidence if at else 1.0,
        box=at.box if at else box,
    )


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What stops an application first, then warnings, then what is merely worth knowing."""
    return tuple(sorted(findings, key=lambda f: rank(f.severity, f.code)))


def rank(severity: Severity, code: str) -> tuple[int, int]:
    """The place of a finding among all."""
    return _ORDER[severity], codes()[code].place


def verdict(findings: Iterable[Finding]) -> Verdict:
    """`cannot_read` while a document cannot be read at all; otherwise whether anything is to be mended."""
    found = list(findings)
    if any(f.code == "DOCUMENT_UNREADABLE" for f in found):
        return "cannot_read"
    return "ready" if all(f.severity == "info" for f in found) else "fix_first"


def _entries(text: str) -> Iterable[tuple[str, dict[str, object]]]:
    return cast("dict[str, dict[str, object]]", yaml.safe_load(text)).items()


def _code(name: str, raw: dict[str, object], place: int) -> Code:
    says, step = cast("dict[str, str]", raw["says"]), cast("dict[str, str]", raw["next"])
    return Code(
        name,
        cast(Severity, raw["severity"]),
        Text(says["zh"], says["en"]),
        Text(step["zh"], step["en"]),
        raw.get("contract", True) is True,
        place,
    )
