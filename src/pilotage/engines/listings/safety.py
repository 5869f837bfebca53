"""Safety data that the law of the Union asks of an offer: responsible person, manufacturer, warnings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pilotage.engines import law
from pilotage.engines.listings.findings import Finding, finding
from pilotage.engines.listings.listing import Listing
from pilotage.engines.listings.rulebook import Rulebook
from pilotage.kernel import places

_ELECTRONIC = re.compile(r"[\w.+-]+@[\w-]+\.\w+|https?://|www\.|(?<![\w@])[\w-]+\.(?:com|eu|de|fr|it|es|nl|pl|net|org)\b", re.IGNORECASE)  # fmt: skip
_NOTHING = frozenset({"", "-", "--", "n/a", "na", "none", "无", "没有", "not applicable", "tbd"})


def check(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    """What is missing; goods that other law covers (food, medicine) are left out."""
    stated = (listing.fact("product_type"), listing.fact("category"))
    if rules.is_type("safety.exempt_types", *stated):
        return
    home = _country(listing, "manufacturer_country", "manufacturer")
    if (rule := rules.get("safety.responsible_person")) and not (home and _in_union(home, rules)):
        yield from _responsible(listing, rules)
    rule = rules.get("safety.manufacturer")
    if rule and not (_stated(listing, "manufacturer") or _stated(listing, "manufacturer_contact")):
        yield finding("SAFETY_MANUFACTURER_MISSING", listing, "manufacturer", "", "名称、邮政与电子地址 · name, postal and electronic address", rule)  # fmt: skip
    rule = rules.get("safety.information")
    if rule and not (_stated(listing, "safety_information") or _stated(listing, "safety_attestation")):  # fmt: skip
        yield finding("SAFETY_INFORMATION_MISSING", listing, "safety_information", "", "安全信息或声明 · information or statement", rule)  # fmt: skip


def _responsible(listing: Listing, rules: Rulebook) -> Iterator[Finding]:
    rule = rules.get("safety.responsible_person")
    said = "; ".join(filter(None, (_stated(listing, "responsible_person"), _stated(listing, "responsible_person_contact"))))  # fmt: skip
    if not said:
        yield finding("SAFETY_RESPONSIBLE_MISSING", listing, "responsible_person", "", "欧盟境内 · established in the Union", rule)  # fmt: skip
        return
    where = _country(listing, "responsible_person_country", "responsible_person", "responsible_person_contact")  # fmt: skip
    if where and not _in_union(where, rules):
        yield finding("SAFETY_RESPONSIBLE_ABROAD", listing, "responsible_person", said[:80], "欧盟境内 · established in the Union", rule)  # fmt: skip
    if not _ELECTRONIC.search(said):
        yield finding("SAFETY_RESPONSIBLE_CONTACT", listing, "responsible_person", said[:80], "邮箱或网址 · mail or web address", rule)  # fmt: skip


def _stated(listing: Listing, name: str) -> str:
    text = listing.fact(name).strip()
    return "" if text.casefold() in _NOTHING else text


def _in_union(country: str, rules: Rulebook) -> bool:
    return country in law.eu_states(rules.on)


def _country(listing: Listing, column: str, *texts: str) -> str:
    """The country a column names, else the one that ends a line of an address; blank when none is named."""
    if code := _countries().get(listing.fact(column).strip().casefold()):
        return code
    for name in texts:
        for part in reversed(re.split(r"[;,，；\n]|\s{2,}", listing.fact(name))):
            if code := _countries().get(part.strip(" .()").casefold()):
                return code
    return ""


@cache
def _countries() -> dict[str, str]:
    names = {"uk": "GB", "england": "GB", "great britain": "GB", "usa": "US", "prc": "CN", "p.r. china": "CN", "p.r.china": "CN",
             "中国大陆": "CN", "hong kong": "HK", "香港": "HK", "台湾": "TW", "deutschland": "DE", "france": "FR", "españa": "ES",
             "italia": "IT", "nederland": "NL", "polska": "PL", "shenzhen": "CN", "guangdong": "CN", "深圳": "CN", "广东": "CN"}  # fmt: skip
    for code, name in places.NAMES.items():
        names |= {name.en.casefold(): code, name.zh: code, code.casefold(): code}
    return names
