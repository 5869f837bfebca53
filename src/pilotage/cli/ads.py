"""`pilotage ads report FILE`, `pilotage ads plan FILE …`: what an advertising file says, and what to change."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.kernel.text import Language, Text

if TYPE_CHECKING:
    from pilotage.engines.ads import Figures, Report

_FILE = Text(
    "{file}：{rows} 行 = 计入 {kept} + 拒收 {rejected}",
    "{file}: {rows} rows = {kept} kept + {rejected} rejected",
)
_FIGURES = Text(
    "{name} {currency}  曝光 {impressions}  点击 {clicks}  花费 {spend}  销售额 {sales}  订单 {orders}  ACoS {acos}  CTR {ctr}  CVR {cvr}  CPC {cpc}",
    "{name} {currency}  impressions {impressions}  clicks {clicks}  spend {spend}  sales {sales}  orders {orders}  ACoS {acos}  CTR {ctr}  CVR {cvr}  CPC {cpc}",
)
_TOTAL = Text("合计", "total")
_REJECTED = Text(
    "  未计入：{table} 第 {row} 行 {column} {value}（{reason}）",
    "  not counted: {table} row {row} {column} {value} ({reason})",
)
_REASONS = {
    "NOT_A_NUMBER": Text("数字无法读取", "the number cannot be read"),
    "TOO_MANY_CELLS": Text("单元格多于表头", "more cells than the header names"),
    "LINE_TOO_LONG": Text("这一行过长", "the row is too long"),
}
_UNSEEN = Text(
    "  未识别的工作表：{name}（{rows} 行）", "  sheet not recognised: {name} ({rows} rows)"
)
_GUESSED = Text("  按词义认出的列：{heading} → {name}", "  column known by its words: {heading} → {name}")  # fmt: skip
_MOST = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """The two commands."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    says = "文件里有什么：花费、销售额、ACoS · what is in it: spend, sales, ACoS"
    told = commands.add_parser("report", help=says, description=says)
    told.add_argument(
        "file", type=Path, help="搜索词、投放、批量文件 · search-term, targeting, bulk …"
    )
    told.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    told.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    told.set_defaults(run=_report)


def _report(asked: argparse.Namespace) -> int:
    from pilotage.engines.ads import report, report_json
    from pilotage.engines.mill.ads import read_ads

    found = report(read_ads(asked.file))
    if asked.json:
        print(json.dumps(report_json(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(found, asked.lang)))
    return 0


def _lines(found: Report, language: Language) -> Iterator[str]:
    yield _FILE.with_(
        file=found.file, rows=found.rows, kept=found.kept, rejected=len(found.rejected)
    ).in_(language)
    for one in found.totals:
        yield _figures(one, _TOTAL.in_(language), language)
    if len(found.levels) > 1:
        for level in found.levels:
            for one in level.by_currency:
                yield _figures(one, f"  {level.table} {level.entity}", language)
    for table, row in found.rejected[:_MOST]:
        yield _REJECTED.with_(
            table=table,
            row=row.row,
            column=row.column,
            value=row.value,
            reason=_REASONS[row.reason],
        ).in_(language)
    if len(found.rejected) > _MOST:
        yield f"  … {len(found.rejected)}"
    for name, rows in found.ignored:
        yield _UNSEEN.with_(name=name, rows=rows).in_(language)
    for heading, name in found.guessed.items():
        yield _GUESSED.with_(heading=heading, name=name).in_(language)


def _figures(one: Figures, name: str, language: Language) -> str:
    shown = {
        key: "—" if (value := getattr(one, key)) is None else f"{value:.2%}"
        for key in ("acos", "ctr", "cvr")
    }
    return _FIGURES.with_(
        name=name, currency=one.currency, impressions=one.impressions, clicks=one.clicks,
        spend=f"{one.spend:.2f}", sales=f"{one.sales:.2f}", orders=one.orders,
        cpc="—" if one.cpc is None else f"{one.cpc:.2f}", **shown,
    ).in_(language)  # fmt: skip
