"""What is typed about money."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms

from pilotage.kernel.refs import new_ref
from pilotage.kernel.text import Text
from pilotage.platform.billing.actions.correct import LONGEST
from pilotage.web.speech import say

_FIGURE = re.compile(r"(\d{4}-\d{2})\s+(\w+)\s+(?:([A-Z]{3})\s+(\d+(?:\.\d+)?)|(\d+))")
_WRONG = Text(
    "每行写作：2026-09 sales EUR 1234.50，或 2026-09 labels 120。",
    "A line reads: 2026-09 sales EUR 1234.50, or 2026-09 labels 120.",
)


def _amount() -> forms.DecimalField:
    return forms.DecimalField(min_value=Decimal("0.0001"), max_digits=16, decimal_places=4)


def _key() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, max_length=64, initial=partial(new_ref, "key"))


class PaymentForm(forms.Form):
    """A payment that was made or received; `key` makes a second click the same one."""

    amount = _amount()
    on = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    key = _key()

    def __init__(self, today: date, left: Decimal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self.fields["amount"].initial = f"{max(left, Decimal(0)):.2f}"


class CorrectForm(forms.Form):
    """How much of a line is taken back, and why."""

    amount = _amount()
    reason = forms.CharField(max_length=LONGEST)
    key = _key()


class FiguresForm(forms.Form):
    """Sales and quantities of the period, one a line; nothing where no charge follows from them."""

    figures = forms.CharField(
        required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_figures(self) -> list[dict[str, object]]:
        """In the shape of a forecast of `fees quote`."""
        lines = [one.strip() for one in self.cleaned_data["figures"].splitlines() if one.strip()]
        return [self._figure(one) for one in lines]

    @staticmethod
    def _figure(line: str) -> dict[str, object]:
        match = _FIGURE.fullmatch(line)
        if match is None:
            raise forms.ValidationError(say(_WRONG))
        month, of, currency, sales, quantity = match.groups()
        if currency:
            return {"month": month, "of": of, "currency": currency, "orders": [[1, sales]]}
        return {"month": month, "of": of, "quantity": int(quantity)}
