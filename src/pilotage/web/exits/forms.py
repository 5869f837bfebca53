"""Which firm is left, who takes over, and until when the leaving one files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms

from pilotage.kernel.text import Text
from pilotage.platform.engagements.contracts.states import State
from pilotage.platform.engagements.models import Contract
from pilotage.web.speech import say

_USUAL = timedelta(days=30)


class HandOverForm(forms.Form):
    """Contracts by their reference; no successor means the seller files by itself."""

    contract = forms.ChoiceField(choices=list)
    successor = forms.ChoiceField(choices=list, required=False)
    last_day = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def __init__(
        self, contracts: Iterable[Contract], today: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        every = list(contracts)
        named = [(one.ref, f"{one.partner} · {one.ref}") for one in every]
        running = [(one.ref, f"{one.partner} · {one.ref}") for one in every if one.state == State.IN_FORCE]  # fmt: skip
        self.fields["contract"].choices = named  # type: ignore[attr-defined]
        self.fields["successor"].choices = [
            ("", say(Text("我自己申报", "I file myself"))),
            *running,
        ]  # type: ignore[attr-defined]
        self.fields["last_day"].initial = today + _USUAL
