"""Opening a dispute. The room that keeps the thing has checked that it is there and may be disputed now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes import telling
from pilotage.platform.disputes.actions.step import noted
from pilotage.platform.disputes.models import Dispute, Statement
from pilotage.platform.disputes.rules import Deadline, Rule, check_ground, deadline, rule_on
from pilotage.platform.disputes.states import OPEN, WITH_OUTCOME, State
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts.legal_day import legal_day
from pilotage.platform.engagements.contracts.said import digest, worded
from pilotage.platform.engagements.contracts.states import OTHER
from pilotage.platform.engagements.models import Contract


@transaction.atomic
def open_dispute(
    *,
    by: Viewer,
    at: datetime,
    contract: Contract,
    subject_kind: str,
    subject_ref: str,
    about: Text,
    ground: str,
    text: str,
) -> Dispute:
    """One side disputes a thing of its contract; the other is told and has its time to answer.

    `about` names the thing for somebody who cannot open it. Raises `WrongState` for a thing that is disputed
    already or on which a dispute has ended with an outcome.
    """
    check_may(by, "dispute.argue")
    side = contracts.side_of(by, contract)
    check_ground(ground, subject_kind)
    said = worded(text)
    _check_free(subject_kind, subject_ref)
    rule = rule_on(legal_day(contract, at))
    answer, escalate = first_deadlines(contract, rule, side, at)
    row = Dispute.objects.create(
        contract=contract,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        about_zh=about.zh[:200],
        about_en=about.en[:200],
        ground=ground,
        state=State.OPENED,
        rule=rule.version,
        opened_side=side,
        opened_by=by.actor,
        opened_at=at,
        answer_by=answer.at,
        escalate_by=escalate.at,
        provisional=answer.provisional or escalate.provisional,
    )
    Statement.objects.create(dispute=row, side=side, text=said, made_by=by.actor, made_at=at)
    subject = f"{subject_kind}:{subject_ref}"
    noted(row, "opened", by=by, at=at, subject=subject, ground=ground, words=digest(said))
    telling.other_side(row, side, "opened", at=at)
    return row


def first_deadlines(
    contract: Contract, rule: Rule, side: str, at: datetime
) -> tuple[Deadline, Deadline]:
    """Until when the other side answers, and from then until when the opener may put it to the programme."""
    opener, respondent = getattr(contract, side), getattr(contract, OTHER[side])  # type: ignore[index]
    answer = deadline(respondent.calendar, at, rule.answer_within)
    return answer, deadline(opener.calendar, answer.at, rule.escalate_within)


def _check_free(subject_kind: str, subject_ref: str) -> None:
    """Raises `WrongState` when the thing is in dispute, or a dispute about it has ended with an outcome."""
    earlier = Dispute.objects.filter(
        subject_kind=subject_kind, subject_ref=subject_ref, state__in=(*OPEN, *WITH_OUTCOME)
    ).first()
    if earlier is not None:
        raise WrongState(
            "DISPUTED_ALREADY",
            Text(
                "这一项已有争议（{ref}），不能再次提出。",
                "There is a dispute about this already ({ref}).",
            ),
            Text("请在那份争议里陈述。", "Say what there is to say in that one."),
            ref=earlier.ref,
        )
