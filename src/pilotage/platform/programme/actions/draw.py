"""A round is drawn on its day: by lot, from a seed that nobody chose, published whole and told to all who were in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.parties.models import Kind, Membership, Organisation
from pilotage.platform.programme import draws, states
from pilotage.platform.programme.allocation import Applicant, Drawn, allocate, seed_of
from pilotage.platform.programme.days import start, today
from pilotage.platform.programme.eligibility import why_not
from pilotage.platform.programme.models import Lot, Place, Round
from pilotage.platform.programme.resources import resource
from pilotage.platform.programme.telling import tell_of, titled


@transaction.atomic
def draw(*, by: Viewer, at: datetime, ref: str) -> Round:
    """From its day on, among all that applied before that day and still meet the rules. Raises `WrongState`.

    Everybody who was in it is told the result and how many lots it had.
    """
    check_may(by, "programme.allot")
    row = draws.locked(by, ref)
    after = states.after_round(row.state, "draw")
    if today(at) < row.draw_on:
        raise WrongState(
            "NOT_YET_THE_DAY",
            Text("这一轮 {day} 才抽签。", "The round is drawn on {day}."),
            Text("到那一天系统会自动抽签。", "On that day the timer draws it."),
            day=row.draw_on.isoformat(),
        )
    queue = _eligible(row, by, at)
    firms = _firms(queue)
    row.seed = seed_of(row.secret, firms)
    result = allocate([Applicant(one.ref, firms[one.ref], one.waited) for one in queue], row.places, row.seed)  # fmt: skip
    row.state, row.ended_at = after, at
    row.save()
    _keep(row, queue, firms, result, by, at)
    given = sum(one.given for one in result)
    record(
        by=by.actor, at=at, action="round.draw", object=f"round:{row.ref}", before={"state": str(states.Round.OPEN)},
        after={"state": str(row.state), "seed": row.seed, "lots": len(result), "given": given},
    )  # fmt: skip
    told = Text(
        "{title}：已抽签，{n} 份申请得到 {given} 个名额",
        "{title}: drawn, {given} places for {n} applications",
    )
    told = told.with_(title=titled(row), n=len(result), given=given)
    tell_of(row, Organisation.objects.filter(kind=Kind.OPERATOR), by, at, told)
    return row


def draw_due(*, by: Viewer, at: datetime) -> int:
    """Every round whose day has come; how many were drawn."""
    check_may(by, "programme.allot")
    due = Round.objects.filter(state=states.Round.OPEN, draw_on__lte=today(at))
    refs = list(due.order_by("draw_on", "pk").values_list("ref", flat=True))
    return len([draw(by=by, at=at, ref=ref) for ref in refs])


def _eligible(row: Round, by: Viewer, at: datetime) -> list[Place]:
    """Who applied before the day and meets the rules today; who no longer does leaves the queue and is told why."""
    waits = draws.queue(row.resource).filter(applied_at__lt=start(row.draw_on))
    stay, found = [], resource(row.resource)
    for one in waits.select_for_update(of=("self",)).select_related("organisation"):
        # A round that was opened is held, even where the resource ends meanwhile: asked as of its own day.
        reasons = why_not(found, one.organisation, row.draw_on)
        if not reasons:
            stay.append(one)
            continue
        why = Text("；".join(x.zh for x in reasons), "; ".join(x.en for x in reasons))
        one.why_zh, one.why_en = why.zh[:300], why.en[:300]
        _moved(one, "lapse", by, at)
        title = Text(
            "{title}：未参加抽签，已退出队列", "{title}: not in the draw, out of the queue"
        )
        tell_of(row, [one.organisation], by, at, title.with_(title=titled(row)), why)
    return stay


def _firms(queue: Sequence[Place]) -> dict[str, str]:
    """By reference of an application the least one of those that the same hand holds: organisations with a member in common."""
    of = {one.organisation_id: one.ref for one in queue}
    hand = {ref: ref for ref in of.values()}
    members = Membership.objects.filter(organisation_id__in=of, until=None).order_by("pk")
    seen: dict[int, str] = {}
    for person, organisation in members.values_list("person_id", "organisation_id"):
        first, other = sorted((hand[seen.setdefault(person, of[organisation])], hand[of[organisation]]))  # fmt: skip
        if first != other:
            hand = {ref: first if held == other else held for ref, held in hand.items()}
    return hand


def _keep(row: Round, queue: Sequence[Place], firms: dict[str, str], result: Sequence[Drawn], by: Viewer, at: datetime) -> None:  # fmt: skip
    """The lots as published, each application's new state, and the result to each."""
    places = {one.ref: one for one in queue}
    Lot.objects.bulk_create(
        Lot(
            round=row, place=one.ref, firm=firms[one.ref], waited=places[one.ref].waited, number=one.place,
            given=one.given, why_zh=one.why.zh, why_en=one.why.en,
        )
        for one in result
    )  # fmt: skip
    won = Text("{title}：获得名额", "{title}: you have a place").with_(title=titled(row))
    lost = Text("{title}：这一轮未获名额", "{title}: no place this round").with_(title=titled(row))
    told: dict[tuple[bool, Text], list[Organisation]] = {}
    for one in result:
        place = places[one.ref]
        if one.given:
            place.given_in = row.ref
        else:
            place.waited += 1
        _moved(place, "drawn" if one.given else "not_drawn", by, at)
        told.setdefault((one.given, one.why), []).append(place.organisation)
    for (given, why), some in told.items():
        tell_of(row, some, by, at, won if given else lost, why)


def _moved(place: Place, event: str, by: Viewer, at: datetime) -> None:
    before = place.state
    place.state, place.changed_at = states.after_place(before, event, "programme"), at
    place.save()
    record(
        by=by.actor, at=at, tenant=place.organisation.ref, action=f"place.{event}", object=f"place:{place.ref}",
        before={"state": str(before)}, after={"state": str(place.state), "waited": place.waited},
    )  # fmt: skip
