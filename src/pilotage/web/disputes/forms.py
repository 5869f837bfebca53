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


class _Beside(forms.Form):
    """One of several forms of a page: its fields have ids of their own, so that each label names one field."""

    called = ""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_{self.called}_%s")


class OpenForm(_Beside):
    """Why a thing is not accepted; the page of the room that keeps the thing shows it."""

    ground = forms.ChoiceField(choices=list)
    text = _words(4)

    def __init__(self, subject_kind: str, data: Any = None, called: str = "dispute") -> None:
        self.called = called
        super().__init__(data)
        choices = [(ground.code, say(ground.says)) for ground in grounds_for(subject_kind)]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]


class SayForm(_Beside):
    """A statement."""

    called = "say"

    text = _words(4)


class ProposeForm(_Beside):
    """How one side would end it."""

    called = "propose"

    outcome = forms.ChoiceField(choices=_outcomes)
    text = _words(3)


class DecideForm(_Beside):
    """How the programme ends it, and why."""

    called = "decide"

    outcome = forms.ChoiceField(choices=_outcomes, widget=forms.RadioSelect)
    reasons_zh = _words(6)
    reasons_en = _words(4, required=False)
