"""A mark and an event as forms; whether they hold together, the actions say."""

from __future__ import annotations

from typing import Any

from django import forms

from pilotage.kernel.text import Text
from pilotage.platform.brand.actions.marks import FIELDS
from pilotage.platform.brand.models import Form, Mark, Status
from pilotage.platform.brand.readiness import offices
from pilotage.platform.brand.words import Ask, events
from pilotage.web.brand.words import FORMS, STATUSES
from pilotage.web.speech import say


def _day(*, required: bool = False) -> forms.DateField:
    return forms.DateField(required=required, widget=forms.DateInput(attrs={"type": "date"}))


class MarkForm(forms.Form):
    """The words of a mark as they stand in the office's record."""

    sign = forms.CharField(max_length=200, strip=True)
    office = forms.ChoiceField()
    classes = forms.CharField(max_length=140, required=False)
    status = forms.ChoiceField()
    form = forms.ChoiceField()
    application_number = forms.CharField(max_length=40, required=False)
    registration_number = forms.CharField(max_length=40, required=False)
    filed_on = _day()
    registered_on = _day()
    owner = forms.CharField(max_length=200, required=False)
    attorney = forms.CharField(max_length=200, required=False)
    attorney_number = forms.CharField(max_length=60, required=False)
    is_supplemental = forms.BooleanField(required=False)

    def __init__(self, *args: Any, row: Mark | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in FIELDS}
        super().__init__(*args, **kwargs)
        choices = {
            "office": [(code, say(one.says)) for code, one in offices().items()],
            "status": [(code, say(STATUSES[code][0])) for code in Status.values],
            "form": [(code, say(FORMS[code])) for code in Form.values],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]


class EventForm(forms.Form):
    """What happened and when; facts that only some events need are asked for all of an office."""

    event = forms.ChoiceField()
    on = _day(required=True)

    def __init__(self, office: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = events(office)
        self.fields["event"].choices = [(code, say(says)) for code, (says, _) in known.items()]  # type: ignore[attr-defined]
        self.fields["event"].label = say(Text("事件", "Event"))
        self.fields["on"].label = say(Text("日期（商标局当地）", "Day (at the office)"))
        self.asks = {ask.name: ask for _, asks in known.values() for ask in reversed(asks)}
        for name, ask in self.asks.items():
            needed_by = [says for says, asks in known.values() if name in {a.name for a in asks}]
            self.fields[name] = _field(ask)
            where = say(Text("、", ", ")).join(map(say, needed_by))
            self.fields[name].label = f"{say(ask.says)} · {where}"

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in self.asks}


def _field(ask: Ask) -> forms.Field:
    if ask.kind == "day":
        return _day()
    if ask.kind == "number":
        return forms.IntegerField(required=False, min_value=0, max_value=5)
    offered = [("", "—"), *((code, say(says)) for code, says in ask.choices)]
    return forms.ChoiceField(required=False, choices=offered)
