"""Inventory files and a settlement with fees of the whole account, small enough to work out by hand."""

from __future__ import annotations

from tests.engines.statements.months_made import SETTLEMENT_HEAD

PLANNING_HEAD = "snapshot-date\tsku\tavailable\tcurrency\tyour-price\tunits-shipped-t90\tinv-age-0-to-90-days\tinv-age-91-to-180-days\tinv-age-181-to-270-days\tinv-age-271-to-365-days\tinv-age-365-plus-days\testimated-storage-cost-next-month\tsomething-new\n"


def planning(day: str = "2026-09-30", available: int = 100) -> str:
    """100 + 20 available (S1, S2), 90 + 30 shipped in 90 days; of 120 aged units 20 + 10 + 6 are over 180 days."""
    return (
        PLANNING_HEAD
        + f"{day}\tS1\t{available}\tEUR\t10.00\t90\t60\t4\t20\t10\t6\t12.34\tx\n"
        + f"{day}\tS2\t20\tEUR\t--\t30\t20\t0\t0\t0\t0\t0.66\ty\n"
        + f"{day}\tS3\tviele\tEUR\t1\t1\t0\t0\t0\t0\t0\t1\tz\n"
    )


MYI = (
    "sku\tcondition\tyour-price\tafn-listing-exists\tafn-warehouse-quantity\tafn-fulfillable-quantity\tafn-unsellable-quantity\tafn-reserved-quantity\n"
    "S1\tNew\t10.00\tYes\t100\t90\t4\t6\n"
    "S2\tNew\t2.50\tNo\t20\t20\t0\t0\n"
    "S3\tNew\t\tNo\t3\t3\t0\t0\n"
    "S4\tNew\t1.00\tYes\t5\t3\t1\t0\n"
)
DETAIL = (
    '"Date","FNSKU","ASIN","MSKU","Title","Event Type","Reference ID","Quantity","Fulfillment Center","Disposition","Reason","Country","Reconciled Quantity","Unreconciled Quantity"\n'
    '"09/02/2026","X1","A1","S1","Mug, blue","Shipments","","-40","LEJ1","SELLABLE","","DE","0","0"\n'
    '"09/20/2026","X1","A1","S1","Mug, blue","Shipments","","-19","LEJ1","SELLABLE","","DE","0","0"\n'
    '"09/21/2026","X1","A1","S1","Mug, blue","Adjustments","","-2","LEJ1","SELLABLE","M","DE","0","2"\n'
    '"08/21/2026","X1","A1","S1","Mug, blue","Adjustments","","-9","LEJ1","SELLABLE","M","DE","0","9"\n'
    '"never","X1","A1","S1","Mug, blue","Adjustments","","-9","LEJ1","SELLABLE","M","DE","0","9"\n'
)


def shared_settlement(subscription: str = "-39.00") -> str:
    """S1 sells 60.00, S2 30.00; 39.00 of subscription is shared 26.00 to 13.00; 5.00 are held back."""
    rows = [
        "12\t2026-09-01\t2026-09-15\t2026-09-16\t36.00\tEUR",
        "12\t\t\t\t\t\tOrder\t1\tAmazon.de\tItemPrice\tPrincipal\t60.00\t2026-09-02\tS1\t2",
        "12\t\t\t\t\t\tOrder\t1\tAmazon.de\tItemFees\tCommission\t-9.00\t2026-09-02\tS1\t",
        "12\t\t\t\t\t\tOrder\t2\tAmazon.fr\tItemPrice\tPrincipal\t30.00\t2026-09-02\tS2\t1",
        "12\t\t\t\t\t\tOrder\t2\tAmazon.fr\tItemFees\tCommission\t-1.00\t2026-09-02\tS2\t",
        f"12\t\t\t\t\t\tServiceFee\t\t\tother-transaction\tSubscription Fee\t{subscription}\t2026-09-03\t\t",
        "12\t\t\t\t\t\tother-transaction\t\t\tother-transaction\tCurrent Reserve Amount\t-5.00\t2026-09-15\t\t",
    ]
    return "\n".join(["\t".join(SETTLEMENT_HEAD.split()), *rows]) + "\n"
