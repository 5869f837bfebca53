"""`pilotage epr check REPORT … --products products.csv --kept epr.yaml`: what was placed, what disagrees."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.cli.law import day, today
from pilotage.kernel import places
from pilotage.kernel.decimals import plain
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Language, Text

if TYPE_CHECKING:
    from pilotage.engines.epr import Answer
    from pilotage.engines.mill import Reading

_PLACED = Text("投放数量（千克）", "Placed on the market (kg)")
_NOTHING = Text("没有可计算的数量。", "There is nothing to count.")
_FINDINGS = {
    "act": Text("须处理", "To act on"),
    "look": Text("请核对", "To look at"),
    "ask": Text("尚无定论，须询问", "Not settled: ask"),
}
_AGREE = Text("全部一致。", "Everything agrees.")


def configure(parser: argparse.ArgumentParser) -> None:
    """Reports, the product table, the papers, the year and how to print."""
    commands = parser.add_subparsers(required=True, metavar="check")
    says = "数量与登记、合同、申报核对 · quantities against registrations, contracts, declarations"
    command = commands.add_parser("check", help=says, description=says)
    command.add_argument("report", nargs="+", type=Path, help="增值税交易报告 · VAT report")
    command.add_argument("--products", required=True, type=Path, help="sku,stream,material,grams")
    command.add_argument("--kept", type=Path, help="epr.yaml: 登记、合同、申报 · papers on file")
    command.add_argument("--year", type=int, help="默认今年 · default this year")
    command.add_argument(
        "--on", type=day, default=None, help="YYYY-MM-DD, 默认今天 · default today"
    )
    command.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    command.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 · language")
    command.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:
    from pilotage.engines.epr import (
        Kept,
        as_json,
        check,
        read_kept,
        read_products,
        shipped_units,
    )

    on = asked.on or today()
    year = asked.year or on.year
    if not 2000 <= year <= on.year:
        raise _no_year(year, on.year)
    products = read_products(asked.products)  # refused before any row is read
    kept = read_kept(asked.kept) if asked.kept else Kept()
    with tempfile.TemporaryDirectory(prefix="pilotage-epr-") as scratch:
        shipped = shipped_units(_readings(asked.report, Path(scratch)))
    answer = check(shipped, products, kept, year=year, on=on)
    if asked.json:
        print(json.dumps(as_json(answer), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(answer, asked.lang)))
    return 0


def _readings(reports: Sequence[Path], scratch: Path) -> dict[str, Reading]:
    from pilotage.engines import mill
    from pilotage.engines.epr import COLUMNS

    for report in reports:
        if not report.is_file():
            raise _no_file(report)
    return {
        f"{n} {report.name}": mill.read(report, scratch / str(n), columns=COLUMNS)
        for n, report in enumerate(reports, start=1)
    }


def _lines(answer: Answer, language: Language) -> Iterator[str]:
    yield f"{_PLACED.in_(language)} {answer.quantities.year}"
    for q in answer.quantities.placed:
        place = places.name(q.country).in_(language)
        yield f"  {place}  {q.stream}  {q.material}  {q.kg}  ({plain(q.units)})"
    if not answer.quantities.placed:
        yield f"  {_NOTHING.in_(language)}"
    for weight, heading in _FINDINGS.items():
        found = [f for f in answer.findings if f.weight == weight]
        if found:
            yield f"\n{heading.in_(language)}"
        for f in found:
            yield f"  {f.code}  {f.says.in_(language)}"
            yield f"    → {f.next_step.in_(language)}"
    if not answer.findings:
        yield f"\n{_AGREE.in_(language)}"


def _no_file(path: Path) -> Invalid:
    return Invalid(
        "NO_FILE",
        Text("找不到文件 {path}。", "There is no file {path}."),
        Text("请检查路径。", "Check the path."),
        path=path,
    )


def _no_year(year: int, latest: int) -> Invalid:
    return Invalid(
        "YEAR_INVALID",
        Text("年份 {year} 无法计算。", "Year {year} cannot be computed."),
        Text("请给出 2000 至 {latest} 之间的年份。", "Give a year from 2000 to {latest}."),
        year=year,
        latest=latest,
    )
