"""What of an application can be used a second time: its numbers, and what its pages look like.

`marks_of` gives the values that a programme may keep (under a key of its own) and compare; `reused` compares
applications in hand. A finding names the shared value and never the other client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pilotage.engines.dossier.findings import Finding, finding
from pilotage.engines.dossier.numbers import tidy
from pilotage.engines.dossier.values import Document

# What identifies a company, a person or an account: field of a kind of document. Names do not: people share them.
_IDENTIFYING = {
    "business_licence": ("uscc", "company_number"),
    "business_registration": ("registration_number",),
    "legal_representative_id_front": ("id_number",),
    "legal_representative_passport": ("passport_number",),
    "bank_statement": ("account_number",),
    "platform_statement": ("store_id",),
}
_SHORTEST = 6
PAGE = "page"
# Bits of 576 in which two pictures of one page may differ; two papers of one form differ in more.
_NEAR = 20


class Mark(NamedTuple):
    """One comparable value: `kind` is `document.field` or `page`, `value` normalised."""

    kind: str
    value: str
    document: str
    field: str


def marks_of(documents: Mapping[str, Document]) -> tuple[Mark, ...]:
    """Every value of an application that a second one should not have, normalised; pages as `reading.pages.print_of` has them."""
    found: list[Mark] = []
    for name, document in documents.items():
        for field in _IDENTIFYING.get(document.kind, ()):
            value = tidy(document.text(field))
            if len(value) >= _SHORTEST:
                found.append(Mark(f"{document.kind}.{field}", value, name, field))
        if document.print:
            found.append(Mark(PAGE, document.print, name, ""))
    return tuple(found)


def reused(documents: Mapping[str, Document], known: Callable[[Mark], bool]) -> tuple[Finding, ...]:
    """What of an application other clients' applications have too: an association risk, once for each value.

    `known` says whether another client has a mark (`among` for applications in hand). A page's looks count only
    where no number was read on it: papers of one form look alike, their numbers decide.
    """
    mine = marks_of(documents)
    numbered = {mark.document for mark in mine if mark.kind != PAGE}
    found = []
    for mark in mine:
        if (mark.kind == PAGE and mark.document in numbered) or not known(mark):
            continue
        at = documents[mark.document].fields[mark.field] if mark.field else None
        found.append(finding("IDENTITY_REUSED", mark.document, mark.field or PAGE, at=at))
    return tuple(found)


def among(others: Iterable[Mapping[str, Document]]) -> Callable[[Mark], bool]:
    """Whether one of these applications has a mark."""
    theirs = [mark for other in others for mark in marks_of(other)]
    values = {(mark.kind, mark.value) for mark in theirs}
    pages = [mark.value for mark in theirs if mark.kind == PAGE]

    def known(mark: Mark) -> bool:
        if mark.kind == PAGE:
            return any(same_page(mark.value, page) for page in pages)
        return (mark.kind, mark.value) in values

    return known


def same_page(first: str, second: str) -> bool:
    """Whether two prints are of one page, photographed or compressed otherwise.

    >>> same_page("f0" * 72, "f1" + "f0" * 71), same_page("f0" * 72, "0f" * 72)
    (True, False)
    """
    return (int(first, 16) ^ int(second, 16)).bit_count() <= _NEAR
