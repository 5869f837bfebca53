"""What a profile says a partner does, where, in which languages: read from its fields or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from pilotage.engines.search.clauses import Clause, Stance, clauses
from pilotage.engines.search.lexicon import Lexicon, SenseKind
from pilotage.engines.search.normalise import lower, normalised
from pilotage.engines.search.scan import Mention, scan


class FieldKind(StrEnum):
    """What a field holds, told by its name; anything unknown is read like a summary."""

    NAME = "name"
    SERVICES = "services"
    SITES = "sites"
    LANGUAGES = "languages"
    CITY = "city"
    CERTIFICATES = "certificates"
    CASES = "cases"
    SUMMARY = "summary"


_NAMED: dict[FieldKind, tuple[str, ...]] = {
    FieldKind.NAME: ("name", "名称", "公司", "company", "title", "brand"),
    FieldKind.SERVICES: ("service", "服务项目", "服务内容", "服务类目", "业务", "offer", "categor", "类目"),
    FieldKind.SITES: ("site", "站点", "国家", "countr", "marketplace", "market"),
    FieldKind.LANGUAGES: ("lang", "语言", "语种"),
    FieldKind.CITY: ("city", "城市", "所在地", "地址", "location", "office", "address"),
    FieldKind.CERTIFICATES: ("certif", "资质", "证书", "badge", "credential", "认证"),
    FieldKind.CASES: ("case", "案例", "reference"),
}  # fmt: skip

_LABELLED = re.compile(r"^\s*([^\s:：]{1,16})\s*[:：]\s*(.+)$")
_ITEM = re.compile(r"[;\n|、,/]")
_BETWEEN = re.compile(
    r"[\s、/,;|·&+()（）\-]*(?:和|及|与|或|的|站|本土|境内|地区|站点|市场|and|for|in|the|or)?\s*(?:the )?[(（]?"
)
_WORD = re.compile(r"\w+")
_CLAUSE_END = re.compile(r"[;\n|]")

# How much a mention counts towards a partner's main business.
_WEIGHTS = {Stance.OFFERED: 8, Stance.LISTED: 12, Stance.BESIDE: 4}
_SERVICE, _FIRST, _NAME, _CASE = 12, 4, 6, 3
SOLID = 4


@dataclass(slots=True)
class Offered:
    """One service of a partner: how much speaks for it, and where it is said to be done.

    `places` holds ISO codes and the codes of regions promised as a whole; `everywhere` when some
    mention names no place, so that the profile's own sites hold.
    """

    weight: int = 0
    places: set[str] = field(default_factory=set)
    everywhere: bool = False
    passed_on: bool = False


@dataclass(slots=True)
class Evidence:
    """A profile as the lexicon understands it."""

    offers: dict[str, Offered] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    sites: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    home: set[str] = field(default_factory=set)
    branches: set[str] = field(default_factory=set)


@cache
def field_kind(name: str) -> FieldKind:
    """The kind of the field called `name`."""
    low = name.lower()
    for kind, beginnings in _NAMED.items():
        if any(part in low for part in beginnings):
            return kind
    return FieldKind.SUMMARY


def fields_of(text: str) -> dict[str, str]:
    """Fields from plain text: lines `label: value` by their label, all else as summary."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        labelled = _LABELLED.match(line)
        kind = field_kind(labelled[1]) if labelled else FieldKind.SUMMARY
        value = labelled[2] if labelled and kind is not FieldKind.SUMMARY else line
        found[kind] = f"{found[kind]}\n{value}" if kind in found else value
    return found


def read_profile(fields: Mapping[str, str], lexicon: Lexicon) -> Evidence:
    """The evidence in a profile's fields."""
    texts = [(field_kind(name), normalised(text)) for name, text in fields.items()]
    kinds = {kind for kind, text in texts if text}
    evidence = Evidence()
    for kind, text in texts:
        _READERS[kind](text, lexicon, evidence)
        if kind is FieldKind.SUMMARY and FieldKind.SITES not in kinds:
            evidence.sites |= _places(scan(text, lexicon), lexicon)
    _settle(evidence, lexicon)
    return evidence


def _read_services(text: str, lexicon: Lexicon, evidence: Evidence) -> None:
    first = True
    for line in _CLAUSE_END.split(text):
        for clause in clauses(line.replace(",", "、"), lexicon):
            for mention, stance, places in _placed(clause, lexicon):
                weight = _SERVICE + (_FIRST if first else 0)
                if stance in (Stance.OFFERED, Stance.BESIDE, Stance.LISTED):
                    first = _note(mention, weight, places, evidence, lexicon) < 1 and first
                else:
                    _note_other(mention, stance, places, evidence, lexicon)


def _read_summary(text: str, lexicon: Lexicon, evidence: Evidence) -> None:
    for clause in clauses(text, lexicon):
        for mention, stance, places in _placed(clause, lexicon):
            if stance in _WEIGHTS:
                _note(mention, _WEIGHTS[stance], places, evidence, lexicon)
            else:
                _note_other(mention, stance, places, evidence, lexicon)
        if not any(stance is Stance.CONTEXT for stance in clause.stances):
            cities = (s.code for m in clause.mentions for s in m.of(SenseKind.CITY))
            evidence.branches.update(cities)


def _read_cases(text: str, lexicon: Lexicon, evidence: Evidence) -> None:
    for mention in scan(text, lexicon):
        _note(mention, _CASE, set(), evidence, lexicon)


def _read_name(text: str, lexicon: Lexicon, evidence: Evidence) -> None:
    for clause in clauses(text, lexicon):
        for mention, stance, places in _placed(clause, lexicon):
            if stance is Stance.OFFERED:
                _note(mention, _NAME, places, evidence, lexicon)
            else:
                _note_other(mention, stance, places, evidence, lexicon)
        cities = (s.code for m in clause.mentions for s in m.of(SenseKind.CITY))
        evidence.branches.update(cities)


def _read_sites(text: str, lexicon: Lexicon, evidence: Evidence) -> None:
    evidence.sites |= _places(scan(text.upper(), lexicon), lexicon)


def _read_city(text: str, lexicon: Lexicon, evidence: Evidence) -> None:
    evidence.home.update(s.code for m in scan(text, lexicon) for s in m.of(SenseKind.CITY))


def _read_languages(text: str, lexicon: Lexicon, evidence: Evidence) -> None:
    for word in _WORD.findall(lower(text)):
        code = lexicon.tongues.get(word)
        each = [code] if code else [lexicon.tongues.get(char) for char in word]
        evidence.languages.update(filter(None, each))


def _read_nothing(text: str, lexicon: Lexicon, evidence: Evidence) -> None:
    """Certificates are searched as text; they prove no service."""


_READERS = {
    FieldKind.NAME: _read_name,
    FieldKind.SERVICES: _read_services,
    FieldKind.SITES: _read_sites,
    FieldKind.LANGUAGES: _read_languages,
    FieldKind.CITY: _read_city,
    FieldKind.CERTIFICATES: _read_nothing,
    FieldKind.CASES: _read_cases,
    FieldKind.SUMMARY: _read_summary,
}


def _places(mentions: list[Mention], lexicon: Lexicon) -> set[str]:
    return {place for m in mentions for place in places_of(m, lexicon)}


def places_of(mention: Mention, lexicon: Lexicon) -> list[str]:
    """Countries that a place word names one by one, or the code of a region promised as a whole."""
    kinds = (SenseKind.COUNTRY, SenseKind.REGION)
    return [p for s in mention.senses if s.kind in kinds for p in expanded(s.code, lexicon)]


def expanded(place: str, lexicon: Lexicon) -> tuple[str, ...]:
    """A country itself, the members of a list of countries, the code of a region promised whole."""
    region = lexicon.regions.get(place)
    if region is None or region.whole:
        return (place,) if place else ()
    return region.members


def _placed(clause: Clause, lexicon: Lexicon) -> Iterator[tuple[Mention, Stance, set[str]]]:
    """Service mentions with the places that belong to them: 德国/法国VAT申报 · VAT in Germany."""
    waiting: set[str] = set()
    reach, used = 0, False
    pairs = list(zip(clause.mentions, clause.stances, strict=True))
    for i, (mention, stance) in enumerate(pairs):
        near = _BETWEEN.fullmatch(lower(clause.text[reach : mention.start])) is not None
        if not near or (
            used and (mention.is_place or _ITEM.search(clause.text[reach : mention.start]))
        ):
            waiting, used = set(), False
        reach = mention.end
        if mention.is_place:
            waiting |= set(places_of(mention, lexicon))
        elif mention.of(SenseKind.CONCEPT):
            used = True
            yield mention, stance, waiting or _following(clause, pairs[i + 1 :], reach, lexicon)


def _following(
    clause: Clause, rest: list[tuple[Mention, Stance]], reach: int, lexicon: Lexicon
) -> set[str]:
    """Places after a service in the same item: 海外仓(德国), customs clearance Germany."""
    found: set[str] = set()
    for mention, _ in rest:
        gap = clause.text[reach : mention.start]
        if (
            not mention.is_place
            or not _BETWEEN.fullmatch(lower(gap))
            or (not found and _ITEM.search(gap))
        ):
            break
        found |= set(places_of(mention, lexicon))
        reach = mention.end
    return found


def _note(
    mention: Mention, weight: int, places: set[str], evidence: Evidence, lexicon: Lexicon
) -> int:
    noted = 0
    for sense in mention.of(SenseKind.CONCEPT):
        if sense.only_asked:
            continue
        offered = evidence.offers.setdefault(sense.code, Offered())
        offered.weight += min(weight, _WEIGHTS[Stance.OFFERED]) if sense.hint else weight
        where = places | set(expanded(sense.place, lexicon))
        offered.places |= where
        offered.everywhere = offered.everywhere or (not where and weight > _CASE)
        noted += 1
    return noted


def _note_other(
    mention: Mention, stance: Stance, places: set[str], evidence: Evidence, lexicon: Lexicon
) -> None:
    for sense in mention.of(SenseKind.CONCEPT):
        elsewhere = sense.place and not lexicon.concepts[sense.code].serves
        if stance is Stance.REFUSED and not places and not elsewhere:
            evidence.refused.add(sense.code)
        elif stance is Stance.PASSED_ON:
            evidence.offers.setdefault(sense.code, Offered()).passed_on = True


def _settle(evidence: Evidence, lexicon: Lexicon) -> None:
    """A refusal outweighs cases and hints; a family offers what its members offer."""
    for code in list(evidence.refused):
        evidence.refused.update(lexicon.concepts[code].narrower)
    for code in evidence.refused & set(evidence.offers):
        if evidence.offers[code].weight < _SERVICE:
            del evidence.offers[code]
    evidence.refused -= set(evidence.offers)
    evidence.branches -= evidence.home
    for code in list(evidence.offers):
        family = lexicon.concepts[code].broader
        if family and evidence.offers[code].weight:
            _add_to_family(evidence, family, evidence.offers[code])


def _add_to_family(evidence: Evidence, family: str, member: Offered) -> None:
    whole = evidence.offers.setdefault(family, Offered())
    whole.weight += member.weight
    whole.places |= member.places
    whole.everywhere = whole.everywhere or member.everywhere
