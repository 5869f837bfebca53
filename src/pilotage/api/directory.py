"""The directory over the API: search, one partner, comparison. Listed partners only, no contact data."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from pilotage.api.listed import Category, Country
from pilotage.api.money import Currency
from pilotage.kernel.money import Money
from pilotage.kernel.text import Text
from pilotage.platform.directory import pricing, queries
from pilotage.platform.directory.pricing import Priced
from pilotage.platform.directory.queries import Filters
from pilotage.web.viewer import viewer

router = Router(tags=["directory · 服务商名录"])


class SaidOut(Schema):
    """One text in both languages."""

    zh: str
    en: str


class ServicePair(Schema):
    """One service category in one country."""

    category: Category
    country: Country


class Asked(Schema):
    """SaidOut and filters; a facet given several times means any of its values."""

    text: str = ""
    country: list[str] = Field(default_factory=list)
    category: list[str] = Field(default_factory=list)
    language: list[str] = Field(default_factory=list)
    model: list[str] = Field(default_factory=list)
    badge: bool | None = None
    accepting: bool | None = None
    seed: int = 0
    page: int = 1


class ScoreTermOut(Schema):
    """One term of a score, in points."""

    name: str
    value: Decimal
    says: SaidOut


class HitOut(Schema):
    """One partner found; `score` is the sum of `terms`."""

    ref: str
    name: SaidOut
    summary: SaidOut
    services: list[ServicePair]
    languages: list[str]
    badge: bool
    accepting: bool
    free: int
    score: Decimal
    terms: list[ScoreTermOut]


class FacetOut(Schema):
    value: str
    count: int
    chosen: bool


class ResultsOut(Schema):
    """One page of 20, replayable from `ranking_version`, `seed` and the question."""

    total: int
    page: int
    pages: int
    ranking_version: str
    seed: int
    read_as: list[SaidOut]
    facets: dict[str, list[FacetOut]]
    hits: list[HitOut]


class OfferOut(Schema):
    """A listed offer; `items` as in `fees quote`."""

    ref: str
    category: str
    country: str
    languages: list[str]
    fee_model: str
    currency: str
    items: list[dict[str, object]]
    listed_until: datetime | None


class ShownEvidenceOut(Schema):
    """Accepted evidence in force; `verdict` speaks of the number's form, not its existence."""

    kind: str
    name: SaidOut
    issuer: str
    number: str
    valid_from: date | None
    valid_until: date | None
    last_checked: datetime | None
    verdict: SaidOut


class MeasuredOut(Schema):
    """A share with its interval and the number of cases."""

    mean: Decimal
    low: Decimal
    high: Decimal
    n: int


class PartnerOut(Schema):
    """Everything public about a partner."""

    ref: str
    name: SaidOut
    summary: SaidOut
    cities: list[SaidOut]
    languages: list[str]
    offers: list[OfferOut]
    credentials: list[ShownEvidenceOut]
    badge: bool
    badge_missing: list[SaidOut]
    badge_version: str
    quality: MeasuredOut
    answering: MeasuredOut
    accepting: bool
    free: int


class MonthlySales(Schema):
    """Sales of a month, taken as the same in each of the twelve."""

    amount: Decimal = Field(ge=0, max_digits=18, decimal_places=4)
    currency: Currency


class CompareIn(Schema):
    """One to four partners, the needs, and the seller's own forecast."""

    partners: list[str]
    needs: list[ServicePair]
    monthly_sales: MonthlySales
    monthly_units: int = Field(default=0, ge=0, le=10**12)
    currency: Currency = "CNY"


class ComparedOut(Schema):
    """Twelve-month totals of one partner, or why there are none; `rates` are those used, with their days."""

    partner: str
    name: SaidOut
    covers: list[ServicePair]
    lacks: list[ServicePair]
    service: Decimal | None = None
    pass_through: Decimal | None = None
    total: Decimal | None = None
    flags: list[dict[str, str | None]] = Field(default_factory=list)
    rates: dict[str, dict[str, str | None]] = Field(default_factory=dict)
    refusal: SaidOut | None = None


class ComparisonOut(Schema):
    on: date
    currency: str
    rates_source: str
    rates_confidence: str
    partners: list[ComparedOut]


@router.get("/search", response=ResultsOut)
def search(request: HttpRequest, asked: Query[Asked]) -> ResultsOut:
    """Partners that are listed now, best first."""
    filters = Filters(
        country=frozenset(asked.country),
        category=frozenset(asked.category),
        languages=frozenset(asked.language),
        fee_model=frozenset(asked.model),
        badge=asked.badge,
        accepting=asked.accepting,
    )
    found = queries.search(viewer(request), asked.text, filters, seed=asked.seed, page=asked.page)
    return ResultsOut(
        total=found.total,
        page=found.page,
        pages=found.pages,
        ranking_version=found.ranking_version,
        seed=found.seed,
        read_as=[_words(said) for said in found.read_as],
        facets={
            name: [FacetOut.from_orm(facet) for facet in facets]
            for name, facets in found.facets.items()
        },
        hits=[_hit(hit) for hit in found.hits],
    )


@router.get("/partners/{ref}", response=PartnerOut)
def partner(request: HttpRequest, ref: str) -> queries.PartnerPage:
    """One listed partner, without contact data."""
    return queries.partner(viewer(request), ref)


@router.post("/compare", response=ComparisonOut)
def compare(request: HttpRequest, asked: CompareIn) -> ComparisonOut:
    """Up to four partners on the same forecast, service and pass-through apart."""
    who = viewer(request)
    on = who.at.date()
    sales = Money.of(asked.monthly_sales.amount, asked.monthly_sales.currency)
    found = queries.compare(
        who,
        asked.partners,
        [(need.category, need.country) for need in asked.needs],
        pricing.flat_forecast(on, sales, asked.monthly_units),
        asked.currency,
        on,
    )
    return ComparisonOut(
        on=found.on,
        currency=found.currency,
        rates_source=found.rates_source,
        rates_confidence=found.rates_confidence,
        partners=[_compared(column) for column in found.columns],
    )


def _hit(hit: queries.Hit) -> HitOut:
    return HitOut(
        ref=hit.ref,
        name=_words(hit.name),
        summary=_words(hit.summary),
        services=_services(hit.services),
        languages=list(hit.languages),
        badge=hit.badge,
        accepting=hit.accepting,
        free=hit.free,
        score=hit.score,
        terms=[ScoreTermOut(name=t.name, value=t.value, says=_words(t.says)) for t in hit.terms],
    )


def _compared(column: queries.Compared) -> ComparedOut:
    return ComparedOut(
        partner=column.page.ref,
        name=_words(column.page.name),
        covers=_services(column.covers),
        lacks=_services(column.lacks),
        **_totals(column.priced),
    )


def _totals(priced: Priced) -> dict[str, object]:
    quote = priced.quote
    if quote is None:
        return {"refusal": _words(priced.refusal) if priced.refusal else None}
    return {
        "service": quote.service.amount,
        "pass_through": quote.pass_through.amount,
        "total": quote.total.amount,
        "flags": [{"flag": str(flag.kind), "code": flag.code} for flag in quote.flags],
        "rates": {
            line.amount.currency: {
                "rate": str(line.rate),
                "date": line.rate_on.isoformat() if line.rate_on else None,
            }
            for line in quote.items
        },
    }


def _services(pairs: tuple[tuple[str, str], ...]) -> list[ServicePair]:
    return [ServicePair(category=category, country=country) for category, country in pairs]


def _words(text: Text) -> SaidOut:
    return SaidOut(zh=text.zh, en=text.en)
