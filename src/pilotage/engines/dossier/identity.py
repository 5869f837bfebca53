"""The legal representative: the card's number and term, and whether licence, card and application mean one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from pilotage.engines import law
from pilotage.engines.dossier.alike import SURE
from pilotage.engines.dossier.findings import Finding, finding
from pilotage.engines.dossier.names import is_reading, readings, same_person
from pilotage.engines.dossier.numbers import IdFault, id_fault, person_of, tidy
from pilotage.engines.dossier.values import Document, Field, Typed
from pilotage.kernel.text import Text

FRONT, BACK = "legal_representative_id_front", "legal_representative_id_back"

_FAULTS: dict[IdFault, Text] = {
    "length": Text("应为 17 位数字加校验位", "not 17 digits and a check character"),
    "birth": Text("出生日期不可能", "impossible date of birth"),
    "check": Text("校验位", "check character"),
}
_TYPED = Text("证件与填写", "card and application")
_BIRTH = Text("出生日期与号码", "birth date and number")
_SEX = Text("性别与号码", "sex and number")
_READING = Text("不是该姓名的读法", "not a reading of that name")


def check(
    typed: Typed, documents: Mapping[str, Document], rules: law.DossierRules
) -> Iterator[Finding]:
    """The card's both sides, the person's name everywhere, and its spelling."""
    front, back = documents.get(FRONT), documents.get(BACK)
    if front:
        yield from _number(typed, front)
    if back:
        yield from _term(typed, back, rules)
    yield from _one_person(typed, documents)
    yield from _spelling(typed)


def _number(typed: Typed, front: Document) -> Iterator[Finding]:
    printed, wanted = tidy(front.text("id_number")), tidy(typed.id_number)
    if not printed:
        return
    at = front.fields["id_number"]
    if fault := id_fault(printed):
        yield finding(
            "ID_INVALID", front.name, "id_number", read=printed, why=_FAULTS[fault], at=at
        )
    if wanted and wanted != printed:
        yield finding(
            "ID_MISMATCH",
            front.name,
            "id_number",
            read=printed,
            expected=wanted,
            why=_TYPED,
            at=at,
        )
    yield from _within(front, printed)


def _within(front: Document, printed: str) -> Iterator[Finding]:
    """The card against itself: birth date and sex are in its number."""
    person = person_of(printed)
    if person is None:
        return
    born = front.day("birth_date")
    stated = (
        ("birth_date", born.isoformat() if born else "", person.birth.isoformat(), _BIRTH),
        ("sex", front.text("sex"), person.sex, _SEX),
    )
    for name, shown, implied, why in stated:
        if shown and shown != implied:
            at = front.fields[name]
            yield finding(
                "ID_MISMATCH",
                front.name,
                name,
                read=shown,
                expected=implied,
                why=why,
                at=at,
            )


def _term(typed: Typed, back: Document, rules: law.DossierRules) -> Iterator[Finding]:
    ends = back.day("valid_to")
    if ends is None:
        return
    at = back.fields["valid_to"]
    code = "ID_EXPIRED" if ends < typed.as_of else "ID_EXPIRING"
    if ends <= typed.as_of + timedelta(days=rules.card_days_left):
        yield finding(code, back.name, "valid_to", at=at)


def _one_person(typed: Typed, documents: Mapping[str, Document]) -> Iterator[Finding]:
    """The names on licence and card against the typed one; without it, against each other."""
    shown = [
        (document, name, document.fields[name])
        for kind, name in (("business_licence", "legal_representative"), (FRONT, "name"))
        if (document := documents.get(kind)) and document.text(name)
    ]
    wanted = typed.legal_representative or (shown[0][2].value if shown else "")
    for document, name, at in shown:
        if not same_person(at.value, wanted):
            code = "READING_UNSURE" if _misread(at, wanted, shown) else "REPRESENTATIVE_MISMATCH"
            yield finding(
                code,
                document.name,
                name,
                expected=wanted,
                why=_TYPED,
                at=at,
            )


def _misread(at: Field, wanted: str, shown: list[tuple[Document, str, Field]]) -> bool:
    """A rare character read unsurely, while the other document has the name as it was typed."""
    elsewhere = any(same_person(other.value, wanted) for _, _, other in shown)
    parted = sum(a != b for a, b in zip(at.value, wanted, strict=False))
    alike = len(at.value) == len(wanted) and parted == 1
    return elsewhere and alike and at.confidence < SURE


def _spelling(typed: Typed) -> Iterator[Finding]:
    latin, name = typed.legal_representative_en, typed.legal_representative
    if latin and name and not is_reading(latin, name):
        yield finding(
            "NAME_MISMATCH_EN",
            "application",
            "legal_representative_en",
            read=" / ".join(readings(name)),
            expected=latin,
            why=_READING,
        )
