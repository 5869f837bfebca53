"""`pilotage report settlement FILE …`: whether settlements add up to what they declare, part by part."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.kernel.text import Language, Text

if TYPE_CHECKING:
    from pilotage.engines.statements import Settlement

_HEAD = Text(
    "结算 {id}（{currency}）  {since} – {until}", "Settlement {id} ({currency})  {since} – {until}"
)
_TOTALS = Text(
    "  申报 {declared}  合计 {summed}  差额 {difference}  共 {rows} 行",
    "  declared {declared}  summed {summed}  difference {difference}  {rows} rows",
)
_NONE = Text("无", "none")
_REASONS = {
    "NOT_A_NUMBER": Text("金额无法读取", "the amount cannot be read"),
    "TOO_MANY_CELLS": Text("单元格多于表头", "more cells than the header names"),
    "LINE_TOO_LONG": Text("这一行过长", "the row is too long"),
    "OTHER_CURRENCY": Text("币种与本期不同", "another currency than the settlement's"),
}
_REJECTED = Text(
    "  未计入：第 {row} 行 {value}（{reason}）", "  not counted: row {row} {value} ({reason})"
)
_MISSING = Text(
    "预留款未全数返还：{earlier} 扣留 {held}，{later} 返还 {returned}，差 {missing} {currency}",
    "Reserve not returned in full: {earlier} held {held}, {later} returned {returned}, {missing} {currency} apart",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """`settlement` with its files and how to print."""
    commands = parser.add_subparsers(required=True, metavar="settlement")
    says = "核对结算报告 · whether settlements add up"
    command = commands.add_parser("settlement", help=says, description=says)
    command.add_argument("file", nargs="+", type=Path, help="Flat File V2 (V1)")
    command.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    command.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    command.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:
    from pilotage.engines.statements import as_json, settlements

    found = settlements(asked.file)
    if asked.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(found, asked.lang)))
    return 0


def _lines(found: tuple[Settlement, ...], language: Language) -> Iterator[str]:
    from pilotage.engines.statements import carried_over

    for one in found:
        yield _HEAD.with_(id=one.id, currency=one.currency, since=one.since, until=one.until).in_(
            language
        )
        yield _TOTALS.with_(
            declared=_NONE if one.declared is None else one.declared,
            summed=one.summed,
            difference=_NONE if one.difference is None else one.difference,
            rows=one.rows,
        ).in_(language)
        for part in one.parts:
            name = f"{part.amount_type} / {part.amount_description}"
            yield f"    {part.amount:>14}  {name}  ({part.rows})"
        for row in one.rejected:
            says = _REJECTED.with_(row=row.row, value=row.value, reason=_REASONS[row.reason])
            yield says.in_(language)
    for gap in carried_over(found):
        if gap.missing:
            yield _MISSING.with_(
                earlier=gap.earlier, later=gap.later, held=gap.held, returned=gap.returned,
                missing=gap.missing, currency=gap.currency,
            ).in_(language)  # fmt: skip
