"""The service credit of a period, computed without a claim while its invoice is made."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from pilotage.engines import contracts, fees
from pilotage.engines.fees import Span
from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.billing import telling
from pilotage.platform.billing.models import ServiceCredit, ServiceCreditLine
from pilotage.platform.billing.periods import instants, version_of
from pilotage.platform.cases import duties
from pilotage.platform.cases import queries as cases
from pilotage.platform.cases.actions import look_at_duties
from pilotage.platform.engagements.contracts.said import noted
from pilotage.platform.engagements.models import Contract


def credit_period(
    contract: Contract, body: contracts.Contract, period: Span, fee: Money, at: datetime
) -> ServiceCredit | None:
    """What the period's verdicts give back of `fee`; None where they give nothing back."""
    by = Viewer.product("billing", at)
    look_at_duties(by=by, at=at, ref=contract.ref)
    since, until = instants(contract, period)
    terms = contracts.credit_terms_of(body)
    span = {"from": period.first.isoformat(), "to": period.end.isoformat()}
    case = {
        "id": f"{contract.ref}/{period.first}/{fee.currency}",
        "currency": fee.currency,
        "fee": fee.text(),
        "period": span,
        **{name: terms[name] for name in ("tiers", "cap", "combine")},
        "judged": cases.judged(by, contract, since, until),
    }
    answer = fees.credits(case)
    if "error" in answer:
        raise Invalid(
            str(answer["error"]),
            Text("合同的赔偿条款无法计算。", "The contract's terms on credits cannot be computed."),
        )
    if not Decimal(str(answer["credit"])):
        return None
    rests_on = (
        [
            {"case": one.case.ref, "promise": one.promise, "state": one.state, "hash": one.hash}
            for one in cases.verdicts(by, contract, since, until)
        ]
        + [
            {"case": one.ref, "promise": str(clock.promise), "state": "breached", "hash": ""}
            for one, clock in cases.overdue(by, contract, since, until)
        ]
        + [
            {"duty": one.ref, "promise": one.kind, "state": duties.state_of(one), "hash": one.hash}
            for one in duties.counted(by, contract, since, until)
        ]
    )
    row = ServiceCredit.objects.create(
        contract=contract,
        first=period.first,
        until=period.end,
        currency=fee.currency,
        amount=Decimal(str(answer["credit"])),
        case=case,
        answer=answer,
        verdicts=rests_on,
        computed_at=at,
        dispute_until=at + timedelta(days=int(terms["dispute_days"])),
    )
    ServiceCreditLine.objects.bulk_create(
        ServiceCreditLine(
            credit=row,
            key=line["key"],
            attainment=line["attainment"] or "",
            percent=line["percent"],
            amount=Decimal(line["credit"]),
        )
        for line in answer["lines"]  # type: ignore[union-attr]
        if Decimal(line["credit"])
    )
    noted(
        contract, f"service_credit:{row.ref}", "computed", by=by, at=at, basis=version_of(contract, period).hash,
        amount=str(row.amount), currency=row.currency, percent=answer["percent"],
    )  # fmt: skip
    telling.credited(row, at=at)
    return row
