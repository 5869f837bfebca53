"""An application is checked: every document for itself, the documents against each other, all against what was typed.

Pure: values in, findings out. Reading images is `reading`; what a site asks is `law.dossier`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from pilotage.engines import law
from pilotage.engines.dossier import abroad, identity, licence, picture, statements
from pilotage.engines.dossier.findings import Finding, finding, in_order
from pilotage.engines.dossier.values import NEEDED, PASSPORT, PLATFORM, Document, Typed
from pilotage.engines.dossier.words import document_name, field_name

_EXPECTED_FIELDS: Mapping[str, tuple[str, ...]] = {
    "business_licence": ("uscc", "name", "legal_representative", "address", "valid_to"),
    "legal_representative_id_front": ("name", "id_number"),
    "legal_representative_id_back": ("valid_to",),
    "bank_statement": ("holder", "issued"),
    "platform_statement": ("month",),
    "legal_representative_passport": ("passport_number", "valid_to"),
}


def check(typed: Typed, documents: Mapping[str, Document], marketplace: str) -> tuple[Finding, ...]:
    """Every finding, what stops the application first."""
    rules = law.dossier_rules(marketplace, typed.as_of)
    readable = {name: doc for name, doc in documents.items() if doc.state == "read"}
    return in_order(
        chain(
            _completeness(documents),
            *(_state(document) for document in documents.values()),
            _regions(typed, rules, documents),
            licence.check(typed, readable, rules),
            identity.check(typed, readable, rules),
            statements.check(typed, readable, rules),
            abroad.check(typed, readable, rules),
            picture.check(documents, rules),
        )
    )


def _completeness(documents: Mapping[str, Document]) -> Iterator[Finding]:
    for name in NEEDED:
        card = name.startswith("legal_representative_id")
        if name not in documents and not (card and PASSPORT in documents):
            yield finding("DOCUMENT_MISSING", name)
    if not any(document.kind == PLATFORM for document in documents.values()):
        yield finding("DOCUMENT_MISSING", PLATFORM)


def _state(document: Document) -> Iterator[Finding]:
    if document.state == "unreadable":
        yield finding("DOCUMENT_UNREADABLE", document.name)
    elif document.state == "wrong_kind":
        seen = document_name(document.seen)
        yield finding("DOCUMENT_WRONG_KIND", document.name, read=str(seen))
    elif document.state == "cropped":
        lost = [str(field_name(name)) for name in _missing(document)] or ["—"]
        yield finding("DOCUMENT_CROPPED", document.name, read="; ".join(lost))
    else:
        for name in _missing(document):
            yield finding("FIELD_NOT_READ", document.name, name)


def _missing(document: Document) -> list[str]:
    if document.place != "CN":
        return []
    return [name for name in _EXPECTED_FIELDS.get(document.kind, ()) if not document.text(name)]


def _regions(
    typed: Typed, rules: law.DossierRules, documents: Mapping[str, Document]
) -> Iterator[Finding]:
    stores = law.marketplaces()
    for site in typed.target_sites:
        if site not in stores:
            yield finding("REGION_NOT_SUPPORTED", "application", "target_sites", read=site)
    held = documents.get("business_licence")
    if held and held.state == "read" and held.place not in rules.regions:
        yield finding("REGION_NOT_SUPPORTED", held.name, "place", read=held.place)
