"""What a later making of the same month says otherwise than an earlier one, and which files came or went between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pilotage.kernel.decimals import EXACT
from pilotage.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Changed:
    """`before` or `after` is None where the figure was not told; `came` and `went` name files that it rests on."""

    key: str
    says: Text
    unit: str
    before: Decimal | None
    after: Decimal | None
    came: tuple[str, ...]
    went: tuple[str, ...]

    @property
    def difference(self) -> Decimal | None:
        """After less before, where both are told."""
        if self.before is None or self.after is None:
            return None
        return EXACT.subtract(self.after, self.before)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Changed, ...]:
    """Of two answers of `report month --json`, figures whose value is another, in the later one's order."""
    old, new = _figures(before), _figures(after)
    found = []
    for name in [*new, *(name for name in old if name not in new)]:
        was, now = old.get(name), new.get(name)
        values = _value(was), _value(now)
        if values[0] == values[1]:
            continue
        told: Mapping[str, Any] = now or was or {}
        files = _files(was), _files(now)
        came = sorted(file for sha, file in files[1].items() if sha not in files[0])
        went = sorted(file for sha, file in files[0].items() if sha not in files[1])
        says = Text(told["says_zh"], told["says_en"])
        found.append(Changed(name[0], says, told["unit"], *values, tuple(came), tuple(went)))
    return tuple(found)


def _figures(month: Mapping[str, Any]) -> dict[tuple[str, str, str], Mapping[str, Any]]:
    """By key, unit and name: settlements are told apart by their name."""
    return {(one["key"], one["unit"], one["says_en"]): one for one in month.get("figures", ())}


def _value(one: Mapping[str, Any] | None) -> Decimal | None:
    return Decimal(one["value"]) if one and one["value"] is not None else None


def _files(one: Mapping[str, Any] | None) -> dict[str, str]:
    return {file["sha256"]: file["file"] for file in one["files"]} if one else {}
