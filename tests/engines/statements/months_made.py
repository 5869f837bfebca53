"""A month's files as Amazon writes them, small enough to work out by hand."""

from __future__ import annotations

import json
from pathlib import Path

LEDGER = """Date,FNSKU,ASIN,MSKU,Title,Disposition,Starting Warehouse Balance,In Transit Between Warehouses,Receipts,Customer Shipments,Customer Returns,Vendor Returns,Warehouse Transfer In/Out,Found,Lost,Damaged,Disposed,Other Events,Ending Warehouse Balance,Unknown Events,Location
09/01/2026,X1,A1,S1,杯子,SELLABLE,100,0,0,-40,0,0,0,0,0,0,0,0,60,0,DE
09/30/2026,X1,A1,S1,杯子,SELLABLE,60,5,50,-20,0,0,0,0,-1,0,0,0,89,0,DE
09/01/2026,X2,A2,S2,盘子,SELLABLE,11,0,0,0,0,0,0,0,0,0,0,0,11,0,FR
09/30/2026,X1,A1,S1,杯子,CUSTOMER_DAMAGED,2,0,0,0,1,0,0,0,0,0,0,0,3,0,DE
08/31/2026,X1,A1,S1,杯子,SELLABLE,500,0,0,-400,0,0,0,0,0,0,0,0,100,0,DE
"""
SETTLEMENT_HEAD = "settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency transaction-type order-id marketplace-name amount-type amount-description amount posted-date sku quantity-purchased"
TRAFFIC = {
    "salesAndTrafficByDate": [
        {"date": "2026-09-01", "salesByDate": {"orderedProductSales": {"amount": 600.00, "currencyCode": "EUR"}, "unitsOrdered": 40}},
        {"date": "2026-09-30", "salesByDate": {"orderedProductSales": {"amount": 400.5, "currencyCode": "EUR"}, "unitsOrdered": 20}},
        {"date": "2026-10-01", "salesByDate": {"orderedProductSales": {"amount": 9999, "currencyCode": "EUR"}, "unitsOrdered": 9}},
        {"date": "2026-09-15", "salesByDate": {}},
    ]
}  # fmt: skip
PAYOUTS = {
    "payouts": [
        {"id": "p1", "currentStatus": "PAID", "amount": {"currencyCode": "EUR", "currencyAmount": 700.10}, "creationDate": "2026-09-16T10:00:00Z",
         "relatedIdentifiers": [{"relatedIdentifierName": "SETTLEMENT_ID", "relatedIdentifierValue": "11"}]},
        {"id": "p2", "currentStatus": "FAILED", "amount": {"currencyCode": "EUR", "currencyAmount": 5}, "creationDate": "2026-09-20T10:00:00Z",
         "statusHistory": [{"status": "FAILED", "failureReason": "BANK_REFUSED"}]},
        {"id": "p3", "currentStatus": "PAID", "amount": {"currencyCode": "EUR", "currencyAmount": 1}, "creationDate": "2026-08-20T10:00:00Z"},
    ],
    "balances": [{"balanceType": "AVAILABLE", "amount": {"currencyCode": "EUR", "currencyAmount": 12.34}}],
}  # fmt: skip


def settlement(total: str = "700.10", order: str = "800.10") -> str:
    rows = [
        f"11\t2026-09-01 00:00:00 UTC\t2026-09-15 00:00:00 UTC\t2026-09-16 00:00:00 UTC\t{total}\tEUR",
        f"11\t\t\t\t\t\tOrder\t302-1\tAmazon.de\tItemPrice\tPrincipal\t{order}\t2026-09-02\tS1\t1",
        "11\t\t\t\t\t\tOrder\t302-1\tAmazon.de\tItemFees\tCommission\t-100.00\t2026-09-02\tS1\t",
    ]
    return "\n".join(["\t".join(SETTLEMENT_HEAD.split()), *rows]) + "\n"


def orders() -> str:
    return (
        "amazon-order-id\tpurchase-date\torder-status\tsku\tquantity\tcurrency\titem-price\n"
        "302-1\t2026-09-02T10:00:00+00:00\tShipped\tS1\t2\tEUR\t20.00\n"
        "302-2\t2026-09-03T10:00:00+00:00\tCancelled\tS1\t1\tEUR\t10.00\n"
        "302-3\t2026-10-03T10:00:00+00:00\tShipped\tS1\t1\tEUR\t10.00\n"
        "302-4\tgestern\tShipped\tS1\t1\tEUR\t10.00\n"
    )


BUSINESS = '(Parent) ASIN,(Child) ASIN,Title,Sessions - Total,Units Ordered,Ordered Product Sales\nA1,A1,杯子,"5,058","1,200","€7,274.35"\nA2,A2,盘子,10,3,€0.65\n'


def folder(into: Path, *, total: str = "700.10") -> Path:
    """Everything that a month can have but advertising."""
    into.mkdir(parents=True, exist_ok=True)
    (into / "ledger.csv").write_text(LEDGER, "utf-8")
    (into / "settlement.txt").write_text(settlement(total), "utf-8")
    (into / "traffic.json").write_text(json.dumps(TRAFFIC), "utf-8")
    (into / "orders.txt").write_text(orders(), "utf-8")
    (into / "payouts.json").write_text(json.dumps(PAYOUTS), "utf-8")
    (into / "sla.json").write_text(json.dumps([{"promise": "correction", "met": 9, "breached": 1}]), "utf-8")  # fmt: skip
    filings = [
        {"jurisdiction": "DE", "period": "2026-08", "state": "authority_confirmed"},
        {"jurisdiction": "FR", "period": "2026-08", "state": "format_ok"},
    ]
    (into / "filings.json").write_text(json.dumps(filings), "utf-8")
    return into
