"""How codes of the trade read to a person: services, places, languages, ways of charging."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.web.requests.forms import LANGUAGES

Pair = tuple[str, str]

MODELS = {
    "recurring": Text("按期收费", "Per period"),
    "share": Text("按销售额抽成", "Share of sales"),
    "project": Text("按项目", "Per project"),
    "per_unit": Text("按件", "Per unit"),
    "pass_through": Text("代收代付", "Pass-through"),
}
# Spoken by partners, though no request asks for them yet.
_MORE_LANGUAGES = {
    "pl": Text("波兰语", "Polish"),
    "nl": Text("荷兰语", "Dutch"),
    "sv": Text("瑞典语", "Swedish"),
    "pt": Text("葡萄牙语", "Portuguese"),
    "ko": Text("韩语", "Korean"),
    "ar": Text("阿拉伯语", "Arabic"),
    "tr": Text("土耳其语", "Turkish"),
}
SPOKEN = LANGUAGES | _MORE_LANGUAGES
# The sites most sellers begin with come first; everything else follows by code.
_FIRST = "DE GB FR IT ES NL SE PL BE IE AT CZ US CA MX JP AU AE SA SG IN BR TR".split()
# Where sellers come from, not where they sell.
_NO_SITE = ("CN", "HK", "TW")
_LAST = 999


@cache
def site_codes() -> tuple[str, ...]:
    """Site countries, the big ones first."""
    rest = sorted(code for code in places.NAMES if code not in (*_FIRST, *_NO_SITE))
    return *_FIRST, *rest


def sites() -> list[tuple[str, Text]]:
    """Amazon's own sites to choose from, the big ones first: code and name."""
    known = law.marketplaces()
    return [(code, place(code)) for code in site_codes() if code in known]


def position(code: str) -> int:
    """Where a service category stands in the trade's table."""
    return _order().get(code, _LAST)


def site_position(code: str) -> int:
    """Where a country stands among the sites."""
    return _site_order().get(code, _LAST)


def category(code: str) -> Text:
    """The name of a service category."""
    found = law.service_categories().get(code)
    return found.name if found else Text(code, code)


def place(code: str) -> Text:
    """The name of a country."""
    return places.NAMES.get(code, Text(code, code))


def language(code: str) -> Text:
    """The name of a language."""
    return SPOKEN.get(code, Text(code, code))


def model(code: str) -> Text:
    """How an offer is mainly charged."""
    return MODELS.get(code, Text(code, code))


def service(pair: Pair) -> Text:
    """`增值税申报 · 德国`."""
    return Text("{what} · {where}", "{what} · {where}").with_(
        what=category(pair[0]), where=place(pair[1])
    )


def listed(words: Iterable[Text]) -> Text:
    """`德国、法国` · `Germany, France`."""
    each = list(words)
    return Text("、".join(word.zh for word in each), ", ".join(word.en for word in each))


def alternatives(words: Iterable[Text]) -> Text:
    """`税务师资格或税务代理编号`."""
    each = list(words)
    return Text("或".join(word.zh for word in each), " or ".join(word.en for word in each))


def grouped(pairs: Iterable[Pair]) -> list[tuple[Text, Text]]:
    """Each service with the places it is offered in, in the order of the trade's table."""
    rows = sorted(pairs, key=lambda pair: (position(pair[0]), site_position(pair[1])))
    return [
        (category(code), listed(place(pair[1]) for pair in group))
        for code, group in groupby(rows, key=lambda pair: pair[0])
    ]


def in_address(pairs: Iterable[Pair]) -> str:
    """`vat_filing:DE,epr_packaging:FR` for the address of another page."""
    return ",".join(f"{category}:{country}" for category, country in pairs)


@cache
def _order() -> dict[str, int]:
    return {code: n for n, code in enumerate(law.service_categories())}


@cache
def _site_order() -> dict[str, int]:
    return {code: n for n, code in enumerate(site_codes())}
