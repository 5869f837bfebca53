"""What came of a firm's work in a week, counted from the rooms that know it; nothing here judges."""

from __future__ import annotations

from datetime import date

from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import queries as cases
from pilotage.platform.certification import scorecard
from pilotage.platform.certification.models import Partner
from pilotage.platform.delivery import queries as delivery
from pilotage.platform.delivery.models import Deliverable
from pilotage.platform.delivery.states import Deliverable as State
from pilotage.platform.disputes import queries as disputes
from pilotage.platform.disputes.states import Outcome
from pilotage.platform.disputes.states import State as DisputeState
from pilotage.platform.engagements.contracts import queries as contracts


def week_of(viewer: Viewer, partner: Partner, monday: date) -> scorecard.Week:
    """Promises kept and broken, work accepted and sent back, disputes of sellers that were upheld, in that week.

    What is broken and still open counts in the week in which it fell due.
    """
    check_may(viewer, "standing.set")
    since, until = scorecard.stretch(monday)
    firm = partner.organisation_id
    met = breached = 0
    for contract in contracts.contracts(viewer).filter(partner=firm, in_force_at__lt=until):
        for promise in cases.judged(viewer, contract, since, until):
            met += int(str(promise["met"]))
            breached += int(str(promise["breached"]))
    answered = Deliverable.objects.filter(
        step__order__in=delivery.work_orders(viewer).filter(contract__partner=firm).order_by(),
        side="partner",
        answered_at__gte=since,
        answered_at__lt=until,
    )
    lost = disputes.disputes(viewer).filter(
        contract__partner=firm, opened_side="seller", state=DisputeState.DECIDED,
        outcome__in=(Outcome.UPHELD, Outcome.PARTLY), ended_at__gte=since, ended_at__lt=until,
    )  # fmt: skip
    return scorecard.Week(
        monday=monday,
        met=met,
        breached=breached,
        accepted=answered.filter(state=State.ACCEPTED).count(),
        corrected=answered.filter(state=State.RETURNED).count(),
        disputes_lost=lost.count(),
    )
