"""Search terms: bytes in UTF-8, one line, no brand, no ASIN, no words of a day or of praise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pilotage.engines.listings.findings import Finding, finding
from pilotage.engines.listings.listing import Listing, Written
from pilotage.engines.listings.rulebook import Rulebook
from pilotage.engines.listings.suggestion import Suggestion, composed, tidied, without_repeats
from pilotage.engines.listings.titles import whole_word

_ASIN = re.compile(r"(?<![A-Za-z0-9])B0[A-Z0-9]{8}(?![A-Za-z0-9])")


def check(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    """What is wrong with the search terms of a listing."""
    for terms in listing.of("search_terms"):
        yield from _size(listing, terms, rules)
        yield from _content(listing, terms, rules)


def bytes_of(text: str) -> int:
    """Bytes in UTF-8: ä takes 2, Han and kana 3; blanks and marks count as the input field counts them."""
    return len(text.encode("utf-8", "surrogatepass"))


def _size(listing: Listing, terms: Written, rules: Rulebook) -> Iterator[Finding]:
    text = terms.text.strip("\r\n")
    lines = len([line for line in text.splitlines() if line.strip()])
    rule = rules.get("search_terms.lines")
    if rule and lines > (most := rules.number("search_terms.lines")):
        yield finding("SEARCH_TERMS_LINES", listing, terms.field, lines, most, rule, tidied(terms.text))  # fmt: skip
    rule = rules.get("search_terms.bytes")
    size = bytes_of(text)
    if rule and size > (most := rules.number("search_terms.bytes")):
        better = _smaller(terms.text, most)
        yield finding("SEARCH_TERMS_TOO_LONG", listing, terms.field, size, most, rule, better)


def _smaller(text: str, most: int) -> Suggestion | None:
    """The same terms in fewer bytes, where that is enough; no term is dropped that is not there twice."""
    for better in (tidied(text), composed(text), without_repeats(text)):
        if better and bytes_of(better.after) <= most:
            return better
    return None


def _content(listing: Listing, terms: Written, rules: Rulebook) -> Iterator[Finding]:
    brand = listing.brand.strip()
    rule = rules.get("search_terms.no_brand")
    if rule and len(brand) > 1 and brand.casefold() in terms.text.casefold():
        whole = whole_word(brand).search(terms.text)
        if whole:
            yield finding("SEARCH_TERMS_BRAND", listing, terms.field, whole[0], "", rule)
    rule = rules.get("search_terms.no_asin")
    if rule and (found := dict.fromkeys(_ASIN.findall(terms.text))):
        yield finding("SEARCH_TERMS_ASIN", listing, terms.field, ", ".join(found), "", rule)
    for code, key, phrases in (
        ("SEARCH_TERMS_TEMPORARY", "search_terms.temporary", rules.temporary),
        ("SEARCH_TERMS_SUBJECTIVE", "search_terms.subjective", rules.subjective),
    ):
        if said := phrases.found_in(terms.text):
            yield finding(code, listing, terms.field, ", ".join(said), "", rules.get(key))
