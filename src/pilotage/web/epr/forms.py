"""Papers of producer duties as forms; their content is one entry of epr.yaml, judged by the engine that reads it."""

from __future__ import annotations

from typing import Any

from django import forms

from pilotage.engines import law
from pilotage.engines.epr import kept_of
from pilotage.kernel import places
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.compliance.actions.epr import Kind
from pilotage.web.pairs import pairs
from pilotage.web.speech import in_words, say

_MARKET = {"country": Text("国家", "Country"), "stream": Text("类别", "Stream")}
_SINCE, _UNTIL = Text("起始日", "From"), Text("到期日（含）", "Until (inclusive)")
_HERE = Text("这份资料", "This paper")
RECIPIENTS = {
    "register": Text("登记机构", "register"),
    "organisation": Text("回收组织", "recycling organisation"),
}


def _day(*, required: bool) -> forms.DateField:
    return forms.DateField(required=required, widget=forms.DateInput(attrs={"type": "date"}))


def _weights(*, required: bool) -> forms.CharField:
    return forms.CharField(
        required=required, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class PaperForm(forms.Form):
    """What all papers share: country, stream, and the engine's judgement of the whole."""

    kind: Kind
    labels: dict[str, Text] = {}
    # Fields whose name in epr.yaml is another.
    names = {"since": "from"}

    country = forms.ChoiceField()
    stream = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = sorted({*law.eu_states_today(), "GB"})
        choices = {
            "country": [(code, say(places.name(code))) for code in countries],
            "stream": [(code, say(one.name)) for code, one in law.epr_streams().items()],
        }
        for field, offered in choices.items():
            self.fields[field].choices = [("", ""), *offered]  # type: ignore[attr-defined]
        for field, label in (_MARKET | self.labels).items():
            self.fields[field].label = say(label)

    def clean(self) -> dict[str, Any]:
        """`paper` is the entry; a refusal of the engine stands at its field."""
        data = super().clean() or {}
        if not self.errors:
            self.paper = {self.names.get(k, k): _plain(v) for k, v in data.items() if v}
            try:
                kept_of({self.kind: [self.paper]}, _HERE)
            except Invalid as error:
                self.add_error(None, in_words(error))
        return data


class RegistrationForm(PaperForm):
    """A number in a register."""

    kind: Kind = "registrations"
    labels = {
        "number": Text("登记编号", "Registration number"),
        "since": _SINCE,
        "until": _UNTIL,
        "representative": Text("授权代表", "Authorised representative"),
    }
    number = forms.CharField(max_length=60)
    since = _day(required=False)
    until = _day(required=False)
    representative = forms.CharField(max_length=200, required=False)


class ContractForm(PaperForm):
    """A contract with a recycling organisation and what was bought under it."""

    kind: Kind = "contracts"
    labels = {
        "organisation": Text("回收组织", "Recycling organisation"),
        "since": _SINCE,
        "until": _UNTIL,
        "bought": Text("购买量（每行：材料 千克）", "Bought (a line each: material, kg)"),
    }
    organisation = forms.CharField(max_length=200)
    since = _day(required=True)
    until = _day(required=False)
    bought = _weights(required=False)

    def clean_bought(self) -> dict[str, str]:
        return pairs(self.cleaned_data["bought"], _MATERIAL)


class DeclarationForm(PaperForm):
    """Kilograms declared for a year."""

    kind: Kind = "declarations"
    labels = {
        "year": Text("年份", "Year"),
        "to": Text("申报给", "Declared to"),
        "kg": Text("申报量（每行：材料 千克）", "Declared (a line each: material, kg)"),
    }
    year = forms.IntegerField(min_value=2000, max_value=2100)
    to = forms.ChoiceField()
    kg = _weights(required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, say(name)) for code, name in RECIPIENTS.items()]
        self.fields["to"].choices = offered  # type: ignore[attr-defined]

    def clean_kg(self) -> dict[str, str]:
        return pairs(self.cleaned_data["kg"], _MATERIAL)


_MATERIAL = Text("材料 千克", "material and kilograms")
FORMS: dict[Kind, type[PaperForm]] = {
    form.kind: form for form in (RegistrationForm, ContractForm, DeclarationForm)
}


def _plain(value: Any) -> Any:
    return value if isinstance(value, dict) else str(value)
