"""The controls in which a contract's values are typed, one for each of the engine's kinds, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pilotage.engines import worktime
from pilotage.engines.contracts import Variable
from pilotage.engines.contracts.kinds import KINDS, Kind
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.directory import exchange
from pilotage.web.speech import say

_UNITS = {
    "PT{}H": Text("工作小时", "working hours"),
    "PT{}M": Text("工作分钟", "working minutes"),
    "P{}WD": Text("工作日", "working days"),
}


class _Pair(forms.MultiWidget):
    """A number and what it counts, side by side."""

    use_fieldset = False

    def __init__(self, second: Text, choices: list[tuple[str, str]], split: Callable[[Any], Any]):
        self._split = split
        number = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__([number, forms.Select(attrs={"aria-label": say(second)}, choices=choices)])

    def decompress(self, value: Any) -> Any:
        return [None, None] if value is None else self._split(value)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["subwidgets"][1]["attrs"]["class"] = "form-select"
        return context

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        return format_html('<div class="input-group">{}</div>', super().render(*args, **kwargs))


class _Budget(forms.MultiValueField):
    """Working time: 4 working hours, 3 working days."""

    def __init__(self) -> None:
        units = [(pattern, say(name)) for pattern, name in _UNITS.items()]
        parts = (forms.IntegerField(min_value=1, max_value=9999), forms.ChoiceField(choices=units))
        super().__init__(parts, widget=_Pair(Text("单位", "Unit"), units, _split_budget))

    def compress(self, data_list: list[Any]) -> str | None:
        if not data_list:
            return None
        number, unit = data_list
        hours, minutes = divmod(number, 60)
        both = unit == "PT{}M" and hours and minutes
        return f"PT{hours}H{minutes}M" if both else unit.format(number)


class _Money(forms.MultiValueField):
    """An amount in a currency."""

    def __init__(self) -> None:
        codes = [(code, code) for code in exchange.currencies()]
        parts = (
            forms.DecimalField(min_value=0, max_digits=14, decimal_places=2),
            forms.ChoiceField(choices=codes),
        )
        widget = _Pair(Text("币种", "Currency"), codes, lambda v: [v["amount"], v["currency"]])
        super().__init__(parts, widget=widget)

    def compress(self, data_list: list[Any]) -> dict[str, str] | None:
        return {"amount": f"{data_list[0]:f}", "currency": data_list[1]} if data_list else None


class _Tiers(forms.CharField):
    """One tier a line: from which share done in time, and what share of the fee is credited."""

    def __init__(self) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{tier['at_least']} {tier['credit']}" for tier in value)
        return value

    def to_python(self, value: Any) -> Any:
        lines = [line.split() for line in (value or "").splitlines() if line.strip()]
        if any(len(line) != 2 for line in lines):
            wrong = Text("每行两个百分比，如 95% 0%。", "Two percentages a line, as 95% 0%.")
            raise forms.ValidationError(say(wrong))
        return [{"at_least": start, "credit": credit} for start, credit in lines]


class _Lines(forms.CharField):
    """A list, one entry a line."""

    def __init__(self) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Control:
    """How a kind is typed: its field, the value as the field takes it, and back."""

    field: Callable[[Variable], forms.Field]
    initial: Callable[[Any], Any] = lambda value: value
    value: Callable[[Any], Any] = lambda typed: typed
    hint: Text | None = None


def _choice(variable: Variable) -> forms.Field:
    return forms.ChoiceField(choices=[(key, say(name)) for key, name in variable.choices.items()])


def _calendar(_: Variable) -> forms.Field:
    names = sorted(worktime.kept_names())
    return forms.ChoiceField(choices=[(name, _calendar_name(name)) for name in names])


def _calendar_name(name: str) -> str:
    """`中国 · CN-standard`."""
    return f"{say(places.name(name.partition('-')[0]))} · {name}"


def _split_budget(value: str) -> list[str]:
    """`PT1H30M` as 90 minutes: the form has one number."""
    budget = worktime.parse_budget(value)
    if isinstance(budget, worktime.WorkingDays):
        return [str(budget.days), "P{}WD"]
    hours, rest = divmod(budget.seconds, 3600)
    return [str(budget.seconds // 60), "PT{}M"] if rest else [str(hours), "PT{}H"]


_CONTROLS: dict[str, Control] = {
    "budget": Control(lambda _: _Budget()),
    "clock": Control(
        lambda _: forms.CharField(max_length=5), hint=Text("如 17:00", "such as 17:00")
    ),
    "percent": Control(
        lambda _: forms.DecimalField(min_value=0, max_value=999, decimal_places=4),
        initial=lambda value: Decimal(value.removesuffix("%")),
        value=lambda typed: f"{typed.normalize():f}%",
        hint=Text("百分比，如 10", "per cent, as 10"),
    ),
    "days": Control(
        lambda _: forms.IntegerField(min_value=1, max_value=9999),
        hint=Text("天数", "a number of days"),
    ),
    "count": Control(lambda _: forms.IntegerField(min_value=1, max_value=9999)),
    "date": Control(
        lambda _: forms.DateField(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        ),
        initial=date.fromisoformat,
        value=lambda typed: typed.isoformat(),
    ),
    "money": Control(lambda _: _Money()),
    "words": Control(lambda _: _Lines(), hint=Text("每行一项", "one a line")),
    "returns": Control(
        lambda _: _Lines(),
        value=lambda typed: [line.upper() for line in typed],
        hint=Text(
            "每行一个国家代码，如 DE；一站式写 OSS 或 IOSS",
            "one country code a line, such as DE; OSS or IOSS for the one-stop schemes",
        ),
    ),
    "text": Control(lambda _: forms.CharField(max_length=200)),
    "calendar": Control(_calendar),
    "tiers": Control(
        lambda _: _Tiers(),
        hint=Text(
            "每行：按时完成率不低于多少，赔服务费的多少。如 95% 0%",
            "A line each: done in time at least, share of the fee credited. As 95% 0%",
        ),
    ),
    "choice": Control(_choice),
}
_NAMES: dict[Kind, str] = {kind: name for name, kind in KINDS.items()}


def is_charges(variable: Variable) -> bool:
    """Whether the value is a fee plan, which has rows of its own in the form."""
    return _NAMES[variable.kind] == "plan"


def control(variable: Variable) -> Control:
    """How this variable is typed."""
    return _CONTROLS[_NAMES[variable.kind]]


def shown(variable: Variable, value: Any) -> Any:
    """A kept value as the field takes it; None for one with a fault, which is typed anew."""
    return None if variable.fault(value) else control(variable).initial(value)
