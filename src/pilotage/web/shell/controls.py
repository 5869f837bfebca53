"""Form fields in the product's clothes: Tabler's class by kind of control, and what a screen reader needs."""

from __future__ import annotations

from django.forms import BoundField, CheckboxInput, RadioSelect, Select, Widget
from django.forms.boundfield import BoundWidget
from django.forms.widgets import CheckboxSelectMultiple
from django.utils.safestring import SafeString

_CHECKS = (CheckboxInput, RadioSelect, CheckboxSelectMultiple)


def control(field: BoundField) -> SafeString:
    """The field's control; a wrong one is marked for eyes and for screen readers."""
    widget = field.field.widget
    classes = [widget.attrs.get("class", ""), _class(widget), "is-invalid" if field.errors else ""]
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


def options(field: BoundField) -> list[BoundWidget]:
    """The single choices of a group of boxes or buttons."""
    field.field.widget.attrs["class"] = _class(field.field.widget)
    return list(field)


def is_switch(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)


def _class(widget: Widget) -> str:
    if isinstance(widget, _CHECKS):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"
