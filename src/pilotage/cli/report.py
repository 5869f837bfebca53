"""`pilotage report settlement FILE …`, `report month`, `report trends`: settlements that add up, and a month's figures."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Language, Text

if TYPE_CHECKING:
    from pilotage.engines.statements import Settlement
    from pilotage.kernel.periods import Month

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
    """The three commands."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _configure_month(commands)
    says = "核对结算报告 · whether settlements add up"
    command = commands.add_parser("settlement", help=says, description=says)
    command.add_argument("file", nargs="+", type=Path, help="Flat File V2 (V1)")
    command.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    command.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    command.set_defaults(run=_run)


def _configure_month(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "运营月报 · the month from the files as downloaded"
    month = commands.add_parser("month", help=says, description=says)
    month.add_argument("--inputs", type=Path, required=True, help="当月文件所在文件夹 · folder")
    month.add_argument("--month", type=_month, required=True, help="2026-09")
    month.add_argument("--out", type=Path, required=True, help="REPORT.html")
    month.add_argument("--pdf", type=Path, help="REPORT.pdf")
    month.add_argument("--xlsx", type=Path, help="REPORT.xlsx")
    month.add_argument("--json", type=Path, help="REPORT.json")
    month.add_argument("--claims", type=Path, help="自报数字 · figures claimed (CSV, xlsx, JSON)")
    month.set_defaults(run=_run_month)
    says = "各月趋势 · months side by side"
    trends = commands.add_parser("trends", help=says, description=says)
    trends.add_argument("folder", type=Path, help="内含 2026-08、2026-09 … · one folder a month")
    trends.add_argument("--out", type=Path, required=True, help="TRENDS.html / TRENDS.json")
    trends.set_defaults(run=_run_trends)


def _month(text: str) -> Month:
    from pilotage.kernel.periods import Month, parse_period

    found = parse_period(text)
    if not isinstance(found, Month):
        raise argparse.ArgumentTypeError("2026-09")
    return found


def _run_month(asked: argparse.Namespace) -> int:
    from pilotage.engines.statements import (
        compare,
        compared,
        month_book,
        month_json,
        month_page,
        month_paper,
        month_report,
        read_claims,
    )
    from pilotage.jobs.month_child import ads_of

    claims = read_claims(asked.claims)[0] if asked.claims else ()
    made = month_report(asked.inputs, asked.month, ads_of)
    _write(asked.out, month_page(made).encode())
    if asked.pdf:
        _write(asked.pdf, month_paper(made))
    if asked.xlsx:
        _write(asked.xlsx, month_book(made))
    told = month_json(made)
    if asked.claims:
        told["claims"] = [compared(one) for one in compare(claims, told, {})]
        for row in told["claims"]:
            print(f"{row['says_zh']}  {row['claimed']}  {row['ours'] or '—'}  {row['difference'] or row['why_zh']}")  # fmt: skip
    if asked.json:
        _write(asked.json, json.dumps(told, ensure_ascii=False, indent=1).encode())
    return 0


def _run_trends(asked: argparse.Namespace) -> int:
    from pilotage.engines.statements import trends, trends_json, trends_page
    from pilotage.jobs.month_child import ads_of

    made = trends(asked.folder, ads_of)
    if asked.out.suffix.lower() == ".json":
        _write(asked.out, json.dumps(trends_json(made), ensure_ascii=False, indent=1).encode())
    else:
        _write(asked.out, trends_page(made).encode())
    return 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:
        raise Invalid(
            "CANNOT_WRITE",
            Text("无法写入 {name}。", "{name} cannot be written."),
            Text(
                "请检查文件夹是否存在、可写。", "See that its folder is there and can be written."
            ),
            name=path.name,
        ) from None


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
