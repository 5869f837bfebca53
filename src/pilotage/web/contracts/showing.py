"""A contract and its changes as a reader sees them: clause by clause, value beside value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pilotage.engines import contracts as engine
from pilotage.engines.contracts import (
    PARTIES,
    Clause,
    Difference,
    Term,
    Variable,
    library,
    machine_text,
)
from pilotage.kernel.text import Text
from pilotage.platform.engagements.contracts.states import State

TONES: dict[str, str] = {
    State.DRAFTED: "off",
    State.OFFERED: "wait",
    State.COUNTERED: "wait",
    State.AGREED: "info",
    State.SIGNED_BY_ONE: "info",
    State.IN_FORCE: "good",
    State.ENDED: "off",
    State.WITHDRAWN: "off",
}
_NONE = Text("（无）", "(none)")
_SPECIAL = Text("特别约定", "Special agreements")
_OWN_WORDS = Text("双方自拟的条文", "In the parties' own words")
_CLAUSES = Text("条款清单", "The list of clauses")
_CAME_AND_WENT = Text("加入与删去", "Added and left out")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One clause as it reads."""

    id: str
    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that two versions say differently."""

    clause: Text
    what: Text
    before: Text
    after: Text


def paragraphs(body: engine.Contract) -> Iterator[Paragraph]:
    """Every clause with its values; a place without a usable value shows what belongs there."""
    for term in body.terms:
        clause = library().clauses[(term.clause, term.version)]
        places = {v.name: _said(v, term) for v in clause.variables}
        yield Paragraph(clause.id, clause.title, clause.text.with_(**places))
    for text in body.special:
        yield Paragraph("special", _SPECIAL, text)


def changes(found: Iterable[Difference], without: str = "") -> list[Change]:
    """The differences in words, each under its clause; none of the clause `without`."""
    own = {meaning for meaning, (clause, _) in _variables().items() if clause.id == without}
    return [change for one in found if one.what not in own for change in _shown(one, without)]


def open_cases(chosen: str) -> Text:
    """What an amendment says of cases that are open when it comes into force."""
    _, variable = _variables()["amendment.open_cases"]
    return variable.spoken(chosen)


def _shown(one: Difference, without: str) -> list[Change]:
    if one.what != "clauses" or not without:
        return [_change(one)]
    kept = ([n for n in side if n.split()[0] != without] for side in (one.before, one.after))
    before, after = kept
    return [] if before == after else [_change(Difference(one.what, before, after))]


def _change(one: Difference) -> Change:
    if one.what in PARTIES:
        name = Text("名称与登记号", "Name and registration number")
        return Change(PARTIES[one.what], name, _party(one.before), _party(one.after))
    if one.what == "special":
        return Change(_SPECIAL, _OWN_WORDS, _special(one.before), _special(one.after))
    if one.what == "clauses":
        return Change(_CLAUSES, _CAME_AND_WENT, *_moved(one.before, one.after))
    clause, variable = _variables()[one.what]
    return Change(
        clause.title, variable.label, _value(variable, one.before), _value(variable, one.after)
    )


def _variables() -> dict[str, tuple[Clause, Variable]]:
    """Which variable of which clause has a meaning."""
    return {
        variable.meaning: (clause, variable)
        for clause in library().clauses.values()
        for variable in clause.variables
    }


def _said(variable: Variable, term: Term) -> Text:
    value = term.values.get(variable.name)
    if variable.fault(value):
        return Text(f"【{variable.label.zh}？】", f"[{variable.label.en}?]")
    return variable.spoken(value)


def _value(variable: Variable, value: Any) -> Text:
    if value is None:
        return _NONE
    text = machine_text(value)
    return Text(text, text) if variable.fault(value) else variable.spoken(value)


def _party(party: dict[str, str]) -> Text:
    text = f"{party['name']} · {party['registration'] or '—'}"
    return Text(text, text)


def _special(texts: list[dict[str, str]]) -> Text:
    if not texts:
        return _NONE
    return Text("\n".join(t["zh"] for t in texts), "\n".join(t["en"] for t in texts))


def _moved(before: list[str], after: list[str]) -> tuple[Text, Text]:
    """The clauses that only one version has; all of them where only their order differs."""
    gone, came = ([n for n in a if n not in b] for a, b in ((before, after), (after, before)))
    return (_titles(gone), _titles(came)) if gone or came else (_titles(before), _titles(after))


def _titles(names: list[str]) -> Text:
    """`response 1.0` by the clause's title."""
    if not names:
        return _NONE
    found = [library().clauses[(id, version)].title for id, version in map(str.split, names)]
    return Text("、".join(t.zh for t in found), ", ".join(t.en for t in found))
