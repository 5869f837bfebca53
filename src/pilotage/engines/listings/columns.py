"""Which column holds what: headings in any language, Amazon's attribute paths, numbered and language-tagged columns.

item_name · Title · 标题 · title_de · bullet_point3 · generic_keyword[marketplace_id=A1PA…][language_tag=de_DE]#1.value
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

import yaml

TEXT_FIELDS = frozenset({"title", "highlights", "bullet", "description", "search_terms"})
_TAGS = frozenset("ar de en es fr hi it ja nl pl pt sv tr zh".split())
_PATH = re.compile(r"(?:::)?([a-z][a-z0-9_]*)((?:\[[^\]]*\])*)(?:#(\d+))?(?:\.(.+))?")
_SELECTOR = re.compile(r"\[(\w+)=([^\]]*)\]")
_NUMBERED = re.compile(r"(.*?\D) ?(\d{1,2})")
_BRACKETS = re.compile(r"\s*[(（\[【].*?[)）\]】]\s*")
# Parts of an attribute that are not its value: units, languages, other ids.
_NOT_A_VALUE = re.compile(r"(^|\.)(unit|language_tag|marketplace_id|content_language|type)(#\d+)?$")


class Column(NamedTuple):
    """A known column: its place in the row, its field, its number among its like, declared language and store."""

    at: int
    field: str
    number: int
    tag: str
    store: str


@cache
def _names() -> dict[str, str]:
    text = resources.files(__package__).joinpath("columns.yaml").read_text("utf-8")
    return {str(name): field for field, names in yaml.safe_load(text).items() for name in names}


@lru_cache(4096)
def known(header: str, at: int = 0) -> Column | None:
    """What a heading means, or None.

    >>> known("bullet_point3"), known("标题 (德语)")
    (Column(at=0, field='bullet', number=3, tag='', store=''), Column(at=0, field='title', number=0, tag='', store=''))
    """
    written = unicodedata.normalize("NFKC", header).strip("\ufeff \t\r\n*:").casefold()
    if not written or len(written) > 300:
        return None
    return _attribute(written, at) or _heading(written, at)


def _attribute(written: str, at: int) -> Column | None:
    """`item_name[marketplace_id=…][language_tag=de_de]#1.value`."""
    found = _PATH.fullmatch(written)
    if found is None or not (found[2] or found[3] or found[4]):
        return None
    if found[4] and _NOT_A_VALUE.search(found[4]):
        return None
    field = _names().get(found[1].replace("_", " "))
    if field is None:
        return None
    chosen = dict(_SELECTOR.findall(found[2]))
    return Column(
        at,
        field,
        int(found[3] or 0),
        chosen.get("language_tag", "")[:2],
        chosen.get("marketplace_id", "").upper(),
    )


def _heading(written: str, at: int) -> Column | None:
    plain = " ".join(re.sub(r"[_\-]+", " ", written).split())
    for name in (plain, _BRACKETS.sub(" ", plain).strip()):
        if field := _names().get(name):
            return Column(at, field, 0, "", "")
        start, _, tag = name.rpartition(" ")
        if tag in _TAGS and (field := _names().get(start)):
            return Column(at, field, 0, tag, "")
        numbered = _NUMBERED.fullmatch(name)
        if numbered and (field := _names().get(numbered[1].strip(" #"))):
            return Column(at, field, int(numbered[2]), "", "")
    return None


def recognised(cells: Iterable[str]) -> list[Column]:
    """The known columns of a header row."""
    found = (known(cell, at) for at, cell in enumerate(cells))
    return [column for column in found if column]


def for_store(columns: Sequence[Column], store: str, languages: Iterable[str]) -> list[Column]:
    """The columns meant for a store and its languages; where none of a field is, all of that field.

    A workbook may hold one column per store and language.
    """
    wanted = [c for c in columns if c.store in ("", store) and c.tag in ("", *languages)]
    served = {c.field for c in wanted}
    return sorted(wanted + [c for c in columns if c.field not in served])
