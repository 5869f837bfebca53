"""Mains voltage and plug, as columns and as said in texts, against what comes out of the wall in the store's country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from pilotage.engines.listings.findings import Finding, finding
from pilotage.engines.listings.listing import Listing, Written
from pilotage.engines.listings.rulebook import Rulebook
from pilotage.kernel.decimals import plain

_VOLT = r"(?:v(?:ac|\s?ac)?|volts?|伏特?|ボルト)"
_RANGE = re.compile(
    rf"(?<![\d.,])(\d{{2,3}})\s?{_VOLT}?\s?(?:-|–|—|~|〜|～|to|bis|à|a|至)\s?(\d{{2,3}})\s?{_VOLT}(?![a-z])",
    re.IGNORECASE,
)
_EITHER = re.compile(
    rf"(?<![\d.,])(\d{{2,3}})\s?{_VOLT}?\s?/\s?(\d{{2,3}})\s?{_VOLT}(?![a-z])", re.IGNORECASE
)
_SINGLE = re.compile(rf"(?<![\d.,\-–~/])(\d{{2,3}})\s?{_VOLT}(?![a-z])", re.IGNORECASE)
_BARE = re.compile(r"(\d{2,3})(?:\.0+)?")
_MAINS = range(90, 261)
_DIRECT = re.compile(r"dc\s?$", re.IGNORECASE)
_QUICK = re.compile(r"\d\s?(?:v|伏|ボ)", re.IGNORECASE)

# What a word for a plug means in IEC's letters.
_PLUG_WORDS: tuple[tuple[str, str], ...] = (
    (r"schuko", "F"),
    (r"europlug|eurostecker|euro[\s\-]?plug", "C"),
    (r"(?:eu|european|europäische[rn]?|欧规|欧标)[\s\-]*(?:plug|stecker|netzstecker|插头|version)|欧规|欧标插头|prise eu|spina (?:eu|europea)|enchufe (?:eu|europeo)", "CEF"),
    (r"(?:us|american|usa|amerikanische[rn]?|美标|美规)[\s\-]*(?:plug|stecker|netzstecker|插头)|美规|美标插头|prise us|spina us|enchufe (?:us|americano)|nema\s?(?:1|5)-\d+p?", "AB"),
    (r"(?:uk|british|gb|英标|英规)[\s\-]*(?:plug|stecker|netzstecker|插头)|3[\s\-]pin uk|英规|英标插头|bs\s?1363|prise (?:uk|anglaise)|enchufe (?:uk|inglés)", "G"),
    (r"(?:au|aus|australian|澳标|澳规)[\s\-]*(?:plug|stecker|插头)|澳规|澳标插头", "I"),
    (r"(?:cn|chinese|china|国标|中规)[\s\-]*(?:plug|stecker|插头)|国标插头|国规", "AI"),
    (r"(?:jp|japan|japanese|日标)[\s\-]*(?:plug|stecker|插头)|日规|日标插头", "A"),
    (r"(?:ch|swiss|schweizer)[\s\-]*(?:plug|stecker|插头)", "J"),
    (r"(?:it|italian|italienischer)[\s\-]*(?:plug|stecker)", "L"),
    (r"(?:in|indian)[\s\-]plug", "D"),
    (r"(?:br|brazilian)[\s\-]*plug", "N"),
)  # fmt: skip
_PLUGS = [(re.compile(rf"(?<![A-Za-z]){words}(?![A-Za-z])", re.IGNORECASE), frozenset(letters)) for words, letters in _PLUG_WORDS]  # fmt: skip
_TYPE = re.compile(
    r"(?<![a-z])(?:type|typ|tipo|タイプ)[\s\-_]*([a-o]{1,3}(?:\s?/\s?[a-o])*)(?![a-z])",
    re.IGNORECASE,
)
_PLUG_NEAR = re.compile(
    r"plug|stecker|插头|prise|fiche|spina|enchufe|stekker|wtyczk|kontakt|プラグ|socket",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[a-o](?:\s?[/,&]\s?[a-o])*", re.IGNORECASE)
_PLUG_SIGNS = ("plug", "stecker", "插头", "schuko", "规", "nema", "bs1363", "bs 1363", "prise", "fiche", "spina", "enchufe", "stekker", "プラグ", "pin uk")  # fmt: skip
_NAMES = {"us": "AB", "usa": "AB", "eu": "CEF", "uk": "G", "gb": "G", "au": "I", "cn": "AI", "jp": "A", "de": "F", "fr": "E", "it": "L", "ch": "J", "in": "D", "br": "N"}  # fmt: skip


def check(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    """Voltage and plug of a listing; a product that also takes what the wall gives has no finding."""
    yield from _voltage(listing, rules)
    yield from _plug(listing, rules)


def _voltage(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    rule = rules.get("voltage.nominal")
    if rule is None:
        return
    said = [("voltage", text, spans) for text, spans in _column(listing)]
    for written in listing.texts:
        if written.kind != "search_terms" and _QUICK.search(written.text):
            said += [(written.field, text, spans) for text, spans in _volts(written.text)]
    nominal = [Decimal(v) for v in rules.words("voltage.nominal")]
    margin = Decimal(rules.number("voltage.margin_percent")) / 100
    takes = {
        field for field, _, spans in said if any(_takes(span, nominal, margin) for span in spans)
    }
    allowed = ", ".join(f"{plain(v)} V" for v in nominal)
    seen: dict[str, list[str]] = {}
    for field, text, _ in _unfit(said, takes, "voltage"):
        seen.setdefault(field, []).append(text)
    for field, texts in seen.items():
        read = ", ".join(dict.fromkeys(texts))
        yield finding("VOLTAGE_MISMATCH", listing, field, read, allowed, rule)


T = TypeVar("T")


def _unfit(said: list[tuple[str, str, T]], fits: set[str], column: str) -> list[tuple[str, str, T]]:
    """What stands against the wall: a column speaks for itself, the texts together with it."""
    if not fits:
        return said
    return [one for one in said if one[0] == column and column not in fits]


Span = tuple[int, int]


def _takes(span: Span, nominal: list[Decimal], margin: Decimal) -> bool:
    low, high = span
    if low != high:
        return any(low <= v <= high for v in nominal)
    return any(v * (1 - margin) <= low <= v * (1 + margin) for v in nominal)


def _column(listing: Listing) -> Iterator[tuple[str, list[Span]]]:
    written = listing.fact("voltage")
    if not written:
        return
    found = list(_volts(f"{written} V" if written[-1:].isdigit() else written))
    if found:
        yield written, [span for _, spans in found for span in spans]
    elif (bare := _BARE.fullmatch(written)) and int(bare[1]) in _MAINS:
        yield written, [(int(bare[1]), int(bare[1]))]


def _volts(text: str) -> Iterator[tuple[str, list[Span]]]:
    """Every mains voltage that a text states: a range, two that may be chosen, or one. Direct current is none."""
    rest = text
    for pattern, ranged in ((_RANGE, True), (_EITHER, False)):
        for match in pattern.finditer(rest):
            low, high = int(match[1]), int(match[2])
            if low <= high and high in _MAINS and not _DIRECT.search(rest[: match.start()]):
                yield match[0], [(low, high)] if ranged else [(low, low), (high, high)]
        rest = pattern.sub(lambda m: " " * len(m[0]), rest)
    for match in _SINGLE.finditer(rest):
        if int(match[1]) in _MAINS and not _DIRECT.search(rest[: match.start()]):
            yield match[0], [(int(match[1]), int(match[1]))]


def _plug(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    rule = rules.get("plugs")
    if rule is None:
        return
    said: list[tuple[str, str, frozenset[str]]] = []
    if column := listing.fact("plug"):
        said += [("plug", column, letters) for letters in _column_letters(column)]
    for written in _speaking(listing):
        said += [(written.field, text, letters) for text, letters in _plugs(written.text)]
    fitting = frozenset(rules.words("plugs"))
    fits = {field for field, _, letters in said if letters & fitting}
    unfit = _unfit(said, fits, "plug")
    for field, text in dict.fromkeys((field, text) for field, text, _ in unfit):
        yield finding("PLUG_MISMATCH", listing, field, text, ", ".join(sorted(fitting)), rule)


def _speaking(listing: Listing) -> list[Written]:
    """The texts in which a plug may be named: most listings have none."""
    lower = "\n".join(written.text for written in listing.texts).lower()
    if not any(sign in lower for sign in _PLUG_SIGNS):
        return []
    return [
        written
        for written in listing.texts
        if written.kind != "search_terms"
        and any(sign in written.text.lower() for sign in _PLUG_SIGNS)
    ]


@lru_cache(1024)
def _column_letters(column: str) -> tuple[frozenset[str], ...]:
    """`type_f_2pin_de`, `Type G`, `G`, `US`, `US plug`: the letters they mean, if any."""
    text = column.strip()
    found = tuple(letters for _, letters in _plugs(text.replace("_", " ") + " plug"))
    if found:
        return found
    if text.casefold() in _NAMES:
        return (frozenset(_NAMES[text.casefold()]),)
    if _LETTERS.fullmatch(text):
        return (frozenset(c for c in text.upper() if c.isalpha()),)
    return ()


def _plugs(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    for pattern, letters in _PLUGS:
        for match in pattern.finditer(text):
            yield match[0], letters
    if _PLUG_NEAR.search(text):
        for match in _TYPE.finditer(text):
            letters = frozenset(c for c in match[1].upper() if c.isalpha())
            # `Type C` beside USB is no plug for the wall.
            if not re.search(r"usb[\s\-]*$", text[: match.start()], re.IGNORECASE):
                yield match[0], letters
