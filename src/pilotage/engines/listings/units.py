"""Units of the other system that stand alone: found in texts, converted only where the conversion is exact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pilotage.engines.listings.findings import Finding, finding
from pilotage.engines.listings.listing import Listing, Written
from pilotage.engines.listings.rulebook import Rulebook
from pilotage.engines.listings.suggestion import Edit, Suggestion
from pilotage.kernel.decimals import exact, plain

Measure = Literal["length", "weight", "volume", "temperature"]

# The international yard and pound of 1959: exact by definition. Ounces and gallons are left out: an ounce may be of weight
# or volume, and those of volume differ between the United States and Britain.
_EXACT = {
    "in": (Decimal("2.54"), "cm"),
    "ft": (Decimal("30.48"), "cm"),
    "yd": (Decimal("91.44"), "cm"),
    "lb": (Decimal("0.45359237"), "kg"),
}
_NUMBER = r"(?P<number>\d+(?:[.,]\d+)?)"
_IN = (
    r"inch(?:es)?|inches|zoll|pouces?|pulgadas?|pollic[ei]|polegadas?|cali|tum|inç|英寸|吋|″|''|\""
)
# `in` is also a word: it counts before a mark, the end, a sign of dimensions, or a word of size.
_SHORT_IN = r"in(?=\.?\s*(?:$|[,;.()\[\]/x×*|]|(?:wide|long|tall|high|deep|diameter|thick|by|x|width|length|height)\b))"
_CUSTOMARY: tuple[tuple[str, Measure, str], ...] = (
    ("in", "length", rf"(?:{_IN}|{_SHORT_IN})"),
    ("ft", "length", r"(?:ft|foot|feet|英尺)"),
    ("yd", "length", r"(?:yds?|yards?)"),
    ("lb", "weight", r"(?:lbs?|pounds?|英磅|磅)"),
    ("fl oz", "volume", r"(?:fl\.?\s?oz|fluid ounces?)"),
    ("oz", "weight", r"(?:oz|ounces?|盎司)"),
    ("gal", "volume", r"(?:gal|gallons?|加仑)"),
    ("°F", "temperature", r"(?:°\s?F|℉|degrees? fahrenheit)"),
)
_METRIC: dict[Measure, str] = {
    "length": r"(?:mm|cm|m|metres?|meters?|millimet(?:er|re)s?|zentimeter|厘米|毫米|米)",
    "weight": r"(?:kg|g|mg|gramm?s?|kilogramm?s?|千克|公斤|克)",
    "volume": r"(?:ml|cl|l|lit(?:er|re)s?|毫升|升)",
    "temperature": r"(?:°\s?C|℃)",
}


def _pattern(unit: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,]){_NUMBER}[\s\-]?(?P<unit>{unit})(?![\w])", re.IGNORECASE)


_FOREIGN = [(name, measure, _pattern(unit)) for name, measure, unit in _CUSTOMARY]
_NATIVE = {measure: _pattern(unit) for measure, unit in _METRIC.items()}
_CUSTOMARY_OF = {
    measure: [pattern for _, of, pattern in _FOREIGN if of in _alike]
    for measure, _alike in {
        "length": ("length",), "weight": ("weight",), "volume": ("volume", "weight"), "temperature": ("temperature",),
    }.items()
}  # fmt: skip
# A cheap look before the patterns: a digit, and a sign of any unit near it.
_ANY = re.compile(
    r"\d[\s\-]?(?:in|ft|foot|feet|y|lb|p|fl|oz|ounce|gal|°|℉|d|z|t|c|\"|″|'|英|吋|磅|盎|加)",
    re.IGNORECASE,
)
_PART_OF_A_ROW = re.compile(
    r"(?:\d[^\s\d]*\s?(?:x|×|\*|by|to|bis|-|–|~|/|'|ft)|[/'])\s?$", re.IGNORECASE
)
_NEAR = 30
_COMMA = frozenset({"de", "fr", "it", "es", "nl", "pl", "sv", "pt", "tr"})
_IN_METRIC = {"length": "cm", "weight": "g, kg", "volume": "ml, l", "temperature": "°C"}
_IN_CUSTOMARY = {"length": "in, ft", "weight": "oz, lb", "volume": "fl oz", "temperature": "°F"}


def check(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    """One finding per text and kind of measure that is given in the other system only."""
    rule = rules.get("units.system")
    if rule is None:
        return
    texts = [w for w in listing.texts if w.kind != "search_terms"]
    if rule.value == "customary":
        for written in texts:
            yield from _without_customary(listing, written, rules)
        return
    for written in texts:
        if _ANY.search(written.text):
            yield from _without_metric(listing, written, rules)


def _without_metric(listing: Listing, written: Written, rules: Rulebook) -> Iterator[Finding]:
    found: dict[Measure, list[tuple[str, re.Match[str]]]] = {}
    taken: list[tuple[int, int]] = []
    for name, measure, pattern in _FOREIGN:
        for match in pattern.finditer(written.text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            if name == "in" and _in_inches_anyway(listing, written, rules):
                continue
            if not _stands_near(written.text, match, [_NATIVE[measure]]) and not (
                name == "oz" and _stands_near(written.text, match, [_NATIVE["volume"]])
            ):
                found.setdefault(measure, []).append((name, match))
    for measure, matches in found.items():
        read = ", ".join(dict.fromkeys(match[0] for _, match in matches))
        better = _converted(written, matches, rules)
        yield finding("UNIT_FOREIGN", listing, written.field, read, _IN_METRIC[measure], rules.get("units.system"), better)  # fmt: skip


def _in_inches_anyway(listing: Listing, written: Written, rules: Rulebook) -> bool:
    """Screens, wheels, threads and jeans are sold in inches everywhere."""
    return any(
        rules.customary_inches.found_in(text.text) for text in (written, *listing.of("title"))
    )


def _without_customary(listing: Listing, written: Written, rules: Rulebook) -> Iterator[Finding]:
    if written.kind != "title":
        return
    for measure, pattern in _NATIVE.items():
        alone = [
            match[0]
            for match in pattern.finditer(written.text)
            if not _stands_near(written.text, match, _CUSTOMARY_OF[measure])
        ]
        if alone:
            read = ", ".join(dict.fromkeys(alone))
            yield finding("UNIT_CUSTOMARY_MISSING", listing, written.field, read, _IN_CUSTOMARY[measure], rules.get("units.system"))  # fmt: skip


def _stands_near(text: str, match: re.Match[str], patterns: list[re.Pattern[str]]) -> bool:
    near = text[max(0, match.start() - _NEAR) : match.start()]
    after = text[match.end() : match.end() + _NEAR]
    return any(pattern.search(near) or pattern.search(after) for pattern in patterns)


def _converted(
    written: Written, matches: list[tuple[str, re.Match[str]]], rules: Rulebook
) -> Suggestion | None:
    """Every figure with its exact metric value before it; None where one is not exact, or a part of a row of figures."""
    comma = (written.tag or rules.languages[0]) in _COMMA
    edits = []
    for name, match in matches:
        figure = _exactly(name, match["number"])
        if figure is None or _PART_OF_A_ROW.search(written.text[: match.start()]):
            return None
        if re.match(r"\s?(?:x|×|\*|/|-|–|\d)\s?\d", written.text[match.end() :]):
            return None
        shown = figure.replace(".", ",") if comma else figure
        edits += [
            Edit(match.start(), match.start(), f"{shown} ("),
            Edit(match.end(), match.end(), ")"),
        ]
    better = Suggestion("ADD_EXACT_UNIT", written.text, tuple(sorted(edits)))
    return better if _fits(better, written, rules) else None


def _fits(better: Suggestion, written: Written, rules: Rulebook) -> bool:
    key = {"title": "title.length", "highlights": "highlights.length", "bullet": "bullets.length_disputed"}.get(written.kind)  # fmt: skip
    return key is None or rules.get(key) is None or len(better.after.strip()) <= rules.number(key)


def _exactly(name: str, written: str) -> str | None:
    """`12` in inches is `30.48 cm`; None for a thousand written with a comma, or a unit without an exact factor."""
    if re.fullmatch(r"\d+[.,]\d{3}", written):
        return None
    number = exact(written.replace(",", "."))
    if number is None:
        return None
    if name == "°F":
        ninths = (number - 32) * 5
        return f"{plain(ninths / 9)} °C" if ninths % 9 == 0 else None
    if name not in _EXACT:
        return None
    factor, unit = _EXACT[name]
    return f"{plain(number * factor)} {unit}"
