"""A finding as the page draws it: the text in pieces with the place marked, the suggestion in pieces beside it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pilotage.engines.listings.findings import codes, field_name
from pilotage.engines.listings.kept_findings import Chosen
from pilotage.engines.listings.reading import REASONS
from pilotage.kernel.text import Text
from pilotage.web.shell.filters import Option, Pick

SEVERITIES = {
    "reject": (Text("须改正", "To mend"), "bad"),
    "warn": (Text("请核对", "To look at"), "late"),
    "info": (Text("提示", "Note"), "info"),
}
FIXES = {
    "accepted": (Text("已采纳", "Accepted"), "good"),
    "left": (Text("未采纳", "Not accepted"), "off"),
}
Piece = tuple[str, bool]
_AROUND = 160
_MOST_REJECTS = 20
_LOOKED_UP = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """`text`: pieces, each with whether it is marked. `after`: the suggested text, whole. `whole`: the text as it stands,
    blank where it is too long for an address. `place`: its position among the findings; `chosen`: the code of `FIXES`.
    """

    place: int
    severity: Text
    tone: str
    code: str
    where: Text
    message: Text
    next_step: Text
    text: list[Piece]
    rule: dict[str, Any] | None
    after: str
    suggestion: Text | None
    whole: str
    chosen: str

    @property
    def standing(self) -> tuple[Text, str]:
        """The choice in words, and its tone."""
        return FIXES[self.chosen]


def listings(rows: list[dict[str, Any]]) -> list[tuple[int, str, list[Shown]]]:
    """Row and SKU of each listing of the page with its findings."""
    return [
        (row, sku, [_shown(one) for one in each])
        for (row, sku), each in groupby(rows, lambda one: (one["row"], one["sku"]))
    ]


def summary(kept: dict[str, Any]) -> dict[str, Any]:
    """The account with its rejected rows in words."""
    return kept | {
        "rejects": [
            (one["row"], REASONS[one["reason"]], one["read"])
            for one in kept["rejected_rows"][:_MOST_REJECTS]
        ],
        "more_rejects": max(kept["rejected"] - _MOST_REJECTS, 0),
    }  # fmt: skip


def picks(kept: dict[str, Any], fields: list[tuple[str, int]], only: Chosen, standing: str) -> list[Pick]:  # fmt: skip
    """What findings can be narrowed by: the rules in the order of the closed list, fields with how many each."""
    found = kept.get("codes", {})
    rules: list[Option] = [
        (code, one.short, found[code]) for code, one in codes().items() if code in found
    ]
    severities: list[Option] = [(code, says, None) for code, (says, _) in SEVERITIES.items()]
    return [
        Pick("severity", Text("程度", "Severity"), severities, only.severity),
        Pick("code", Text("规则", "Rule"), rules, only.code),
        Pick("field", Text("字段", "Field"), [(field, field_name(field), n) for field, n in fields], only.field),
        Pick("fix", Text("建议", "Suggestion"), [(code, says, None) for code, (says, _) in FIXES.items()], standing),
    ]  # fmt: skip


def _shown(one: dict[str, Any]) -> Shown:
    says, tone = SEVERITIES[one["severity"]]
    better = one["suggestion"]
    return Shown(
        one["position"], says, tone, one["code"], field_name(one["field"]),
        Text(one["message_zh"], one["message_en"]), Text(one["next_step_zh"], one["next_step_en"]),
        pieces(one["text"], one["marks"]), one["rule"], better["after"] if better else "",
        Text(better["says_zh"], better["says_en"]) if better else None,
        one["text"] if len(one["text"]) <= _LOOKED_UP else "",
        "accepted" if one["accepted"] else "left",
    )  # fmt: skip


def pieces(text: str, marks: list[list[int]]) -> list[Piece]:
    """The text cut at its marks; far from any mark a long text is left out with ….

    >>> pieces("Lamp! new", [[4, 5]])
    [('Lamp', False), ('!', True), (' new', False)]
    """
    found: list[Piece] = []
    at = 0
    for start, end in marks:
        found += [(_shortened(text[at:start], at > 0, True), False), (text[start:end], True)]
        at = end
    found.append((_shortened(text[at:], at > 0, False), False))
    return [piece for piece in found if piece[0]]


def _shortened(text: str, after: bool, before: bool) -> str:
    """What lies between marks: its end before one, its start after one; a text without marks by its start."""
    if len(text) <= 2 * _AROUND:
        return text
    head = text[:_AROUND] if after or not before else ""
    return f"{head} … {text[-_AROUND:] if before else ''}"
