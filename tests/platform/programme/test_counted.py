"""Outcomes of the programme: cohorts worked by hand, from the rooms' own rows; who sees which."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.platform.directory import making as world
from tests.platform.incidents.making import DE, certified, engaged

from pilotage.engines.outcomes import LEAST
from pilotage.kernel.errors import Invalid, NotAllowed
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import EprCheck
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.documents.models import Document
from pilotage.platform.programme import actions, queries
from pilotage.platform.programme.claims import claims
from pilotage.platform.programme.counting import count
from pilotage.platform.programme.models import Outcome, ShopRecord
from pilotage.platform.reports.models import MonthReport

pytestmark = pytest.mark.django_db
NOW = world.NOW
AS_OF = NOW.date() - timedelta(days=1)
OPENING = ("account_opening", "DE")


def seller(name="卖家"):
    return world.member(world.organisation("seller", name), "seller")


def shop(who, sent, answer="waiting", answered=None, sold=None):
    return ShopRecord.objects.create(
        organisation_id=who.organisation_id, marketplace="DE", submitted_on=sent, answer=answer,
        answered_on=answered, first_sale_on=sold, noted_by="test", noted_at=NOW,
    )  # fmt: skip


def counted(name, partner=None):
    found = [one for one in count(world.product(), AS_OF) if (one.measure, one.partner) == (name, partner)]  # fmt: skip
    return found[0]


class TestApproval:
    def test_open_and_withdrawn_ones_are_no_failures_and_each_stands_in_its_cohort(self):
        """With a partner 11 of 12 (3 open, 1 withdrawn), without 6 of 10: two cohorts, their difference is said."""
        firm, day = certified(), date(2026, 9, 1)
        for n in range(16):
            who = seller(f"有{n}")
            engaged(firm, who, [OPENING], NOW - timedelta(days=200))
            answer = "approved" if n < 11 else "declined" if n < 12 else "waiting" if n < 15 else "withdrawn"  # fmt: skip
            shop(who, day, answer, None if answer == "waiting" else day)
        for n in range(10):
            shop(seller(f"无{n}"), day, "approved" if n < 6 else "declined", day)
        one = counted("approval")
        assert (one.figure.good, one.figure.n, one.figure.open) == (11, 12, 3)
        assert [left.count for left in one.figure.excluded] == [1]
        assert (one.other.good, one.other.n) == (6, 10)
        mine = counted("approval", firm.partner.organisation_id)
        assert (mine.figure.good, mine.figure.n) == (11, 12)

    def test_a_contract_for_something_else_or_after_the_day_makes_no_partner(self):
        firm, early, late = certified(), seller("甲"), seller("乙")
        engaged(firm, early, [DE], NOW - timedelta(days=200))
        engaged(firm, late, [OPENING], NOW - timedelta(days=2))
        for who in (early, late):
            shop(who, date(2026, 9, 1), "approved", date(2026, 9, 9))
        one = counted("approval")
        assert (one.figure.n, one.other.n) == (0, 2)

    def test_without_sellers_on_their_own_there_is_no_other_cohort(self):
        assert counted("approval").other is None


def test_cold_start_counts_shops_that_still_wait():
    """Ten approved on 1 September; six sold after 10, 20 … 60 days, four wait 84 days: half by day 50."""
    first = date(2026, 9, 1)
    for n in range(10):
        sold = first + timedelta(days=10 * (n + 1)) if n < 6 else None
        shop(seller(f"店{n}"), first, "approved", first, sold)
    one = counted("cold_start").other
    assert (one.value, one.good, one.open, one.n) == (50, 6, 4, 10)


def test_epr_takes_each_sellers_last_check():
    for n in range(11):
        who = seller(f"包{n}")
        document = Document.objects.create(
            owner_id=who.organisation_id, kind="x", name="x", sha256=f"{n:064}", size=1,
            uploaded_by="t", uploaded_at=NOW,
        )  # fmt: skip
        for weight, days in (("act", 30), ("look" if n else "act", 20)):
            EprCheck.objects.create(
                organisation_id=who.organisation_id, products=document, papers={}, year=2026, on=AS_OF, state="done",
                result={"findings": [{"weight": weight}], "duties": [{"country": "DE"}] if n < 10 else []},
                started_by="t", started_at=NOW, ended_at=NOW - timedelta(days=days),
            )  # fmt: skip
    one = counted("epr").other
    assert (one.good, one.n, one.value, one.excluded[0].count) == (9, 10, 0.9, 1)


def test_acos_is_the_median_of_last_months():
    for n in range(10):
        who = seller(f"广{n}")
        for month, value in (("2026-09", "0.9"), ("2026-10", f"0.{20 + n}")):
            MonthReport.objects.create(
                organisation_id=who.organisation_id, month=month, state="done", started_by="t",
                started_at=NOW, ended_at=NOW - timedelta(days=5), result={"figures": [{"key": "acos", "value": value}]},
            )  # fmt: skip
    one = counted("acos").other
    assert (round(one.value, 4), one.low, one.high) == (0.245, 0.21, 0.28)


def test_disputes_by_contract_month():
    """Ten contracts in force for 73 days: 24 contract-months, three disputes: 0.125 a month."""
    firm = certified()
    since = NOW.replace(hour=0) - timedelta(days=73)
    made = [engaged(firm, seller(f"合{n}"), [DE], since) for n in range(10)]
    for contract in made[:3]:
        Dispute.objects.create(
            contract=contract, subject_kind="invoice", subject_ref=contract.ref, about_zh="账单", about_en="invoice",
            ground="x", state="opened", rule="1", opened_side="seller", opened_by="t",
            opened_at=NOW - timedelta(days=3), answer_by=NOW, escalate_by=NOW,
        )  # fmt: skip
    one = counted("disputes").figure
    assert (one.good, one.n, round(one.exposure, 2)) == (3, 10, 23.98)
    assert round(one.value, 4) == round(3 / (730 / (365.25 / 12)), 4) == 0.1251
    assert counted("sla").figure.value is None


def test_of_listed_partners_those_that_the_ranking_reached():
    certified("甲所"), certified("乙所")
    one = counted("exposure").figure
    assert (one.good, one.n) == (0, 2)
    assert one.unknown.zh == f"样本不足：2 例，至少 {LEAST} 例才给出数值"


class TestKept:
    def test_once_a_day_and_read_back_as_counted(self):
        firm = certified()
        engaged(firm, seller(), [DE], NOW - timedelta(days=10))
        by = world.product()
        assert actions.keep_outcomes(by=by, at=NOW) == Outcome.objects.count() > 7
        assert actions.keep_outcomes(by=by, at=NOW + timedelta(hours=5)) == 0
        whole = [one for one in queries.outcomes(world.operator()) if one.measure.name == "disputes"]  # fmt: skip
        assert [one.partner for one in whole] == [None, firm.partner.organisation]
        assert whole[0].figure == counted("disputes").figure

    def test_a_partner_sees_its_own_beside_the_whole_a_seller_the_public_ones(self):
        firm, other = certified("甲所"), certified("乙所")
        for one in (firm, other):
            engaged(one, seller(one.ref), [DE], NOW - timedelta(days=10))
        actions.keep_outcomes(by=world.product(), at=NOW)
        seen = queries.outcomes(firm.owner)
        assert {one.partner for one in seen} == {None, firm.partner.organisation}
        seen = queries.outcomes(seller("看"))
        assert {one.partner for one in seen} == {None}
        assert {one.measure.name for one in seen} == {"approval", "cold_start", "sla", "disputes", "exposure"}  # fmt: skip

    def test_nobody_else(self):
        with pytest.raises(NotAllowed):
            list(count(seller(), AS_OF))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"marketplace": "XX"}, "MARKETPLACE_UNKNOWN"),
        ({"answer": "maybe"}, "UNKNOWN_ANSWER"),
        ({"answer": "approved"}, "ANSWER_AND_DAY"),
        ({"answered_on": AS_OF}, "ANSWER_AND_DAY"),
        ({"first_sale_on": AS_OF}, "SALE_WITHOUT_SHOP"),
        ({"submitted_on": date(2027, 1, 1)}, "DAYS_OUT_OF_ORDER"),
        ({"answer": "approved", "answered_on": date(2026, 1, 1)}, "DAYS_OUT_OF_ORDER"),
    ],
)
def test_days_and_answers_that_do_not_agree_are_refused(facts, code):
    given = {"marketplace": "DE", "submitted_on": date(2026, 9, 1), **facts}
    with pytest.raises(Invalid) as refused:
        actions.note_shop(by=seller(), at=NOW, **given)
    assert refused.value.code == code


def test_today_is_the_day_in_shanghai_from_its_first_hour_on():
    """An hour past midnight on the 26th there, still the 25th by the record's clock."""
    at = datetime(2026, 11, 25, 17, tzinfo=UTC)
    actions.note_shop(by=seller(), at=at, marketplace="DE", submitted_on=date(2026, 11, 26))
    with pytest.raises(Invalid):
        actions.note_shop(by=seller("乙"), at=at, marketplace="DE", submitted_on=date(2026, 11, 27))


def test_noted_again_a_shop_is_corrected():
    who, sent = seller(), date(2026, 9, 1)
    actions.note_shop(by=who, at=NOW, marketplace="DE", submitted_on=sent)
    actions.note_shop(by=who, at=NOW, marketplace="DE", submitted_on=sent, answer="approved", answered_on=AS_OF)  # fmt: skip
    assert [one.answer for one in queries.shops(who)] == ["approved"]


def test_the_guides_claims_are_marked_and_have_a_source():
    assert {one.confidence for one in claims()} == {"unverified"}
    assert all("指南" in one.source for one in claims())
    assert ("98.6 %", "76.3 %") in {(one.value, one.beside) for one in claims()}


def test_a_day_on_which_the_timer_did_not_run_is_told_and_not_made_up():
    """Counted for 20 and 23 November; two of the days between, and the 24th once the day is two hours old."""
    for day in (21, 24):
        at = datetime(2026, 11, day, 3, tzinfo=UTC)
        actions.keep_outcomes(by=Viewer.product("test", at), at=at)
    early, late = datetime(2026, 11, 25, 1, tzinfo=UTC), datetime(2026, 11, 25, 3, tzinfo=UTC)
    between = [date(2026, 11, 21), date(2026, 11, 22)]
    assert queries.missing(Viewer.product("test", early)) == between
    assert queries.missing(Viewer.product("test", late)) == [*between, date(2026, 11, 24)]
