"""What was filed, typed box by box."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.parties.models import Organisation
from pilotage.web.pairs import pairs
from pilotage.web.speech import say

KINDS = (
    ("LOCAL", Text("当地申报", "Local return")),
    ("OSS", Text("一站式申报 OSS", "One-Stop-Shop OSS")),
    ("IOSS", Text("进口一站式 IOSS", "Import One-Stop-Shop IOSS")),
)


class ClaimForm(forms.Form):
    """Seller (for a partner with several), return, and the file as filed or its figures, `box amount` a line."""

    seller = forms.ChoiceField()
    kind = forms.ChoiceField()
    jurisdiction = forms.ChoiceField()
    period = forms.RegexField(r"^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$", max_length=7)
    file = forms.FileField(
        required=False, widget=forms.ClearableFileInput(attrs={"accept": ".json,.csv,.xml"})
    )
    figures = forms.CharField(
        required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, clients: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clients = {one.ref: one for one in clients}
        countries = sorted({*law.eu_states_today(), "GB"})
        choices = {
            "seller": [(ref, str(one.name_zh)) for ref, one in self.clients.items()],
            "kind": [(kind, say(name)) for kind, name in KINDS],
            "jurisdiction": [(code, say(places.name(code))) for code in countries],
        }
        for field, offered in choices.items():
            self.fields[field].choices = offered  # type: ignore[attr-defined]

    def clean_figures(self) -> dict[str, str]:
        """Box → amount."""
        return pairs(self.cleaned_data["figures"], Text("栏位 金额", "box and amount"))
