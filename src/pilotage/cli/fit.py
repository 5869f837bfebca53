"""`pilotage fit REPORT … --seller seller.yaml`: what a seller needs, and whether it needs a partner."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.cli.law import day, today
from pilotage.kernel import places
from pilotage.kernel.decimals import plain
from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money
from pilotage.kernel.text import Language, Text
from pilotage.kernel.trail import Step

if TYPE_CHECKING:
    from pilotage.engines.matching.fit_findings import Finding, FitAdvice

_KINDS = {
    "missing": Text("缺口", "Missing"),
    "need": Text("须办理", "To be done"),
    "unknown": Text("未知，及如何弄清", "Unknown, and what would settle it"),
    "fact": Text("报告显示", "What the report shows"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Reports, the seller profile, the day, and how to print."""
    parser.add_argument(
        "report", nargs="+", type=Path, help="增值税交易报告 · VAT Transactions Report"
    )
    parser.add_argument("--seller", required=True, type=Path, help="seller.yaml")
    parser.add_argument("--on", type=day, default=None, help="YYYY-MM-DD, 默认今天 · default today")
    parser.add_argument("--json", action="store_true", help="供程序读取 · for machines")
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh", help="文本的语言 · of the text"
    )
    parser.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:
    for path in (asked.seller, *asked.report):
        if not path.is_file():
            raise _no_file(path)
    from pilotage.engines.matching.fit import advise
    from pilotage.engines.matching.fit_query import read_evidence
    from pilotage.engines.matching.fit_seller import read_seller

    seller = read_seller(asked.seller.read_bytes())  # refused before any row is read
    with tempfile.TemporaryDirectory(prefix="pilotage-fit-") as scratch:
        evidence = read_evidence(asked.report, Path(scratch))
    advice = advise(evidence, seller, asked.on or today())
    if asked.json:
        from pilotage.engines.matching.fit_json import as_json

        print(json.dumps(as_json(advice), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(advice, asked.lang)))
    return 0


def _lines(advice: FitAdvice, lang: Language) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return Text(zh, en).in_(lang)

    evidence = advice.evidence
    yield f"{advice.seller.name}  {advice.on}"
    yield say(
        f"读到 {evidence.rows} 行（{evidence.rejected} 行被拒），月份：{_months(advice)}",
        f"{evidence.rows} rows read ({evidence.rejected} rejected), months: {_months(advice)}",
    )
    for kind in ("missing", "need"):
        yield from _section(_KINDS[kind], [f for f in advice.findings if f.kind == kind], lang)
    yield from _dues(advice, lang)
    yield from _needs(advice, lang)
    yield from _verdict(advice, lang)
    yield from _alone(advice, lang)
    yield from _unknown(advice, lang)
    yield from _section(_KINDS["fact"], [f for f in advice.findings if f.kind == "fact"], lang)
    yield from _sales(advice, lang)
    yield f"\n{say('法规表', 'Law tables')} {advice.law_digest[:16]}…"


def _section(title: Text, findings: list[Finding], lang: Language) -> Iterator[str]:
    if findings:
        yield f"\n## {title.in_(lang)}"
    for finding in findings:
        yield from _finding(finding, lang)


def _finding(finding: Finding, lang: Language) -> Iterator[str]:
    yield f"- {finding.says.in_(lang)}"
    if finding.settles:
        yield f"    → {finding.settles.in_(lang)}"
    if finding.rows and finding.rows.examples:
        shown = ", ".join(f"{ref.file}:{ref.row}" for ref in finding.rows.examples)
        yield f"    {finding.rows.count} {Text('行，例如', 'rows, such as').in_(lang)} {shown}"
    for step in finding.trail.steps:
        if step.source:
            where = " ".join(filter(None, (step.source.title, step.source.article)))
            yield f"    [{step.table} {step.key}{_mark(step, lang)}] {where}"


def _mark(step: Step, lang: Language) -> str:
    sourced = step.source is not None and step.source.confidence == "sourced"
    return "" if sourced else Text(" 未核实", " unverified").in_(lang)


def _dues(advice: FitAdvice, lang: Language) -> Iterator[str]:
    if advice.dues:
        yield f"\n## {Text('下次到期', 'Due next').in_(lang)}"
    for due in advice.dues:
        yield f"- {due.day}{_mark(due.step, lang)}  {due.country}  {due.name.in_(lang)}  {due.period}"
        if due.note:
            yield f"    {due.note.in_(lang)}"


def _needs(advice: FitAdvice, lang: Language) -> Iterator[str]:
    from pilotage.engines.law import service_categories

    names = service_categories()
    yield f"\n## {Text('所需服务', 'Services').in_(lang)}"
    for certainty, title in (
        ("needed", Text("需要", "needed")),
        ("depends", Text("取决于商品", "depends on the products")),
    ):
        asked: dict[str, list[str]] = {}
        for need in advice.needs:
            if need.certainty == certainty:
                asked.setdefault(need.service, []).append(need.country)
        for service, countries in asked.items():
            yield f"- {names[service].name.in_(lang)} · {title.in_(lang)}: {', '.join(countries)}"


def _verdict(advice: FitAdvice, lang: Language) -> Iterator[str]:
    verdict = advice.verdict
    title = Text(
        "要不要请服务商（指南的标准）", "Whether to engage a partner (the guide's criteria)"
    )
    yield f"\n## {title.in_(lang)}"
    yield verdict.says.in_(lang)
    for finding in (*verdict.criteria, *verdict.examples):
        yield from _finding(finding, lang)


def _alone(advice: FitAdvice, lang: Language) -> Iterator[str]:
    alone = advice.verdict.alone
    yield f"\n## {Text('自己办理', 'Doing it yourself').in_(lang)}"
    forms = ", ".join(f"{country} {form} × {times}" for country, form, times in alone.per_country)
    yield (
        Text("一年 {n} 份申报：{forms}", "{n} returns a year: {forms}")
        .with_(n=alone.returns, forms=forms or "0")
        .in_(lang)
    )
    if alone.not_counted:
        says = Text("未计入（法规表没有其申报表）：{c}", "Not counted (no form in the tables): {c}")
        yield says.with_(c=", ".join(alone.not_counted)).in_(lang)
    if alone.not_alone:
        says = Text(
            "依法须有税务代理，不能完全自行办理：{c}",
            "The law asks for a fiscal representative, so not wholly alone: {c}",
        )
        yield says.with_(c=", ".join(alone.not_alone)).in_(lang)
    if alone.hours is not None:
        says = Text(
            "按您每份所需小时：一年 {h} 小时", "By your own hours per return: {h} hours a year"
        )
        yield says.with_(h=plain(alone.hours)).in_(lang)
    if alone.cost:
        yield Text("成本：{m}", "Cost: {m}").with_(m=_money(alone.cost)).in_(lang)


def _unknown(advice: FitAdvice, lang: Language) -> Iterator[str]:
    unknown = [
        f
        for f in advice.findings
        if f.kind == "unknown" and f.code != "EPR_DEPENDS_ON_PRODUCT"  # asked once, below
    ]
    yield from _section(_KINDS["unknown"], [*unknown, *advice.verdict.alone.unknown], lang)
    if advice.questions:
        title = Text(
            "关于商品的问题（答案写入 product_streams）",
            "Questions about the products (answer in product_streams)",
        )
        yield f"\n## {title.in_(lang)}"
    for question in advice.questions:
        countries = ", ".join(question.countries)
        yield f"- {question.stream}: {question.asks.in_(lang)}  [{countries}]"


def _sales(advice: FitAdvice, lang: Language) -> Iterator[str]:
    months = advice.evidence.site_months()
    if months:
        title = Text("各站点各月销售额（已减退款）", "Sales per site and month (less refunds)")
        yield f"\n## {title.in_(lang)}"
    for sales in months:
        name = places.name(sales.site).in_(lang)
        amount = _money(Money(sales.gross, sales.currency))
        yield f"- {sales.month}  {name}  {sales.orders}  {amount}"


def _money(money: Money) -> str:
    return f"{money.text()} {money.currency}"


def _months(advice: FitAdvice) -> str:
    return ", ".join(str(month) for month in advice.evidence.months) or "–"


def _no_file(path: Path) -> Invalid:
    return Invalid(
        "FILE_NOT_FOUND",
        Text("找不到文件 {path}。", "There is no file {path}."),
        Text("请检查路径。", "Check the path."),
        path=str(path),
    )
