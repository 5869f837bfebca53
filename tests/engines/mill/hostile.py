"""Forty files a seller may upload by mistake or malice, as builders: name → (bytes writer, answer).

An answer is the code of an `Invalid`, or `(rows_in, rejected)` of a reading. The web tests
upload the same files.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pilotage.engines.mill import COLUMNS

HEADER = [column.header for column in COLUMNS]
GOOD = {
    "UNIQUE_ACCOUNT_IDENTIFIER": "DEMO0SELLER",
    "ACTIVITY_PERIOD": "2026-JAN",
    "TRANSACTION_TYPE": "SALE",
    "TRANSACTION_EVENT_ID": "405-1234567-7654321",
    "ACTIVITY_TRANSACTION_ID": "DEMO1",
    "TRANSACTION_COMPLETE_DATE": "18-01-2026",
    "SELLER_SKU": "SZ-LMP0812-BK",
    "ITEM_DESCRIPTION": "LED desk lamp",
    "QTY": "1",
    "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "11.90",
    "TRANSACTION_CURRENCY_CODE": "EUR",
    "SALE_DEPART_COUNTRY": "DE",
    "SALE_ARRIVAL_COUNTRY": "DE",
    "TAX_REPORTING_SCHEME": "DEEMED_RESELLER",
    "TAX_COLLECTION_RESPONSIBILITY": "MARKETPLACE",
}


def line(delimiter: str = ",", **cells: str) -> str:
    """One good row as a line, with `cells` changed."""
    row = GOOD | cells
    return written([[row.get(header, "") for header in HEADER]], delimiter)


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    """Rows as CSV text with line feeds."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def report(*lines: str, delimiter: str = ",") -> str:
    """A report of the header and these lines."""
    return written([HEADER], delimiter) + "".join(lines)


@dataclass(frozen=True)
class Case:
    """What is in the file, and what the reader must answer."""

    name: str
    build: Callable[[], bytes]
    answer: str | tuple[int, int]

    def write(self, folder: Path) -> Path:
        path = folder / f"{self.name}.csv"
        path.write_bytes(self.build())
        return path


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def _text(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


def _without(header: str) -> str:
    return ",".join(h for h in HEADER if h != header) + "\n"


_OPEN = line(ITEM_DESCRIPTION="QQ").replace("QQ", '"LED lamp', 1)
_TAB = "\t"

CASES = [
    Case("zero_bytes", _text(""), "EMPTY_FILE"),
    Case("only_a_mark", _text("\ufeff"), "EMPTY_FILE"),
    Case("only_blank_lines", _text("\n\r\n  \n"), "EMPTY_FILE"),
    Case("only_nul_bytes", lambda: b"\0" * 4096, "EMPTY_FILE"),
    Case("xlsx_renamed_csv", lambda: _zip(workbook_xml=b"<workbook/>"), "SPREADSHEET_OR_ZIP"),
    Case("zip_bomb", lambda: _zip(bomb_csv=b"0" * 20_000_000), "SPREADSHEET_OR_ZIP"),
    Case("xls_renamed_csv", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "SPREADSHEET_OR_ZIP"),
    Case("gzip", lambda: gzip.compress(report(line()).encode()), "COMPRESSED"),
    Case("bzip2", lambda: b"BZh91AY&SY" + b"\x13" * 90, "COMPRESSED"),
    Case("seven_zip", lambda: b"7z\xbc\xaf\x27\x1c" + b"\x01" * 90, "COMPRESSED"),
    Case("rar", lambda: b"Rar!\x1a\x07\x01\x00" + b"\x01" * 90, "COMPRESSED"),
    Case("pdf", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
    Case("picture", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "IMAGE"),
    Case("program", lambda: b"MZ\x90\x00" + b"\0" * 90, "PROGRAM"),
    Case("parquet", lambda: b"PAR1" + b"\x15" * 90 + b"PAR1", "PARQUET"),
    Case("html_log_in_page", _text("<!DOCTYPE html><html><body>Sign in</body></html>"), "HTML"),
    Case("xml_error", _text('<?xml version="1.0"?><Error><Code>403</Code></Error>'), "XML"),
    Case("json_error", _text('{"errors": [{"code": "QuotaExceeded"}]}'), "JSON"),
    Case("json_list", _text('[{"a": 1}]'), "JSON"),
    Case("random_bytes", lambda: bytes(range(1, 256)) * 40, "NOT_THE_REPORT"),
    Case("plain_words", _text("Dear partner,\nplease find the report attached.\n"), "NOT_THE_REPORT"),
    Case("vat_calculation_report", _text("Marketplace ID,Merchant ID,Order Date,Transaction Type\nA1,A2,12-Aug-2026 UTC,SHIPMENT\n"), "WRONG_REPORT"),
    Case("settlement_report", _text("settlement-id\tsettlement-start-date\tdeposit-date\n1\t2\t3\n"), "WRONG_REPORT"),
    Case("orders_report", _text("amazon-order-id\tmerchant-order-id\tpurchase-date\n1\t2\t3\n"), "WRONG_REPORT"),
    Case("column_lost", _text(_without("BUYER_VAT_NUMBER")), "COLUMNS_MISSING"),
    Case("column_twice", _text(",".join([*HEADER, "QTY"]) + "\n"), "COLUMN_TWICE"),
    Case("no_header_only_rows", _text(line() * 3), "NOT_THE_REPORT"),
    Case("header_only", _text(report()), (0, 0)),
    Case("header_without_line_end", _text(report().rstrip("\n")), (0, 0)),
    Case("utf_16", _text(report(line(), line(), delimiter=","), "utf-16"), (2, 0)),
    Case("utf_16_without_mark", _text(report(line()), "utf-16-le"), (1, 0)),
    Case("windows_1252", _text(report(line(ITEM_DESCRIPTION="Lämpchen für Köln")), "cp1252"), (1, 0)),
    Case("carriage_returns_only", _text(report(line(), line()).replace("\n", "\r")), (2, 0)),
    Case("nul_in_a_row", _text(report(line(), line(SELLER_SKU="SZ\0LMP"), line())), (3, 1)),
    Case("formula_cell", _text(report(line(ITEM_DESCRIPTION='=HYPERLINK("http://x","y")'))), (1, 0)),
    Case("quote_never_closed", _text(report(line(), _OPEN, line(), line())), (4, 1)),
    Case("cut_inside_a_quote", _text(report(line(), _OPEN[:400].rstrip("\n"))), (2, 1)),
    Case("cut_inside_a_row", _text(report(line(), line()[:150])), (2, 1)),
    Case("too_many_cells", _text(report(line(), line().rstrip("\n") + ",more\n", line())), (3, 1)),
    Case("trailing_cells_left_out", _text(report(line().replace(",DEEMED_RESELLER,MARKETPLACE", ""), line())), (2, 0)),
    Case("a_line_of_three_megabytes", _text(report(line(), line(ITEM_DESCRIPTION="x" * 3_000_000), line())), (3, 1)),
    Case("blank_lines_between", _text(report(line(), "\n", "\n", line(), "\n")), (2, 0)),
    Case("row_of_commas", _text(report(line(), "," * 94 + "\n")), (2, 1)),
    Case("line_end_in_an_address", _text(report(line(ARRIVAL_ADDRESS="Weg 1\nHinterhaus"), line())), (2, 0)),
    Case("excel_separator_line", _text("sep=;\n" + report(line(";"), delimiter=";")), (1, 0)),
    Case("numbers_no_one_can_read", _text(report(line(QTY="NaN"), line(QTY="1e999"), line(QTY=""), line(QTY="0.0"))), (4, 4)),
    Case("ten_thousand_open_quotes", _text(report(_OPEN * 10_000)), (10_000, 10_000)),
]  # fmt: skip
