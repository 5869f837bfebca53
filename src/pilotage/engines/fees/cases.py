"""Reading a file of cases: JSON in which only whole counts may be numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pilotage.engines.fees import refusals
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

Case = Mapping[str, object]
Answer = dict[str, object]

COUNTS = frozenset({"months", "count", "quantity", "met", "breached"})

# Longer numbers are no counts of anything, and int() of a very long text is refused by Python.
_LONGEST_COUNT = 18


class Number(str):
    """The text of a JSON number that is not a plain whole count; kept so that no float is made."""

    __slots__ = ()


class _Place(NamedTuple):
    value: object
    may_count: bool


def read_cases(text: str) -> list[Case]:
    """The cases of a JSON document; raises `Invalid("NOT_CASES")` when it is not a list of objects."""
    try:
        cases = json.loads(text, parse_float=Number, parse_constant=Number, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        raise refusals.not_cases(Text("无法按 JSON 读取", "it cannot be read as JSON")) from error
    if not isinstance(cases, list):
        raise refusals.not_cases(Text("最外层不是列表", "the outermost value is no list"))
    if not all(isinstance(case, dict) for case in cases):
        raise refusals.not_cases(Text("列表里有不是对象的元素", "an element is not an object"))
    return cases


def answered(case: Case, answer: Callable[[Case], Answer]) -> Answer:
    """`answer(case)` under the case's id, or the code of its refusal under the same id."""
    try:
        refuse_floats(case)
        return {"id": case.get("id"), **answer(case)}
    except Invalid as refusal:
        return {"id": case.get("id"), "error": refusal.code}


def refuse_floats(case: Case) -> None:
    """Raises `FLOAT_REFUSED` for any number, anywhere, that is not a whole count in its place."""
    pending = [_Place(case, may_count=False)]
    while pending:
        value, may_count = pending.pop()
        if _is_number(value) and not (may_count and isinstance(value, int)):
            raise refusals.float_refused(value)
        pending.extend(_inside(value))


def _is_number(value: object) -> bool:
    if isinstance(value, (bool, type(None))):
        return False
    return isinstance(value, Number) or not isinstance(value, (str, Mapping, Sequence))


def _inside(value: object) -> list[_Place]:
    if isinstance(value, Mapping):
        return [
            place
            for key, part in value.items()
            for place in (_orders(part) if key == "orders" else [_Place(part, key in COUNTS)])
        ]
    if isinstance(value, (list, tuple)):
        return [_Place(part, may_count=False) for part in value]
    return []


def _orders(value: object) -> list[_Place]:
    """`[[1000, "12.50"], …]`: the first of each pair is a count."""
    if not isinstance(value, list):
        return [_Place(value, may_count=False)]
    return [
        _Place(part, may_count=position == 0 and isinstance(pair, list))
        for pair in value
        for position, part in enumerate(pair if isinstance(pair, list) else [pair])
    ]


def _whole(text: str) -> int | Number:
    return int(text) if len(text) <= _LONGEST_COUNT else Number(text)
