"""A month as one HTML file: nothing to load, no script; Chinese first, English beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import escape

from pilotage.engines.statements.figure import Figure
from pilotage.engines.statements.groups import AGES, in_groups, is_wrong, top
from pilotage.engines.statements.month import KINDS, MonthReport
from pilotage.engines.statements.payouts import NAMES
from pilotage.engines.statements.shares import RULE, Shares
from pilotage.kernel.text import Text

_UNITS = {
    "units": Text("件", "units"), "days": Text("天", "days"), "ratio": Text("", ""), "rows": Text("条", ""),
}  # fmt: skip
# Of this page and of the trends.
STYLE = """
:root{color-scheme:light dark;--ink:#172b3a;--soft:#5b6b78;--line:#dfe5ea;--paper:#fff;--back:#f4f6f8;--bad:#b3261e;--bar:#2a6f97}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9fb0bd;--line:#2d3c48;--paper:#14202a;--back:#0d161d;--bad:#ff8a80;--bar:#6fb1d8}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}h1{font-size:1.5rem;margin:.2rem 0 1rem}h2{font-size:1.05rem;margin:0 0 .6rem}
section{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:1rem 1.2rem;margin-bottom:1rem;overflow-x:auto}
.en{color:var(--soft);font-size:.85em;font-weight:400;margin-left:.4em}table{width:100%;border-collapse:collapse}td,th{padding:.4rem .5rem;border-top:1px solid var(--line);text-align:left;vertical-align:top}
th{border-top:0;color:var(--soft);font-weight:400}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.bad{color:var(--bad);font-weight:600}
.small{color:var(--soft);font-size:.82em;overflow-wrap:anywhere}ul{margin:0;padding-left:1.2rem}svg{max-width:100%;height:auto}rect{fill:var(--bar)}text{fill:var(--soft);font-size:11px}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(10.5rem,1fr));gap:.8rem;margin-bottom:1rem}.tile{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:.8rem 1rem}
.tile .en{display:block;margin:0}.small .en{font-size:1em}.big{font-size:1.35rem;white-space:nowrap;font-weight:600;font-variant-numeric:tabular-nums;line-height:1.3}
@media(max-width:30rem){body{font-size:14px}section{padding:.9rem .8rem}.tiles{grid-template-columns:1fr 1fr;gap:.6rem}.big{font-size:1.1rem}h1 .en,thead .en{display:block;margin:0}td,th{padding:.35rem .3rem}}
line{stroke:var(--bar);stroke-width:1.5}circle{fill:var(--bar)}
@media print{body{background:#fff}section{break-inside:avoid}}
"""


def month_page(made: MonthReport) -> str:
    """The whole page."""
    body = "\n".join(part for part in _parts(made) if part)
    title = f"{made.month} 运营月报"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} · Monthly report</title><style>{STYLE}</style></head><body><main>"
        f'<h1>{title}<span class="en">Monthly operating report</span></h1>\n{body}\n</main></body></html>\n'
    )


def _parts(made: MonthReport) -> Iterator[str]:
    yield _completeness(made)
    yield _tiles(made.figures)
    if not made.figures:
        nothing = Text("没有可以计算的数字。", "There is nothing to work out.")
        yield _section(Text("关键数字", "Key figures"), both(nothing))
    for says, some in in_groups(made.figures):
        chart = _ages(some) if any(one.key in AGES for one in some) else ""
        yield _section(says, chart + _figures(some))
    counted = made.counted_sales
    if counted and counted.by_day:
        yield _section(Text("每日销售额", "Sales a day"), _chart(counted.by_day))
    if made.settlements:
        yield _section(Text("结算", "Settlements"), _settlements(made))
    if made.payouts:
        yield _section(Text("回款", "Payouts"), _payouts(made))
    if any(one.skus for one in made.shares):
        yield _section(Text("每个 SKU 的收入与费用", "Income and fees per SKU"), _skus(made.shares))
    broken = [(ledger, line) for ledger in made.ledgers for line in ledger.broken]
    if broken:
        rows = [
            (str(line.row), str(line.day), " · ".join(filter(None, line.item)), str(line.difference))
            for _, line in broken[:200]
        ]  # fmt: skip
        heads = (Text("行", "Row"), Text("日期", "Day"), Text("SKU", "Item"), Text("差额", "Difference"))  # fmt: skip
        yield _section(Text("分类账不平的行", "Ledger rows that do not add up"), _table(heads, rows, {3}))  # fmt: skip
    waiting = [row for row in made.filings if row.get("state") != "authority_confirmed"]
    if waiting:
        rows = [tuple(str(row.get(k, "")) for k in ("jurisdiction", "period", "state")) for row in waiting]  # type: ignore[misc]  # fmt: skip
        heads = (Text("国家", "Place"), Text("期间", "Period"), Text("回执", "Receipt"))  # type: ignore[assignment]
        yield _section(Text("没有税局确认的申报", "Filings without confirmation"), _table(heads, rows, set()))  # fmt: skip
    yield _section(Text("来源文件", "Files"), _files(made))


def _completeness(made: MonthReport) -> str:
    items = [
        f'<li class="bad">{both(Text("没有：{what}", "Missing: {what}").with_(what=KINDS[kind]))}</li>'
        for kind in made.missing
    ]
    items += [
        f'<li class="bad">{_said(one.file)}：{both(one.says)}</li>' for one in made.unreadable
    ]
    items += [f'<li class="bad">{both(one)}</li>' for one in made.notices]
    for source, rejected, outside in made.not_counted:
        says = Text("{n} 行无法读取，{m} 行属于其他月份", "rows that cannot be read: {n}, of other months: {m}")  # fmt: skip
        if rejected or outside:
            items.append(
                f"<li>{_said(source.file)}：{both(says.with_(n=rejected, m=outside))}</li>"
            )
    whole = Text("当月文件齐全。", "Every kind of file is there.")
    inner = f"<ul>{''.join(items)}</ul>" if items else both(whole)
    return _section(Text("完整性", "Completeness"), inner)


def _figures(figures: Sequence[Figure]) -> str:
    rows = []
    for one in figures:
        under = "" if one.denominator is None else f"{one.numerator} ÷ {one.denominator}"
        files = ", ".join(f"{source.file} {source.sha256[:12]}" for source in one.sources)
        trail = f'<div class="small">{both(one.definition)}<br>{_said(under)} {_said(files)}</div>'
        rows.append(f'<tr><td>{both(one.says)}{trail}</td><td class="n">{_marked(one)}</td></tr>')
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _tiles(figures: Sequence[Figure]) -> str:
    found = "".join(
        f'<div class="tile"><div class="big">{_marked(one)}</div>{both(one.says)}</div>'
        for one in top(figures)
    )
    return f'<div class="tiles">{found}</div>' if found else ""


def _marked(one: Figure) -> str:
    return f'<span class="bad">{shown(one)}</span>' if is_wrong(one) else shown(one)


def _ages(figures: Sequence[Figure]) -> str:
    """Bars lying down, one an age."""
    some = [one for key in AGES for one in figures if one.key == key and one.value is not None]
    most = max((float(one.value or 0) for one in some), default=0.0) or 1.0
    bars = "".join(
        f'<text x="0" y="{n * 24 + 16}">{_said(one.says.zh)}</text><rect x="110" y="{n * 24 + 5}" width="{480 * float(one.value or 0) / most:.1f}" height="14" rx="2"/>'
        f'<text x="{118 + 480 * float(one.value or 0) / most:.1f}" y="{n * 24 + 16}">{one.value:,.0f}</text>'
        for n, one in enumerate(some)
    )
    name = Text("库龄", "Age of stock")
    return f'<svg viewBox="0 0 700 {len(some) * 24 + 6}" role="img" aria-label="{name.zh} · {name.en}">{bars}</svg>'


def shown(one: Figure) -> str:
    """A value as people read it, in markup; a dash where it cannot be told."""
    value = number(one.key, one.unit, one.value)
    if one.value is None or one.unit == "ratio":
        return value
    unit = _UNITS[one.unit].zh if one.unit in _UNITS else _said(one.unit) if one.unit != "?" else ""
    return f"{value} {unit}".strip()


def number(key: str, unit: str, value: Decimal | None) -> str:
    """As people read it, without its unit: cents, whole units, a day's tenth, a share in per cent."""
    if value is None:
        return "—"
    if unit == "ratio":
        percent = key in ("acos", "tacos", "sla_attainment", "stock_aged_share")
        return f"{value * 100:.2f} %" if percent else f"{value:.2f}"
    if unit in _UNITS:
        return f"{value:,.1f}" if unit == "days" else f"{value:,.0f}"
    return f"{value:,.2f}"


def _settlements(made: MonthReport) -> str:
    parts = []
    for one in made.settlements:
        rows = [
            (f"{part.amount_type} / {part.amount_description}", str(part.rows), f"{part.amount:,.2f}")
            for part in sorted(one.parts, key=lambda p: p.amount)
        ]  # fmt: skip
        heads = (Text("项目", "Part"), Text("行数", "Rows"), Text("金额", "Amount"))
        title = f"{_said(one.id)} · {_said(one.currency)} · {_said(one.since[:10])} – {_said(one.until[:10])}"
        parts.append(f"<h2>{title}</h2>{_table(heads, rows, {1, 2})}")
    return "".join(parts)


SKUS_SHOWN = 30


def _skus(found: Sequence[Shares]) -> str:
    """The SKUs with the most principal of each settlement; the JSON has all."""
    heads = (Text("SKU", "SKU"), Text("件数", "Units"), Text("本金", "Principal"), Text("自有费用", "Own fees"), Text("分摊", "Shared"), Text("净额", "Net"))  # fmt: skip
    parts = [f'<p class="small">{both(RULE)}</p>']
    for one in found:
        order = sorted(one.skus.items(), key=lambda pair: (-pair[1].principal, pair[0]))
        rows = [
            (sku, f"{s.units:,.0f}", *(f"{m:,.2f}" for m in (s.principal, s.own, s.shared, s.net)))
            for sku, s in order[:SKUS_SHOWN]
        ]
        more = Text("另有 {n} 个 SKU 见 JSON", "{n} more SKUs are in the JSON").with_(n=len(order) - len(rows))  # fmt: skip
        parts.append(f"<h2>{_said(one.settlement)} · {_said(one.currency)}</h2>{_table(heads, rows, {1, 2, 3, 4, 5})}")  # fmt: skip
        parts.append(f'<p class="small">{both(more)}</p>' if len(order) > len(rows) else "")
    return "".join(parts)


def _payouts(made: MonthReport) -> str:
    heads = (Text("日期", "Day"), Text("状态", "State"), Text("金额", "Amount"), Text("结算", "Settlement"))  # fmt: skip
    rows = [
        (one.day, f"{NAMES.get(one.status, Text(one.status, one.status)).zh} {one.why}".strip(), f"{one.amount:,.2f} {one.currency}", ", ".join(one.settlements))
        for one in made.payouts
    ]  # fmt: skip
    return _table(heads, rows, {2})


def _chart(by_day: Mapping[tuple[date, str], Decimal]) -> str:
    """Bars a day, a chart a currency."""
    charts = []
    for currency in sorted({currency for _, currency in by_day}):
        days = sorted((day, float(sold)) for (day, of), sold in by_day.items() if of == currency)
        most = max((sold for _, sold in days), default=0.0) or 1.0
        step = 640 / max(1, len(days))
        bars = "".join(
            f'<rect x="{40 + n * step:.1f}" y="{130 - 110 * max(0.0, sold) / most:.1f}" width="{max(1.0, step * 0.7):.1f}" height="{110 * max(0.0, sold) / most:.1f}" rx="1"><title>{day} {sold:,.2f}</title></rect>'
            for n, (day, sold) in enumerate(days)
        )
        labels = f'<text x="40" y="146">{days[0][0]}</text><text x="620" y="146">{days[-1][0]}</text><text x="40" y="14">{most:,.0f} {escape(currency)}</text>'
        charts.append(
            f'<svg viewBox="0 0 700 152" role="img" aria-label="每日销售额 · Sales a day, {escape(currency)}">{bars}{labels}</svg>'
        )
    return "".join(charts)


def _files(made: MonthReport) -> str:
    items = "".join(
        f'<li>{both(KINDS[kind])}<div class="small">{_said(source.file)} · {source.sha256}</div></li>'
        for kind, source in made.read
    )
    return f"<ul>{items}</ul>" if items else both(Text("没有文件。", "No files."))


def _table(heads: Sequence[Text], rows: Sequence[Sequence[str]], numbers: set[int]) -> str:
    head = "".join(f"<th{_right(n, numbers)}>{both(one)}</th>" for n, one in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(f"<td{_right(n, numbers)}>{_said(cell)}</td>" for n, cell in enumerate(row)) + "</tr>"
        for row in rows
    )  # fmt: skip
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _right(column: int, numbers: set[int]) -> str:
    return ' class="n"' if column in numbers else ""


def _section(heading: Text, inner: str) -> str:
    return f"<section><h2>{both(heading)}</h2>{inner}</section>"


def both(text: Text) -> str:
    """Chinese, and the English beside it in small."""
    en = f'<span class="en">{_said(text.en)}</span>' if text.en != text.zh else ""
    return f"{_said(text.zh)}{en}"


def _said(text: str) -> str:
    return escape(str(text))
