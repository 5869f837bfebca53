"""Tiny AVTR files for the tests: a row is a dict of the columns that matter."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from pilotage.engines.matching.fit_evidence import Evidence
from pilotage.engines.matching.fit_query import read_evidence
from pilotage.engines.mill import COLUMNS

SALE: Mapping[str, str] = {
    "TRANSACTION_TYPE": "SALE",
    "ACTIVITY_PERIOD": "2026-JAN",
    "TRANSACTION_COMPLETE_DATE": "15-01-2026",
    "MARKETPLACE": "amazon.de",
    "QTY": "1",
    "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "11.90",
    "TRANSACTION_CURRENCY_CODE": "EUR",
    "SALE_DEPART_COUNTRY": "DE",
    "SALE_ARRIVAL_COUNTRY": "DE",
    "TAX_REPORTING_SCHEME": "DEEMED_RESELLER",
    "TAX_COLLECTION_RESPONSIBILITY": "MARKETPLACE",
}
OWN_SALE = {**SALE, "TAX_REPORTING_SCHEME": "REGULAR", "TAX_COLLECTION_RESPONSIBILITY": "SELLER"}
TRANSFER: Mapping[str, str] = {
    "TRANSACTION_TYPE": "FC_TRANSFER",
    "ACTIVITY_PERIOD": "2026-JAN",
    "TRANSACTION_COMPLETE_DATE": "16-01-2026",
    "MARKETPLACE": "N/A",
    "QTY": "5",
    "DEPARTURE_COUNTRY": "DE",
    "ARRIVAL_COUNTRY": "PL",
}


def avtr(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The rows as Seller Central writes them: 95 quoted columns, commas, UTF-8."""
    text = io.StringIO()
    out = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    headers = [column.header for column in COLUMNS]
    out.writerow(headers)
    for number, row in enumerate(rows):
        full = {"ACTIVITY_TRANSACTION_ID": f"t{number}", **row}
        out.writerow([full.get(header, "") for header in headers])
    return text.getvalue().encode()


def evidence(folder: Path, *files: Sequence[Mapping[str, str]]) -> Evidence:
    """What the mill and the query make of the rows, one file per sequence."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, rows in enumerate(files):
        path = folder / f"report{number}.csv"
        path.write_bytes(avtr(rows))
        paths.append(path)
    return read_evidence(paths, folder / "scratch")
