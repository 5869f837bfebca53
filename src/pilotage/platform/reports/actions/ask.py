"""A question on a figure goes where the clocks are: into the month's case, or a new one under the contract.

The seller's question starts the first response; the partner's pauses the correction until the seller answers.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import actions as cases
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.cases.models import Case
from pilotage.platform.cases.states import LIVE
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts.said import worded
from pilotage.platform.engagements.models import Contract
from pilotage.platform.reports.actions.claim import month_of
from pilotage.platform.reports.models import ReportQuestion

_LONGEST = 80


@transaction.atomic
def ask(
    *, by: Viewer, at: datetime, contract: str, month: str, figure: Text, told: Told, beside: str = ""
) -> Case:  # fmt: skip
    """The case that the question is in. `beside` is what the asker shows with it: both values.

    Raises `NotAllowed`, `NotFound`, `WrongState`, `Invalid`. The same key again is the same question.
    """
    check_may(by, "case.write")
    found = contracts.contract(by, contract)
    side = contracts.side_of(by, found)
    period = str(month_of(month, at))
    worded(told.text)
    Contract.objects.select_for_update(of=("self",)).get(pk=found.pk)
    before = ReportQuestion.objects.filter(contract=found, case__events__key=told.key).first() if told.key else None  # fmt: skip
    if before is not None:
        return before.case
    words = Told("\n".join(part for part in (told.text.strip(), str(figure), beside) if part), told.files, told.key)  # fmt: skip
    case = _into(by, at, found, period, figure, words, side)
    ReportQuestion.objects.create(
        contract=found, month=period, figure=figure.en[:_LONGEST], case=case, side=side,
        asked_by=by.actor, asked_at=at,
    )  # fmt: skip
    return case


def _into(
    by: Viewer, at: datetime, contract: Contract, month: str, figure: Text, told: Told, side: str
) -> Case:
    asked = ReportQuestion.objects.filter(contract=contract, month=month, case__state__in=LIVE)
    live = asked.select_related("case").order_by("-pk").first()
    if live is None:
        title = f"{month} 月报：{figure.zh} · Report: {figure.en}"[:120]
        return cases.open_case(by=by, at=at, contract=contract.ref, title=title, told=told)
    goes_on = cases.reply if side == "seller" else cases.ask
    goes_on(by=by, at=at, ref=live.case.ref, told=told)
    return live.case
