"""A seller with reports, and finished runs over them, made by the real actions and the real job."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from tests.platform.directory import making

from pilotage.engines.mill import COLUMNS
from pilotage.jobs import tax
from pilotage.platform.access import queries as access
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions
from pilotage.platform.compliance.models import Role, TaxRun
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document

NOW = making.NOW
PROFILE = {
    "name": "深圳某公司",
    "established_in": "CN",
    "vat_numbers": {"DE": "DE136695976", "FR": "FR40303265045"},
}
# A sale by the platform in Germany: the simplest row that makes a return.
SALE = {
    "ACTIVITY_PERIOD": "2026-JAN", "TRANSACTION_TYPE": "SALE", "TRANSACTION_EVENT_ID": "302-1",
    "ACTIVITY_TRANSACTION_ID": "A1", "SELLER_SKU": "SKU-1", "QTY": "1",
    "TRANSACTION_COMPLETE_DATE": "15-01-2026", "TAX_CALCULATION_DATE": "15-01-2026",
    "TRANSACTION_CURRENCY_CODE": "EUR", "SALE_DEPART_COUNTRY": "DE", "SALE_ARRIVAL_COUNTRY": "DE",
    "TAX_REPORTING_SCHEME": "DEEMED_RESELLER", "TAX_COLLECTION_RESPONSIBILITY": "MARKETPLACE",
    "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "119.00",
}  # fmt: skip
TAXED = SALE | {
    "TRANSACTION_EVENT_ID": "302-2", "ACTIVITY_TRANSACTION_ID": "A2",
    "TAX_REPORTING_SCHEME": "REGULAR", "TAX_COLLECTION_RESPONSIBILITY": "SELLER",
}  # fmt: skip
REFUNDED = TAXED | {
    "TRANSACTION_TYPE": "REFUND", "ACTIVITY_TRANSACTION_ID": "A5",
    "TRANSACTION_COMPLETE_DATE": "20-01-2026", "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "-119.00",
}  # fmt: skip
BLOCKED = TAXED | {
    "TRANSACTION_EVENT_ID": "302-3", "ACTIVITY_TRANSACTION_ID": "A3", "SALE_ARRIVAL_COUNTRY": "PL",
}  # fmt: skip
MOVED = SALE | {
    "TRANSACTION_TYPE": "FC_TRANSFER", "TRANSACTION_EVENT_ID": "T-1",
    "ACTIVITY_TRANSACTION_ID": "A4", "SALE_DEPART_COUNTRY": "", "SALE_ARRIVAL_COUNTRY": "",
    "DEPARTURE_COUNTRY": "DE", "ARRIVAL_COUNTRY": "FR", "TRANSACTION_DEPART_DATE": "15-01-2026",
    "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "",
}  # fmt: skip
COSTS = b"sku,currency,unit_cost,from\nSKU-1,EUR,10.00,2025-01-01\n"


def report(*rows: Mapping[str, str]) -> bytes:
    """A report of the 95-column layout with these rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.header for column in COLUMNS], restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def document(
    by: Viewer, content: bytes, name: str = "AVTR.csv", kind: str = "avtr", at: datetime = NOW
) -> Document:
    owner = access.own_organisation(by)
    return receive(by=by, at=at, owner=owner, kind=kind, name=name, chunks=[content])


def started(
    by: Viewer, rows: Sequence[Mapping[str, str]] = (SALE, TAXED), *, period: str = ""
) -> TaxRun:
    """A run over one report, waiting."""
    inputs = [(Role.REPORT, document(by, report(*rows)))]
    return actions.start_run(by=by, at=NOW, inputs=inputs, profile=PROFILE, period=period)


def worked(run: TaxRun) -> TaxRun:
    """The same run after the worker was there."""
    tax.run({"ref": run.ref}, at=NOW + timedelta(minutes=1))
    run.refresh_from_db()
    return run


def done(by: Viewer, rows: Sequence[Mapping[str, str]] = (SALE, TAXED)) -> TaxRun:
    return worked(started(by, rows))
