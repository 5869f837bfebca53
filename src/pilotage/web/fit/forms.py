"""The seller's profile as a form; its content is what `seller.yaml` holds, read by the same reader."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from pilotage.engines import law
from pilotage.engines.matching.fit_seller import read_seller
from pilotage.kernel import places
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.web.speech import say

CURRENCIES = ("CNY", "EUR", "USD", "GBP")
ASK = (Text("不确定", "Not sure"), Text("有", "Yes"), Text("没有", "No"))


class ProfileForm(forms.Form):
    """Blank means "not said", never "no"."""

    name = forms.CharField(max_length=120)
    vat_numbers = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    oss_state = forms.ChoiceField(required=False)
    oss_from = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ioss_number = forms.CharField(max_length=20, required=False)
    italy_vies_guarantee = forms.BooleanField(required=False)
    own_tax_staff = forms.ChoiceField(required=False)
    hours_per_return = forms.DecimalField(
        required=False, max_digits=6, decimal_places=2, min_value=0
    )
    hour_cost = forms.DecimalField(required=False, max_digits=10, decimal_places=2, min_value=0)
    hour_cost_currency = forms.ChoiceField(choices=[(c, c) for c in CURRENCIES], required=False)
    annual_sales = forms.DecimalField(required=False, max_digits=16, decimal_places=2, min_value=0)
    annual_sales_currency = forms.ChoiceField(choices=[(c, c) for c in CURRENCIES], required=False)
    streams = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    epr_numbers = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(code, say(places.name(code))) for code in sorted(law.eu_states_today())]
        self._choose("oss_state", [("", say(Text("没有注册", "Not registered"))), *states])
        self._choose(
            "own_tax_staff", [(v, say(t)) for v, t in zip(("", "true", "false"), ASK, strict=True)]
        )
        asked = [stream for stream in law.epr_streams().values() if stream.depends_on_product]
        self._choose("streams", [(stream.code, say(stream.name)) for stream in asked])

    def clean(self) -> dict[str, Any]:
        """Let the engine's own reader judge the whole profile."""
        data = super().clean() or {}
        if not self.errors:
            try:
                self.content = content_of(data)
                read_seller(json.dumps(self.content).encode())
            except Invalid as error:
                self.add_error(_field_of(error), say(error.says))
        return data

    def _choose(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]


def content_of(data: dict[str, Any]) -> dict[str, Any]:
    """The cleaned form as the content of seller.yaml: text values only, blanks left out."""
    oss = {"member_state": data["oss_state"], "from": _text(data["oss_from"])}
    content = {
        "name": data["name"],
        "established_in": "CN",
        "vat_numbers": _numbers(data["vat_numbers"]),
        "oss": oss if data["oss_state"] else None,
        "ioss": {"number": data["ioss_number"]} if data["ioss_number"] else None,
        "italy_vies_guarantee": "true" if data["italy_vies_guarantee"] else "false",
        "own_tax_staff": data["own_tax_staff"] or None,
        "hours_per_return": _text(data["hours_per_return"]),
        "staff_hour_cost": _money(data, "hour_cost"),
        "annual_sales": _money(data, "annual_sales"),
        "product_streams": dict.fromkeys(data["streams"], "true") or None,
        "epr_numbers": _epr(data["epr_numbers"]),
    }
    return {key: value for key, value in content.items() if value is not None}


def form_data(content: dict[str, Any]) -> dict[str, Any]:
    """The kept profile as initial values of the form."""
    oss, cost = content.get("oss") or {}, content.get("staff_hour_cost") or {}
    sales = content.get("annual_sales") or {}
    return {
        "name": content.get("name", ""),
        "vat_numbers": "\n".join(content.get("vat_numbers", {}).values()),
        "oss_state": oss.get("member_state", ""),
        "oss_from": oss.get("from"),
        "ioss_number": (content.get("ioss") or {}).get("number", ""),
        "italy_vies_guarantee": content.get("italy_vies_guarantee") == "true",
        "own_tax_staff": content.get("own_tax_staff", ""),
        "hours_per_return": content.get("hours_per_return"),
        "hour_cost": cost.get("amount"),
        "hour_cost_currency": cost.get("currency", "CNY"),
        "annual_sales": sales.get("amount"),
        "annual_sales_currency": sales.get("currency", "USD"),
        "streams": list(content.get("product_streams") or {}),
        "epr_numbers": "\n".join(
            f"{place} {stream} {number}"
            for place, numbers in (content.get("epr_numbers") or {}).items()
            for stream, number in numbers.items()
        ),
    }


def _numbers(lines: str) -> dict[str, str]:
    """One VAT number a line, with its country prefix; `EL` is Greece."""
    numbers = ["".join(c for c in line if c.isalnum()).upper() for line in lines.splitlines()]
    return {places.country(n[:2]) or n[:2]: n for n in numbers if n}


def _epr(lines: str) -> dict[str, dict[str, str]] | None:
    """`DE packaging DE1234567890123` a line."""
    found: dict[str, dict[str, str]] = {}
    for words in (line.split(maxsplit=2) for line in lines.splitlines()):
        if len(words) == 3:
            found.setdefault(words[0].upper(), {})[words[1].lower()] = words[2]
    return found or None


def _money(data: dict[str, Any], field: str) -> dict[str, str] | None:
    amount = data[field]
    return (
        None if amount is None else {"amount": str(amount), "currency": data[f"{field}_currency"]}
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _field_of(error: Invalid) -> str | None:
    """The form's field that the reader's complaint is about."""
    first = str(error.facts.get("field", "")).split(".")[0]
    known = {"oss": "oss_state", "ioss": "ioss_number", "staff_hour_cost": "hour_cost"}
    name = known.get(first, first)
    return name if name in ProfileForm.base_fields else None
