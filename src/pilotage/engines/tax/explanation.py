# ruff: noqa: S608 - SQL is put together from numbers and names of our own only
"""How the answer for one row came about (逐行说明): rule, facts, law values with sources, arithmetic.

The row, and what shares its order, go through the same expression as the whole run, so that the
explanation cannot differ from the determination.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilotage.engines.law import legal_rates, reverse_charge, vat_rate
from pilotage.engines.mill import Limits, connect, read
from pilotage.engines.tax.blocks import BLOCKS
from pilotage.engines.tax.inputs import COLUMNS
from pilotage.engines.tax.kept_rows import FILE_BITS, KeptRows, keep_rows, repeated_sql
from pilotage.engines.tax.reference import fill
from pilotage.engines.tax.rules_said import RULES_SAID
from pilotage.engines.tax.seller import Seller
from pilotage.engines.tax.tables import Cost, Rate
from pilotage.kernel.decimals import plain
from pilotage.kernel.errors import Invalid, RuleGap
from pilotage.kernel.text import Text
from pilotage.kernel.trail import Step, Trail

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]

_FACTS = (
    "transaction_type transaction_event_id seller_sku qty sale_depart_country departure_country"
    " departure_post_code sale_arrival_country arrival_country arrival_post_code"
    " buyer_vat_number_country buyer_vat_number export_outside_eu tax_reporting_scheme"
    " tax_collection_responsibility product_tax_code price_of_items_vat_rate_percent"
    " total_activity_value_amt_vat_excl total_activity_value_vat_amt"
    " total_activity_value_amt_vat_incl transaction_currency_code tax_calculation_date"
    " transaction_depart_date transaction_complete_date"
).split()


def explain(
    reports: Sequence[Path],
    seller: Seller,
    file: int,
    row: int,
    *,
    costs: Sequence[Cost] = (),
    rates: Sequence[Rate] = (),
) -> Trail:
    """The steps behind row `row` of report number `file`, both counted from 1; reads the reports."""
    with tempfile.TemporaryDirectory(prefix="tax-explain-") as folder:
        readings = [
            read(report, Path(folder) / str(number), columns=COLUMNS)
            for number, report in enumerate(reports, start=1)
        ]
        with connect(Limits(spill_to=Path(folder))) as connection:
            connection.execute(f"CREATE TABLE repeated AS {repeated_sql(readings)}")
            kept = keep_rows(connection, readings, Path(folder) / "kept")
        return explain_kept(kept, seller, file, row, costs=costs, rates=rates)


def explain_kept(
    kept: KeptRows,
    seller: Seller,
    file: int,
    row: int,
    *,
    costs: Sequence[Cost] = (),
    rates: Sequence[Rate] = (),
) -> Trail:
    """The same from the rows that a run kept: only those of the row's order are read."""
    # Not above: the statement's module is also a command, and runs as one only when not imported.
    from pilotage.engines.tax.statement import statement

    row_id = (file << FILE_BITS) | row
    with connect() as connection:
        kept.offer(connection, file, row)
        # A few rows: planning the whole expression well takes four times as long as running it.
        connection.execute("PRAGMA disable_optimizer")
        if connection.execute(f"SELECT 1 FROM repeated WHERE id = {row_id}").fetchone():
            return Trail((Step(_REPEATED),))
        said = _one(connection, "SELECT * FROM report_rows", row_id)
        if said is None:
            return Trail((_rejected(connection, kept, file, row),))
        scales = fill(connection, list(costs), list(rates))
        made = _one(connection, statement(seller, scales).whole, row_id)
    assert made is not None
    return _trail(said, made, seller, rates)


_REPEATED = Text(
    "这一行在更早的报告里已有，只算一次。",
    "An earlier report holds this row already; it counts once.",
)
_REJECTED = Text(
    "这一行无法读取：{column} 为“{value}”，{why}。",
    "The row cannot be read: {column} is “{value}”, {why}.",
)
_BROKEN = Text("这一行无法读取：{why}。", "The row cannot be read: {why}.")


def _rejected(connection: DuckDBPyConnection, kept: KeptRows, file: int, row: int) -> Step:
    fault = kept.fault(connection, file, row)
    if fault is None:
        raise _no_row(file, row)
    column, value, why = fault
    says = _REJECTED if column else _BROKEN
    return Step(says.with_(column=column.upper(), value=value, why=why))


def _one(connection: DuckDBPyConnection, query: str, row_id: int) -> Row | None:
    found = connection.execute(f"SELECT * FROM ({query}) WHERE id = {row_id}")
    names = [column[0] for column in found.description]
    values = found.fetchone()
    return dict(zip(names, values, strict=True)) if values else None


def _trail(said: Row, made: Row, seller: Seller, rates: Sequence[Rate]) -> Trail:
    steps = [_facts(said), *_inherited(made), _rule(made), *_laws(said, made)]
    steps += _money(said, made, rates)
    steps.append(_outcome(made))
    return Trail(tuple(steps))


def _facts(said: Row) -> Step:
    told = ", ".join(
        f"{name.upper()} = {_shown(said[name])}" for name in _FACTS if said.get(name) is not None
    )
    return Step(Text("报告这一行：{told}。", "The row says: {told}.").with_(told=told))


def _shown(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def _inherited(made: Row) -> list[Step]:
    if not made["inherits"]:
        return []
    says = Text(
        "退款缺少国家或只有含税额：国家、买方、税率和拆分取自原销售（规则 R）。",
        "The refund lacks countries or has only a gross amount: places, buyer, rate and split come from its sale (rule R).",
    )
    return [Step(says)]


def _rule(made: Row) -> Step:
    rule = int(made["rule"])
    number = {101: "–", 106: "6", 109: "9", 112: "12"}.get(rule, str(rule))
    says = Text("规则 {n}：{why}（{dep} → {arr}）", "Rule {n}: {why} ({dep} → {arr})")
    places = {"dep": made["dep"] or "?", "arr": made["arr"] or "?"}
    return Step(says.with_(n=number, why=RULES_SAID[rule], **places), value=str(rule))


def _laws(said: Row, made: Row) -> list[Step]:
    """The values of the law tables that decided: reverse charge and the legal rate."""
    day = said["tax_calculation_date"] or said["transaction_complete_date"]
    steps: list[Step] = []
    if made["rule"] in (20, 21) and (held := reverse_charge(made["dep"], day)):
        steps.append(held.step())
    country = made["taxation_country"]
    if country and made["rate"] is not None and day:
        steps.append(_rate_step(country, Decimal(made["rate"]) / 100, day))
    return steps


def _rate_step(country: str, percent: Decimal, day: date) -> Step:
    try:
        standard = vat_rate(country, "standard", day)
        if standard.value == percent:
            return standard.step()
        for law in legal_rates(country, day).values():
            if law.value == percent:
                return law.step()
    except RuleGap:
        pass
    says = Text("按原销售日的税率 {rate}%。", "The rate of the day of the sale, {rate} %.")
    return Step(says.with_(rate=plain(percent)), value=plain(percent))


def _money(said: Row, made: Row, rates: Sequence[Rate]) -> list[Step]:
    if made["code"] or made["base"] is None:
        return []
    base, vat = Decimal(made["base"]) / 100, Decimal(made["vat"] or 0) / 100
    says = Text(
        "记入 {currency}：税基 {base}，税额 {vat}（逐行换算，四舍五入到分）。",
        "In {currency}: base {base}, VAT {vat} (converted per row, rounded half-up to the cent).",
    )
    amounts = {"currency": made["currency"], "base": f"{base:.2f}", "vat": f"{vat:.2f}"}
    return [*_split(said, made), *_exchange(said, made, rates), Step(says.with_(**amounts))]


def _split(said: Row, made: Row) -> list[Step]:
    """How base and VAT follow from the amounts of the row, for a row that is taxed by rule 1 or 2."""
    gross, rate = said["total_activity_value_amt_vat_incl"], made["rate"]
    if made["inherits"] or rate is None or made["treatment"].startswith("own_goods"):
        return []
    if said["total_activity_value_amt_vat_excl"] is not None:
        return [Step(Text("采用报告的拆分。", "The report's own split is used."))]
    says = Text(
        "只有含税额：{gross} ÷ {qty} 件，每件除以 (1 + {rate}%) 后取整；单价不是整分时按总额计算。",
        "Gross only: {gross} / {qty} pieces, each divided by (1 + {rate} %) and rounded; on the total when the unit is not exact to the cent.",
    )
    told = {"gross": plain(gross), "qty": plain(said["qty"]), "rate": plain(Decimal(rate) / 100)}
    return [Step(says.with_(**told))]


def _exchange(said: Row, made: Row, rates: Sequence[Rate]) -> list[Step]:
    """The publications that may have been used, named by day: the reader can look them up."""
    source = said["transaction_currency_code"]
    if not source or source == made["currency"]:
        return []
    day = said["tax_calculation_date"] or said["transaction_complete_date"]
    local = made["jurisdiction"] not in ("OSS", "IOSS")
    says = (
        Text("{source} → {target}：欧洲央行 {day} 或之前最近一次公布的汇率（PL 为前一次）。", "{source} → {target}: ECB rate of {day} or the last publication before it (PL: strictly before).")
        if local
        else Text("{source} → EUR：申报期最后一天或其后首次公布的欧洲央行汇率。", "{source} → EUR: ECB rate of the last day of the period, or the next publication.")
    )  # fmt: skip
    used = [r for r in rates if r.currency in (source, made["currency"])]
    strictly = made["jurisdiction"] == "PL"
    latest = {
        r.currency: r
        for r in sorted(used, key=lambda r: r.day)
        if local and (r.day < day or (r.day == day and not strictly))
    }
    value = "; ".join(f"1 EUR = {plain(r.rate)} {r.currency} ({r.day})" for r in latest.values())
    return [Step(says.with_(source=source, target=made["currency"], day=day), value=value)]


def _outcome(made: Row) -> Step:
    if made["code"]:
        block = BLOCKS[made["code"]]
        percent = {
            "legal": plain(Decimal(made["legal"] or 0) / 100),
            "file": plain(Decimal(made["stated"] or 0) / 100),
        }
        says = Text("被拦下（{code}）：{why}{step}", "Blocked ({code}): {why} {step}")
        told = {"code": made["code"], "why": block.says.with_(**percent), "step": block.next_step}
        return Step(says.with_(**told), value=made["code"])
    if not made["return_key"]:
        says = Text("处理为 {t}，不进入任何申报表。", "Treated as {t}; it enters no return.")
        return Step(says.with_(t=made["treatment"]), value=made["treatment"])
    says = Text("处理为 {t}，进入申报表 {key}。", "Treated as {t}; it enters return {key}.")
    found = str(made["findings"] or "").rstrip(",")
    entered = says.with_(t=made["treatment"], key=made["return_key"])
    if found:
        entered = Text(f"{entered.zh}发现：{found}。", f"{entered.en} Findings: {found}.")
    return Step(entered, value=made["treatment"])


def _no_row(file: int, row: int) -> Invalid:
    return Invalid(
        "NO_SUCH_ROW",
        Text("第 {file} 份报告没有第 {row} 行。", "Report {file} has no row {row}."),
        Text("行号从第一行数据起数 1。", "Rows count from 1 at the first data row."),
        file=file,
        row=row,
    )
