"""A month as a workbook: figures as numbers with their definitions, the tables behind them, and charts that Excel draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from pilotage.engines.statements.groups import AGES, in_groups, is_wrong
from pilotage.engines.statements.month import KINDS, MonthReport
from pilotage.kernel.text import Text

_FONT = "Microsoft YaHei"
_WIDE = {1: 34, 2: 34, 3: 18, 4: 10, 5: 44, 6: 44}
_MOST = 100_000  # rows of a sheet; all of them stand in the JSON
Row = Sequence[object]


def month_book(made: MonthReport) -> bytes:
    """The xlsx. Text from files stays text, also where it begins like a formula."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    _sheet(book, "数字 Figures", _FIGURE_HEADS, _figures(made))
    _missing(book, made)
    _charts(book, made)
    _sheet(book, "结算 Settlements", ("结算 Settlement", "币种 Currency", "项目 Part", "行数 Rows", "金额 Amount"), _parts(made))  # fmt: skip
    _sheet(book, "SKU", ("结算 Settlement", "币种 Currency", "SKU", "件数 Units", "本金 Principal", "自有 Own", "分摊 Shared", "净额 Net"), _skus(made))  # fmt: skip
    _sheet(book, "来源 Files", ("种类 Kind", "文件 File", "SHA-256"), ((KINDS[kind].zh, one.file, one.sha256) for kind, one in made.read))  # fmt: skip
    target = BytesIO()
    book.save(target)
    return target.getvalue()


_FIGURE_HEADS = ("数字", "Figure", "值 Value", "单位 Unit", "定义", "Definition", "分子 Over", "分母 Under", "文件 Files")  # fmt: skip


def _figures(made: MonthReport) -> Iterator[Row]:
    for says, some in in_groups(made.figures):
        yield (says.zh, says.en)
        for one in some:
            mark = "!" if is_wrong(one) else ""
            yield (
                f"{one.says.zh}{mark}", one.says.en, one.value, one.unit, one.definition.zh,
                one.definition.en, one.numerator, one.denominator,
                ", ".join(f"{source.file} {source.sha256[:12]}" for source in one.sources),
            )  # fmt: skip


def _missing(book: Any, made: MonthReport) -> None:
    told: list[tuple[Text, str]] = [(KINDS[kind], "") for kind in made.missing]
    told += [(one.says, one.file) for one in made.unreadable]
    told += [(one, "") for one in made.notices]
    rows = [(says.zh, says.en, file) for says, file in told] or [("当月文件齐全。", "Every kind of file is there.", "")]  # fmt: skip
    _sheet(book, "完整性 Completeness", ("说明", "What", "文件 File"), rows)


def _charts(book: Any, made: MonthReport) -> None:
    """A sheet of days a currency, and one of ages; each with its bars."""
    by_day = made.counted_sales.by_day if made.counted_sales else {}
    for currency in sorted({of for _, of in by_day}):
        days = sorted((day, sold) for (day, of), sold in by_day.items() if of == currency)
        sheet = _sheet(book, f"每日销售 Sales {_named(currency)}", ("日期 Day", f"销售额 Sales {currency}"), ((day.isoformat(), sold) for day, sold in days))  # fmt: skip
        _bars(sheet, "每日销售额 Sales a day", len(days))
    ages = [(one.says.zh, one.value) for key in AGES for one in made.figures if one.key == key and one.value is not None]  # fmt: skip
    if ages:
        _bars(_sheet(book, "库龄 Age", ("库龄 Age", "件 Units"), ages), "库龄 Age of stock", len(ages))  # fmt: skip
    money = [(one.says.zh, one.value) for one in made.figures if one.key in _ADS and one.value is not None]  # fmt: skip
    if money:
        _bars(_sheet(book, "广告 Advertising", ("比率", "Ratio"), money), "ACoS · TACoS", len(money))  # fmt: skip


_ADS = ("acos", "tacos")


def _bars(sheet: Any, title: str, rows: int) -> None:
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.title, chart.legend = title, None
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=rows + 1), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    # Newer readers hide an axis that does not say otherwise.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.width, chart.height = 22, 9
    sheet.add_chart(chart, "D2")


def _parts(made: MonthReport) -> Iterator[Row]:
    for one in made.settlements:
        for part in one.parts:
            yield (one.id, one.currency, f"{part.amount_type} / {part.amount_description}", part.rows, part.amount)  # fmt: skip


def _skus(made: MonthReport) -> Iterator[Row]:
    for one in made.shares:
        for sku, s in sorted(one.skus.items(), key=lambda pair: (-pair[1].principal, pair[0])):
            yield (one.settlement, one.currency, sku, s.units, s.principal, s.own, s.shared, s.net)


def _sheet(book: Any, title: str, heads: Row, rows: Iterable[Row]) -> Any:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    for at, head in enumerate(heads, 1):
        cell = sheet.cell(1, at, str(head))
        cell.font = Font(name=_FONT, bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = _WIDE.get(at, 16)
    for number, row in enumerate(rows, 2):
        if number > _MOST:
            break
        for at, value in enumerate(row, 1):
            _fill(sheet.cell(number, at), value)
            if at in (5, 6) and title.startswith("数字"):
                sheet.cell(number, at).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    return sheet


def _fill(cell: Any, value: object) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, Decimal):
        cell.value = value
        whole = value == value.to_integral_value()
        cell.number_format = "#,##0" if whole and -int(value.as_tuple().exponent) <= 0 else "#,##0.00##"  # fmt: skip
    elif isinstance(value, int):
        cell.value = value
    elif value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(value))
        cell.data_type = "s"  # what begins with = is no formula


def _named(currency: str) -> str:
    """A worksheet's name takes no question mark."""
    return currency if currency.isalpha() else "-"
