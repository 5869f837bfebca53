"""What is typed of shops, announcements and rounds; whether it can be, the actions say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from pilotage.engines.law import marketplaces
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.programme.actions.announce import LONGEST as ANNOUNCED
from pilotage.platform.programme.actions.announce import Words
from pilotage.platform.programme.actions.rounds import LONGEST, MOST_PLACES, Terms
from pilotage.platform.programme.models import Answer, Audience
from pilotage.platform.programme.resources import resources
from pilotage.web.speech import one_side, say


def _day(*, required: bool) -> forms.DateField:
    return forms.DateField(required=required, widget=forms.DateInput(attrs={"type": "date"}))


def _said(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices in the reader's language."""
    return [(value, one_side(label)) for value, label in choices]


class ShopForm(forms.Form):
    """One application: site, day, Amazon's answer, first sale."""

    marketplace = forms.ChoiceField()
    submitted_on = _day(required=True)
    answer = forms.ChoiceField(choices=lambda: _said(Answer.choices))
    answered_on = _day(required=False)
    first_sale_on = _day(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = [(code, say(places.name(code))) for code in sorted(marketplaces())]
        self.fields["marketplace"] = forms.ChoiceField(choices=sites, initial="DE")


class AnnouncementForm(forms.Form):
    """A change of rules in both languages; whether it is early enough, the action says."""

    audience = forms.ChoiceField(choices=lambda: _said(Audience.choices))
    effective_on = _day(required=True)
    title_zh = forms.CharField(max_length=ANNOUNCED["title"])
    title_en = forms.CharField(max_length=ANNOUNCED["title"])
    body_zh = forms.CharField(
        max_length=ANNOUNCED["body"], widget=forms.Textarea(attrs={"rows": 5})
    )
    body_en = forms.CharField(
        max_length=ANNOUNCED["body"], widget=forms.Textarea(attrs={"rows": 5})
    )

    def words(self) -> Words:
        """What was typed, for the action."""
        typed = self.cleaned_data
        title, body = (Text(typed[f"{name}_zh"], typed[f"{name}_en"]) for name in ("title", "body"))
        return Words(typed["audience"], title, body, typed["effective_on"])


class RoundForm(forms.Form):
    """A round of a resource that is offered today."""

    resource = forms.ChoiceField()
    places = forms.IntegerField(min_value=1, max_value=MOST_PLACES)
    draw_on = _day(required=True)
    title_zh = forms.CharField(max_length=LONGEST["title"])
    title_en = forms.CharField(max_length=LONGEST["title"])

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.code, say(one.says)) for one in resources().values() if one.is_offered(on)]
        self.fields["resource"] = forms.ChoiceField(choices=offered)

    def terms(self) -> Terms:
        """What was typed, for the action."""
        typed = self.cleaned_data
        title = Text(typed["title_zh"], typed["title_en"])
        return Terms(typed["resource"], title, typed["places"], typed["draw_on"])


class CallOffForm(forms.Form):
    """Why a round is called off, in both languages."""

    why_zh = forms.CharField(max_length=LONGEST["why"])
    why_en = forms.CharField(max_length=LONGEST["why"])

    def why(self) -> Text:
        """What was typed, for the action."""
        return Text(self.cleaned_data["why_zh"], self.cleaned_data["why_en"])
