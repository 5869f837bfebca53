"""One file becomes one `Document`: read, told of what kind it is, and whether it is whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from pilotage.engines.dossier.files import paper_of
from pilotage.engines.dossier.numbers import tidy
from pilotage.engines.dossier.reading import abroad, card, extract
from pilotage.engines.dossier.reading.editors import editor_of
from pilotage.engines.dossier.reading.kinds import kind_seen, place_of, text_of
from pilotage.engines.dossier.reading.language import language_of
from pilotage.engines.dossier.reading.lines import Line, Page, read_page
from pilotage.engines.dossier.reading.pages import is_grey, picture, print_of, taken_at
from pilotage.engines.dossier.reading.quality import flaws
from pilotage.engines.dossier.values import PASSPORT, Box, Document, Flaw, State

# A passport's years have two digits: it alone is read by the day, see `_fields`.
_EXTRACT: dict[str, Callable[[Sequence[Line]], extract.Fields]] = {
    "business_licence": extract.business_licence,
    "legal_representative_id_front": card.id_front,
    "legal_representative_id_back": card.id_back,
    "bank_statement": extract.bank_statement,
    "platform_statement": extract.platform_statement,
    "business_registration": abroad.hong_kong_registration,
}
_NEEDED = {
    "business_licence": ("uscc", "name", "legal_representative", "address", "valid_to", "scope"),
    "legal_representative_id_front": ("name", "id_number", "address"),
    "legal_representative_id_back": ("authority", "valid_to"),
    "bank_statement": ("holder", "account_number", "period_to", "issued"),
    "platform_statement": ("month", "store_id", "net_proceeds"),
    "legal_representative_passport": ("passport_number", "name_en"),
    "business_registration": ("name", "registration_number", "valid_to"),
}
_REVOKED = re.compile(r"^.{0,3}(吊销|注销|作废|撤销|无效|失效).{0,3}$")


def read_document(path: Path, as_of: date) -> Document:
    """The document in a file; the file's name says what it should be, `as_of` the century of a year of two digits."""
    name = paper_of(path.stem)
    kind = re.sub(r"_\d+$", "", name)
    image = picture(path)
    if image is None:
        return Document(name, kind, state="unreadable")
    page = read_page(
        image,
        partial(_whole, kind) if kind == "bank_statement" else None,
        card.lone_sex if kind == "legal_representative_id_front" else None,
    )
    text = text_of(page.lines)
    seen, place = kind_seen(text, kind), place_of(kind, text)
    fields = _fields(kind, place, page, as_of)
    return Document(
        name=name,
        kind=kind,
        fields=fields,
        state=_state(kind, seen, place, page, fields),
        seen=seen,
        codes=tuple(code for text in page.codes for code in _codes_in(text)),
        marks=_marks(kind, page.lines),
        clipped=frozenset(n for n, at in fields.items() if at.box and at.box[2] >= page.width - 6),
        place=place,
        grey=is_grey(image),
        turned=page.turned,
        flaws=(*flaws(image, page.lines, taken_at(path), page.turned), *_editor(path)),
        print=print_of(np.rot90(image, page.turned)),
        language=language_of(page.lines),
    )


def _editor(path: Path) -> tuple[Flaw, ...]:
    named = editor_of(path.read_bytes())
    return (Flaw("edited", editor=named),) if named else ()


def _fields(kind: str, place: str, page: Page, as_of: date) -> extract.Fields:
    if kind == PASSPORT:
        return abroad.passport(page.lines, as_of.year)
    if kind == "business_licence" and place == "HK":
        return abroad.hong_kong_company(page.lines)
    if kind == "business_licence" and place != "CN":
        return abroad.foreign_company(page.lines)
    return _EXTRACT[kind](page.lines)


def _whole(kind: str, lines: Sequence[Line]) -> bool:
    found = _EXTRACT[kind](lines)
    return all(name in found for name in _NEEDED[kind])


def _state(kind: str, seen: str, place: str, page: Page, fields: extract.Fields) -> State:
    if seen and seen != kind and place == "CN":
        return "wrong_kind"
    if not fields and place == "CN":
        return "unreadable"
    return "cropped" if place == "CN" and _cut_off(kind, page, fields) else "read"


def _cut_off(kind: str, page: Page, fields: extract.Fields) -> bool:
    """Part of what such a page always has is not there, or several lines run into the edge."""
    lost = [name for name in _NEEDED[kind] if name not in fields]
    into_edge = [
        sum(line.box[0] <= 2 for line in page.lines),
        sum(line.box[2] >= page.width - 3 for line in page.lines),
        sum(line.box[1] <= 2 for line in page.lines),
        sum(line.box[3] >= page.height - 3 for line in page.lines),
    ]
    number = fields.get("id_number")
    if number and number.box and len(number.value) < 18 and _at_edge(number.box, page):
        return True
    # Statements are laid out as each bank likes: unknown words for a field are no missing corner.
    free = kind in ("bank_statement", "platform_statement")
    gone = len(lost) >= 2 and (not free or max(into_edge) >= 1 or len(lost) == len(_NEEDED[kind]))
    return gone or max(into_edge) >= 3 or (bool(lost) and max(into_edge) >= 1)


def _at_edge(box: Box, page: Page) -> bool:
    near = 0.012 * max(page.width, page.height)
    left, top, right, bottom = box
    return min(left, top, page.width - right, page.height - bottom) <= near


def _codes_in(text: str) -> list[str]:
    return [tidy(found) for found in re.findall(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])", text)]


def _marks(kind: str, lines: Sequence[Line]) -> tuple[str, ...]:
    if kind != "business_licence":
        return ()
    found = [_REVOKED.match(re.sub(r"\s", "", line.text)) for line in lines]
    return tuple(dict.fromkeys(mark[1] for mark in found if mark))
