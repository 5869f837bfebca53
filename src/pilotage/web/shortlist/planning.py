"""What the address of a shortlist asks for, filled in from a fit check where it names one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from pilotage.kernel.money import Money
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.directory import exchange
from pilotage.platform.directory.queries import Objective
from pilotage.web.directory.comparing import FiguresForm
from pilotage.web.fit.result import Result
from pilotage.web.requests.forms import LANGUAGES, needs_in_address
from pilotage.web.requests.forms import needs_of as needs_in_rows
from pilotage.web.speech import say

Pair = tuple[str, str]
MOST_PARTNERS = 8
_DEFAULTS = {
    "sales": "20000",
    "sales_currency": "EUR",
    "units": "1000",
    "currency": "CNY",
    "budget": "",
    "most": "3",
    "objective": "cost",
}
_FIGURES = ("sales", "sales_currency", "units", "currency")
_AIMS = {
    Objective.COST: Text("总费用最低", "Lowest total"),
    Objective.QUALITY: Text("评价最好", "Best rated"),
    Objective.FEWEST: Text("服务商最少", "Fewest partners"),
}


class PlanForm(FiguresForm):
    """The seller's figures, and what limits the choice."""

    languages = forms.MultipleChoiceField(
        choices=list, required=False, widget=forms.CheckboxSelectMultiple
    )
    budget = forms.DecimalField(min_value=1, max_digits=14, decimal_places=2, required=False)
    most = forms.ChoiceField(choices=[(str(n), str(n)) for n in range(1, MOST_PARTNERS + 1)])
    objective = forms.ChoiceField(choices=list)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = [(code, say(name)) for code, name in LANGUAGES.items()]
        aims = [(aim.value, say(says)) for aim, says in _AIMS.items()]
        self.fields["languages"].choices = spoken  # type: ignore[attr-defined]
        self.fields["objective"].choices = aims  # type: ignore[attr-defined]

    @property
    def chosen_languages(self) -> frozenset[str]:
        return frozenset(self.cleaned_data["languages"])

    @property
    def figures(self) -> dict[str, object]:
        """The figures that a comparison takes too."""
        return {field: self.cleaned_data[field] for field in _FIGURES}

    @property
    def budget_money(self) -> Money | None:
        """In the currency of the totals."""
        amount: Decimal | None = self.cleaned_data["budget"]
        return None if amount is None else Money.of(amount, self.chosen_currency)


@dataclass(frozen=True, slots=True)
class Advice:
    """A finished fit check on which the shortlist rests."""

    ref: str
    result: Result

    @property
    def needs(self) -> tuple[Pair, ...]:
        """The certain needs."""
        return needs_in_address(self.result.needs_for_link)

    @property
    def alone_will_do(self) -> bool:
        """Whether the guide thinks little of hiring a partner here."""
        return bool(self.result.verdict["strength"] == "weak")


def advice_of(who: Viewer, ref: str) -> Advice | None:
    """The named fit check, when it is finished; `NotFound` when it is not the seller's."""
    if not ref:
        return None
    check = compliance.fit_check(who, ref)
    return Advice(check.ref, Result(check.result)) if check.result else None


def was_sent(data: QueryDict) -> bool:
    """Whether the form itself was sent, not just opened by a link."""
    return "objective" in data


def needs_of(data: QueryDict, advice: Advice | None) -> tuple[Pair, ...]:
    """From the rows, a link (`needs=vat_filing:DE`) or the fit check."""
    if was_sent(data):
        return needs_in_rows(data)
    return needs_in_address(data.get("needs", "")) or (advice.needs if advice else ())


def form_of(data: QueryDict, advice: Advice | None, on: date) -> PlanForm:
    """The figures in the address, else those of the fit check's report, else the usual ones."""
    usual = {**_DEFAULTS, **(_figures(advice.result.content, on) if advice else {})}
    typed: dict[str, object] = {field: data.get(field, usual[field]) for field in usual}
    typed["languages"] = data.getlist("languages") if was_sent(data) else ["zh"]
    return PlanForm(typed)


def _figures(content: Mapping[str, Any], on: date) -> dict[str, str]:
    """Sales and orders of an average month of the report; nothing where a currency has no rate."""
    sales = content["report"]["sales"]
    months = {row["month"] for row in sales}
    if not months or any(row["currency"] not in exchange.currencies() for row in sales):
        return {}
    gross = sum((_in_euro(row, on) for row in sales), Decimal(0)) / len(months)
    orders = sum(int(row["orders"]) for row in sales) // len(months)
    return {"sales": str(max(round(gross), 0)), "sales_currency": "EUR", "units": str(orders)}


def _in_euro(row: Mapping[str, str], on: date) -> Decimal:
    amount, currency = Decimal(row["gross"]), row["currency"]
    if currency == "EUR":
        return amount
    return amount * exchange.rates_into("EUR").rate(currency, on).value
