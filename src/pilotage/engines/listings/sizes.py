"""Clothing and shoe sizes of another country's system. Nothing is converted: every brand has its own chart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import cast

from pilotage.engines.listings.findings import Finding, finding
from pilotage.engines.listings.listing import Listing
from pilotage.engines.listings.rulebook import Rulebook
from pilotage.kernel.decimals import exact, plain

_WORDS = {"eur": "EU", "gb": "UK", "usa": "US", "asian": "CN", "asia": "CN", "china": "CN", "chinese": "CN",
          "亚码": "CN", "亚洲码": "CN", "国码": "CN", "中国码": "CN", "欧码": "EU", "美码": "US", "英码": "UK", "日码": "JP"}  # fmt: skip
_SYSTEM = r"EUR?|USA?|UK|GB|DE|FR|IT|ES|JP|CN|AU|BR|MX|IN|Asian?|China|Chinese|亚洲码|亚码|国码|中国码|欧码|美码|英码|日码"
_COLUMN = re.compile(rf"(?<![A-Za-z])({_SYSTEM})(?![a-z])", re.IGNORECASE)
# In running text only `US size 9`, `size EU 42`, `UK 8`: DE, IT, IN and ES are words there.
_TEXT = re.compile(
    r"(?<![A-Za-z])(?:(?:size|größe|gr\.|taille|taglia|talla|尺码)[\s:]*(EUR?|US|UK|JP|CN|Asian)|(EUR?|US|UK|JP|CN|Asian)\s?(?:size|größe|taille|taglia|talla|尺码)?\s?\d|(亚洲码|亚码|国码|美码|英码|日码))"
)
_NUMBER = re.compile(r"\d+(?:[.,]5)?")


def check(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    """Size systems of clothes and shoes; a size that is also given in the store's system has no finding."""
    stated = (listing.fact("product_type"), listing.fact("category"))
    shoes = rules.is_type("sizes.shoe_types", *stated)
    if not shoes and not rules.is_type("sizes.clothing_types", *stated):
        return
    key = "sizes.shoes" if shoes else "sizes.clothing"
    rule = rules.get(key)
    fitting = rules.words(key)
    said = list(_systems(listing))
    if rule and said and not any(system in fitting for _, system in said):
        for field in dict.fromkeys(field for field, _ in said):
            read = ", ".join(dict.fromkeys(system for at, system in said if at == field))
            yield finding("SIZE_SYSTEM", listing, field, read, ", ".join(fitting), rule)
    elif shoes and not said:
        yield from _range(listing, rules)


def _systems(listing: Listing) -> Iterator[tuple[str, str]]:
    for name in ("size", "size_system"):
        text = listing.fact(name).replace("_", " ")
        for match in _COLUMN.finditer(text):
            yield "size", _named(match[1])
    for title in listing.of("title"):
        for match in _TEXT.finditer(title.text):
            yield title.field, _named(next(filter(None, match.groups())))


def _named(written: str) -> str:
    return _WORDS.get(written.casefold(), written.upper())


def _range(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    rule = rules.get("sizes.shoe_range")
    written = listing.fact("size")
    if rule is None or not _NUMBER.fullmatch(written):
        return
    size = exact(written.replace(",", "."))
    held = cast(Mapping[str, Decimal], rule.value)
    if size is not None and not held["low"] <= size <= held["high"]:
        allowed = f"{plain(held['low'])}–{plain(held['high'])}"
        yield finding("SHOE_SIZE_RANGE", listing, "size", written, allowed, rule)
