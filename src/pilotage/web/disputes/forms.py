"""What is typed into a dispute: a ground and reasons to open it, words, a settlement, a decision."""

from __future__ import annotations

from typing import Any

from django import forms

from pilotage.platform.disputes.rules import grounds_for
from pilotage.platform.disputes.states import OUTCOMES
from pilotage.web.speech import say

_MOST = 8000


def _words(rows: int, **given: Any) -> forms.CharField:
    return forms.CharField(
        max_length=_MOST, widget=forms.Textarea(attrs={"rows": rows, "maxlength": _MOST}), **given
    )


def _outcomes() -> list[tuple[str, str]]:
    return [(code, say(name)) for code, name in OUTCOMES.items()]


class OpenForm(forms.Form):
    """Why a thing is not accepted; the page of the room that keeps the thing shows it."""

    ground = forms.ChoiceField(choices=list)
    text = _words(4)

    def __init__(self, subject_kind: str, data: Any = None) -> None:
        super().__init__(data)
        choices = [(ground.code, say(ground.says)) for ground in grounds_for(subject_kind)]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]


class SayForm(forms.Form):
    """A statement."""

    text = _words(4)


class ProposeForm(forms.Form):
    """How one side would end it."""

    outcome = forms.ChoiceField(choices=_outcomes)
    text = _words(3)


class DecideForm(forms.Form):
    """How the programme ends it, and why."""

    outcome = forms.ChoiceField(choices=_outcomes, widget=forms.RadioSelect)
    reasons_zh = _words(6)
    reasons_en = _words(4, required=False)
