"""A month on paper (PDF): the figures with their definitions, what is missing, settlements. Same input, same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

from pilotage.engines.statements.figure import Figure
from pilotage.engines.statements.groups import in_groups
from pilotage.engines.statements.month import KINDS, MonthReport
from pilotage.engines.statements.month_drawn import FONT, drawn
from pilotage.engines.statements.month_page import SKUS_SHOWN, shown
from pilotage.engines.statements.shares import RULE, Shares
from pilotage.kernel.text import Text

_FONT = FONT
_HEAD = ParagraphStyle("head", fontName=_FONT, fontSize=16, leading=24, spaceAfter=6, wordWrap="CJK")  # fmt: skip
_SUB = ParagraphStyle("sub", fontName=_FONT, fontSize=12, leading=18, spaceBefore=8, spaceAfter=4, wordWrap="CJK")  # fmt: skip
_CELL = ParagraphStyle("cell", fontName=_FONT, fontSize=9, leading=13, wordWrap="CJK")
_VALUE = ParagraphStyle("value", parent=_CELL, alignment=TA_RIGHT)
_SMALL = ParagraphStyle("small", fontName=_FONT, fontSize=7, leading=10, textColor=colors.HexColor("#5b6b78"), wordWrap="CJK")  # fmt: skip
_BAD = ParagraphStyle("bad", parent=_CELL, textColor=colors.HexColor("#b3261e"))
_ROOM = 30 * mm
_LINES = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.HexColor("#d0d7de")), ("VALIGN", (0, 0), (-1, -1), "TOP")])  # fmt: skip


def month_paper(made: MonthReport) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    target = BytesIO()
    page = SimpleDocTemplate(
        target, pagesize=A4, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=18 * mm,
        bottomMargin=18 * mm, title=f"{made.month}", author="Pilotage", invariant=1,
    )  # fmt: skip
    page.build(list(_story(made)))
    return target.getvalue()


def _story(made: MonthReport) -> Iterator[Flowable]:
    yield Paragraph(f"{made.month} 运营月报 · Monthly operating report", _HEAD)
    for kind in made.missing:
        yield Paragraph(
            _both(Text("没有：{what}", "Missing: {what}").with_(what=KINDS[kind])), _BAD
        )
    for one in made.unreadable:
        yield Paragraph(f"{escape(one.file)}: {_both(one.says)}", _BAD)
    for notice in made.notices:
        yield Paragraph(_both(notice), _BAD)
    if not made.figures:
        yield Paragraph("没有可以计算的数字。 · There is nothing to work out.", _CELL)
    yield from drawn(made)
    for says, some in in_groups(made.figures):
        yield CondPageBreak(_ROOM)  # a heading alone at the foot of a page names nothing
        yield Paragraph(_both(says), _SUB)
        yield Table(
            [[_named(one), Paragraph(shown(one), _VALUE)] for one in some],
            colWidths=[120 * mm, 50 * mm],
            style=_LINES,
        )
    for settled in made.settlements:
        yield Paragraph(f"结算 · Settlement {escape(settled.id)} {escape(settled.currency)}", _SUB)
        rows = [
            [Paragraph(escape(f"{part.amount_type} / {part.amount_description}"), _CELL), Paragraph(f"{part.amount:,.2f}", _VALUE)]
            for part in settled.parts
        ]  # fmt: skip
        if rows:
            yield Table(rows, colWidths=[120 * mm, 50 * mm], style=_LINES)
    for shared in made.shares:
        yield from _skus(shared)
    yield Paragraph("来源文件 · Files", _SUB)
    if not made.read:
        yield Paragraph("没有文件。 · No files.", _CELL)
    for kind, source in made.read:
        yield Paragraph(f"{escape(KINDS[kind].zh)} {escape(source.file)} {source.sha256}", _SMALL)


def _skus(shared: Shares) -> Iterator[Flowable]:
    """The SKUs with the most principal; the JSON has all."""
    order = sorted(shared.skus.items(), key=lambda pair: (-pair[1].principal, pair[0]))
    if not order:
        return
    yield Paragraph(f"每个 SKU 的收入与费用 · Per SKU {escape(shared.settlement)} {escape(shared.currency)}", _SUB)  # fmt: skip
    yield Paragraph(_both(RULE), _SMALL)
    heads = ["SKU", "本金 Principal", "自有 Own", "分摊 Shared", "净额 Net"]
    rows = [[sku, *(f"{m:,.2f}" for m in (s.principal, s.own, s.shared, s.net))] for sku, s in order[:SKUS_SHOWN]]  # fmt: skip
    cells = [
        [Paragraph(escape(cell), _VALUE if n else _CELL) for n, cell in enumerate(row)]
        for row in (heads, *rows)
    ]
    yield Table(cells, colWidths=[58 * mm, *[28 * mm] * 4], style=_LINES, repeatRows=1)


def _named(one: Figure) -> list[Flowable]:
    under = "" if one.denominator is None else f"{one.numerator} ÷ {one.denominator} · "
    files = ", ".join(f"{source.file} {source.sha256[:12]}" for source in one.sources)
    return [
        Paragraph(_both(one.says), _CELL),
        Paragraph(_both(one.definition), _SMALL),
        Paragraph(escape(f"{under}{files}"), _SMALL),
    ]


def _both(text: Text) -> str:
    return escape(text.zh if text.zh == text.en else f"{text.zh} · {text.en}")
