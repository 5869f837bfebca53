"""Closed verdicts as a seller's bag has them, computed again one by one from the inputs in the same bag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pilotage.engines.sla.kept import again
from pilotage.engines.worktime import Fault
from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.kernel.text import Text

Row = Mapping[str, Any]
_SAME = ("due", "ended_at", "state", "overrun_seconds", "hash")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A verdict by its reference, and what is wrong with it."""

    ref: str
    says: Text


@dataclass(frozen=True, slots=True)
class Checked:
    """How many closed verdicts were computed again, and those that did not come out the same."""

    verdicts: int
    wrong: tuple[Wrong, ...]


def check(
    inputs: Iterable[Row], cases: Iterable[Row], verdicts: Iterable[Row], duties: Iterable[Row]
) -> Checked:
    """Rows of the tables `cases.verdictinput`, `cases.case`, `cases.caseverdict`, `cases.duty` of a bag."""
    kept = {row["id"]: row for row in inputs}
    sound = {id: row for id, row in kept.items() if sha256(canonical_json(row["content"])) == row["sha256"]}  # fmt: skip
    calendars = {row["sha256"]: row["content"] for row in sound.values()}
    named = {row["id"]: row["ref"] for row in cases}
    closed = [*_of_cases(verdicts, named), *(row for row in duties if row["kept_at"])]
    answers: dict[Any, list[dict[str, Any]]] = {}
    wrong = []
    for row in closed:
        source = row["inputs_id"]
        if source not in sound:
            wrong.append(Wrong(row["ref"], _ALTERED if source in kept else _NO_INPUTS))
            continue
        if source not in answers:
            answers[source] = _again(sound[source]["content"], calendars)
        if not any(_same(row, one) for one in answers[source]):
            wrong.append(Wrong(row["ref"], _OTHERWISE))
    return Checked(len(closed), tuple(wrong))


def _of_cases(verdicts: Iterable[Row], named: Mapping[Any, str]) -> Iterator[Row]:
    for row in verdicts:
        yield {**row, "kind": row["promise"], "of": named.get(row["case_id"], "")}


def _again(inputs: Row, calendars: Mapping[str, Row]) -> list[dict[str, Any]]:
    try:
        return again(inputs, calendars)
    except (Fault, KeyError, TypeError, AttributeError):  # what no engine ever kept
        return []


def _same(row: Row, answer: Row) -> bool:
    if (row["kind"], row["of"]) != (answer["promise"], answer["of"]):
        return False
    return all(_plain(row[name]) == _plain(answer[name]) for name in (*_SAME, "started_at"))


def _plain(value: object) -> object:
    """Instants as such, however they are written."""
    if isinstance(value, str) and len(value) > 19 and value[10] == "T":
        return datetime.fromisoformat(value)
    return value


_NO_INPUTS = Text("没有保存依据", "what it was computed from was not kept")
_ALTERED = Text("依据与其哈希不符", "what it was computed from does not match its hash")
_OTHERWISE = Text("重新计算的结果不同", "computed again it comes out otherwise")
