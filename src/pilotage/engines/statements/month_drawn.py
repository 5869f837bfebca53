"""Charts of a month on paper: sales a day, age of stock, where each settlement's money went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.shapes import Drawing, String
from reportlab.lib import colors
from reportlab.lib.units import mm

from pilotage.engines.statements.groups import AGES
from pilotage.engines.statements.month import MonthReport
from pilotage.engines.statements.settlement import Settlement

FONT = "STSong-Light"
_WIDE = 170 * mm
_BAR, _BAD, _SOFT = colors.HexColor("#2a6f97"), colors.HexColor("#b3261e"), colors.HexColor("#5b6b78")  # fmt: skip
_PARTS = 8  # the largest of a settlement; the table below has all
_LONGEST = 46


def drawn(made: MonthReport) -> Iterator[Drawing]:
    """Those that have something to show."""
    by_day = made.counted_sales.by_day if made.counted_sales else {}
    for currency in sorted({of for _, of in by_day}):
        sold = {day: float(money) for (day, of), money in by_day.items() if of == currency}
        every = (made.month.first + timedelta(days=n) for n in range((made.month.last - made.month.first).days + 1))  # fmt: skip
        yield _days(currency, [(day, sold.get(day)) for day in every])
    ages = [(one.says.zh, float(one.value)) for key in AGES for one in made.figures if one.key == key and one.value is not None]  # fmt: skip
    if any(units for _, units in ages):
        yield _lying("库龄（件） · Age of stock, units", ages)
    for one in made.settlements:
        if one.parts:
            yield _settlement(one)


def _days(currency: str, days: Sequence[tuple[date, float | None]]) -> Drawing:
    """A day that no file tells is a gap."""
    chart = VerticalBarChart()
    chart.x, chart.y, chart.width, chart.height = 48, 26, _WIDE - 60, 88
    chart.data = [[sold for _, sold in days]]
    # A label for some days only: thirty of them do not fit.
    every = max(1, len(days) // 8)
    chart.categoryAxis.categoryNames = [f"{day:%m-%d}" if n % every == 0 else "" for n, (day, _) in enumerate(days)]  # fmt: skip
    _dressed(chart)
    chart.valueAxis.labelTextFormat = "%d"
    return _titled(f"每日销售额 · Sales a day, {currency}", 140, chart)


def _settlement(one: Settlement) -> Drawing:
    """The largest parts by size, what was taken in red."""
    parts = sorted(one.parts, key=lambda part: -abs(part.amount))[:_PARTS]
    rows = [(f"{part.amount_type} / {part.amount_description}"[:_LONGEST], float(part.amount)) for part in parts]  # fmt: skip
    return _lying(f"结算 · Settlement {one.id}, {one.currency}", rows)


def _lying(title: str, rows: Sequence[tuple[str, float]]) -> Drawing:
    chart = HorizontalBarChart()
    high = 18 * len(rows)
    chart.x, chart.y, chart.width, chart.height = 190, 22, _WIDE - 205, high
    upside = list(reversed(rows))  # the first stands at the top
    chart.data = [[value for _, value in upside]]
    chart.categoryAxis.categoryNames = [name for name, _ in upside]
    chart.categoryAxis.labels.boxAnchor = "e"
    # Names stand at the edge, also where bars go to the left of nought.
    chart.categoryAxis.labelAxisMode = "low"
    _dressed(chart)
    chart.valueAxis.valueMin = min(0.0, *(value for _, value in rows))
    for n, (_, value) in enumerate(upside):
        if value < 0:
            chart.bars[(0, n)].fillColor = _BAD
            chart.bars[(0, n)].strokeColor = None
    return _titled(title, high + 44, chart)


def _dressed(chart: VerticalBarChart | HorizontalBarChart) -> None:
    chart.bars[0].fillColor = _BAR
    chart.bars.strokeColor = None
    for axis in (chart.categoryAxis, chart.valueAxis):
        axis.labels.fontName, axis.labels.fontSize, axis.labels.fillColor = FONT, 7, _SOFT
        axis.strokeColor, axis.strokeWidth = _SOFT, 0.4
    chart.valueAxis.valueMin = 0
    chart.valueAxis.visibleGrid, chart.valueAxis.gridStrokeColor, chart.valueAxis.gridStrokeWidth = True, colors.HexColor("#e3e8ec"), 0.4  # fmt: skip
    chart.valueAxis.labelTextFormat = "%d"
    chart.groupSpacing = 4


def _titled(title: str, high: float, chart: VerticalBarChart | HorizontalBarChart) -> Drawing:
    page = Drawing(_WIDE, high)
    page.add(String(0, high - 14, title, fontName=FONT, fontSize=10))
    page.add(chart)
    return page
