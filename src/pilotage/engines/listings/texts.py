"""What no text of a listing may hold: HTML, addresses, telephone numbers, prices, reviews; and how long bullets are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pilotage.engines.listings.findings import Finding, finding
from pilotage.engines.listings.listing import Listing, Written
from pilotage.engines.listings.rulebook import Rulebook
from pilotage.engines.listings.suggestion import cut

_TAG = re.compile(r"</?(?!br\b)[A-Za-z][A-Za-z0-9]*(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+"
    r"|(?<![\w@.])[a-z0-9-]{2,}\.(?:com|net|org|shop|store|de|co\.uk|fr|it|es|cn|jp)(?![\w.-])",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+|00)\d{1,3}[ \-/]?(?:\(0?\) ?)?\d[\d \-/]{5,14}\d(?!\w)"
    r"|(?:tel|telephone|phone|telefon|téléphone|teléfono|电话|手机|微信|whatsapp)\.?\s?[:：]?\s?\+?\d[\d \-/]{5,14}\d"
    r"|(?<![\w-])400-\d{3}-\d{4}(?!\w)",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"(?<!\w)(?:[€£¥￥]|US\$|\$|EUR|USD|GBP|RMB|JPY)\s?\d+(?:[.,]\d+)?"
    r"|(?<![\w.,])\d+(?:[.,]\d{2})?\s?(?:€|£|￥|EUR|USD|GBP|RMB|元)(?!\w)"
)
_REVIEW = re.compile(
    r"(?<!\w)(?:5[- ]star|five[- ]star|customer reviews?|leave (?:us )?a review|positive review"
    r"|5[- ]sterne|kundenrezension(?:en)?|kundenbewertung(?:en)?|avis clients?|recensioni|reseñas)(?!\w)"
    r"|五星好评|好评返现|レビュー",
    re.IGNORECASE,
)
# Each pattern with the signs without which it cannot match, in lower case: most texts hold none.
_CONTACT: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...] = (
    ("TEXT_MAIL", _MAIL, ("@",)),
    ("TEXT_URL", _URL, ("http", "www.", ".com", ".net", ".org", ".shop", ".store", ".de", ".co.uk", ".fr", ".it", ".es", ".cn", ".jp")),
    ("TEXT_PHONE", _PHONE, ("+", "00", "tel", "phone", "tél", "电话", "手机", "微信", "whatsapp")),
    ("TEXT_PRICE", _PRICE, ("€", "£", "¥", "￥", "$", "eur", "usd", "gbp", "rmb", "jpy", "元")),
    ("TEXT_REVIEW", _REVIEW, ("star", "review", "stern", "kunden", "avis", "recension", "reseñ", "好评", "レビュー")),
)  # fmt: skip
_SHOWN = 80


def check(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    """What stands in the texts of a listing that belongs elsewhere or nowhere."""
    lower = "\n".join(written.text for written in listing.texts).lower()
    asked = [one for one in _CONTACT if any(sign in lower for sign in one[2])]
    for written in listing.texts:
        yield from _content(listing, written, rules, asked)
    yield from _bullets(listing, rules)


def _content(
    listing: Listing,
    written: Written,
    rules: Rulebook,
    asked: list[tuple[str, re.Pattern[str], tuple[str, ...]]],
) -> Iterator[Finding]:
    text = written.text
    rule = rules.get("text.no_html")
    if rule and "<" in text and (tags := list(_TAG.finditer(text))):
        read = " ".join(dict.fromkeys(tag[0] for tag in tags))[:_SHOWN]
        better = cut("STRIP_HTML", text, [tag.span() for tag in tags])
        yield finding("TEXT_HTML", listing, written.field, read, "<br>", rule, better)
    if asked and (rule := rules.get("text.no_contact")):
        taken: list[tuple[int, int]] = []
        lower = text.lower()
        for code, pattern, signs in asked:
            if not any(sign in lower for sign in signs):
                continue
            found = [m for m in pattern.finditer(text) if not _within(m.span(), taken)]
            if found:
                taken += [m.span() for m in found]
                read = ", ".join(dict.fromkeys(m[0].strip() for m in found))[:_SHOWN]
                yield finding(code, listing, written.field, read, "", rule)
    if "\ufffd" in text:
        at = text.index("\ufffd")
        yield finding(
            "TEXT_LOST", listing, written.field, text[max(0, at - 20) : at + 20], "", None
        )


def _within(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def _bullets(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    bullets = listing.of("bullet")
    for bullet in bullets:
        length = len(bullet.text.strip())
        for key, code in (
            ("bullets.length", "BULLET_TOO_LONG"),
            ("bullets.length_disputed", "BULLET_LENGTH_DISPUTED"),
        ):
            if (rule := rules.get(key)) and length > (most := rules.number(key)):
                yield finding(code, listing, bullet.field, length, most, rule)
                break
    rule = rules.get("bullets.count")
    counted = max(
        (sum(b.tag == tag for b in bullets) for tag in {b.tag for b in bullets}), default=0
    )
    if rule and counted > (most := rules.number("bullets.count")):
        yield finding("BULLETS_TOO_MANY", listing, "bullets", counted, most, rule)
