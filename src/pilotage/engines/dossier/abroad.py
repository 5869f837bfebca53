"""A passport instead of the card, a Hong Kong company instead of a mainland one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from pilotage.engines import law
from pilotage.engines.dossier.alike import SURE, may_be_misread
from pilotage.engines.dossier.findings import Finding, finding
from pilotage.engines.dossier.folding import company_en, folded, letters
from pilotage.engines.dossier.names import is_reading
from pilotage.engines.dossier.numbers import id_fault, tidy
from pilotage.engines.dossier.values import PASSPORT, REGISTRATION, Document, Typed
from pilotage.kernel.text import Text

_ZONE = Text("护照机读区校验位", "check digits of the passport's machine-readable zone")
_PERSON = Text("护照与填写", "passport and application")
_ZONE_AND_PRINT = Text("护照机读区与印刷内容", "the machine-readable zone and the print above it")
_PRINTED = Text("注册证书上的英文名", "the English name on the certificate")


def check(
    typed: Typed, documents: Mapping[str, Document], rules: law.DossierRules
) -> Iterator[Finding]:
    """What concerns those papers alone and what was typed from them."""
    if held := documents.get(PASSPORT):
        yield from _passport(typed, held, rules)
    licence = documents.get("business_licence")
    if licence and licence.place == "HK":
        yield from _company(typed, licence, documents.get(REGISTRATION))
    if registration := documents.get(REGISTRATION):
        yield from _term(typed, registration)


def _passport(typed: Typed, held: Document, rules: law.DossierRules) -> Iterator[Finding]:
    if held.text("mrz_faults"):
        at = held.fields["mrz_faults"]
        # The zone is set in a script made for machines: a doubtful reading is the reader's, a sure one the paper's.
        code = "ID_INVALID" if at.confidence >= SURE else "READING_UNSURE"
        number = held.text("passport_number")
        yield finding(code, held.name, "passport_number", read=number, why=_ZONE, at=at)
    yield from _print(held)
    number, wanted = tidy(held.text("passport_number")), tidy(typed.id_number)
    # Who typed the number of a card has a card: that is no difference between numbers of one kind.
    if number and wanted and number != wanted and id_fault(wanted) is not None:
        at = held.fields["passport_number"]
        yield finding(
            "ID_MISMATCH", held.name, "passport_number", expected=wanted, why=_PERSON, at=at
        )
    ends = held.day("valid_to")
    if ends and ends <= typed.as_of + timedelta(days=rules.card_days_left):
        code = "ID_EXPIRED" if ends < typed.as_of else "ID_EXPIRING"
        yield finding(code, held.name, "valid_to", at=held.fields["valid_to"])
    yield from _holder(typed, held)


def _print(held: Document) -> Iterator[Finding]:
    """The zone against what is printed above it; what only looks misread is for a person."""
    zone, printed = held.text("passport_number"), held.text("printed_number")
    if zone and printed and zone != printed:
        at = held.fields["printed_number"]
        code = "READING_UNSURE" if may_be_misread(printed, zone, at.confidence) else "ID_MISMATCH"
        yield finding(code, held.name, "printed_number", expected=zone, why=_ZONE_AND_PRINT, at=at)
    dates = held.text("printed_dates").split()
    for name in ("birth_date", "valid_to"):
        said = held.text(name)
        if dates and said and said not in dates:
            at = held.fields["printed_dates"]
            code = "ID_MISMATCH" if at.confidence >= SURE else "READING_UNSURE"
            yield finding(code, held.name, "printed_dates", expected=said, why=_ZONE_AND_PRINT, at=at)  # fmt: skip


def _holder(typed: Typed, held: Document) -> Iterator[Finding]:
    printed = held.text("name_en")
    if not printed:
        return
    known = letters(typed.legal_representative_en)
    one = letters(printed)
    same = known and sorted(known) == sorted(one)  # order of names apart
    if same or is_reading(printed, typed.legal_representative):
        return
    if not known and not typed.legal_representative:
        return
    at = held.fields["name_en"]
    wanted = typed.legal_representative_en or typed.legal_representative
    unsure = may_be_misread(one, known, at.confidence)
    code = "READING_UNSURE" if unsure else "REPRESENTATIVE_MISMATCH"
    yield finding(code, held.name, "name_en", expected=wanted, why=_PERSON, at=at)


def _company(typed: Typed, held: Document, registration: Document | None) -> Iterator[Finding]:
    if registration is None:
        yield finding("DOCUMENT_MISSING", REGISTRATION)
    printed, wanted = company_en(held.text("name_en")), company_en(typed.company_name_en)
    if printed and wanted and printed != wanted:
        at = held.fields["name_en"]
        unsure = may_be_misread(printed, wanted, at.confidence)
        code = "READING_UNSURE" if unsure else "NAME_MISMATCH_EN"
        yield finding(
            code, held.name, "name_en", expected=typed.company_name_en, why=_PRINTED, at=at
        )
    chinese, named = folded(held.text("name")), folded(typed.company_name_zh)
    if chinese and named and chinese != named:
        at = held.fields["name"]
        unsure = may_be_misread(chinese, named, at.confidence)
        code = "READING_UNSURE" if unsure else "NAME_MISMATCH_ZH"
        yield finding(code, held.name, "name", expected=typed.company_name_zh, at=at)
    yield from _number(typed, held, registration)


def _number(typed: Typed, held: Document, registration: Document | None) -> Iterator[Finding]:
    """What was typed is the company's number or the first part of its registration."""
    wanted = tidy(typed.unified_social_credit_code)
    shown = [held.text("company_number")]
    if registration:
        shown += [
            registration.text("registration_number"),
            registration.text("registration_number")[:8],
        ]
    known = {tidy(number) for number in shown if number}
    if wanted and known and wanted not in known and "company_number" in held.fields:
        at = held.fields["company_number"]
        yield finding("USCC_MISMATCH", held.name, "company_number", expected=wanted, at=at)


def _term(typed: Typed, registration: Document) -> Iterator[Finding]:
    ends = registration.day("valid_to")
    if ends and ends < typed.as_of:
        yield finding(
            "LICENCE_EXPIRED", registration.name, "valid_to", at=registration.fields["valid_to"]
        )
