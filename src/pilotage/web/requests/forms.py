"""What the seller fills in, and what the partner answers with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.engagements.brief import Brief, Contact
from pilotage.platform.engagements.reasons import DECLINE
from pilotage.web.speech import say

LANGUAGES = {
    "zh": Text("中文", "Chinese"),
    "en": Text("英语", "English"),
    "de": Text("德语", "German"),
    "fr": Text("法语", "French"),
    "es": Text("西班牙语", "Spanish"),
    "it": Text("意大利语", "Italian"),
    "ja": Text("日语", "Japanese"),
}
CURRENCIES = ("CNY", "EUR", "USD", "GBP")
MOST_ROWS = 60


def category_choices() -> list[tuple[str, str]]:
    """Service categories in the reader's language."""
    return [(c.code, say(c.name)) for c in law.service_categories().values()]


def country_choices() -> list[tuple[str, str]]:
    """Site countries in the reader's language."""
    return [
        (code, say(name)) for code, name in places.NAMES.items() if code not in ("CN", "HK", "TW")
    ]


class BriefForm(forms.Form):
    """Everything but the needs, which are rows of their own (`needs_of`)."""

    product_line = forms.CharField(max_length=120, required=False)
    monthly_sales = forms.CharField(max_length=60, required=False)
    message = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), required=False)
    languages = forms.MultipleChoiceField(choices=list, widget=forms.CheckboxSelectMultiple)
    start_by = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    budget = forms.DecimalField(max_digits=14, decimal_places=2, required=False)
    budget_currency = forms.ChoiceField(choices=[(c, c) for c in CURRENCIES])
    named = forms.CharField(required=False, widget=forms.HiddenInput)
    set = forms.CharField(required=False, widget=forms.HiddenInput)
    may_refer_on = forms.BooleanField(required=False)
    contact_name = forms.CharField(max_length=80)
    contact_email = forms.EmailField()
    contact_phone = forms.CharField(max_length=40, required=False)
    basis = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [(code, say(name)) for code, name in LANGUAGES.items()]  # type: ignore[attr-defined]

    def brief(self, needs: tuple[tuple[str, str], ...], named: tuple[str, ...] = ()) -> Brief:
        """The cleaned form as a brief; `named` where the form's own partners are not meant."""
        data: dict[str, Any] = self.cleaned_data
        budget: Decimal | None = data["budget"]
        return Brief(
            needs=needs,
            contact=Contact(data["contact_name"], data["contact_email"], data["contact_phone"]),
            languages=tuple(data["languages"]),
            message=data["message"],
            product_line=data["product_line"],
            monthly_sales=data["monthly_sales"],
            start_by=data["start_by"],
            budget=budget,
            budget_currency=data["budget_currency"],
            named=named or tuple(ref for ref in data["named"].split(",") if ref),
            may_refer_on=data["may_refer_on"],
            basis=data["basis"],
        )


def needs_of(data: QueryDict) -> tuple[tuple[str, str], ...]:
    """The rows of the form: pairs of known category and country, in order, once each."""
    categories = {code for code, _ in category_choices()}
    pairs = zip(data.getlist("category"), data.getlist("country"), strict=False)
    known = (pair for pair in pairs if pair[0] in categories and pair[1] in places.NAMES)
    return tuple(dict.fromkeys(known))[:MOST_ROWS]


def needs_in_address(text: str) -> tuple[tuple[str, str], ...]:
    """`vat_filing:DE,epr_packaging:FR` from a link as pairs."""
    pairs = (part.partition(":")[::2] for part in text.split(",") if ":" in part)
    categories = {code for code, _ in category_choices()}
    known = (pair for pair in pairs if pair[0] in categories and pair[1] in places.NAMES)
    return tuple(dict.fromkeys(known))[:MOST_ROWS]


def decline_choices() -> list[tuple[str, str]]:
    """Coded reasons in the reader's language."""
    return [(code, say(reason)) for code, reason in DECLINE.items()]
