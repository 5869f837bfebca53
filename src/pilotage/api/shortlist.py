"""The shortlist over the API: the same question and the same sets as on the page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from pilotage.api.directory import MonthlySales, SaidOut, ServicePair
from pilotage.api.money import Currency
from pilotage.kernel.money import Money
from pilotage.kernel.text import Text
from pilotage.platform.directory import pricing, queries
from pilotage.web.viewer import viewer

router = Router(tags=["shortlist · 短名单"])


class ShortlistIn(Schema):
    """Needs, the seller's figures and limits; `objective` is cost, quality or fewest."""

    needs: list[ServicePair]
    languages: list[str] = Field(default_factory=lambda: ["zh"])
    monthly_sales: MonthlySales
    monthly_units: int = Field(default=0, ge=0)
    currency: Currency = "CNY"
    budget: Decimal | None = Field(default=None, gt=0)
    most_partners: int = Field(default=3, ge=1, le=60)
    objective: str = "cost"


class ChosenOut(Schema):
    """One partner of a set: what it serves there, and its twelve months."""

    partner: str
    name: SaidOut
    serves: list[ServicePair]
    service: Decimal
    pass_through: Decimal
    total: Decimal


class SetOut(Schema):
    """Partners that cover everything together; `proven`: nothing better remains."""

    partners: list[ChosenOut]
    service: Decimal
    pass_through: Decimal
    total: Decimal
    reasons: list[SaidOut]
    proven: bool


class ShortlistOut(Schema):
    """Up to three sets, best first; what nobody takes now is in `left_out`."""

    on: date
    currency: str
    rates_source: str
    rates_confidence: str
    most_partners: int
    sets: list[SetOut]
    left_out: list[SaidOut]
    why_none: list[SaidOut]
    would_change: list[SaidOut]


@router.post("", response=ShortlistOut)
def plan(request: HttpRequest, asked: ShortlistIn) -> ShortlistOut:
    """The best sets of partners for all these needs."""
    who = viewer(request)
    on = who.at.date()
    sales = Money.of(asked.monthly_sales.amount, asked.monthly_sales.currency)
    found = queries.shortlist(
        who,
        needs=[(need.category, need.country) for need in asked.needs],
        languages=frozenset(asked.languages),
        budget=None if asked.budget is None else Money.of(asked.budget, asked.currency),
        most_partners=asked.most_partners,
        currency=asked.currency,
        forecast=pricing.flat_forecast(on, sales, asked.monthly_units),
        on=on,
        objective=asked.objective,
    )
    return ShortlistOut(
        on=found.on,
        currency=found.currency,
        rates_source=found.rates_source,
        rates_confidence=found.rates_confidence,
        most_partners=found.most_partners,
        sets=[_set(one) for one in found.sets],
        left_out=_said(found.left_out),
        why_none=_said(found.why_none),
        would_change=_said(found.would_change),
    )


def _set(one: queries.PartnerSet) -> SetOut:
    return SetOut(
        partners=[_chosen(chosen) for chosen in one.partners],
        service=one.service.amount,
        pass_through=one.pass_through.amount,
        total=one.total.amount,
        reasons=_said(one.reasons),
        proven=one.proven,
    )


def _chosen(chosen: queries.Chosen) -> ChosenOut:
    return ChosenOut(
        partner=chosen.ref,
        name=_words(chosen.name),
        serves=[
            ServicePair(category=category, country=country) for category, country in chosen.serves
        ],
        service=chosen.quote.service.amount,
        pass_through=chosen.quote.pass_through.amount,
        total=chosen.quote.total.amount,
    )


def _said(texts: tuple[Text, ...]) -> list[SaidOut]:
    return [_words(text) for text in texts]


def _words(text: Text) -> SaidOut:
    return SaidOut(zh=text.zh, en=text.en)
