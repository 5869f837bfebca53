"""What a seller grants, and what a holder hands on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from pilotage.kernel.text import Text
from pilotage.platform.access.scopes import DATASETS, EVERYTHING, SCOPES
from pilotage.platform.engagements.models import Contract
from pilotage.platform.grants.models import Grant, Part
from pilotage.platform.grants.rules import LONGEST, Wish
from pilotage.platform.parties.models import Membership
from pilotage.web.directory import names
from pilotage.web.grants.showing import EVERY_SITE
from pilotage.web.speech import say

# The control reads and writes ISO days whatever the language of the page.
_ISO = "%Y-%m-%d"
_OF_STORES = sorted(set(DATASETS) - {scope.platform for scope in SCOPES.values()})
_USUAL_DAYS = 90


def _day() -> forms.DateInput:
    return forms.DateInput(format=_ISO, attrs={"type": "date"})


def _boxes(required: bool = True) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=list, required=required, widget=forms.CheckboxSelectMultiple
    )


class GrantForm(forms.Form):
    """To whom, what, where, until when. Data of the platform follow from the scopes; a store's are named."""

    to = forms.ChoiceField(choices=list)
    purpose = forms.CharField(max_length=200)
    scopes = _boxes()
    datasets = _boxes(required=False)
    sites = _boxes()
    stores = forms.CharField(max_length=400, required=False)
    until = forms.DateField(widget=_day())
    nda_signed_on = forms.DateField(required=False, widget=_day())
    contract = forms.ChoiceField(choices=list, required=False)
    may_delegate = forms.BooleanField(required=False)

    def __init__(
        self,
        people: Iterable[Membership],
        contracts: Iterable[Contract],
        today: date,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"{one.person.ref}@{one.organisation.ref}": one for one in people}
        self.fields["until"].initial = today + timedelta(days=_USUAL_DAYS)
        choices = {
            "to": [(k, f"{one.person} · {one.organisation}") for k, one in self.people.items()],
            "scopes": [(name, say(scope.says)) for name, scope in SCOPES.items()],
            "datasets": [(name, say(DATASETS[name])) for name in _OF_STORES],
            "sites": [
                (EVERYTHING, say(EVERY_SITE)),
                *((code, say(names.place(code))) for code in names.site_codes()),
            ],
            "contract": [
                ("", say(Text("没有", "none"))),
                *((one.ref, f"{one.partner} · {one.ref}") for one in contracts),
            ],
        }
        for field, offered in choices.items():
            self.fields[field].choices = offered  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Membership:
        """The person and firm to grant to."""
        return self.people[self.cleaned_data["to"]]

    def wish(self, at: datetime) -> Wish:
        """The same as the rules read it: from now to the end of the last day."""
        given = self.cleaned_data
        platform = {SCOPES[scope].platform for scope in given["scopes"]} - {""}
        return Wish(
            scopes=frozenset(given["scopes"]),
            datasets=frozenset(platform | set(given["datasets"])),
            stores=frozenset(given["stores"].split()) or frozenset({EVERYTHING}),
            sites=frozenset(given["sites"]),
            not_before=at,
            expires_at=end_of(given["until"], at),
            purpose=given["purpose"],
            nda_signed_on=given["nda_signed_on"],
            contract=given["contract"],
            may_delegate=given["may_delegate"],
        )


class HandOnForm(forms.Form):
    """A colleague and the part of the grant they get; data, stores and sites stay as they are."""

    to = forms.ChoiceField(choices=list)
    scopes = _boxes()
    until = forms.DateField(widget=_day())

    def __init__(self, of: Grant, people: Iterable[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of
        held = of.values(Part.SCOPE)
        self.fields["until"].initial = timezone.localdate(of.expires_at)
        self.fields["scopes"].choices = [(s, say(SCOPES[s].says)) for s in held]  # type: ignore[attr-defined]
        self.fields["to"].choices = [(p.person.ref, str(p.person)) for p in people]  # type: ignore[attr-defined]

    def wish(self, at: datetime) -> Wish:
        """The part that is handed on, from now."""
        of, given = self.of, self.cleaned_data
        scopes = frozenset(given["scopes"])
        return Wish(
            scopes=scopes,
            datasets=frozenset(of.values(Part.DATASET)),
            stores=frozenset(of.values(Part.STORE)),
            sites=frozenset(of.values(Part.SITE)),
            not_before=max(at, of.not_before),
            expires_at=min(end_of(given["until"], at), of.expires_at),
            purpose=of.purpose,
        )


def end_of(day: date, at: datetime) -> datetime:
    """The end of the last day where the product lives, but never past what a grant may last."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    last = at + LONGEST
    return min(end, last) if end - last < timedelta(days=1) else end
