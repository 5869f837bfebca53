"""The comparison as it is asked for and shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from pilotage.kernel.money import Money
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.directory import exchange, queries
from pilotage.platform.directory.queries import Compared, Comparison, PartnerPage
from pilotage.platform.directory.queries.compare import MOST
from pilotage.web.directory import names, showing
from pilotage.web.requests.forms import category_choices, country_choices, needs_in_address
from pilotage.web.requests.forms import needs_of as needs_in_rows

Pair = tuple[str, str]
# As many as a person can still take in side by side.
MOST_NEEDS = 12
_DEFAULTS = {"sales": "20000", "sales_currency": "EUR", "units": "1000", "currency": "CNY"}


class FiguresForm(forms.Form):
    """The seller's own figures, on which unlike offers compare."""

    sales = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2)
    sales_currency = forms.ChoiceField(choices=list)
    units = forms.IntegerField(min_value=0, max_value=10_000_000)
    currency = forms.ChoiceField(choices=list)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, code) for code in exchange.currencies()]
        for field in ("sales_currency", "currency"):
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    @property
    def monthly_sales(self) -> Money:
        data = self.cleaned_data
        return Money.of(data["sales"], data["sales_currency"])

    @property
    def monthly_units(self) -> int:
        return int(self.cleaned_data["units"])

    @property
    def chosen_currency(self) -> str:
        return str(self.cleaned_data["currency"])


@dataclass(frozen=True, slots=True)
class Column:
    """One partner of the comparison."""

    page: PartnerPage
    covers: list[Text]
    lacks: list[Text]
    quote: Any
    refusal: Text | None
    flags: list[tuple[Text, Text]]
    stars: str
    star_range: str
    answering: str
    languages: Text
    needs: str


def form_of(data: QueryDict) -> FiguresForm:
    """The figures in the address, the usual ones where there are none."""
    return FiguresForm({field: data.get(field, usual) for field, usual in _DEFAULTS.items()})


def needs_of(data: QueryDict) -> tuple[Pair, ...]:
    """From a link (`needs=vat_filing:DE`) or from the rows of the form."""
    rows = needs_in_rows(data) or needs_in_address(data.get("needs", ""))
    return rows[:MOST_NEEDS]


def offered_by(who: Viewer, refs: Sequence[str]) -> tuple[Pair, ...]:
    """What the first partners offer, where the reader names no needs: those most of them share first."""
    pages = [queries.partner(who, ref) for ref in dict.fromkeys(refs[:MOST])]
    held = [[(o.category, o.country) for o in page.offers] for page in pages]
    shared = {pair: sum(pair in pairs for pairs in held) for pairs in held for pair in pairs}
    return tuple(sorted(shared, key=lambda pair: -shared[pair])[:MOST_NEEDS])


def rows(needs: Sequence[Pair]) -> list[dict[str, object]]:
    """The rows of the needs editor; at least one."""
    return [row(need) for need in needs or [("", "")]]


def row(need: Pair) -> dict[str, object]:
    """One row with its choices."""
    return {
        "category": need[0],
        "country": need[1],
        "categories": category_choices(),
        "countries": country_choices(),
    }


def column(one: Compared) -> Column:
    """One partner's column."""
    quote = one.priced.quote
    return Column(
        page=one.page,
        covers=[names.service(pair) for pair in one.covers],
        lacks=[names.service(pair) for pair in one.lacks],
        quote=quote,
        refusal=one.priced.refusal,
        flags=[(flag.kind.says, _of(flag.code)) for flag in quote.flags] if quote else [],
        stars=showing.stars(one.page.quality),
        star_range=showing.star_range(one.page.quality),
        answering=showing.percent(one.page.answering.mean),
        languages=names.listed(names.language(code) for code in one.page.languages),
        needs=names.in_address(one.covers),
    )


def rates_used(found: Comparison) -> list[dict[str, object]]:
    """Each rate that entered a total, with its day, once."""
    used: dict[tuple[str, Decimal], dict[str, object]] = {}
    for one in found.columns:
        for item in one.priced.quote.items if one.priced.quote else ():
            if item.rate_on is not None:
                key = item.amount.currency, item.rate
                used[key] = {"currency": key[0], "rate": key[1], "on": item.rate_on}
    return list(used.values())


def _of(code: str | None) -> Text:
    return names.category(code) if code else Text("整份报价", "the whole offer")
