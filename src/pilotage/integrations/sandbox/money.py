"""What was paid and what will be (回款): payouts, balances, event groups. Reading only; nothing here moves money."""

from __future__ import annotations

from pilotage.integrations.sandbox.answers import Answer, Asked, moment, said
from pilotage.integrations.sandbox.state import SELLER, State

_DAY = 86400
_SITE = "A1PA6795UKMFR9"
_WHO = {"partnerId": SELLER, "accountType": "Standard Orders", "marketplaceId": _SITE}


def payouts(state: State, _asked: Asked) -> Answer:
    return said(200, {"payouts": [_payout(state, n) for n in (1, 2)]})


def _payout(state: State, n: int) -> dict[str, object]:
    at = state.started - n * 14 * _DAY
    return {
        "id": state.digest("payout", n)[:16],
        "partnerMetadata": _WHO,
        "currentStatus": "PAID",
        "statusHistory": [{"status": "PAID", "lastUpdatedDate": moment(at)}],
        "type": "SCHEDULED",
        "amount": _amount(state, "payout", n),
        "accountTail": "042",
        "paymentMethod": "BANK_ACCOUNT",
        "creationDate": moment(at - _DAY),
        "period": {"startDate": moment(at - 14 * _DAY), "endDate": moment(at)},
    }


def expected(state: State, _asked: Asked) -> Answer:
    held = {
        "partnerMetadata": _WHO,
        "amount": _amount(state, "expected"),
        "status": "SCHEDULED",
        "period": {"startDate": moment(state.started - 14 * _DAY)},
        "scheduledDate": moment(state.started + 2 * _DAY),
    }
    return said(200, {"expectedPayouts": [held]})


def balances(state: State, _asked: Asked) -> Answer:
    kinds = ("AVAILABLE", "RESERVED", "ACCOUNT_LEVEL_RESERVE", "DEFERRED")
    held = [
        {"partnerMetadata": _WHO, "balanceType": kind, "amount": _amount(state, kind)}
        for kind in kinds
    ]
    return said(200, {"balances": held})


def groups(state: State, _asked: Asked) -> Answer:
    held = [
        {
            "FinancialEventGroupId": state.digest("group", n)[:16],
            "ProcessingStatus": "Closed",
            "FundTransferStatus": "Succeeded",
            "OriginalTotal": {
                "CurrencyCode": "EUR",
                "CurrencyAmount": _amount(state, "payout", n)["currencyAmount"],
            },
            "FundTransferDate": moment(state.started - n * 14 * _DAY),
            "FinancialEventGroupStart": moment(state.started - (n + 1) * 14 * _DAY),
            "FinancialEventGroupEnd": moment(state.started - n * 14 * _DAY),
        }
        for n in (1, 2)
    ]
    return said(200, {"payload": {"FinancialEventGroupList": held}})


def _amount(state: State, *parts: object) -> dict[str, object]:
    return {"currencyCode": "EUR", "currencyAmount": state.dice(500000, *parts) / 100}
