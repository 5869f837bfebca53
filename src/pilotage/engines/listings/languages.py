"""The language of texts: letters of a foreign script for certain, the language itself by py3langid, offline.

A title is short and full of names: it is only told as unsure. Search terms may be in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from pilotage.engines.listings.findings import Finding, finding
from pilotage.engines.listings.listing import Listing
from pilotage.engines.listings.rulebook import Rulebook
from pilotage.engines.listings.titles import outside_brand

_SCRIPTS = {
    "han": "\u3400-\u4dbf\u4e00-\u9fff",
    "kana": "\u3041-\u3096\u30a1-\u30fa",
    "hangul": "\uac00-\ud7af",
    "arabic": "\u0620-\u064a\u066e-\u06d3",
    "devanagari": "\u0904-\u0939",
    "cyrillic": "\u0410-\u044f\u0401\u0451",
    "thai": "\u0e01-\u0e2e",
    "hebrew": "\u05d0-\u05ea",
}
_WRITTEN_IN = {"ja": ("han", "kana"), "zh": ("han",), "ar": ("arabic",), "hi": ("devanagari",)}
# What a text on a store of Amazon's could be in.
_KNOWN = ("ar", "de", "en", "es", "fr", "hi", "it", "ja", "nl", "pl", "pt", "sv", "tr", "zh")
_LETTERS = re.compile(r"[^\W\d_]+")
_DENSE = re.compile("[\u3041-\u9fff]")
_READ = 180  # characters that decide; more of the same text changes nothing
_WORDS, _LENGTH = 6, 40  # below, a text says too little
_SMALL_WORDS = 3
_SURE, _LIKELY = 0.999, 0.98


class _Part(NamedTuple):
    field: str
    tag: str
    text: str
    sure: bool


def check(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    """Texts in another script or language than the store's; declared languages that are not the store's."""
    rule = rules.get("languages")
    allowed = ", ".join(rules.languages)
    foreign = _foreign(rules.languages)
    for part in _parts(listing):
        if part.tag and part.tag not in rules.languages:
            continue  # the column itself says that it is meant for another language
        found = foreign.findall(part.text)
        if found:
            yield finding("SCRIPT_FOREIGN", listing, part.field, " ".join(dict.fromkeys(found))[:40], allowed, rule)  # fmt: skip
            continue
        if _reads_as_ours(part.text, rules):
            continue
        tag, sure = language_of(part.text)
        wanted = (part.tag,) if part.tag else rules.languages
        if tag and tag not in wanted and sure >= (_SURE if part.sure else _LIKELY):
            code = "LANGUAGE_MISMATCH" if part.sure else "LANGUAGE_UNSURE"
            yield finding(code, listing, part.field, tag, allowed, rule)
    said = listing.fact("language").strip()
    if said and said[:2].casefold() not in (*rules.languages, *_spelled(rules.languages)):
        yield finding("LANGUAGE_TAG", listing, "language", said, allowed, rule)


def _reads_as_ours(text: str, rules: Rulebook) -> bool:
    """Whether small words already say so: three of the store's language, and few that only others have."""
    words = _LETTERS.findall(text[:_READ].casefold())
    own = sum(word in rules.own_words for word in words)
    return own >= _SMALL_WORDS and own > 2 * sum(word in rules.others_words for word in words)


def _parts(listing: Listing) -> Iterator[_Part]:
    """Each title and description, and the bullets of a language together, with the brand blanked out."""
    bullets: dict[str, list[str]] = {}
    for written in listing.texts:
        if written.kind in ("title", "highlights", "description"):
            bare = outside_brand(written.text, listing.brand)
            yield _Part(written.field, written.tag, bare, written.kind == "description")
        elif written.kind == "bullet":
            bullets.setdefault(written.tag, []).append(written.text)
    for tag, texts in bullets.items():
        yield _Part("bullets", tag, outside_brand(" ".join(texts), listing.brand), True)


def language_of(text: str) -> tuple[str, float]:
    """The language of a text and how sure that is, 0 to 1; blank for one that is too short to say.

    >>> language_of("Der Wasserkocher ist aus Edelstahl und hat eine automatische Abschaltung.")[0]
    'de'
    """
    words = _LETTERS.findall(text[:_READ])
    said = " ".join(words)
    dense = _DENSE.search(said) is not None  # a character of Han says as much as a syllable
    if len(said) < (_LENGTH // 3 if dense else _LENGTH) or (not dense and len(words) < _WORDS):
        return "", 0.0
    tag, sure = _identifier().classify(said)
    return str(tag), float(sure)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_KNOWN))
    return identifier


@cache
def _foreign(languages: tuple[str, ...]) -> re.Pattern[str]:
    own = {script for tag in languages for script in _WRITTEN_IN.get(tag, ())}
    letters = "".join(span for script, span in _SCRIPTS.items() if script not in own)
    return re.compile(f"[{letters}]+")


def _spelled(languages: tuple[str, ...]) -> tuple[str, ...]:
    """First two letters of a language's own name and its Chinese and English names, as sellers write them."""
    names = {"de": "德语 german deutsch", "en": "英语 英文 english", "fr": "法语 french français", "it": "意大利语 italian",
             "es": "西班牙语 spanish español", "nl": "荷兰语 dutch", "pl": "波兰语 polish", "sv": "瑞典语 swedish",
             "tr": "土耳其语 turkish", "pt": "葡萄牙语 portuguese", "ja": "日语 日文 japanese", "ar": "阿拉伯语 arabic", "hi": "印地语"}  # fmt: skip
    return tuple(word[:2] for tag in languages for word in names.get(tag, "").split())
