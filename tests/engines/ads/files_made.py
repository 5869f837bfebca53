"""The same figures written the ways Amazon writes them: languages, layouts, encodings, number styles."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

Row = dict[str, Any]

SEARCH_TERM_EN = [
    ("start", "Start Date"), ("end", "End Date"), ("portfolio", "Portfolio name"), ("currency", "Currency"),
    ("campaign", "Campaign Name"), ("group", "Ad Group Name"), ("targeting", "Targeting"), ("match", "Match Type"),
    ("term", "Customer Search Term"), ("impressions", "Impressions"), ("clicks", "Clicks"),
    ("ctr", "Click-Thru Rate (CTR)"), ("cpc", "Cost Per Click (CPC)"), ("spend", "Spend"),
    ("sales", "7 Day Total Sales ($)"), ("acos", "Advertising Cost of Sales (ACOS) "),
    ("roas", "Return on Advertising Spend (ROAS)"), ("orders", "7 Day Total Orders (#)"),
    ("units", "7 Day Total Units (#)"), ("cvr", "7 Day Conversion Rate"),
    ("own_units", "7 Day Advertised SKU Units (#)"), ("other_units", "7 Day Other SKU Units (#)"),
    ("own_sales", "7 Day Advertised SKU Sales ($)"), ("other_sales", "7 Day Other SKU Sales ($)"),
]  # fmt: skip
_RENAMED = {"sales": "7 Day Total Sales", "acos": "Total Advertising Cost of Sales (ACOS)", "own_sales": "7 Day Advertised SKU Sales", "other_sales": "7 Day Other SKU Sales"}  # fmt: skip
SEARCH_TERM_26 = [
    *((name, _RENAMED.get(name, text)) for name, text in SEARCH_TERM_EN[:6]),
    ("retailer", "Retailer"), ("country", "Country"),
    *((name, _RENAMED.get(name, text)) for name, text in SEARCH_TERM_EN[6:]),
]  # fmt: skip
TARGETING_EN = [
    ("start", "Date"), ("currency", "Currency"), ("campaign", "Campaign Name"), ("country", "Country"),
    ("group", "Ad Group Name"), ("targeting", "Targeting"), ("match", "Match Type"),
    ("impressions", "Impressions"), ("share", "Top-of-search Impression Share"), ("clicks", "Clicks"),
    ("spend", "Spend"), ("acos", "Total Advertising Cost of Sales (ACOS) "), ("sales", "7 Day Total Sales "),
    ("orders", "7 Day Total Orders (#)"), ("units", "7 Day Total Units (#)"),
]  # fmt: skip
LOCAL = {
    "de": ["Kampagnenname", "Übereinstimmungstyp", "Suchbegriff eines Kunden", "Impressionen", "Klicks", "Ausgaben", "7 Tage, Verkäufe gesamt", "7 Tage, Bestellungen gesamt"],
    "es": ["Nombre de la campaña", "Tipo de coincidencia", "Término de búsqueda de cliente", "Impresiones", "Clics", "Gasto", "Ventas totales de 7 días", "Pedidos totales de 7 días (#)"],
    "fr": ["Nom de la campagne", "Type de correspondance", "Terme de recherche du client", "Impressions", "Clics", "Dépenses", "Total des ventes sur 7 jours", "Total des commandes sur 7 jours (#)"],
    "it": ["Nome campagna", "Tipo di corrispondenza", "Termine di ricerca cliente", "Impressioni", "Clic", "Spesa", "Vendite totali a 7 giorni", "Ordini totali a 7 giorni (#)"],
    "ja": ["キャンペーン名", "マッチタイプ", "カスタマーの検索キーワード", "インプレッション", "クリック", "費用", "広告がクリックされてから7日間の総売上高", "広告がクリックされてから7日間の合計注文数"],
    "zh": ["广告活动名称", "匹配类型", "客户搜索词", "展示量", "点击量", "花费", "7天总销售额", "7天总订单数(#)"],
}  # fmt: skip
LOCAL_NAMES = ["campaign", "match", "term", "impressions", "clicks", "spend", "sales", "orders"]


def rows(n: int = 40) -> list[Row]:
    """Rows whose sums are not round: every seventh has an order."""
    out: list[Row] = []
    for i in range(n):
        clicks, sold = 1 + i % 9, i % 7 == 0
        spend = Decimal(clicks * 37 + i) / 100
        sales = Decimal(1999 + 113 * i) / 100 if sold else Decimal(0)
        out.append(
            {"start": date(2026, 8, 1), "end": date(2026, 8, 31), "portfolio": "", "currency": "EUR", "retailer": "Amazon",
             "country": "Germany", "campaign": f"K{i % 3}", "group": f"G{i % 5}", "targeting": f"kw {i % 11}", "match": "BROAD",
             "term": f"term {i}", "impressions": clicks * 31, "clicks": clicks, "spend": spend, "sales": sales,
             "acos": spend / sales if sales else None, "roas": sales / spend, "orders": int(sold), "units": int(sold),
             "ctr": 1 / 31, "cpc": spend / clicks, "cvr": int(sold) / clicks}
        )  # fmt: skip
    return out


def workbook(path: Path, heads: list[tuple[str, str]], data: list[Row]) -> Path:
    """As a worksheet with numbers; blanks where a figure is undefined."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([text for _, text in heads])
    for row in data:
        cells = [row.get(name) for name, _ in heads]
        sheet.append([float(c) if isinstance(c, Decimal) else c for c in cells])
    book.save(path)
    return path


def delimited(
    path: Path,
    heads: list[tuple[str, str]],
    data: list[Row],
    encoding: str,
    delimiter: str,
    mark: str,
) -> Path:
    """As text with this decimal mark and `--` for what is missing."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=delimiter).writerow
    write([text for _, text in heads])
    for row in data:
        write([_spelt(row.get(name), mark) for name, _ in heads])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def _spelt(value: Any, mark: str) -> str:
    if value is None:
        return "--"
    if isinstance(value, Decimal):
        return (
            f"{value:,.2f}".translate(str.maketrans(",.", ".,")) if mark == "," else f"{value:,.2f}"
        )
    return str(value)
