"""Payouts and balances (回款与余额) as the Transfers and Finances interfaces answer them; only ever read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pilotage.engines.statements.figure import Figure, Source, amount
from pilotage.engines.statements.settlement import Settlement
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text

NAMES: dict[str, Text] = {
    "STARTED": Text("已发起", "Started"),
    "IN_TRANSIT": Text("转账中", "In transit"),
    "PAID": Text("已到账", "Paid"),
    "FAILED": Text("失败", "Failed"),
    "CANCELLED": Text("已取消", "Cancelled"),
    "NO_PAYOUT": Text("无回款", "No payout"),
}
_BALANCES: dict[str, Text] = {
    "AVAILABLE": Text("可用余额", "Balance available"),
    "RESERVED": Text("预留", "Reserved"),
    "ACCOUNT_LEVEL_RESERVE": Text("账户级预留", "Account-level reserve"),
    "DEFERRED": Text("递延", "Deferred"),
    "TOTAL": Text("余额合计", "Balance in all"),
}
_SENT = frozenset({"STARTED", "IN_TRANSIT", "PAID"})


@dataclass(frozen=True, slots=True)
class Payout:
    """One payout: `settlements` are the settlements it names, `why` what Amazon says of a failure."""

    id: str
    status: str
    amount: Decimal
    currency: str
    day: str
    settlements: tuple[str, ...]
    why: str


def payouts_of(answer: Mapping[str, Any], month: Month) -> tuple[Payout, ...]:
    """Those begun in the month, or without a day."""
    found = [_payout(one) for one in answer.get("payouts") or () if isinstance(one, Mapping)]
    return tuple(one for one in found if not one.day or one.day.startswith(str(month)))


def payout_figures(found: tuple[Payout, ...], source: Source) -> Iterator[Figure]:
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in found:
        sums[one.status, one.currency] += one.amount
    for (status, currency), total in sorted(sums.items()):
        says = Text("回款：{status}", "Payouts: {status}").with_(status=NAMES.get(status, Text(status, status)))  # fmt: skip
        yield amount(f"payouts_{status.lower()}", says, total, currency, _PAYOUTS, (source,))


def balance_figures(answer: Mapping[str, Any], source: Source) -> Iterator[Figure]:
    for one in answer.get("balances") or ():
        kind, money = str(one.get("balanceType", "")), _money(one.get("amount"))
        if kind in _BALANCES and money is not None:
            yield amount(f"balance_{kind.lower()}", _BALANCES[kind], money[0], money[1], _AS_GIVEN, (source,))  # fmt: skip


def against(settled: Sequence[Settlement], found: Sequence[Payout], source: Source) -> Iterator[Figure]:  # fmt: skip
    """Each settlement and the payouts that name it: what was sent or is on its way, less what was declared."""
    for one in settled:
        sent = [p for p in found if one.id in p.settlements and p.status in _SENT and p.currency == one.currency]  # fmt: skip
        if one.declared is not None and sent:
            apart = sum((p.amount for p in sent), Decimal(0)) - one.declared
            says = Text("结算 {id} 与回款的差额", "Settlement {id} against its payout").with_(id=one.id)  # fmt: skip
            yield amount("payout_difference", says, apart, one.currency, _AGAINST, (Source(one.file, one.sha256), source))  # fmt: skip


def unpaid(settled: Sequence[Settlement], found: Sequence[Payout]) -> tuple[Settlement, ...]:
    """Settlements with money to pay out that no payout sent or under way names."""
    paid = {name for one in found if one.status in _SENT for name in one.settlements}
    return tuple(one for one in settled if one.declared and one.declared > 0 and one.id not in paid)


def _payout(one: Mapping[str, Any]) -> Payout:
    money = _money(one.get("amount")) or (Decimal(0), "?")
    named = [
        str(other.get("relatedIdentifierValue", ""))
        for other in one.get("relatedIdentifiers") or ()
        if other.get("relatedIdentifierName") == "SETTLEMENT_ID"
    ]
    history = one.get("statusHistory") or ()
    why = next((str(step["failureReason"]) for step in history if step.get("failureReason")), "")
    return Payout(
        str(one.get("id", "")), str(one.get("currentStatus", "")), *money,
        str(one.get("creationDate", ""))[:10], tuple(named), why,
    )  # fmt: skip


def _money(value: object) -> tuple[Decimal, str] | None:
    if not isinstance(value, Mapping):
        return None
    told: Any = value.get("currencyAmount")
    if not isinstance(told, (int, Decimal)) or isinstance(told, bool):
        return None
    return Decimal(told), str(value.get("currencyCode") or "?")


_PAYOUTS = Text("当月发起的回款金额之和，按状态", "Payouts begun in the month, by their state")
_AGAINST = Text("点名该结算的回款之和（失败、取消的除外）− 申报总额，应为 0.00", "payouts that name the settlement, failed and cancelled ones apart − its declared total; 0.00 when they agree")  # fmt: skip
_AS_GIVEN = Text("接口返回的余额", "The balance as it was answered")
