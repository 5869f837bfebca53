"""Bands from own outcomes: unknown before there is enough, slow to change, by public rules; and what they stop."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.platform.directory import making
from tests.platform.incidents.making import DE, certified, engaged, seller

from pilotage.platform.cases.models import Case, CaseVerdict
from pilotage.platform.certification import actions, badge, scorecard
from pilotage.platform.certification.models import Partner, Scorecard, ScoreWeek
from pilotage.platform.certification.scorecard import WEEK, Week
from pilotage.platform.certification.states import Band
from pilotage.platform.directory import queries as directory
from pilotage.platform.incidents import actions as incidents
from pilotage.platform.incidents import outcomes
from pilotage.platform.notices.models import Notice

RULES = scorecard.versions()[-1]
FIRST = date(2026, 1, 5)
GOOD, BAD, POOR, NONE = {"met": 10}, {"breached": 10}, {"met": 8, "breached": 2}, {}


def weeks(*kinds: dict) -> list[Week]:
    return [Week(FIRST + n * WEEK, **kind) for n, kind in enumerate(kinds)]


def told(*kinds: dict) -> list[str]:
    """The band week by week."""
    return [str(band) for _, _, band in scorecard.bands(weeks(*kinds), RULES)]


def test_unknown_not_full_marks():
    assert told(NONE, {"met": 9}) == ["unknown", "unknown"]
    assert told(GOOD) == ["good"]
    assert scorecard.band([], RULES) is Band.UNKNOWN


def test_nobody_is_stopped_by_one_bad_week():
    assert told(BAD) == ["warn"]
    assert told(*[GOOD] * 6, BAD) == ["good"] * 7
    assert told(*[BAD] * 3) == ["warn", "warn", "block"]


def test_one_week_does_not_flicker():
    """Levels change to and fro week by week; the band stands still."""
    to_and_fro = [{"met": 100, "breached": 11}, {"met": 100, "breached": 12}] * 20
    levels = [level for _, level, _ in scorecard.bands(weeks(*to_and_fro), RULES)]
    bands = told(*to_and_fro)
    assert sum(a != b for a, b in itertools.pairwise(bands)) <= 1
    assert {str(level) for level in levels} >= {"warn"}


def test_the_way_back_and_forgetting():
    back = told(*[BAD] * 4, *[{"met": 100}] * 12)
    assert back[3] == "block" and back[-1] == "good" and "block" in back[4:7]
    assert told(*[BAD] * 4, *[NONE] * 13)[-1] == "unknown"


@pytest.mark.parametrize(("week", "level"), [
    ({"met": 9, "breached": 1}, "good"), ({"met": 89, "breached": 11}, "warn"), ({"met": 69, "breached": 31}, "block"),
    ({"accepted": 7, "corrected": 3}, "good"), ({"accepted": 6, "corrected": 4}, "warn"),
    ({"accepted": 3, "corrected": 7}, "block"), ({"met": 20, "disputes_lost": 1}, "good"),
    ({"met": 20, "disputes_lost": 2}, "warn"), ({"met": 20, "disputes_lost": 4}, "block"),
])  # fmt: skip
def test_levels_by_the_public_limits(week, level):
    assert scorecard.level(weeks(week), RULES) == level


def plain(kinds: list[dict]) -> list[str]:
    """The same told a second time, in loops over numbers."""
    found, levels, now = [], [], "unknown"
    order = ["good", "warn", "block"]
    for last in range(len(kinds)):
        window = kinds[max(0, last - 12) : last + 1]
        met, broken = (sum(k.get(name, 0) for k in window) for name in ("met", "breached"))
        share = met / (met + broken) if met + broken else 1
        level = "unknown" if met + broken < 10 else "block" if share < 0.7 else "warn" if share < 0.9 else "good"  # fmt: skip
        levels.append(level)
        four, six = levels[-4:], levels[-6:]
        if level == "unknown":
            now = level
        elif now == "unknown":
            now = "warn" if level == "block" and four.count("block") < 3 else level
        else:
            worse = [b for b in order[order.index(now) + 1 :] if sum(x in order[order.index(b) :] for x in four) >= 3]  # fmt: skip
            better = [b for b in order[: order.index(now)] if sum(x in order[: order.index(b) + 1] for x in six) >= 4]  # fmt: skip
            now = worse[-1] if worse else better[0] if better else now
        found.append(now)
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([GOOD, BAD, POOR, NONE, {"met": 3}, {"breached": 2}]), max_size=40))
def test_the_same_bands_as_a_plain_referee(kinds):
    assert told(*kinds) == plain(kinds)


def test_a_week_begins_in_the_programmes_zone():
    assert scorecard.monday(datetime(2026, 11, 29, 15, 59, tzinfo=UTC)) == date(2026, 11, 23)
    assert scorecard.monday(datetime(2026, 11, 29, 16, 0, tzinfo=UTC)) == date(2026, 11, 30)


def test_the_badge_asks_for_weeks_once_its_next_rules_begin():
    at = datetime(2027, 5, 1, tzinfo=UTC)
    old = datetime(2026, 1, 5, tzinfo=UTC)
    shown = badge.Record("active", old, 3, 0, 0, 0, 0, fit_weeks=13)
    assert badge.is_carried(shown, at)  # a bad week now does not take it away
    short = badge.Record("active", old, 3, 0, 0, 0, 0, fit_weeks=12)
    assert badge.missing(short, at)[0].en == "12 of the last 16 weeks held, 13 needed"


@pytest.mark.django_db
def test_weeks_are_read_from_the_rooms_and_stop_new_requests(at):
    firm, who = certified(), seller()
    Partner.objects.update(registered_at=at - timedelta(days=90))
    contract = engaged(firm, who, [DE], at - timedelta(days=90))
    product = making.product(at)
    last = scorecard.monday(at) - WEEK
    version = contract.versions.get()
    case = Case.objects.create(
        contract=contract, version=version, title="x", state="open", opened_side="partner",
        opened_by="test", opened_at=at, changed_at=at,
    )  # fmt: skip
    for week in range(5):
        for number in range(4):
            when = scorecard.stretch(last - week * WEEK)[0] + timedelta(hours=number + 1)
            CaseVerdict.objects.create(
                case=case, promise="first_response", started_at=when, due=when, ended_at=when,
                state="breached", overrun_seconds=1, hash="0" * 64, kept_at=at,
            )  # fmt: skip
    assert outcomes.week_of(product, firm.partner, last).breached == 4
    for week in range(4, 0, -1):
        actions.keep_week(by=product, at=at, partner=firm.partner, fit=None, week=outcomes.week_of(product, firm.partner, last - week * WEEK))  # fmt: skip
    assert incidents.keep_weeks(by=product, at=at) == 1  # only what was not kept yet
    assert incidents.keep_weeks(by=product, at=at) == 0
    card = Scorecard.objects.get()
    assert (card.band, card.monday, ScoreWeek.objects.count()) == ("block", last, 5)
    assert "不转来新请求" in Notice.objects.get(kind="scorecard.block").body_zh
    page = directory.partner(product, firm.ref)
    assert (page.stopped, page.accepting, len(page.offers)) == ("block", False, 2)
