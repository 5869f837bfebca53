"""The programme opens a round of places, and calls it off."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.parties.models import Organisation
from pilotage.platform.programme import draws, states
from pilotage.platform.programme.allocation import promised
from pilotage.platform.programme.days import today
from pilotage.platform.programme.models import Round
from pilotage.platform.programme.resources import resource
from pilotage.platform.programme.telling import tell_of, titled

AHEAD = timedelta(days=7)
"""At least so long between the opening and the day of the draw, and at most `FURTHEST`."""
FURTHEST = timedelta(days=180)
MOST_PLACES = 1000
LONGEST = {"title": 120, "why": 300}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a round is: of which resource, what it is called in both languages, how many places, on which day it is drawn."""

    resource: str
    title: Text
    places: int
    draw_on: date


@transaction.atomic
def open_round(*, by: Viewer, at: datetime, terms: Terms) -> Round:
    """Published with the promise of its secret, and told to all for whom the resource is. Raises `Invalid`, `WrongState`."""
    check_may(by, "programme.allot")
    _check(terms, at)
    secret = secrets.token_hex(32)
    row = Round(
        resource=terms.resource, title_zh=terms.title.zh.strip(), title_en=terms.title.en.strip(), places=terms.places,
        draw_on=terms.draw_on, promised=promised(secret), secret=secret, opened_by=by.actor, opened_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise WrongState(
            "ROUND_IS_OPEN",
            Text("这项资源已有一轮待抽签。", "A round of this resource is open already."),
            Text("请等它抽签，或先取消。", "Wait for its draw, or call it off first."),
        ) from None
    facts = {"resource": row.resource, "places": row.places, "draw_on": row.draw_on.isoformat(), "promised": row.promised}  # fmt: skip
    record(by=by.actor, at=at, action="round.open", object=f"round:{row.ref}", after=facts)
    title = Text("{what}开放 {places} 个名额：{title}", "{places} places of {what}: {title}")
    body = Text(
        "在 {day} 之前申请即可参加抽签；等待多轮的签数更多。已在队列里的自动参加。",
        "Whoever applies before {day} is in the draw; who waited has more lots. Who is in the queue is in it.",
    ).with_(day=row.draw_on.isoformat())
    found = resource(row.resource)
    title = title.with_(what=found.says, places=row.places, title=titled(row))
    tell_of(row, Organisation.objects.filter(kind__in=found.open_to), by, at, title, body)
    return row


@transaction.atomic
def call_off(*, by: Viewer, at: datetime, ref: str, why: Text) -> Round:
    """It is not drawn; who waits keeps its wait and is told why."""
    check_may(by, "programme.allot")
    row = draws.locked(by, ref)
    if not all(said.strip() and len(said) <= LONGEST["why"] and "\0" not in said for said in (why.zh, why.en)):  # fmt: skip
        raise Invalid(
            "REASON_IN_BOTH",
            Text("请用中英文写明取消的原因，各不超过 {most} 字。", "Say why in both languages, at most {most} characters each."),
            most=LONGEST["why"],
        )  # fmt: skip
    row.state, row.ended_at = states.after_round(row.state, "call_off"), at
    row.why_zh, row.why_en = why.zh.strip(), why.en.strip()
    row.save()
    record(
        by=by.actor, at=at, action="round.call_off", object=f"round:{row.ref}",
        before={"state": str(states.Round.OPEN)}, after={"state": str(row.state), "why": row.why_zh},
    )  # fmt: skip
    title = Text("{title}：已取消", "{title}: called off").with_(title=titled(row))
    queue = draws.queue(row.resource).select_related("organisation")
    tell_of(row, (one.organisation for one in queue), by, at, title, Text(row.why_zh, row.why_en))
    return row


def _check(terms: Terms, at: datetime) -> None:
    on, found = today(at), resource(terms.resource)
    if not found.is_offered(terms.draw_on):
        raise Invalid(
            "RESOURCE_ENDED",
            Text("“{what}”在那一天没有可分配的名额。", "There is nothing of “{what}” to hand out on that day."),
            Text("请看这项资源的起止日期。", "See its first and last day."),
            what=found.says,
        )  # fmt: skip
    if not 1 <= terms.places <= MOST_PLACES:
        raise Invalid("HOW_MANY_PLACES", Text("名额须为 1 至 {most}。", "Places are 1 to {most}."), most=MOST_PLACES)  # fmt: skip
    said = (terms.title.zh, terms.title.en)
    if not all(one.strip() and len(one) <= LONGEST["title"] and "\0" not in one for one in said):
        raise Invalid(
            "TITLE_IN_BOTH",
            Text("请用中英文填写这一轮的名称，各不超过 {most} 字。", "Name the round in both languages, at most {most} characters each."),
            most=LONGEST["title"],
        )  # fmt: skip
    if not on + AHEAD <= terms.draw_on <= on + FURTHEST:
        raise Invalid(
            "DAY_OF_THE_DRAW",
            Text("抽签日须在 {first} 与 {last} 之间，留出申请时间。", "The draw is between {first} and {last}, so that there is time to apply."),
            Text("请改抽签日。", "Choose another day."),
            first=(on + AHEAD).isoformat(), last=(on + FURTHEST).isoformat(),
        )  # fmt: skip
