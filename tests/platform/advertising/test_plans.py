"""Plans from files to a sheet of what was accepted: who may what, in which order, and that nothing else is in it."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.platform.advertising import making
from tests.platform.directory import making as world

from pilotage.engines.ads.kept_plan import Only
from pilotage.engines.mill.spans import spans
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform import ports
from pilotage.platform.advertising import actions, queries
from pilotage.platform.advertising.models import AdDecision, AdPlan
from pilotage.platform.advertising.verdicts import CODES, verdicts
from pilotage.platform.audit.models import Event

pytestmark = pytest.mark.django_db
NOW = making.NOW


@pytest.fixture(autouse=True)
def _here(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    making.crunch_here(monkeypatch)


@pytest.fixture
def seller():
    return world.seller()


@pytest.fixture
def plan(seller):
    return making.made(seller, making.own(seller))


def decide(by, plan, verdict="accepted", **how):
    reason = how.pop("reason", "季节商品" if verdict == "refused" else "")
    return actions.decide(by=by, at=NOW, ref=plan.ref, verdict=verdict, reason=reason, **how)


def bytes_of(sha256: str) -> bytes:
    return ports.files().path(sha256).read_bytes()


def sheet_rows(plan) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(plan.sheet_sha256)))
    head, *rows = book.active.values
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_from_files_to_a_sheet_of_what_was_accepted(seller, plan):
    assert (plan.state, plan.changes, plan.advice) == ("review", 26, 0)
    whole = json.loads(bytes_of(plan.json_sha256))
    decide(seller, plan, only=Only(what="bid"))
    decide(seller, plan, "refused", places=[3, 4])
    assert making.standing(seller, plan) == {"open": 2, "accepted": 22, "refused": 2}
    plan = making.approved(seller, plan)
    assert (plan.state, plan.accepted) == ("approved", 22)
    wanted = [
        one for n, one in enumerate(whole["changes"]) if one["what"] == "bid" and n not in (3, 4)
    ]
    assert [(r["Keyword ID"], r["Bid"]) for r in sheet_rows(plan)] == [
        (one["ids"]["keyword_id"], one["to"]) for one in wanted
    ]
    assert {row["Entity"] for row in sheet_rows(plan)} == {"Keyword"}
    actions.apply(by=seller, at=NOW, ref=plan.ref, on=NOW.date())
    plan.refresh_from_db()
    assert (plan.state, plan.applied_by, plan.applied_on) == ("applied", seller.actor, NOW.date())
    told = Event.objects.filter(object=f"ad_plan:{plan.ref}").order_by("seq")
    assert [one.action.partition(".")[2] for one in told] == [
        "started", "finished", "decided", "decided", "approved", "sheet_written", "applied",
    ]  # fmt: skip


def test_the_workbook_for_people_has_every_change_in_both_languages(plan):
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(plan.book_sha256)))
    rows = list(book["更改 Changes"].values)
    assert len(rows) == 27 and "出价由" in rows[1][11] and "bid" in rows[1][12]


def test_a_file_that_cannot_be_used_is_told_and_the_plan_made_of_the_rest(seller):
    broken = making.files() | {"history": b"\x00\x01nothing", "targeting": making.files()["bulk"]}
    plan = making.made(seller, making.own(seller), **broken)
    assert plan.state == "review" and plan.changes == 26
    told = {one["role"]: one for one in plan.summary["files"]}
    assert told["terms"]["rows"] == told["terms"]["kept"] + told["terms"]["rejected"] == 24
    assert told["history"]["says"]["zh"] and told["history"]["says"]["en"]
    assert "没有所需的表" in told["targeting"]["says"]["zh"]


def test_nothing_of_use_says_why_and_keeps_the_files(seller):
    plan = making.made(seller, making.own(seller), terms=b"x")
    assert plan.state == "failed" and plan.error["code"] == "NO_FILE_OF_USE"
    assert "terms.xlsx" in plan.error["says"]["zh"] and plan.inputs.count() == 1


def test_a_job_done_again_changes_nothing(seller, plan):
    from pilotage.jobs import ads, ads_sheet

    before = AdPlan.objects.filter(pk=plan.pk).values().get()
    ads.run({"ref": plan.ref}, at=NOW + timedelta(days=1))
    assert AdPlan.objects.filter(pk=plan.pk).values().get() == before
    decide(seller, plan, places=[0])
    plan = making.approved(seller, plan)
    first = plan.sheet_sha256
    ads_sheet.run({"ref": plan.ref}, at=NOW + timedelta(days=1))
    plan.refresh_from_db()
    assert (
        plan.sheet_sha256 == first
        and Event.objects.filter(action="ad_plan.sheet_written").count() == 1
    )


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"verdict": "refused", "reason": " ", "places": [1]}, "REASON_MISSING"),
        ({"places": []}, "NOTHING_CHOSEN"),
        ({"places": [26]}, "NO_SUCH_CHANGE"),
        ({"places": [-1]}, "NO_SUCH_CHANGE"),
        ({"only": Only(words="无此词")}, "NOTHING_CHOSEN"),
        ({"only": Only(what="bid"), "standing": "refused"}, "NOTHING_CHOSEN"),
        ({"only": Only(what="bid"), "standing": "opne"}, "NOTHING_CHOSEN"),
        ({"verdict": "maybe", "places": [1]}, "NO_SUCH_VERDICT"),
    ],
)
def test_decisions_that_are_none(seller, plan, how, code):
    with pytest.raises(Invalid) as refused:
        decide(seller, plan, **how)
    assert refused.value.code == code and not AdDecision.objects.exists()


def test_an_approval_is_given_to_what_was_seen(seller, plan):
    seen = verdicts(plan).seen
    with pytest.raises(WrongState, match="NOTHING_ACCEPTED"):
        actions.approve(by=seller, at=NOW, ref=plan.ref, seen=seen)
    decide(seller, plan, places=[0])
    with pytest.raises(WrongState, match="DECISIONS_CHANGED"):
        actions.approve(by=seller, at=NOW, ref=plan.ref, seen=seen)
    making.approved(seller, plan)
    with pytest.raises(WrongState):
        decide(seller, plan, places=[1])


@pytest.mark.parametrize("days", [-2, 2])
def test_it_was_applied_after_the_approval_and_not_in_the_future(seller, plan, days):
    decide(seller, plan, places=[0])
    making.approved(seller, plan)
    with pytest.raises(Invalid, match="DAY_CANNOT_BE"):
        actions.apply(by=seller, at=NOW, ref=plan.ref, on=NOW.date() + timedelta(days=days))


def test_a_partner_prepares_and_only_the_seller_approves(seller):
    serves = making.partner(seller, "ads.read", "ads.plan")
    plan = making.made(serves, making.own(seller))
    assert plan.firm_id == serves.organisation_id
    assert queries.steps(serves, plan) == {"decide", "propose"}
    decide(serves, plan, only=Only())
    with pytest.raises(NotAllowed):
        actions.approve(by=serves, at=NOW, ref=plan.ref, seen=verdicts(plan).seen)
    actions.propose(by=serves, at=NOW, ref=plan.ref, words="第一版")
    with pytest.raises(WrongState):
        decide(serves, plan, "open", places=[0])
    actions.give_back(by=seller, at=NOW, ref=plan.ref, words="品牌词不要动")
    decide(serves, plan, "refused", places=[0])
    actions.propose(by=serves, at=NOW, ref=plan.ref)
    plan = making.approved(seller, plan)
    assert plan.accepted == 25 and queries.steps(serves, plan) == {"apply"}
    grounds = Event.objects.filter(object=f"ad_plan:{plan.ref}", actor=serves.actor)
    assert all("cedar:" in one.basis for one in grounds) and grounds.count() == 5


def test_a_grant_can_let_the_partner_approve(seller):
    serves = making.partner(seller, "ads.read", "ads.plan", "ads.approve")
    plan = making.made(serves, making.own(seller))
    decide(serves, plan, places=[0])
    assert making.approved(serves, plan).approved_by == serves.actor


@pytest.mark.parametrize(
    ("scopes", "sites", "error"),
    [(("ads.plan",), ("*",), NotFound), (("ads.read",), ("FR",), NotFound), (("tax.read",), ("*",), NotFound)],
)  # fmt: skip
def test_what_is_not_granted_is_not_there(seller, plan, scopes, sites, error):
    serves = making.partner(seller, *scopes, sites=sites)
    with pytest.raises(error):
        queries.plan(serves, plan.ref)
    assert not queries.plans(serves).exists()


def test_a_partner_reads_but_does_not_prepare_without_that_scope(seller, plan):
    serves = making.partner(seller, "ads.read", sites=("DE",))
    assert queries.plan(serves, plan.ref) == plan and queries.steps(serves, plan) == set()
    with pytest.raises(NotAllowed):
        decide(serves, plan, places=[0])
    with pytest.raises(NotAllowed):
        making.asked(serves, making.own(seller))


def test_another_seller_sees_nothing(plan):
    with pytest.raises(NotFound):
        queries.plan(world.seller(), plan.ref)


WISHES = [
    ({"target_acos": "0"}, "UNUSABLE_ARGUMENT"),
    ({"target_acos": "much"}, "UNUSABLE_ARGUMENT"),
    ({"target_acos": "NaN"}, "UNUSABLE_ARGUMENT"),
    ({"target_acos": "0.3", "budget": "-1"}, "UNUSABLE_ARGUMENT"),
    ({"target_acos": "0.3", "as_of": "31.8.2026"}, "UNUSABLE_ARGUMENT"),
]


@pytest.mark.parametrize(("wishes", "code"), WISHES)
def test_wishes_out_of_range(seller, wishes, code):
    file = making.kept(seller, making.own(seller), "t.xlsx", making.files()["terms"])
    with pytest.raises(Invalid) as refused:
        actions.start(
            by=seller, at=NOW, seller=making.own(seller), site="DE", documents={"terms": file}, wishes=wishes,
        )  # fmt: skip
    assert refused.value.code == code and not AdPlan.objects.exists()


def test_pages_and_filters_agree_with_a_walk_over_everything(seller, plan):
    decide(seller, plan, places=[0, 1, 25])
    decide(seller, plan, "refused", places=[1])
    whole = json.loads(bytes_of(plan.json_sha256))["changes"]
    shown = queries.changes(seller, plan, Only(), number=1)
    assert sorted(one.change["position"] for one in shown.rows) == list(range(26))
    assert all(
        one.change | {"position": 0} == whole[one.change["position"]] | {"position": 0}
        for one in shown.rows
    )
    accepted = queries.changes(seller, plan, Only(), "accepted")
    assert sorted(one.change["position"] for one in accepted.rows) == [0, 25]
    held = [n for n, one in enumerate(whole) if "bid_floor" in one["guard"]]
    found = queries.changes(seller, plan, Only(guard="bid_floor"))
    assert sorted(one.change["position"] for one in found.rows) == held
    table = dict(queries.counts(seller, plan, verdicts(plan)))
    assert (
        table["bid"] == {"open": 22, "accepted": 1, "refused": 1}
        and table["negative"]["accepted"] == 1
    )


STEPS = st.lists(
    st.tuples(st.sampled_from(CODES), st.lists(st.integers(0, 29), min_size=1, max_size=8)), max_size=8
)  # fmt: skip


@given(STEPS)
@settings(max_examples=25, deadline=None)
def test_the_last_word_counts(steps):
    """Against the slow referee: a dictionary written to in order."""
    slow = dict.fromkeys(range(30), "open")
    rows = []
    for verdict, places in steps:
        slow |= dict.fromkeys(places, verdict)
        rows.append(AdDecision(verdict=verdict, spans=spans(places)))
    found = verdicts(_Kept(rows))
    assert [CODES[code] for code in found.codes] == list(slow.values())


class _Kept:
    """A plan of thirty changes whose decisions stand in memory."""

    changes = 30

    def __init__(self, rows: list[AdDecision]) -> None:
        self.decisions = self
        self._rows = rows

    def order_by(self, _: str) -> list[AdDecision]:
        return self._rows
