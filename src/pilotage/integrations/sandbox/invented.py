"""The files of the sandbox: VAT transactions, settlements that add up, stock ledger, sales and traffic, search terms.

The same seed and request give the same bytes. Columns: `facts/data/cols_*.txt`, `spapi_schema_*`, `ads_v3_*`.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pilotage.engines.mill.invent import Wish, invent
from pilotage.engines.mill.scenes import PRODUCTS
from pilotage.kernel.periods import Month

Asking = Mapping[str, object]
_SETTLED = (
    "settlement-id settlement-start-date settlement-end-date deposit-date total-amount currency"
    " transaction-type order-id merchant-order-id adjustment-id shipment-id marketplace-name amount-type"
    " amount-description amount fulfillment-id posted-date posted-date-time order-item-code"
    " merchant-order-item-id merchant-adjustment-item-id sku quantity-purchased promotion-id"
).split()
_DETAIL = (
    "Date FNSKU ASIN MSKU Title EventType ReferenceID Quantity FulfillmentCenter Disposition Reason Country"
    " ReconciledQuantity UnreconciledQuantity"
).split()
_EVENTS = (("Shipments", -1), ("Receipts", 40), ("CustomerReturns", 1), ("WhseTransfers", 5))


def span(asked: Asking) -> tuple[date, date]:
    """First and last day asked for; the month before by default. Raises `ValueError`."""
    first, last = asked.get("dataStartTime"), asked.get("dataEndTime")
    if not first:
        before = datetime.now().astimezone().date().replace(day=1) - timedelta(days=1)
        return before.replace(day=1), before
    start = datetime.fromisoformat(str(first)).date()
    end = datetime.fromisoformat(str(last)).date() if last else start + timedelta(days=30)
    if end < start:
        raise ValueError("the end lies before the start")
    return start, end


def vat(seed: int, rows: int, asked: Asking) -> tuple[bytes, str]:
    first, last = span(asked)
    return _invented(Wish(rows, seed, Month.of(first), Month.of(last))), "UTF-8"


@lru_cache(maxsize=1)
def _invented(wish: Wish) -> bytes:
    """Kept, since a file is fetched again and again where downloads fail."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.csv"
        invent(wish, target)
        return target.read_bytes()


def settlement(seed: int, _rows: int, asked: Asking) -> tuple[bytes, str]:
    """One settlement of 14 days; its first row declares what the others add up to, to the cent."""
    first, last = span(asked)
    dice = random.Random(f"{seed} settlement {first}")  # noqa: S311 (invented data, not secrets)
    key = str(10**10 + dice.randrange(10**10))
    lines = [line for n in range(40) for line in _order(dice, n, first)]
    total = sum((Decimal(line["amount"]) for line in lines), Decimal(0))
    head = {
        "settlement-start-date": f"{first} 00:00:00 UTC",
        "settlement-end-date": f"{last} 00:00:00 UTC",
        "deposit-date": f"{last + timedelta(days=2)} 00:00:00 UTC",
        "total-amount": str(total),
        "currency": "EUR",
    }
    table = [head, *lines]
    for row in table:
        row["settlement-id"] = key
    return _tabbed(_SETTLED, table).encode("cp1252"), "windows-1252"


def _order(dice: random.Random, n: int, first: date) -> list[dict[str, str]]:
    sku = PRODUCTS[dice.randrange(len(PRODUCTS))][0]
    day, cents = first + timedelta(days=n % 14), dice.randrange(599, 9599)
    shared = {
        "transaction-type": "Order",
        "order-id": f"4{dice.randrange(100):02}-{dice.randrange(10**7):07}-{dice.randrange(10**7):07}",
        "marketplace-name": "Amazon.de",
        "fulfillment-id": "AFN",
        "posted-date": str(day),
        "posted-date-time": f"{day} 10:00:00 UTC",
        "sku": sku,
        "quantity-purchased": "1",
    }
    parts = (
        ("ItemPrice", "Principal", cents),
        ("ItemFees", "Commission", -cents * 15 // 100),
        ("ItemFees", "FBAPerUnitFulfillmentFee", -355),
    )
    return [
        shared | {"amount-type": kind, "amount-description": words, "amount": str(Decimal(c) / 100)}
        for kind, words, c in parts
    ]


def ledger(seed: int, _rows: int, asked: Asking) -> tuple[bytes, str]:
    first, last = span(asked)
    dice = random.Random(f"{seed} ledger {first}")  # noqa: S311 (invented data, not secrets)
    table = []
    for n in range(60):
        product = dice.randrange(len(PRODUCTS))
        event, pieces = _EVENTS[dice.randrange(len(_EVENTS))]
        day = first + timedelta(days=n % ((last - first).days + 1))
        table.append({
            "Date": day.strftime("%m/%d/%Y"), "FNSKU": f"X00DEMO{product:03}", "ASIN": _asin(product),
            "MSKU": PRODUCTS[product][0], "Title": PRODUCTS[product][1], "EventType": event,
            "ReferenceID": str(dice.randrange(10**9)), "Quantity": str(pieces), "FulfillmentCenter": "LEJ1",
            "Disposition": "SELLABLE", "Country": "DE", "ReconciledQuantity": str(pieces),
            "UnreconciledQuantity": "0",
        })  # fmt: skip
    return _tabbed(_DETAIL, table).encode("cp1252"), "windows-1252"


def traffic(seed: int, _rows: int, asked: Asking) -> tuple[bytes, str]:
    """Sales and traffic as JSON, by day and by ASIN."""
    first, last = span(asked)
    dice = random.Random(f"{seed} traffic {first}")  # noqa: S311 (invented data, not secrets)
    days = [_day(dice, first + timedelta(days=n)) for n in range((last - first).days + 1)]
    by_asin = [
        {
            "parentAsin": _asin(n),
            "salesByAsin": {
                "unitsOrdered": (units := dice.randrange(1, 60)),
                "orderedProductSales": _money(units * 2499),
                "totalOrderItems": units,
            },
            "trafficByAsin": _visits(units * 11),
        }
        for n in range(6)
    ]
    said = {
        "reportSpecification": {
            "reportType": "GET_SALES_AND_TRAFFIC_REPORT",
            "reportOptions": asked.get("reportOptions") or {"dateGranularity": "DAY", "asinGranularity": "PARENT"},
            "dataStartTime": str(first),
            "dataEndTime": str(last),
            "marketplaceIds": asked.get("marketplaceIds"),
        },
        "salesAndTrafficByDate": days,
        "salesAndTrafficByAsin": by_asin,
    }  # fmt: skip
    return json.dumps(said).encode(), "UTF-8"


def _day(dice: random.Random, day: date) -> dict[str, object]:
    units, price = dice.randrange(1, 30), 2499
    sales = {
        "orderedProductSales": _money(units * price), "unitsOrdered": units, "totalOrderItems": units,
        "averageSalesPerOrderItem": _money(price), "averageUnitsPerOrderItem": 1.0,
        "averageSellingPrice": _money(price), "unitsRefunded": 0, "refundRate": 0.0, "claimsGranted": 0,
        "claimsAmount": _money(0), "shippedProductSales": _money(units * price), "unitsShipped": units,
        "ordersShipped": units,
    }  # fmt: skip
    more = {
        "orderItemSessionPercentage": 9.09, "averageOfferCount": 18, "averageParentItems": 6,
        "feedbackReceived": 0, "negativeFeedbackReceived": 0, "receivedNegativeFeedbackRate": 0.0,
    }  # fmt: skip
    return {"date": str(day), "salesByDate": sales, "trafficByDate": _visits(units * 11) | more}


def _visits(sessions: int) -> dict[str, object]:
    views, app = sessions * 2, sessions // 3
    return {
        "browserPageViews": views - app, "mobileAppPageViews": app, "pageViews": views,
        "browserSessions": sessions - app, "mobileAppSessions": app, "sessions": sessions,
        "browserSessionPercentage": 1.0, "mobileAppSessionPercentage": 1.0, "sessionPercentage": 1.0,
        "browserPageViewsPercentage": 1.0, "mobileAppPageViewsPercentage": 1.0, "pageViewsPercentage": 1.0,
        "buyBoxPercentage": 97.5, "unitSessionPercentage": 9.09,
    }  # fmt: skip


def search_terms(seed: int, asked: Asking) -> bytes:
    """The columns asked for, of rows with at least one click; an unknown column is null."""
    columns = [str(c) for c in asked.get("columns", [])]  # type: ignore[attr-defined]
    dice = random.Random(f"{seed} terms {asked.get('startDate')}")  # noqa: S311 (invented data, not secrets)
    return json.dumps([{c: row.get(c) for c in columns} for row in (_term(dice, asked) for _ in range(50))]).encode()  # fmt: skip


def _term(dice: random.Random, asked: Asking) -> dict[str, object]:
    clicks, n = dice.randrange(1, 40), dice.randrange(len(PRODUCTS))
    bought = clicks // 9
    word = PRODUCTS[n][1].partition(",")[0].lower()
    row: dict[str, object] = {
        "impressions": clicks * 37, "clicks": clicks, "cost": round(clicks * 0.63, 2),
        "campaignId": 500000000000001 + n % 4, "campaignName": f"Invented {n % 4}", "adGroupId": 600000000000001 + n,
        "adGroupName": f"Group {n}", "keywordId": 700000000000001 + n, "keyword": word, "targeting": word,
        "matchType": "BROAD", "keywordType": "BROAD", "searchTerm": f"{word} {dice.randrange(20)}",
        "campaignStatus": "ENABLED", "adKeywordStatus": "ENABLED", "campaignBudgetCurrencyCode": "EUR",
        "campaignBudgetType": "DAILY_BUDGET", "campaignBudgetAmount": 20.0, "keywordBid": 0.7,
        "date": asked.get("startDate"), "startDate": asked.get("startDate"), "endDate": asked.get("endDate"),
    }  # fmt: skip
    for days in ("1d", "7d", "14d", "30d"):
        row |= {f"purchases{days}": bought, f"unitsSoldClicks{days}": bought, f"sales{days}": round(bought * 24.99, 2)}  # fmt: skip
    return row


def _asin(n: int) -> str:
    return f"B0DEMO{n:04}"


def _money(cents: int) -> dict[str, object]:
    return {"amount": cents / 100, "currencyCode": "EUR"}


def _tabbed(heads: list[str], table: list[dict[str, str]]) -> str:
    rows = ["\t".join(heads), *("\t".join(row.get(h, "") for h in heads) for row in table)]
    return "\r\n".join(rows) + "\r\n"


MADE: dict[str, Callable[[int, int, Asking], tuple[bytes, str]]] = {
    "GET_VAT_TRANSACTION_DATA": vat,
    "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2": settlement,
    "GET_LEDGER_DETAIL_VIEW_DATA": ledger,
    "GET_SALES_AND_TRAFFIC_REPORT": traffic,
}
