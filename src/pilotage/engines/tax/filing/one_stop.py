"""OSS and IOSS in the shape of the EU's common message, as JSON.

Source: hmrc/one-stop-shop-returns @e12be2e and hmrc/ioss-returns @90d4328 (`CoreVatReturn`).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pilotage.engines.law import vat_prefix, vat_rate
from pilotage.engines.tax.figures import one_stop_figures
from pilotage.engines.tax.filing.document import UNKNOWN, Document, Filer, Return, json_bytes, named
from pilotage.engines.tax.filing.filed import (
    Filed,
    amount,
    filed,
    json_object,
    state_of,
    unreadable,
)
from pilotage.kernel.decimals import plain
from pilotage.kernel.periods import Quarter, parse_period
from pilotage.kernel.text import Text


def document(made: Return, filer: Filer) -> Document:
    """Header, then per state of consumption supplies, corrections and balance; amounts as strings."""
    period = parse_period(made["period"])
    assert period is not None
    number = _own_number(made, filer) or UNKNOWN
    states = sorted({entry["state"] for entry in (*made["lines"], *made["corrections"])})
    stretch = (
        {"year": period.year, "quarter": period.number}
        if isinstance(period, Quarter)
        else {"year": period.year, "month": period.month}
    )
    body = {
        "vatReturnReferenceNumber": _reference(made["jurisdiction"], number, str(period)),
        "version": "0",
        "traderId": {"vatNumber": number, "issuedBy": vat_prefix(made["jurisdiction"])},
        "period": stretch,
        "startDate": period.first.isoformat(),
        "endDate": period.last.isoformat(),
        "totalAmountVatDueGBP": None,
        "totalAmountVatDueEUR": made["amount_due"],
        "msconSupplies": [_of_state(made, state, filer) for state in states],
    }
    missing = ("traderId.vatNumber",) if number == UNKNOWN else ()
    form = f"{made['return']}-message"
    return Document("oss-json", named(made, form, "json"), json_bytes(body), missing)


def _own_number(made: Return, filer: Filer) -> str | None:
    if made["return"] == "IOSS":
        return filer.seller.ioss_number
    return filer.seller.number_in(made["jurisdiction"])


def _reference(jurisdiction: str, number: str, period: str) -> str:
    year, _, part = period.partition("-")
    shown = f"{part}.{year}" if part.startswith("Q") else f"M{int(part)}.{year}"
    home = vat_prefix(jurisdiction)
    return f"{home}/{number if number.startswith(home) else home + number}/{shown}"


def _of_state(made: Return, state: str, filer: Filer) -> dict[str, Any]:
    lines = [line for line in made["lines"] if line["state"] == state]
    corrections = [entry for entry in made["corrections"] if entry["state"] == state]
    home = [line for line in lines if line["dispatch"] == made["jurisdiction"]]
    away = [line for line in lines if line["dispatch"] != made["jurisdiction"]]
    return {
        "msconCountryCode": vat_prefix(state),
        "balanceOfVatDueEUR": made["balances"].get(state, "0.00"),
        "grandTotalMsidGoodsEUR": _total(home),
        "grandTotalMsestGoodsEUR": _total(away),
        "correctionsTotalEUR": _total(corrections),
        "msidSupplies": [_supply(line, made["period"]) for line in home],
        "msestSupplies": [
            {
                "countryCode": vat_prefix(dispatch),
                "euTraderId": {"vatIdNumber": filer.seller.number_in(dispatch) or UNKNOWN},
                "supplies": [
                    _supply(line, made["period"]) for line in away if line["dispatch"] == dispatch
                ],
            }
            for dispatch in sorted({line["dispatch"] for line in away})
        ],
        "corrections": [
            {"period": entry["period"], "totalVatAmountCorrectionEUR": entry["vat"]}
            for entry in corrections
        ],
    }


def _total(entries: list[dict[str, str]]) -> str:
    return f"{sum((Decimal(entry['vat']) for entry in entries), Decimal(0)):.2f}"


def _supply(line: dict[str, str], period: str) -> dict[str, str]:
    span = parse_period(period)
    assert span is not None
    standard = vat_rate(line["state"], "standard", span.last).value
    rate = Decimal(line["rate"])
    return {
        "supplyType": "GOODS",
        "vatRate": f"{rate:.2f}",
        "vatRateType": "STANDARD" if rate == standard else "REDUCED",
        "taxableAmountEUR": line["base"],
        "vatAmountEUR": line["vat"],
    }


def read(text: str) -> Filed:
    """Lines, corrections, balances and the amount due of a message."""
    body = json_object(text)
    try:
        return _read(body)
    except (KeyError, TypeError, AttributeError, ValueError):
        says = Text("OSS 报文缺少字段。", "The OSS message lacks fields.")
        raise unreadable(says) from None


def _read(body: dict[str, Any]) -> Filed:
    home, states = state_of(body["traderId"]["issuedBy"]), body["msconSupplies"]
    stretch = body["period"]
    period = (
        f"{stretch['year']}-Q{stretch['quarter']}"
        if "quarter" in stretch
        else f"{stretch['year']}-{int(stretch['month']):02d}"
    )
    made = {
        "lines": [line for state in states for line in _lines(state, home)],
        "corrections": [
            {
                "state": state_of(state["msconCountryCode"]),
                "period": entry["period"],
                "vat": _money(entry, "totalVatAmountCorrectionEUR"),
            }
            for state in states
            for entry in state["corrections"]
        ],
        "balances": {
            state_of(state["msconCountryCode"]): _money(state, "balanceOfVatDueEUR")
            for state in states
        },
        "amount_due": _money(body, "totalAmountVatDueEUR"),
    }
    return filed("OSS" if "quarter" in stretch else "IOSS", home, period, one_stop_figures(made))


def _lines(state: dict[str, Any], home: str) -> Iterator[dict[str, str]]:
    sent = [(home, state["msidSupplies"])]
    sent += [(state_of(one["countryCode"]), one["supplies"]) for one in state["msestSupplies"]]
    for dispatch, supplies in sent:
        for supply in supplies:
            yield {
                "state": state_of(state["msconCountryCode"]),
                "dispatch": dispatch,
                "rate": plain(amount("vatRate", supply["vatRate"])),
                "base": _money(supply, "taxableAmountEUR"),
                "vat": _money(supply, "vatAmountEUR"),
            }


def _money(of: dict[str, Any], name: str) -> str:
    return f"{amount(name, of[name]):f}"
