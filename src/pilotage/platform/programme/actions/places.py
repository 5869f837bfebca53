"""A seller or a partner applies for a resource, and takes its application back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.parties.models import Organisation
from pilotage.platform.programme import draws, states
from pilotage.platform.programme.days import today
from pilotage.platform.programme.eligibility import why_not
from pilotage.platform.programme.models import Place, Round
from pilotage.platform.programme.resources import resource


@transaction.atomic
def apply_for(*, by: Viewer, at: datetime, code: str) -> Place:
    """Into the queue of a resource; it is in every draw from the next on until it has a place.

    Raises `Invalid` with every reason where a rule is not met, `WrongState` for a second application.
    """
    check_may(by, "resource.apply")
    found = resource(code)
    # Two clicks at once stand in line here.
    organisation = Organisation.objects.select_for_update().get(pk=by.organisation_id)
    if reasons := why_not(found, organisation, today(at)):
        raise Invalid(
            "NOT_ELIGIBLE",
            Text("目前不能申请“{what}”：{why}。", "“{what}” cannot be applied for: {why}."),
            Text("条件满足后再申请。", "Apply once that is met."),
            what=found.says,
            why=Text("；".join(one.zh for one in reasons), "; ".join(one.en for one in reasons)),
        )
    _check_once(organisation, code)
    row = Place.objects.create(
        organisation=organisation, resource=code, applied_by=by.actor, applied_at=at, changed_at=at
    )
    record(
        by=by.actor, at=at, tenant=organisation.ref, action="place.apply", object=f"place:{row.ref}",
        after={"resource": code, "state": row.state},
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw(*, by: Viewer, at: datetime, ref: str) -> Place:
    """Out of the queue, or a place given up; its wait is not kept. Raises `WrongState`."""
    check_may(by, "resource.apply")
    found = draws.place(by, ref)
    check_own(by, found.organisation_id)
    row = Place.objects.select_for_update().get(pk=found.pk)
    before = row.state
    row.state, row.changed_at = states.after_place(row.state, "withdraw", "applicant"), at
    row.save(update_fields=["state", "changed_at"])
    record(
        by=by.actor, at=at, tenant=found.organisation.ref, action="place.withdraw", object=f"place:{row.ref}",
        before={"state": before}, after={"state": str(row.state)},
    )  # fmt: skip
    return row


def _check_once(organisation: Organisation, code: str) -> None:
    """One application in a queue; and nobody leaves and comes back within a round for another number."""
    mine = Place.objects.filter(organisation=organisation, resource=code)
    if mine.filter(state=states.Place.WAITING).exists():
        raise WrongState(
            "ALREADY_IN_QUEUE",
            Text("您已在这项资源的队列里。", "You are in the queue for this already."),
            Text("无需重复申请。", "There is nothing more to do."),
        )
    opened = Round.objects.filter(resource=code, state=states.Round.OPEN).first()
    left = mine.filter(state=states.Place.WITHDRAWN)
    if opened and left.filter(changed_at__gte=opened.opened_at).exists():
        raise WrongState(
            "AGAIN_AFTER_THE_DRAW",
            Text("本轮内已退出过，{day} 抽签后才能再申请。", "You left during this round; apply again after its draw on {day}."),
            Text("请在抽签后再申请。", "Apply after the draw."),
            day=opened.draw_on.isoformat(),
        )  # fmt: skip
