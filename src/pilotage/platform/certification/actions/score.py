"""A week of outcomes goes on the scorecard; the band follows by the public rules, and the firm hears when it changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.certification import badge, changes, scorecard, states
from pilotage.platform.certification.models import Partner, Scorecard, ScoreWeek
from pilotage.platform.notices.actions import tell

_TITLE = Text("服务商评分：{band}", "Your scorecard: {band}")
_WHY = Text("近 {weeks} 周：{what}", "The last {weeks} weeks: {what}")
_STOPPED = Text("暂不转来新请求；在手合同不受影响。", "No new requests for now; contracts in hand go on.")  # fmt: skip
# A band is never older than its weeks: nobody looks back further than a year.
_LOOK_BACK = 52 * scorecard.WEEK


@transaction.atomic
def keep_week(
    *, by: Viewer, at: datetime, partner: Partner, week: scorecard.Week, fit: bool | None
) -> Scorecard:
    """The counts of one week, again if need be; `fit`: whether the measures of the badge held at its end."""
    check_may(by, "standing.set")
    Partner.objects.select_for_update().get(pk=partner.pk)
    ScoreWeek.objects.update_or_create(
        partner=partner,
        monday=week.monday,
        defaults={
            "met": week.met, "breached": week.breached, "accepted": week.accepted,
            "corrected": week.corrected, "disputes_lost": week.disputes_lost, "fit": fit,
            "kept_at": at,
        },
    )  # fmt: skip
    rules = scorecard.in_force(at)
    last = partner.score_weeks.latest("monday").monday
    rows = list(partner.score_weeks.filter(monday__gt=last - _LOOK_BACK).order_by("monday"))
    weeks = [week_of(row) for row in rows]
    now = scorecard.band(weeks, rules)
    card, _ = Scorecard.objects.get_or_create(
        partner=partner, defaults={"since": at, "rules_version": rules.version}
    )
    before = states.Band(card.band), card.fit_weeks
    card.fit_weeks = sum(row.fit is True for row in rows[-_weeks_of(at) :])
    card.monday, card.rules_version = rows[-1].monday, rules.version
    if now != before[0]:
        card.band, card.since = now, at
    card.save()
    if (now, card.fit_weeks) != before:
        changes.note(partner.pk)
    if now != before[0]:
        _turned(partner, before[0], now, weeks[-rules.window :], rules, by, at)
    return card


def week_of(row: ScoreWeek) -> scorecard.Week:
    """A row as the rules see it."""
    return scorecard.Week(
        row.monday, row.met, row.breached, row.accepted, row.corrected, row.disputes_lost
    )


def _weeks_of(at: datetime) -> int:
    """How many weeks the badge looks back: by the rules in force, or those that come."""
    in_force = badge.in_force(at)
    known = [rules for rules in (in_force, *badge.coming(at)) if rules is not None]
    return max((rules.weeks_of for rules in known), default=0) or 1


def _turned(
    partner: Partner,
    before: states.Band,
    now: states.Band,
    window: list[scorecard.Week],
    rules: scorecard.Rules,
    by: Viewer,
    at: datetime,
) -> None:
    record(
        by=by.actor, at=at, action=f"scorecard.{now}", object=f"partner:{partner.ref}",
        before={"band": str(before)}, after={"band": str(now), "rules": rules.version},
    )  # fmt: skip
    if {before, now} <= {states.Band.UNKNOWN, states.Band.GOOD}:
        return
    limits = rules.block if now is states.Band.BLOCK else rules.warn
    crossed = scorecard.differences(scorecard.figures(window), limits)
    what = Text("；".join(t.zh for t in crossed), "; ".join(t.en for t in crossed))
    body = _WHY.with_(weeks=rules.window, what=what) if crossed else Text("", "")
    if now is states.Band.BLOCK:
        body = Text(f"{body.zh}。{_STOPPED.zh}", f"{body.en}. {_STOPPED.en}")
    tell(
        by=by, at=at, organisation=partner.organisation, kind=f"scorecard.{now}",
        about=f"partner:{partner.ref}", title=_TITLE.with_(band=states.NAMES[now]), body=body,
        link=reverse("certification:mine"),
    )  # fmt: skip
