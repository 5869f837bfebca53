"""The plan as a bulk sheet that Amazon takes: only changed rows, only the ids and the changed field of each.

Layout: the 31 columns of the upload template. Ids as text; search terms as text even where they begin with `=`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from pilotage.engines.ads.changes import Change

SHEET = "Sponsored Products Campaigns"
COLUMNS = (
    "Product", "Entity", "Operation", "Campaign ID", "Ad Group ID", "Portfolio ID", "Ad ID", "Keyword ID",
    "Product Targeting ID", "Campaign Name", "Ad Group Name", "Start Date", "End Date", "Targeting Type", "State",
    "Daily Budget", "SKU", "ASIN", "Ad Group Default Bid", "Bid", "Keyword Text", "Native Language Keyword",
    "Native Language Locale", "Match Type", "Bidding Strategy", "Placement", "Percentage",
    "Product Targeting Expression", "Audience ID", "Shopper Cohort Percentage", "Shopper Cohort Type",
)  # fmt: skip
_IDS = {
    "Campaign ID": "campaign_id",
    "Ad Group ID": "ad_group_id",
    "Keyword ID": "keyword_id",
    "Product Targeting ID": "targeting_id",
    "Placement": "placement",
}
_FIELD = {"bid": "Bid", "harvest": "Bid", "budget": "Daily Budget", "placement": "Percentage", "pause": "State"}  # fmt: skip
Row = dict[str, str | Decimal]


def sheet_rows(changes: Iterable[Change]) -> list[Row]:
    """The rows of the sheet, one for each change, blanks left out."""
    return [_row(one) for one in changes]


def write_sheet(changes: Iterable[Change], path: Path) -> None:
    """Write the workbook; a plan without changes is a header alone."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append(list(COLUMNS))

    def cell(value: str | Decimal | None) -> Any:
        if value is None or isinstance(value, Decimal):
            return value
        one = WriteOnlyCell(sheet, value=None)
        one.value, one.data_type = value, "s"  # a term that begins with = is no formula
        return one

    for row in sheet_rows(changes):
        sheet.append([cell(row.get(name)) for name in COLUMNS])
    book.save(path)


def _row(one: Change) -> Row:
    row: Row = {"Product": "Sponsored Products", "Entity": one.entity, "Operation": one.operation}
    for heading, name in _IDS.items():
        if one.ids.get(name):
            row[heading] = one.ids[name]
    if one.what in _FIELD:
        row[_FIELD[one.what]] = one.after
    if one.operation == "Create":
        row["State"] = "enabled"
        row["Keyword Text"] = str(one.says["keyword_text"])
        row["Match Type"] = str(one.says["match_type"])
    return row
