"""A hit, a facet, a figure: values as the templates show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pilotage.kernel.text import Text
from pilotage.platform.directory.queries import Facet, Hit, OfferShown, PartnerPage, Results
from pilotage.platform.directory.queries.partner import Measured
from pilotage.web.directory import names, prices
from pilotage.web.directory.asking import FIELDS, Question

Pair = tuple[str, str]
# What stands open of a long facet; the rest is one click away.
SHORT = 8
MOST_NEEDS = 12


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a facet."""

    value: str
    says: Text
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A facet with its first options and the others; `is_open` when one of the others is chosen."""

    facet: str
    field: str
    title: Text
    first: tuple[Option, ...]
    rest: tuple[Option, ...]

    @property
    def is_open(self) -> bool:
        return any(option.chosen for option in self.rest)


@dataclass(frozen=True, slots=True)
class Shown:
    """A term of the score, its points to three decimals."""

    says: Text
    points: str


@dataclass(frozen=True, slots=True)
class Line:
    """One partner of a result: what it is, costs, is worth, and why it stands here."""

    hit: Hit
    services: list[tuple[Text, Text]]
    languages: Text
    price: Text | None
    price_of: Text | None
    quality: Measured
    stars: str
    star_range: str
    needs: str
    terms: tuple[Shown, ...]
    points: str


def boxes(results: Results) -> list[Box]:
    """The facets of a result, in a fixed order so that nothing jumps under the pointer."""
    return [_box(name, results.facets.get(name, ())) for name in FIELDS]


def line(hit: Hit, question: Question) -> Line:
    """A hit with its main price and its rating."""
    price = hit.price
    rounded = [(term.says, round(term.value, 3)) for term in hit.terms]
    return Line(
        hit=hit,
        services=names.grouped(hit.services),
        languages=names.listed(names.language(code) for code in hit.languages),
        price=prices.first_in_words(price.items) if price else None,
        price_of=names.service((price.category, price.country)) if price else None,
        quality=hit.quality,
        stars=stars(hit.quality),
        star_range=star_range(hit.quality),
        terms=tuple(Shown(says, str(points)) for says, points in rounded),
        points=str(sum((points for _, points in rounded), Decimal(0))),
        needs=names.in_address(_needed(hit.services, question)),
    )


def stars(share: Measured) -> str:
    """A share of praise on the scale of one to five: `4.6`."""
    return str(round(1 + 4 * share.mean, 1))


def star_range(share: Measured) -> str:
    """Its interval on the same scale: `4.3–4.8`."""
    low, high = (round(1 + 4 * edge, 1) for edge in (share.low, share.high))
    return f"{low}–{high}"


def percent(share: Decimal) -> str:
    """`93%`."""
    return f"{round(100 * share)}%"


def _box(facet: str, found: Sequence[Facet]) -> Box:
    field, title = FIELDS[facet]
    options = [_option(facet, one) for one in _ordered(facet, found)]
    return Box(facet, field, title, tuple(options[:SHORT]), tuple(options[SHORT:]))


def _ordered(facet: str, found: Sequence[Facet]) -> Iterable[Facet]:
    if facet in ("badge", "accepting"):
        return [one for one in found if one.value == "true"]
    if facet == "country":
        return sorted(found, key=lambda one: names.site_position(one.value))
    if facet == "category":
        return sorted(found, key=lambda one: names.position(one.value))
    return sorted(found, key=lambda one: one.value)


def _option(facet: str, one: Facet) -> Option:
    return Option(one.value, _SAYS[facet](one.value), one.count, one.chosen)


def _needed(services: Iterable[Pair], question: Question) -> list[Pair]:
    wanted = question.filters
    if not wanted.category:
        return []
    kept = [
        (category, country)
        for category, country in services
        if category in wanted.category and (not wanted.country or country in wanted.country)
    ]
    return kept[:MOST_NEEDS]


_SAYS: dict[str, Callable[[str], Text]] = {
    "country": names.place,
    "category": names.category,
    "languages": names.language,
    "fee_model": names.model,
    "badge": lambda _: Text("官方顾问", "Official Advisor"),
    "accepting": lambda _: Text("正在接单", "Taking new work"),
}


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One listed offer in words."""

    service: Text
    where: Text
    languages: Text
    plan: Text
    prices: tuple[Text, ...]
    offer: OfferShown


def offers(page: PartnerPage) -> list[OfferLine]:
    """What a partner offers, in the order of the trade's table."""
    rows = sorted(page.offers, key=lambda offer: names.position(offer.category))
    return [
        OfferLine(
            service=names.category(offer.category),
            where=names.place(offer.country),
            languages=names.listed(names.language(code) for code in offer.languages),
            plan=offer.plan_name,
            prices=prices.in_words(offer.items),
            offer=offer,
        )
        for offer in rows
    ]
