"""Resources that the programme hands out, as their dated table says: whom each is for, by which rules, until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text

_FILE = Path(__file__).with_name("resources.yaml")


@dataclass(frozen=True, slots=True)
class Resource:
    """`open_to`: the rules that each kind of organisation has to meet; a kind that is not named may not apply.

    Offered from the day `since` (None: nobody knows) to the day before `until` (None: it goes on).
    """

    code: str
    says: Text
    about: Text
    open_to: Mapping[str, tuple[str, ...]]
    since: date | None
    until: date | None
    source: Text
    address: str
    checked_on: date
    confidence: str

    def is_offered(self, on: date) -> bool:
        """Whether there is any to hand out on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@cache
def resources() -> dict[str, Resource]:
    """By code, in the order of the table; raises `KeyError` for a table that lacks a part."""
    rows = yaml.safe_load(_FILE.read_text("utf-8"))["resources"]
    return {one["code"]: _resource(one) for one in rows}


def resource(code: str) -> Resource:
    """One of them, or `NotFound`."""
    found = resources().get(code)
    if found is None:
        raise NotFound(
            "NO_SUCH_RESOURCE",
            Text("没有这项资源。", "There is no such resource."),
            Text("请从项目资源列表重新打开。", "Open it again from the list of resources."),
        )
    return found


def _resource(told: dict[str, Any]) -> Resource:
    said = [Text(told[f"{name}zh"], told[f"{name}en"]) for name in ("", "about_", "source_")]
    says, about, source = said
    if told["confidence"] not in ("sourced", "unverified"):
        raise KeyError(f"confidence of {told['code']}")
    open_to = {kind: tuple(rules) for kind, rules in told["open_to"].items()}
    return Resource(
        told["code"], says, about, open_to, told["from"], told["until"], source, told["address"],
        told["checked_on"], told["confidence"],
    )  # fmt: skip
