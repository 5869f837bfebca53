"""The title: length, characters outside the brand, repeated words, promotional claims, style; and item highlights."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pilotage.engines.listings.findings import Finding, finding
from pilotage.engines.listings.listing import Listing, Written
from pilotage.engines.listings.rulebook import Rulebook
from pilotage.engines.listings.suggestion import Suggestion, composed, cut, tidied

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_UNIT = re.compile(
    r"mm|cm|m|km|ml|cl|l|g|kg|mg|w|kw|wh|kwh|v|mv|a|ma|mah|hz|khz|mhz|ghz|db|gb|mb|tb|lm|pa|bar|psi|rpm|nm"
    r"|in|inch|inches|ft|oz|lb|lbs|zoll|pcs|stk|x",
    re.IGNORECASE,
)
# `#10`, `<10 lb`, `5~10`, `10*20`: an identifier or a measure stands beside the sign.
_MEASURE = {
    "#": re.compile(r"#(?=\w*\d)"),
    "~": re.compile(r"(?<=[\dA-Za-z°])\s?~(?=\s?\d)|~(?=\s?\d)"),
    "<": re.compile(r"<(?=\s?=?\s?\d)"),
    ">": re.compile(r">(?=\s?=?\s?\d)"),
    "*": re.compile(r"(?<=\d)\s?\*(?=\s?\d)|(?<=[a-z])\s?\*(?=\s?\d)"),
}
_LATIN = "a-z0-9\u00c0-\u024f"
_CAPITALS_FROM = 12  # letters from which "all capitals" says anything


def check(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    """What is wrong with the titles and highlights of a listing."""
    titles = listing.of("title")
    if not titles and listing.has_title and (rule := rules.get("title.required")):
        yield finding("TITLE_MISSING", listing, "title", "", "", rule)
    media = rules.is_type(
        "title.media_types", listing.fact("product_type"), listing.fact("category")
    )
    for title in titles:
        bare = outside_brand(title.text, listing.brand)
        yield from _length(listing, title, rules, media)
        if not media:
            yield from _characters(listing, title, bare, rules)
            yield from _repeated(listing, title, rules)
        yield from _promotion(listing, title, bare, rules)
        yield from _style(listing, title, bare, rules)
    for highlights in listing.of("highlights"):
        yield from _highlights(listing, highlights, titles, rules)


def outside_brand(text: str, brand: str) -> str:
    """The text with the brand blanked out wherever it stands as a whole, so that places stay the same.

    >>> outside_brand("Yahoo!! mug", "Yahoo!")
    '\\x00\\x00\\x00\\x00\\x00\\x00! mug'
    """
    brand = brand.strip()
    if not any(c.isalnum() for c in brand) or brand.casefold() not in text.casefold():
        return text
    whole = whole_word(brand)
    return whole.sub(lambda found: "\0" * len(found[0]), text)


@lru_cache(1024)
def whole_word(brand: str) -> re.Pattern[str]:
    """A brand as a whole: no Latin letter or digit goes on where it ends in one. Han and kana may touch it."""
    before = rf"(?<![{_LATIN}])" if brand[0].isalnum() else ""
    after = rf"(?![{_LATIN}])" if brand[-1].isalnum() else ""
    return re.compile(before + re.escape(brand) + after, re.IGNORECASE)


def _length(listing: Listing, title: Written, rules: Rulebook, media: bool) -> Iterator[Finding]:
    length = len(title.text.strip())
    rule = rules.get("title.length_media" if media else "title.length")
    if rule and length > (most := rules.number(rule.key)):
        better = _shorter(title.text, most)
        yield finding("TITLE_TOO_LONG", listing, title.field, length, most, rule, better)
        return
    disputed = rules.get("title.length_disputed")
    if disputed and not media and length > (most := rules.number(disputed.key)):
        yield finding("TITLE_LENGTH_DISPUTED", listing, title.field, length, most, disputed)


def _shorter(text: str, most: int) -> Suggestion | None:
    """A form of the same words that fits; nothing is cut off."""
    for better in (tidied(text), composed(text)):
        if better and len(better.after.strip()) <= most:
            return better
    return None


def _characters(listing: Listing, title: Written, bare: str, rules: Rulebook) -> Iterator[Finding]:
    for key, code in (
        ("title.characters", "TITLE_CHARACTER"),
        ("title.characters_wide", "TITLE_CHARACTER_WIDE"),
    ):
        banned = rules.words(key)
        if any(c in bare for c in banned):
            at = [n for n, c in enumerate(bare) if c in banned]
            read = " ".join(dict.fromkeys(bare[n] for n in at))
            allowed = "".join(banned)
            better = _without(title.text, at)
            yield finding(
                code, listing, title.field, read, f"0 × {allowed}", rules.get(key), better
            )
    signs = rules.words("title.characters_in_context")
    loose = [c for c in signs if c in bare and len(_MEASURE[c].findall(bare)) < bare.count(c)]
    if loose:
        rule = rules.get("title.characters_in_context")
        yield finding("TITLE_CHARACTER_CONTEXT", listing, title.field, " ".join(loose), "型号、度量 · identifier, measure", rule)  # fmt: skip


def _without(text: str, at: list[int]) -> Suggestion | None:
    """The title without some characters, `_` between words a blank; None where one touches a figure or joins two words."""
    joins = [n for n in at if text[n] == "_" and text[n - 1 : n].isalnum()]
    for n in at:
        before, after = text[n - 1 : n] if n else "", text[n + 1 : n + 2]
        if n not in joins and (
            before.isdigit() or after.isdigit() or (before.isalnum() and after.isalnum())
        ):
            return None
    better = cut("REMOVE_CHARACTERS", text, [(n, n + 1) for n in at])
    edits = tuple(e._replace(new=" ") if e.start in joins and text[e.end : e.end + 1].isalnum() else e for e in better.edits)  # fmt: skip
    better = replace(better, edits=edits)
    return better if better.after.strip() else None


def _repeated(listing: Listing, title: Written, rules: Rulebook) -> Iterator[Finding]:
    rule = rules.get("title.same_word")
    if rule is None:
        return
    most = rules.number("title.same_word")
    found = _WORD.findall(title.text.casefold())
    if len(found) <= most:
        return
    counted = Counter(
        word
        for before, word in zip(["", *found], found, strict=False)
        if len(word) > 1
        and not word.isdigit()
        and not (before[:1].isdigit() and _UNIT.fullmatch(word))
    )
    free = rules.free_words
    often = [f"{word} ×{n}" for word, n in counted.items() if n > most and word not in free]
    if often:
        yield finding("TITLE_WORD_REPEATED", listing, title.field, ", ".join(sorted(often)), most, rule)  # fmt: skip


def _promotion(listing: Listing, title: Written, bare: str, rules: Rulebook) -> Iterator[Finding]:
    for phrases, rule in rules.promotion:
        if found := phrases.found_in(bare):
            yield finding("TITLE_PROMOTION", listing, title.field, ", ".join(found), "", rule)
            return


def _style(listing: Listing, title: Written, bare: str, rules: Rulebook) -> Iterator[Finding]:
    symbols = [c for c in rules.words("title.symbols") if c in bare]
    if symbols:
        yield finding("TITLE_SYMBOL", listing, title.field, " ".join(symbols), "", rules.get("title.symbols"))  # fmt: skip
    capitals, small = sum(map(str.isupper, bare)), sum(map(str.islower, bare))
    rule = rules.get("title.no_capitals")
    if rule and capitals + small >= _CAPITALS_FROM and capitals >= 9 * small:
        yield finding("TITLE_ALL_CAPS", listing, title.field, title.text.strip()[:80], "", rule)


def _highlights(
    listing: Listing, highlights: Written, titles: tuple[Written, ...], rules: Rulebook
) -> Iterator[Finding]:
    rule = rules.get("highlights.length")
    if rule is None:
        return
    length = len(highlights.text.strip())
    if length > (most := rules.number("highlights.length")):
        yield finding("HIGHLIGHTS_TOO_LONG", listing, highlights.field, length, most, rule)
    longest = max((len(title.text.strip()) for title in titles), default=0)
    for key, code in (
        ("highlights.title_at_most", "HIGHLIGHTS_TITLE_LONG"),
        ("highlights.title_disputed", "HIGHLIGHTS_TITLE_DISPUTED"),
    ):
        if (held := rules.get(key)) and longest > (most := rules.number(key)):
            yield finding(code, listing, highlights.field, longest, most, held)
            return
