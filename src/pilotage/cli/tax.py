"""`pilotage tax`: returns from reports, what was blocked, filing files, and one row explained."""

from __future__ import annotations

import argparse
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from pilotage.engines.tax import Run, Seller
    from pilotage.kernel.trail import Step

_INPUTS = "inputs.json"
_FORMATS = "mtd oss-bzst oss-json ustva zm ca3 303 349 369 lipe jpk".split()


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds `returns`, `explain`, `file` and `check`."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    made = commands.add_parser("returns", help="从报告到申报表 · from reports to returns")
    made.add_argument("--report", action="append", required=True, type=Path, help="AVTR.csv")
    made.add_argument("--seller", required=True, type=Path, help="seller.yaml")
    made.add_argument("--costs", type=Path, help="sku,currency,unit_cost,from")
    made.add_argument("--fx", type=Path, help="date,currency,rate")
    made.add_argument("--out", required=True, type=Path, help="输出目录 · output folder")
    made.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    made.add_argument("--master", default="local[2]", help="Spark: local[2], spark://…, yarn")
    made.set_defaults(run=_returns)
    told = commands.add_parser("explain", help="说明一行的由来 · how one row was decided")
    told.add_argument("folder", type=Path, metavar="DIR", help="tax returns --out DIR")
    told.add_argument("--row", required=True, type=int, help="行号，从 1 起 · row, from 1")
    told.add_argument("--file", type=int, default=1, help="第几份报告 · which report, from 1")
    told.add_argument("--lang", choices=("zh", "en", "both"), default="both")
    told.set_defaults(run=_explain)
    filed = commands.add_parser("file", help="申报文件 · filing files of a run")
    filed.add_argument("folder", type=Path, metavar="DIR", help="tax returns --out DIR")
    filed.add_argument(
        "--format", action="append", choices=_FORMATS, help="默认全部 · default: all"
    )
    filed.add_argument("--out", type=Path, help="默认 DIR/files · default: DIR/files")
    filed.add_argument("--period-key", help="GB: HMRC obligation")
    filed.add_argument("--tax-office", help="PL: KodUrzedu")
    filed.add_argument("--email", help="PL: Podmiot1")
    filed.set_defaults(run=_file)
    checked = commands.add_parser("check", help="核对服务商的申报 · check what an agent filed")
    checked.add_argument("folder", type=Path, metavar="DIR", help="tax returns --out DIR")
    checked.add_argument(
        "--filed",
        required=True,
        type=Path,
        help="MTD/OSS/CA3 JSON, OSS CSV, JPK/LIPE XML, UStVA, 303",
    )
    checked.add_argument("--period", help="文件不写期间时必填 · when the file names none: 2026-Q1")
    checked.set_defaults(run=_check)


def _returns(asked: argparse.Namespace) -> int:
    for path in (asked.seller, asked.costs, asked.fx, *asked.report):
        if path is not None and not path.is_file():
            raise _no_file(path)
    from pilotage.engines.tax import OnSpark, on_duckdb, read_costs, read_rates, read_seller, run

    seller = read_seller(asked.seller.read_bytes())
    result = run(
        asked.report,
        seller,
        asked.out,
        costs=read_costs(asked.costs.read_bytes()) if asked.costs else (),
        rates=read_rates(asked.fx.read_bytes()) if asked.fx else (),
        determine=OnSpark(asked.master) if asked.engine == "spark" else on_duckdb,
    )
    _remember(asked)
    print("\n".join(_lines(result)))
    return 0


def _remember(asked: argparse.Namespace) -> None:
    """Which files the run read, by path and hash, so that a row can be explained later."""
    inputs = {
        "reports": [_input(path) for path in asked.report],
        "seller": _input(asked.seller),
        "costs": _input(asked.costs) if asked.costs else None,
        "fx": _input(asked.fx) if asked.fx else None,
    }
    text = json.dumps(inputs, ensure_ascii=False, indent=1) + "\n"
    (asked.out / _INPUTS).write_text(text, "utf-8")


def _input(path: Path) -> dict[str, str]:
    return {"path": str(path.resolve()), "sha256": _sha256(path)}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _inputs(folder: Path) -> dict[str, Any]:
    """The inputs of a run, each still there and unchanged."""
    kept = folder / _INPUTS
    if not kept.is_file():
        raise _no_file(kept)
    inputs: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    for entry in (*inputs["reports"], inputs["seller"], inputs["costs"], inputs["fx"]):
        if entry and not Path(entry["path"]).is_file():
            raise _no_file(Path(entry["path"]))
        if entry and _sha256(Path(entry["path"])) != entry["sha256"]:
            raise _changed(entry["path"])
    return inputs


def _content(entry: dict[str, str]) -> bytes:
    return Path(entry["path"]).read_bytes()


def _explain(asked: argparse.Namespace) -> int:
    from pilotage.engines.tax import explain, read_costs, read_rates

    inputs = _inputs(asked.folder)
    reports = [Path(entry["path"]) for entry in inputs["reports"]]
    if not 1 <= asked.file <= len(reports):
        raise _no_report(asked.file, len(reports))
    trail = explain(
        reports,
        _seller(inputs),
        asked.file,
        asked.row,
        costs=read_costs(_content(inputs["costs"])) if inputs["costs"] else (),
        rates=read_rates(_content(inputs["fx"])) if inputs["fx"] else (),
    )
    for number, step in enumerate(trail.steps, start=1):
        print("\n".join(_said(number, step, asked.lang)))
    return 0


def _seller(inputs: dict[str, Any]) -> Seller:
    from pilotage.engines.tax import read_seller

    return read_seller(_content(inputs["seller"]))


def _said(number: int, step: Step, language: str) -> list[str]:
    texts = [step.says.zh] * (language != "en") + [step.says.en] * (language != "zh")
    lines = [f"{number}. {texts[0]}", *(f"   {text}" for text in texts[1:])]
    if step.value and not step.table:
        lines.append(f"   = {step.value}")
    if step.source:
        source = step.source
        where = " · ".join(filter(None, (source.title, source.article, source.address)))
        lines.append(f"   [{step.table} {step.key}] {where}")
        lines.append(f"   {source.confidence}, {source.checked_on}")
    return lines


def _file(asked: argparse.Namespace) -> int:
    from pilotage.engines.tax.filing import Filer, documents, manifest

    seller = _seller(_inputs(asked.folder))
    returns = json.loads((asked.folder / "returns.json").read_text("utf-8"))
    filer = Filer(seller, asked.period_key, asked.tax_office, asked.email, datetime.now(UTC))
    every = documents(returns, filer)
    chosen = [made for made in every if not asked.format or made.format in asked.format]
    out = asked.out or asked.folder / "files"
    out.mkdir(parents=True, exist_ok=True)
    for made in chosen:
        (out / made.name).write_bytes(made.content)
        print(out / made.name)
        for field in made.missing:
            print(f"  ? {field}")
        for doubt in made.doubts:
            print(f"  ! {doubt}")
    if not asked.format:
        (out / "manifest.json").write_bytes(manifest(every))
    return 0


def _check(asked: argparse.Namespace) -> int:
    """0 when every box agrees, 1 when one differs."""
    if not asked.filed.is_file():
        raise _no_file(asked.filed)
    from pilotage.engines.tax import read_costs, read_rates
    from pilotage.engines.tax.filing.reading import read_filed
    from pilotage.engines.tax.partner_check import check, ledger

    inputs = _inputs(asked.folder)
    filed = read_filed(asked.filed.read_bytes(), asked.period or "")
    made = _made(asked.folder, (filed.kind, filed.jurisdiction, filed.period or asked.period))
    costs = read_costs(_content(inputs["costs"])) if inputs["costs"] else []
    rates = read_rates(_content(inputs["fx"])) if inputs["fx"] else []
    reports = [Path(entry["path"]) for entry in inputs["reports"]]
    found = check(made, filed.figures, ledger(asked.folder, reports, made, costs), rates)
    for one in found.boxes:
        print(f"{one.box}\t{one.ours}\t{one.theirs}\t{one.difference}")
    for practice in found.practices:
        print(f"{practice.code}: {practice.says}\n  {practice.next_step}")
        for file, row in practice.rows:
            print(f"  {file}:{row}")
    return 0 if found.agrees else 1


def _made(folder: Path, wanted: tuple[str, str, str | None]) -> dict[str, Any]:
    """The run's return of this kind, jurisdiction and period."""
    returns: list[dict[str, Any]] = json.loads((folder / "returns.json").read_text("utf-8"))
    for made in returns:
        if (made["return"], made["jurisdiction"], made["period"]) == wanted:
            return made
    raise Invalid(
        "NO_SUCH_RETURN",
        Text("这次计算里没有申报 {wanted}。", "The run has no return {wanted}."),
        Text("文件不写期间时请加 --period。", "Add --period when the file names none."),
        wanted=" ".join(part or "?" for part in wanted),
    )


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


def _no_report(number: int, reports: int) -> Invalid:
    return Invalid(
        "NO_SUCH_REPORT",
        Text("这次计算没有第 {n} 份报告。", "The run has no report {n}."),
        Text("请用 1 到 {most}。", "Use 1 to {most}."),
        n=number,
        most=reports,
    )


def _changed(path: str) -> Invalid:
    return Invalid(
        "INPUT_CHANGED",
        Text("{path} 在计算之后被改动。", "{path} was changed after the run."),
        Text("请先重新运行 tax returns。", "Run tax returns again first."),
        path=path,
    )
