"""The terms of a contract as one form: every clause of the library, each variable in the control of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from pilotage.engines import contracts as engine
from pilotage.engines.contracts import Clause, Term, Variable, library, machine_values
from pilotage.kernel.text import Text
from pilotage.platform.engagements.contracts.actions import Proposal
from pilotage.platform.engagements.contracts.actions.amend import CLAUSE
from pilotage.web.contracts import values
from pilotage.web.contracts.charges import Item
from pilotage.web.speech import say


@dataclass(frozen=True, slots=True)
class Asked:
    """One variable with its control."""

    variable: Variable
    field: BoundField
    hint: Text | None


@dataclass(frozen=True, slots=True)
class Section:
    """One clause of the form; `has_charges` when the fee rows stand in it."""

    clause: Clause
    use: BoundField
    text: Text
    asked: list[Asked]
    is_mandatory: bool
    has_charges: bool


class TermsForm(forms.Form):
    """Everything but the fee plan, whose rows are read apart (`charges`)."""

    seller_registration = forms.CharField(max_length=60)
    partner_registration = forms.CharField(max_length=60)
    special_zh = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    special_en = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, body: engine.Contract, data: Any = None) -> None:
        super().__init__(data, initial=_initial(body))
        self._terms = {term.clause: term for term in body.terms}
        for clause in _clauses():
            use = f"use-{clause.id}"
            self.fields[use] = forms.BooleanField(required=False, initial=clause.id in self._terms)
            used = bool(data.get(use)) if data is not None else clause.id in self._terms
            for variable in _typed(clause):
                field = values.control(variable).field(variable)
                field.required = used and not variable.may_be_empty
                field.initial = values.shown(variable, self._value(clause, variable))
                self.fields[_name(clause, variable)] = field

    def sections(self) -> Iterator[Section]:
        """The clauses in the library's order."""
        for clause in _clauses():
            places = {v.name: _place(v) for v in clause.variables}
            yield Section(
                clause,
                self[f"use-{clause.id}"],
                clause.text.with_(**places),
                [self._asked(clause, variable) for variable in _typed(clause)],
                clause.group in library().mandatory,
                any(map(values.is_charges, clause.variables)),
            )

    def uses(self, clause: str) -> bool:
        """Whether the clause was ticked."""
        return bool(self.cleaned_data[f"use-{clause}"])

    def clean(self) -> dict[str, Any]:
        """What a control lets through, the engine still has to take."""
        cleaned = super().clean() or {}
        for clause in _clauses():
            for variable in _typed(clause):
                typed = cleaned.get(_name(clause, variable))
                if self._is_there(clause, typed) and not self._errors.get(_name(clause, variable)):  # type: ignore[union-attr]
                    fault = variable.fault(values.control(variable).value(typed))
                    if fault and not (variable.may_be_empty and typed == []):
                        self.add_error(_name(clause, variable), say(fault))
        return cleaned

    def proposal(self, plan: list[Item]) -> Proposal:
        """The cleaned form with the fee plan as a proposal."""
        data = self.cleaned_data
        terms = tuple(self._term(clause, plan) for clause in _clauses() if self.uses(clause.id))
        zh, en = data["special_zh"].splitlines(), data["special_en"].splitlines()
        longest = max(len(zh), len(en))
        pairs = zip(zh + [""] * (longest - len(zh)), en + [""] * (longest - len(en)), strict=True)
        special = tuple(Text(a.strip(), b.strip()) for a, b in pairs if a.strip() or b.strip())
        return Proposal(terms, special, data["seller_registration"], data["partner_registration"])

    def _term(self, clause: Clause, plan: list[Item]) -> Term:
        given: dict[str, Any] = {}
        for variable in clause.variables:
            if values.is_charges(variable):
                given[variable.name] = plan
            else:
                typed = self.cleaned_data[_name(clause, variable)]
                given[variable.name] = values.control(variable).value(typed)
        kept = self._terms.get(clause.id)
        return Term(clause.id, kept.version if kept else clause.version, given)

    def _asked(self, clause: Clause, variable: Variable) -> Asked:
        name = _name(clause, variable)
        return Asked(variable, self[name], values.control(variable).hint)

    def _is_there(self, clause: Clause, typed: Any) -> bool:
        return bool(self.cleaned_data.get(f"use-{clause.id}")) and typed not in (None, "")

    def _value(self, clause: Clause, variable: Variable) -> Any:
        term = self._terms.get(clause.id)
        return term.values.get(variable.name) if term else None


class AmendForm(TermsForm):
    """The terms as they would read then, and what becomes of cases that are open."""

    def __init__(self, body: engine.Contract, data: Any = None) -> None:
        super().__init__(body, data)
        (variable,) = [v for v in library().newest(CLAUSE).variables if v.choices]
        self.fields["open_cases"] = forms.ChoiceField(
            choices=[(code, say(says)) for code, says in variable.choices.items()],
            widget=forms.RadioSelect,
            initial=machine_values(body).get(variable.meaning, next(iter(variable.choices))),
        )


class SignForm(forms.Form):
    """The code of the second factor, for the version whose hash stands on the page."""

    seen = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class FileForm(forms.Form):
    """A contract file that somebody was given."""

    file = forms.FileField()


def _initial(body: engine.Contract) -> dict[str, str]:
    return {
        "seller_registration": body.seller.registration,
        "partner_registration": body.partner.registration,
        "special_zh": "\n".join(text.zh for text in body.special),
        "special_en": "\n".join(text.en for text in body.special),
    }


def _clauses() -> list[Clause]:
    """The newest version of every clause that the parties word, in the library's order."""
    ids = dict.fromkeys(id for id, _ in library().clauses if id != CLAUSE)
    return [library().newest(id) for id in ids]


def _typed(clause: Clause) -> list[Variable]:
    return [variable for variable in clause.variables if not values.is_charges(variable)]


def _name(clause: Clause, variable: Variable) -> str:
    return f"{clause.id}-{variable.name}"


def _place(variable: Variable) -> Text:
    return Text(f"【{variable.label.zh}】", f"[{variable.label.en}]")
