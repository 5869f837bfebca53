"""The clause library as data: text in both languages, typed variables, and what machines read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pilotage.engines.contracts.kinds import KINDS, Kind
from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.kernel.text import Text

_FILE = files("pilotage.engines.contracts") / "library.yaml"


@dataclass(frozen=True, slots=True)
class Variable:
    """A place in a clause's text. `label` is its name for people, `meaning` for machines (`sla.first_response`)."""

    name: str
    label: Text
    kind: Kind
    meaning: str
    choices: Mapping[str, Text]
    may_be_empty: bool

    def fault(self, value: object) -> Text | None:
        """What is wrong with a value, or None."""
        if self.choices:
            fits = isinstance(value, str) and value in self.choices
            return None if fits else _NO_CHOICE.with_(choices=" / ".join(self.choices))
        if self.may_be_empty and value == []:
            return None
        return None if self.kind.accepts(value) else self.kind.wanted

    def spoken(self, value: Any) -> Text:
        """The value as the contract's text says it."""
        return self.choices[value] if self.choices else self.kind.spoken(value)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause in one version. `group` is what it settles."""

    id: str
    version: str
    group: str
    title: Text
    text: Text
    variables: tuple[Variable, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of title and text in both languages: a signature covers the words, not a name for them."""
        words = [self.title.zh, self.title.en, self.text.zh, self.text.en]
        return sha256(canonical_json(words))

    def filled(self, values: Mapping[str, Any]) -> Text:
        """The text with its values; every variable must have a value without fault."""
        return self.text.with_(**{v.name: v.spoken(values[v.name]) for v in self.variables})


@dataclass(frozen=True, slots=True)
class Library:
    """All clauses by (id, version), and the groups that no contract may lack."""

    clauses: Mapping[tuple[str, str], Clause]
    mandatory: tuple[str, ...]

    def newest(self, id: str) -> Clause:
        """The latest version of a clause; KeyError for a clause that is not kept."""
        versions = [clause for clause in self.clauses.values() if clause.id == id]
        if not versions:
            raise KeyError(id)
        return max(versions, key=lambda clause: tuple(map(int, clause.version.split("."))))


@cache
def library() -> Library:
    """The library that the product keeps."""
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    clauses = [_clause(entry) for entry in raw["clauses"]]
    return Library({(c.id, c.version): c for c in clauses}, tuple(raw["mandatory"]))


def _clause(raw: Mapping[str, Any]) -> Clause:
    return Clause(
        id=raw["id"],
        version=raw["version"],
        group=raw["group"],
        title=Text(**raw["title"]),
        text=Text(**raw["text"]),
        variables=tuple(_variable(name, spec) for name, spec in raw["variables"].items()),
    )


def _variable(name: str, raw: Mapping[str, Any]) -> Variable:
    return Variable(
        name=name,
        label=Text(**raw["label"]),
        kind=KINDS[raw["type"]],
        meaning=raw["meaning"],
        choices={key: Text(**says) for key, says in raw.get("choices", {}).items()},
        may_be_empty=raw.get("may_be_empty", False),
    )


_NO_CHOICE = Text("只能是 {choices} 之一", "must be one of {choices}")
