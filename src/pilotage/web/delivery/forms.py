"""What is typed about work: a new order, what is handed in, reasons, a review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.compliance.models import Filing
from pilotage.platform.delivery.actions import Said, Work
from pilotage.platform.delivery.templates import Template, templates
from pilotage.web.speech import say

_MOST = 8000
_YES_NO = (("yes", Text("是", "Yes")), ("no", Text("否", "No")))


def _words(rows: int, most: int = _MOST, **given: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": most})
    return forms.CharField(max_length=most, widget=widget, **given)


def _yes_or_no() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=lambda: [(code, say(name)) for code, name in _YES_NO], widget=forms.RadioSelect
    )


class WorkForm(forms.Form):
    """A kind of work for a service that the contract covers; its charge, if it has one of its own."""

    what = forms.ChoiceField(choices=list)
    title = forms.CharField(max_length=120)
    fee_item = forms.ChoiceField(choices=list, required=False)
    due = forms.DateField(
        required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(
        self,
        pairs: Iterable[tuple[str, str]],
        charges: Iterable[dict[str, Any]],
        data: Any = None,
    ) -> None:
        super().__init__(data)
        offered = [(template, *pair) for pair in pairs for template in _fitting(pair[0])]
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (f"{template.code}|{category}|{country}", say(_named(template, category, country)))
            for template, category, country in offered
        ]
        none = ("", say(Text("不单独收费（含在周期费用里）", "No charge of its own")))
        self.fields["fee_item"].choices = [none] + [  # type: ignore[attr-defined]
            (one["code"], f"{one['code']} · {one['amount']} {one['currency']}") for one in charges
        ]

    def work(self) -> Work:
        """The cleaned form as work to propose."""
        given = self.cleaned_data
        kind, category, country = given["what"].split("|")
        return Work(kind, category, country, given["title"], given["fee_item"], given["due"])


class HandInForm(forms.Form):
    """Words and, where the step is proved by one, a filing; files come beside the form."""

    text = _words(3, required=False)
    filing = forms.ChoiceField(choices=list, required=False)

    def __init__(self, filings: Iterable[Filing] = (), data: Any = None) -> None:
        super().__init__(data)
        none = ("", say(Text("不引用申报", "No filing")))
        self.fields["filing"].choices = [none] + [  # type: ignore[attr-defined]
            (one.ref, f"{one.kind} {one.jurisdiction} {one.period}") for one in filings
        ]


class WhyForm(forms.Form):
    """Reasons: of a return, of a step left out, of an end."""

    why = _words(3)


class ReviewForm(forms.Form):
    """Three facts and a sentence."""

    kept_agreement = _yes_or_no()
    in_time = _yes_or_no()
    again = _yes_or_no()
    text = _words(3, required=False)

    def said(self) -> Said:
        """The cleaned form."""
        given = self.cleaned_data
        facts = (given[name] == "yes" for name in ("kept_agreement", "in_time", "again"))
        return Said(*facts, given["text"])


def _fitting(category: str) -> list[Template]:
    return [one for one in templates().values() if one.fits(category)]


def _named(template: Template, category: str, country: str) -> Text:
    service, place = law.service_categories()[category].name, places.name(country)
    return Text(
        f"{place.zh} {template.name.zh}（{service.zh}）",
        f"{template.name.en}, {place.en} ({service.en})",
    )
