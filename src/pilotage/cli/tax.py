"""`pilotage tax returns`: reports and a seller profile in, returns and what was blocked out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from pilotage.engines.tax import Run


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds `returns`."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    made = commands.add_parser("returns", help="从报告到申报表 · from reports to returns")
    made.add_argument("--report", action="append", required=True, type=Path, help="AVTR.csv")
    made.add_argument("--seller", required=True, type=Path, help="seller.yaml")
    made.add_argument("--costs", type=Path, help="sku,currency,unit_cost,from")
    made.add_argument("--fx", type=Path, help="date,currency,rate")
    made.add_argument("--out", required=True, type=Path, help="输出目录 · output folder")
    made.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    made.set_defaults(run=_returns)


def _returns(asked: argparse.Namespace) -> int:
    for path in (asked.seller, asked.costs, asked.fx, *asked.report):
        if path is not None and not path.is_file():
            raise _no_file(path)
    if asked.engine == "spark":
        raise _no_spark()
    from pilotage.engines.tax import read_costs, read_rates, read_seller, run

    seller = read_seller(asked.seller.read_bytes())
    result = run(
        asked.report,
        seller,
        asked.out,
        costs=read_costs(asked.costs.read_bytes()) if asked.costs else (),
        rates=read_rates(asked.fx.read_bytes()) if asked.fx else (),
    )
    print("\n".join(_lines(result)))
    return 0


def _lines(result: Run) -> list[str]:
    summary: dict[str, Any] = result.summary
    counts = " · ".join(
        f"{name} {summary[name]}"
        for name in ("rows_in", "duplicates", "rejected", "blocked", "no_effect", "determined")
    )
    lines = [f"{summary['says']['zh']} {summary['says']['en']}", counts]
    lines += [f"  {code} {rows}" for code, rows in summary["blocked_by_code"].items()]
    lines += [
        f"{r['return']} {r['jurisdiction']} {r['period']} {r['currency']} → {r['due_date'] or '?'}"
        for r in result.returns
    ]
    return [*lines, str(result.out)]


def _no_file(path: Path) -> Invalid:
    return Invalid(
        "FILE_NOT_FOUND",
        Text("找不到文件 {path}。", "There is no file {path}."),
        Text("请检查路径。", "Check the path."),
        path=str(path),
    )


def _no_spark() -> Invalid:
    return Invalid(
        "ENGINE_UNAVAILABLE",
        Text("这里还不能用 Spark 计算。", "Spark cannot be used here yet."),
        Text("请用默认引擎 duckdb。", "Use the default engine, duckdb."),
    )
