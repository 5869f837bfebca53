"""`pilotage ads report FILE`, `ads plan FILE …`, `ads proof FILE …`: what a file says, what to change, what changes did."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.kernel.text import Language, Text

if TYPE_CHECKING:
    from pilotage.engines.ads import Figures, Plan, Report
    from pilotage.engines.ads.proof import Proof

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
_CHANGES = Text(
    "{changes} 项更改，另有 {advice} 条建议", "{changes} changes, {advice} pieces of advice"
)
_MOST = 20


def configure(parser: argparse.ArgumentParser) -> None:
    """The three commands."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    says = "文件里有什么：花费、销售额、ACoS · what is in it: spend, sales, ACoS"
    told = commands.add_parser("report", help=says, description=says)
    told.add_argument(
        "file", type=Path, help="搜索词、投放、批量文件 · search-term, targeting, bulk …"
    )
    told.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    told.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    told.set_defaults(run=_report)
    _configure_plan(commands)
    _configure_proof(commands)


def _configure_plan(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "下周改什么：出价、否定词、预算 · what to change: bids, negatives, budgets"
    plan = commands.add_parser("plan", help=says, description=says)
    plan.add_argument(
        "file", type=Path, help="搜索词报告或批量文件 · search-term report or bulk file"
    )
    plan.add_argument("--targeting", type=Path, help="投放报告 · targeting report")
    plan.add_argument(
        "--bulk", type=Path, help="批量文件（编号与现出价）· bulk file: ids and today's bids"
    )
    plan.add_argument("--history", type=Path, help="变更记录 · history of changes")
    plan.add_argument("--target-acos", type=float, required=True, help="0.30")
    plan.add_argument(
        "--budget", type=float, help="全账户每日预算上限 · most to spend a day, whole account"
    )
    plan.add_argument("--out", type=Path, required=True, help="PLAN.xlsx")
    plan.add_argument("--json", type=Path, help="PLAN.json")
    plan.add_argument(
        "--step-up", type=float, default=0.60, help="最大升幅 · largest raise (0.10-1)"
    )
    plan.add_argument(
        "--step-down", type=float, default=0.50, help="最大降幅 · largest cut (0.10-0.95)"
    )
    plan.add_argument(
        "--brand", action="append", default=[], metavar="WORD", help="品牌词 · brand word"
    )
    plan.add_argument("--brand-acos", type=float, help="品牌词的目标 · target of brand words")
    plan.add_argument(
        "--freeze",
        action="append",
        default=[],
        metavar="SKU",
        help="缺货或改价 · stock or price changes",
    )
    plan.add_argument(
        "--never-raise",
        action="append",
        default=[],
        metavar="SKU",
        help="退货率上升 · returns rise",
    )
    plan.add_argument("--currency", default="", help="报告没有币种时 · where the files name none")
    plan.add_argument(
        "--as-of",
        type=date.fromisoformat,
        help="默认为报告最后一天 · default: last day of the report",
    )
    plan.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    plan.set_defaults(run=_plan)


def _configure_proof(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    says = "变更起了什么作用：按种类、按人、合计 · what the changes did: by class, author, in total"
    proof = commands.add_parser("proof", help=says, description=says)
    proof.add_argument(
        "file", type=Path, help="按日或按周的投放、搜索词报告 · daily or weekly report"
    )
    proof.add_argument("--history", type=Path, required=True, help="变更记录 · history of changes")
    proof.add_argument(
        "--bulk", type=Path, help="批量文件（编号对应名称）· bulk file: names of ids"
    )
    proof.add_argument(
        "--from", dest="start", type=date.fromisoformat, help="变更自 · changes from"
    )
    proof.add_argument("--until", type=date.fromisoformat, help="变更至 · changes until")
    proof.add_argument(
        "--target-acos", type=float, help="默认为变更前的 ACoS · default: ACoS before"
    )
    for name, whose in (("partner", "服务商的用户 · the partner's"), ("seller", "卖家的用户 · the seller's")):  # fmt: skip
        proof.add_argument(f"--{name}", action="append", default=[], metavar="USER", help=whose)
    proof.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    proof.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    proof.set_defaults(run=_proof)


def _proof(asked: argparse.Namespace) -> int:
    from pilotage.engines.ads.proof import Authors, proof_json, prove
    from pilotage.engines.mill.ads import read_ads

    found = prove(
        read_ads(asked.file), read_ads(asked.history), bulk=read_ads(asked.bulk) if asked.bulk else None,
        start=asked.start, until=asked.until, target_acos=asked.target_acos,
        authors=Authors(frozenset(asked.partner), frozenset(asked.seller)),
    )  # fmt: skip
    if asked.json:
        print(json.dumps(proof_json(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_proof_lines(found, asked.lang)))
    return 0


def _proof_lines(found: Proof, language: Language) -> Iterator[str]:
    for part in (found.total, *found.classes, *found.authors):
        yield part.says.in_(language)
        if part.entities:  # where nothing is shown the sentence of sales stands in the part's own
            for one in part.measures[0 if any(m.shown for m in part.measures) else 1 :]:
                yield f"    {one.says.in_(language)}"
    for _, note in found.notes:
        yield f"  {note.in_(language)}"


def _report(asked: argparse.Namespace) -> int:
    from pilotage.engines.ads import report, report_json
    from pilotage.engines.mill.ads import read_ads

    found = report(read_ads(asked.file))
    if asked.json:
        print(json.dumps(report_json(found), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(found, asked.lang)))
    return 0


def _plan(asked: argparse.Namespace) -> int:
    from pilotage.engines.ads import Wishes, plan, plan_json, write_sheet
    from pilotage.engines.mill.ads import read_ads

    wishes = Wishes(
        target_acos=_finite(asked.target_acos), budget=asked.budget, step_up=asked.step_up,
        step_down=asked.step_down, brand=tuple(asked.brand), brand_acos=asked.brand_acos,
        frozen=frozenset(asked.freeze), never_raise=frozenset(asked.never_raise),
        currency=asked.currency, as_of=asked.as_of,
    )  # fmt: skip
    files = {name: read_ads(path) for name in ("targeting", "bulk", "history") if (path := getattr(asked, name))}  # fmt: skip
    found = plan(read_ads(asked.file), wishes, **files)
    write_sheet(found.changes, asked.out)
    if asked.json:
        text = json.dumps(plan_json(found), ensure_ascii=False, indent=1)
        asked.json.write_text(text + "\n", encoding="utf-8")
    print("\n".join(_plan_lines(found, asked.lang)))
    return 0


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0  # refused as out of range


def _plan_lines(found: Plan, language: Language) -> Iterator[str]:
    yield _CHANGES.with_(changes=len(found.changes), advice=len(found.advice)).in_(language)
    for _, note in found.notes:
        yield f"  {note.in_(language)}"
    for one in [*found.changes, *found.advice][:_MOST]:
        name = (
            one.ids.get("targeting") or one.ids.get("ad_group_name") or one.ids.get("campaign_name")
        )
        yield f"  {name}: {one.reason.in_(language)}"
    if len(found.changes) > _MOST:
        yield f"  … {len(found.changes)}"


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
