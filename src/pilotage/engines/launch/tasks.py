"""The steps as data: `tasks.yaml` beside this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pilotage.kernel.text import Text

Days = tuple[int, int, int]
"""Fastest, usual, slowest."""


@dataclass(frozen=True, slots=True)
class Task:
    """One step; `when` it is part of a plan at all (`stock`, `brand`, `epr`, empty: always), `service` who could do it.

    `shorten` are (what to do, days saved at best).
    """

    code: str
    says: Text
    owner: str
    days: Days
    after: tuple[str, ...]
    when: str = ""
    service: str = ""
    shorten: tuple[tuple[Text, int], ...] = ()


@cache
def tasks() -> tuple[Task, ...]:
    """Every step, those before others first. Raises `ValueError` when one waits for a later one."""
    found: dict[str, Task] = {}
    for raw in _table()["tasks"]:
        task = _task(raw)
        if later := [code for code in task.after if code not in found]:
            raise ValueError(f"{task.code} waits for {', '.join(later)}, which stands after it")
        found[task.code] = task
    return tuple(found.values())


def _task(raw: Mapping[str, Any]) -> Task:
    low, usual, high = raw["days"]
    return Task(
        raw["code"],
        Text(raw["says"]["zh"], raw["says"]["en"]),
        raw["owner"],
        (low, usual, high),
        tuple(raw["after"]),
        raw.get("when", ""),
        raw.get("service", ""),
        tuple((Text(one["zh"], one["en"]), one["days"]) for one in raw.get("shorten", ())),
    )


@cache
def _table() -> dict[str, Any]:
    text = Path(__file__).with_name("tasks.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


CHECKED_ON: date = _table()["checked_on"]
CONFIDENCE: str = _table()["confidence"]
