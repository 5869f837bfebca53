"""The business licence: its code, its term and standing, and what was typed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from pilotage.engines import law
from pilotage.engines.dossier.addresses import parting
from pilotage.engines.dossier.alike import look_alike, may_be_misread
from pilotage.engines.dossier.findings import Finding, finding
from pilotage.engines.dossier.folding import folded
from pilotage.engines.dossier.numbers import UsccFault, tidy, uscc_fault
from pilotage.engines.dossier.values import Document, Typed
from pilotage.kernel.text import Text

_FAULTS: dict[UsccFault, Text] = {
    "length": Text("应为 18 位", "it has not 18 characters"),
    "alphabet": Text("含有不用的字母", "it has letters that are not used"),
    "authority": Text("登记机关或类别位不存在", "no such authority or kind"),
    "place": Text("行政区划位应为数字", "the place is not in digits"),
    "organisation": Text("主体标识码校验位", "check digit of the organisation code"),
    "check": Text("校验位", "check character"),
}
_LEVELS = {
    "province": Text("省", "province"),
    "city": Text("市", "city"),
    "district": Text("区县", "district"),
    "town": Text("街道乡镇", "town"),
    "road": Text("路", "road"),
    "house": Text("门牌号", "house number"),
    "building": Text("楼栋", "building"),
    "unit": Text("单元楼层", "unit"),
    "room": Text("房号", "room"),
    "rest": Text("其余", "rest"),
}
_TRADE = (
    "销售", "零售", "批发", "贸易", "进出口", "代购", "电子商务", "电商", "买卖", "经销", "网上",
)  # fmt: skip


def check(
    typed: Typed, documents: Mapping[str, Document], rules: law.DossierRules
) -> Iterator[Finding]:
    """All that concerns the licence alone and what was typed from it."""
    held = documents.get("business_licence")
    if held is None or held.place != "CN":
        return
    yield from _code(typed, held)
    yield from _standing(typed, held, rules)
    yield from _name(typed, held)
    yield from _address(typed, held)
    yield from _scope(held)


def _code(typed: Typed, held: Document) -> Iterator[Finding]:
    printed, wanted = tidy(held.text("uscc")), tidy(typed.unified_social_credit_code)
    if not printed:
        return
    at = held.fields["uscc"]
    fault = uscc_fault(printed)
    inside = next((code for code in held.codes if len(code) == 18), "")
    if fault and wanted in held.codes and look_alike(printed, wanted) and not uscc_fault(wanted):
        # Two witnesses against one character of print that looks like the other: the reader erred.
        yield finding("READING_UNSURE", held.name, "uscc", read=printed, expected=wanted)
        return
    if fault:
        yield finding("USCC_INVALID", held.name, "uscc", read=printed, why=_FAULTS[fault], at=at)
    if wanted and wanted != printed:
        yield finding("USCC_MISMATCH", held.name, "uscc", read=printed, expected=wanted, at=at)
    if inside and inside != printed:
        yield finding("QR_MISMATCH", held.name, "uscc", read=inside, expected=printed, at=at)


def _standing(typed: Typed, held: Document, rules: law.DossierRules) -> Iterator[Finding]:
    for mark in held.marks:
        yield finding("LICENCE_STATUS", held.name, "status", read=mark)
    ends = held.day("valid_to")
    if ends is None:
        return
    at = held.fields["valid_to"]
    if ends < typed.as_of:
        yield finding("LICENCE_EXPIRED", held.name, "valid_to", at=at)
    elif ends <= typed.as_of + timedelta(days=rules.licence_days_left):
        yield finding("LICENCE_EXPIRING", held.name, "valid_to", at=at)


def _name(typed: Typed, held: Document) -> Iterator[Finding]:
    printed, wanted = held.text("name"), typed.company_name_zh
    if not printed or not wanted or folded(printed) == folded(wanted):
        return
    at = held.fields["name"]
    unsure = may_be_misread(folded(printed), folded(wanted), at.confidence)
    yield finding(
        "READING_UNSURE" if unsure else "NAME_MISMATCH_ZH",
        held.name,
        "name",
        read=printed,
        expected=wanted,
        at=at,
    )


def _address(typed: Typed, held: Document) -> Iterator[Finding]:
    printed, wanted = held.text("address"), typed.registered_address
    part = parting(wanted, printed) if printed and wanted else None
    if part is None:
        return
    at = held.fields["address"]
    unsure = may_be_misread(folded(printed), folded(wanted), at.confidence)
    yield finding(
        "READING_UNSURE" if unsure else "ADDRESS_MISMATCH",
        held.name,
        "address",
        read=printed,
        expected=wanted,
        why=_LEVELS[part.level],
        at=at,
    )


def _scope(held: Document) -> Iterator[Finding]:
    scope = held.text("scope")
    if scope and not any(word in scope for word in _TRADE):
        at = held.fields["scope"]
        yield finding("BUSINESS_SCOPE", held.name, "scope", at=at)
