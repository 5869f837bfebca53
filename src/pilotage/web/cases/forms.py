"""What is written in a case. Files come beside it, as `papers`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms

from pilotage.kernel.refs import new_ref
from pilotage.platform.cases.actions.open import LONGEST_TITLE
from pilotage.platform.cases.models import Case
from pilotage.platform.engagements.contracts.said import LONGEST
from pilotage.platform.parties.models import Membership


class SayForm(forms.Form):
    """Words; `key` makes a second click the same message."""

    text = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=partial(new_ref, "key"))


class DeliverForm(forms.Form):
    """What fulfils a duty: a file, and words if there are any."""

    file = forms.FileField()
    text = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class OpenForm(SayForm):
    """A new case."""

    title = forms.CharField(max_length=LONGEST_TITLE)
    field_order = ("title", "text", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True


class HandOverForm(forms.Form):
    """A colleague."""

    to = forms.ChoiceField(choices=list)

    def __init__(self, people: Iterable[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(p.person.ref, str(p.person)) for p in people]  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """Another case of the same contract."""

    into = forms.ChoiceField(choices=list)

    def __init__(self, others: Iterable[Case], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [(c.ref, c.title) for c in others]  # type: ignore[attr-defined]
