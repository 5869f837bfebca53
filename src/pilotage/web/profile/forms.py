"""How a partner presents itself, and what it offers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from pilotage.kernel.text import Text
from pilotage.platform.directory.actions.profile import MOST_CAPACITY, MOST_CASES
from pilotage.platform.directory.models import Offer, Profile
from pilotage.platform.directory.presentation import Case, Presentation
from pilotage.web.directory import names
from pilotage.web.requests.forms import category_choices
from pilotage.web.speech import say

CASE_FIELDS = ("title_zh", "title_en", "text_zh", "text_en")


class PresentationForm(forms.Form):
    """Everything but the cases, which are rows of their own (`cases_of`)."""

    summary_zh = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    summary_en = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    languages = forms.MultipleChoiceField(choices=list, widget=forms.CheckboxSelectMultiple)
    cities = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    website = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = language_choices()  # type: ignore[attr-defined]

    def presentation(self, cases: list[Case]) -> Presentation:
        """The cleaned form with its cases."""
        data = self.cleaned_data
        return Presentation(
            summary=Text(data["summary_zh"], data["summary_en"]),
            cities=[_city(line) for line in data["cities"].splitlines() if line.strip()],
            languages=data["languages"],
            cases=cases,
            website=data["website"],
        )


class WorkForm(forms.Form):
    """Whether the firm takes work, and how much."""

    accepting = forms.BooleanField(required=False)
    capacity = forms.IntegerField(min_value=0, max_value=MOST_CAPACITY)


class OfferForm(forms.Form):
    """A service in one or more countries at one plan; the plan's rows are in `fee_rows`."""

    category = forms.ChoiceField(choices=list)
    countries = forms.MultipleChoiceField(choices=list, widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(choices=list, widget=forms.CheckboxSelectMultiple)
    plan_zh = forms.CharField(max_length=120)
    plan_en = forms.CharField(max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = [(code, say(names.place(code))) for code in names.site_codes()]
        none = ("", say(Text("选择服务", "Choose a service")))
        self.fields["category"].choices = [none, *category_choices()]  # type: ignore[attr-defined]
        self.fields["countries"].choices = sites  # type: ignore[attr-defined]
        self.fields["languages"].choices = language_choices()  # type: ignore[attr-defined]


def language_choices() -> list[tuple[str, str]]:
    return [(code, say(name)) for code, name in names.SPOKEN.items()]


def presentation_of(profile: Profile) -> dict[str, Any]:
    """A kept profile as initial values."""
    return {
        "summary_zh": profile.summary_zh,
        "summary_en": profile.summary_en,
        "languages": profile.languages,
        "cities": "\n".join(f"{city['zh']} / {city['en']}" for city in profile.cities),
        "website": profile.website,
    }


def offer_of(offer: Offer) -> dict[str, Any]:
    """A kept offer as initial values."""
    return {
        "category": offer.category,
        "countries": [offer.country],
        "languages": offer.languages,
        "plan_zh": offer.plan.name_zh,
        "plan_en": offer.plan.name_en,
    }


def cases_of(data: QueryDict) -> list[dict[str, str]]:
    """The rows of cases as typed; empty ones left out."""
    columns = [data.getlist(f"case_{field}")[: MOST_CASES + 1] for field in CASE_FIELDS]
    rows = [dict(zip(CASE_FIELDS, row, strict=True)) for row in zip(*columns, strict=False)]
    return [row for row in rows if any(text.strip() for text in row.values())]


def case_of(row: dict[str, str]) -> Case:
    """A row as it was typed: English stays empty where it was left empty."""
    return Case(
        Text(row["title_zh"].strip(), row["title_en"].strip()),
        Text(row["text_zh"].strip(), row["text_en"].strip()),
    )


def _city(line: str) -> Text:
    """`深圳 / Shenzhen`; one name alone stands for both."""
    zh, _, en = (part.strip() for part in line.partition("/"))
    return Text(zh, en or zh)
