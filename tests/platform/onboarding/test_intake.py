"""From the papers to the proposal: whose move it is, who is told, what is signed, and the working days it took."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.platform.directory import making as world
from tests.platform.engagements.making import held, sent

from pilotage.engines.sla import State as Sla
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements import actions as requests
from pilotage.platform.notices.models import Notice
from pilotage.platform.onboarding import actions, intakes
from pilotage.platform.onboarding import intake as rules
from pilotage.platform.onboarding.intake import MOVES, TABLE, State
from pilotage.platform.onboarding.intake_clock import clock
from pilotage.platform.onboarding.models import Intake, IntakeMove

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai; it works 09-18
EVERY_PAPER = tuple(rules.words().papers)


class Table:
    """Both sides and the programme over one accepted request."""

    def __init__(self, at: datetime):
        firm = world.listed_firm()
        self.seller, self.partner, self.operator = world.seller(), firm.owner, world.operator()
        self.referral = held(sent(self.seller, at, named=(firm.ref,)))
        requests.accept(by=firm.owner, at=at, ref=self.referral.ref)
        self.row = actions.begin(by=self.by("seller", at), at=at, referral=self.referral.ref)

    def by(self, side: str, at: datetime):
        return replace(getattr(self, side), at=at)

    def do(self, event: str, side: str, at: datetime) -> Intake:
        given = {
            "hand_in": {"papers": EVERY_PAPER, "note": "在微信群"},
            "sign": {"seen": self.text(), "ref": ""},
        }.get(event, {"note": "缺 EPR 号"} if event != "confirm" else {})
        self.row = getattr(actions, event)(
            **{**given, "by": self.by(side, at), "at": at, "ref": self.row.ref}
        )
        return self.row

    def text(self) -> str:
        return rules.hash_of(rules.words().signed(State(self.row.state)))

    def until(self, state: State, at: datetime) -> None:
        """The shortest way there."""
        for event, side in WAY:
            if self.row.state == state:
                return
            self.do(event, side, at)

    def clock(self, at: datetime):
        return clock(self.row, list(self.row.moves.order_by("pk")), at)


WAY = (
    ("hand_in", "seller"), ("confirm", "operator"), ("sign", "seller"), ("sign", "partner"),
    ("sign", "partner"), ("sign", "seller"), ("diagnose", "partner"), ("propose", "partner"),
)  # fmt: skip


@pytest.fixture
def table() -> Table:
    return Table(MONDAY)


def test_the_way_to_a_proposal_counts_only_the_time_of_partner_and_programme(table):
    at = MONDAY
    for (event, side), hours in zip(WAY, (2, 1, 3, 1, 1, 2, 1, 1), strict=True):
        at += hours * HOUR
        table.do(event, side, at)
    # 12 hours from 09:00 end at 21:00: the last two and an hour lie after closing at 18:00.
    seen = table.clock(at + 100 * HOUR)
    assert (table.row.state, seen.state) == (State.PROPOSED, Sla.MET)
    assert {side: s / 3600 for side, s in seen.used.items()} == SPENT
    assert table.row.ended_at == at


SPENT = {"seller": 6.0, "operator": 1.0, "partner": 2.0}


def test_while_the_seller_has_the_move_there_is_no_due_day_and_then_it_moves_on(table):
    assert (table.clock(MONDAY + HOUR).state, table.clock(MONDAY + HOUR).due) == (Sla.PAUSED, None)
    a_week_later = MONDAY + timedelta(days=7)
    table.do("hand_in", "seller", a_week_later)
    assert table.clock(a_week_later).due == datetime(2026, 12, 14, 10, 0, tzinfo=UTC)
    late = table.clock(a_week_later + timedelta(days=8))
    assert (late.state, late.late) == (Sla.BREACHED, True)


@pytest.mark.parametrize("state", list(State))
def test_each_side_does_what_the_table_says_and_nothing_else(table, state):
    if state is State.STOPPED:
        table.do("stop", "seller", MONDAY)
    table.until(state, MONDAY)
    for event in {event for _, event, _ in TABLE}:
        for side in ("seller", "partner", "operator"):
            if (state, event, side) not in TABLE:
                with pytest.raises((WrongState, NotAllowed)):
                    rules.after(state, event, side)
                    table.do(event, side, MONDAY)
    assert table.row.state == state and (state in MOVES) == (table.row.ended_at is None)


def test_sent_back_it_is_the_sellers_move_again_and_papers_are_all_or_none(table):
    with pytest.raises(Invalid, match="PAPERS_MISSING"):
        actions.hand_in(
            by=table.seller, at=MONDAY, ref=table.row.ref, papers=EVERY_PAPER[1:], note=""
        )
    assert not IntakeMove.objects.exists()
    table.do("hand_in", "seller", MONDAY)
    assert table.do("send_back", "operator", MONDAY).state == State.PAPERS
    assert IntakeMove.objects.last().note == "缺 EPR 号"


def test_a_signature_is_over_the_words_that_were_read(table):
    table.until(State.AGREEMENT, MONDAY)
    with pytest.raises(WrongState, match="OTHER_WORDS"):
        actions.sign(by=table.seller, at=MONDAY, ref=table.row.ref, seen="0" * 64)
    read = table.text()
    table.do("sign", "seller", MONDAY)
    assert IntakeMove.objects.last().signed == read


def test_the_other_side_is_told_and_strangers_find_nothing(table):
    told = Notice.objects.filter(kind="intake.moved", organisation=table.partner.organisation_id)
    assert told.count() == 1
    table.do("hand_in", "seller", MONDAY)
    assert told.count() == 2 and "平台核对资料中" in told.latest("pk").title_zh
    for stranger in (world.seller(), world.firm("别家").owner):
        with pytest.raises(NotFound):
            intakes.intake(stranger, table.row.ref)
    assert list(intakes.waiting(table.operator)) == [table.row]
    assert not intakes.waiting(table.seller).exists()


def test_the_programme_is_told_when_the_move_is_its_own_and_only_then(table):
    told = Notice.objects.filter(kind="intake.moved", organisation=table.operator.organisation_id)
    assert not told.exists()
    table.do("hand_in", "seller", MONDAY)
    assert told.get().link.endswith(f"{table.row.ref}/")
    table.do("confirm", "operator", MONDAY)
    assert told.count() == 1


def test_the_programme_does_not_read_what_the_two_write_for_each_other(table):
    table.until(State.PROPOSED, MONDAY)
    moves = table.row.moves.all()
    for who, events in (
        (table.operator, {"diagnose", "propose"}),
        (table.seller, set()),
        (table.partner, set()),
    ):
        assert {m.event for m in moves if intakes.is_withheld(who, m)} == events


def test_it_begins_once_and_only_under_what_was_accepted(table):
    with pytest.raises(WrongState, match="INTAKE_THERE"):
        actions.begin(by=table.seller, at=MONDAY, referral=table.referral.ref)
    seller, firm = world.seller(), world.listed_firm("另一家")
    waiting = held(sent(seller, MONDAY, named=(firm.ref,)))
    with pytest.raises(WrongState, match="NOT_ACCEPTED"):
        actions.begin(by=seller, at=MONDAY, referral=waiting.ref)


def walked(table: Table, to: State) -> None:
    """The shortest way there, a minute a move."""
    for minute, (event, side) in enumerate(WAY, start=1):
        if table.row.state != to:
            table.do(event, side, MONDAY + timedelta(minutes=minute))


@pytest.mark.parametrize(
    ("until", "hours", "told"),
    [
        # The seller has the move: after three working days and after ten, once each.
        (State.PAPERS, 24 * 2, []),
        (State.PAPERS, 24 * 3 + 9, ["seller"]),
        (State.PAPERS, 24 * 15, ["seller"]),
        # The partner has it: five working days, told within the last of them, and late both.
        (State.COUNTERSIGN, 24, []),
        (State.COUNTERSIGN, 24 * 7 + 4, ["partner"]),
        (State.COUNTERSIGN, 24 * 9, ["partner", "seller"]),
        (State.CHECKING, 24 * 7 + 4, ["operator"]),
        (State.PROPOSED, 24 * 60, []),
    ],
)
def test_whoever_has_the_move_is_reminded_once(table, until, hours, told):
    walked(table, until)
    at = MONDAY + timedelta(hours=hours)
    by = Viewer.product("onboarding", at)
    assert actions.remind(by=by, at=at) == len(told) and actions.remind(by=by, at=at) == 0
    rows = Notice.objects.filter(kind="intake.reminder").values_list("organisation__kind", flat=True)  # fmt: skip
    assert sorted(rows) == told


def test_the_next_stage_and_the_next_move_are_told_again(table):
    def told(at: datetime) -> int:
        return actions.remind(by=Viewer.product("onboarding", at), at=at)

    walked(table, State.COUNTERSIGN)
    assert told(MONDAY + timedelta(days=7, hours=4)) == 1
    assert told(MONDAY + timedelta(days=9)) == 2
    table.do("sign", "partner", MONDAY + timedelta(days=9, hours=1))
    assert told(MONDAY + timedelta(days=9, hours=2)) == 2
