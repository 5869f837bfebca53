"""Places by lot: who may apply and why not, rounds, the draw that anybody can do again, the queue that carries over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.platform.directory import making as world

from pilotage.jobs.programme import tick
from pilotage.kernel.errors import NotAllowed, NotFound, PilotageError, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.models import Event
from pilotage.platform.brand.models import Mark
from pilotage.platform.certification.models import Partner
from pilotage.platform.notices.models import Letter, Notice
from pilotage.platform.parties.models import Membership, Organisation, Person
from pilotage.platform.programme import actions, draws, states
from pilotage.platform.programme.actions.rounds import Terms
from pilotage.platform.programme.allocation import CERTAIN
from pilotage.platform.programme.days import today
from pilotage.platform.programme.models import Lot, Place, Round, ShopRecord
from pilotage.platform.programme.resources import resources
from pilotage.platform.webhooks.models import Delivery, Hook

pytestmark = pytest.mark.django_db
NOW = world.NOW
DRAW_ON = date(2026, 12, 2)
DRAWN_AT = datetime.fromisoformat("2026-12-02T01:00:00+08:00")
TERMS = Terms("event", Text("深圳峰会", "Shenzhen summit"), 1, DRAW_ON)
WHY = Text("场地取消", "the venue is gone")


def sellers(many):
    return [world.member(world.organisation("seller", f"卖家{n}"), f"seller{n}") for n in range(many)]  # fmt: skip


def later(viewer, at):
    """The same person at another instant."""
    return Viewer.member(Membership.objects.get(person_id=viewer.person_id), at)


def opened(terms=TERMS, at=NOW):
    return actions.open_round(by=world.product(at), at=at, terms=terms)


def applied(who, code="event", at=NOW):
    return actions.apply_for(by=who, at=at, code=code)


def drawn(row, at=DRAWN_AT):
    return actions.draw(by=world.product(at), at=at, ref=row.ref)


def refused(expected, action, **given):
    with pytest.raises(PilotageError) as error:
        action(**given)
    assert error.value.code == expected and error.value.says.zh and error.value.says.en
    return error.value


def test_every_resource_is_dated_and_sourced_and_the_early_reviewers_ended_in_2021():
    for one in resources().values():
        assert one.address.startswith("https://") and one.checked_on <= NOW.date() + timedelta(days=1)  # fmt: skip
        assert one.source.zh and one.source.en and one.about.zh and one.about.en
    old = resources()["early_reviewer"]
    assert (old.until, old.open_to) == (date(2021, 4, 25), {})
    assert not old.is_offered(date(2021, 4, 25)) and old.is_offered(date(2021, 4, 24))


def test_what_ended_can_be_neither_applied_for_nor_drawn():
    error = refused("NOT_ELIGIBLE", applied, who=world.seller(), code="early_reviewer")
    assert "2021-04-25" in str(error.says)
    refused("RESOURCE_ENDED", opened, terms=Terms("early_reviewer", TERMS.title, 1, DRAW_ON))


def test_vine_asks_for_a_shop_and_a_mark_and_names_what_is_missing():
    who = world.seller()
    error = refused("NOT_ELIGIBLE", applied, who=who, code="vine")
    assert "开店结果" in error.says.zh and "品牌保护" in error.says.zh  # fmt: skip
    ShopRecord.objects.create(
        organisation_id=who.organisation_id, marketplace="DE", submitted_on=DRAW_ON, answer="approved",
        answered_on=DRAW_ON, noted_by="test", noted_at=NOW,
    )  # fmt: skip
    mark = Mark.objects.create(
        organisation_id=who.organisation_id, sign="HAIBEI", office="EUIPO", status="pending",
        added_by="test", added_at=NOW, changed_at=NOW,
    )  # fmt: skip
    error = refused("NOT_ELIGIBLE", applied, who=who, code="vine")
    assert "开店结果" not in error.says.zh
    Mark.objects.filter(pk=mark.pk).update(status="registered")
    assert applied(who, "vine").state == states.Place.WAITING


def test_a_partner_needs_standing_at_events_and_none_may_apply_for_vine():
    firm = world.firm()
    refused("NOT_ELIGIBLE", applied, who=firm.owner, code="vine")
    Partner.objects.filter(pk=firm.partner.pk).update(standing="suspended")
    refused("NOT_ELIGIBLE", applied, who=firm.owner)
    Partner.objects.filter(pk=firm.partner.pk).update(standing="active")
    assert applied(firm.owner).organisation == firm.partner.organisation


def test_who_may_do_what():
    who, desk = world.seller(), world.operator()
    firm = Organisation.objects.get(pk=who.organisation_id)
    for viewer in (desk, world.member(firm, "member", role="member")):
        with pytest.raises(NotAllowed):
            applied(viewer)
    row, mine = opened(), applied(who)
    for action, given in ((actions.open_round, {"terms": TERMS}), (actions.draw, {"ref": row.ref}), (actions.call_off, {"ref": row.ref, "why": WHY}), (actions.draw_due, {})):  # fmt: skip
        with pytest.raises(NotAllowed):
            action(by=who, at=NOW, **given)
    other = world.member(world.organisation("seller", "别人"), "other")
    with pytest.raises(NotFound):
        actions.withdraw(by=other, at=NOW, ref=mine.ref)
    with pytest.raises(NotAllowed):
        actions.withdraw(by=desk, at=NOW, ref=mine.ref)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms("event", TERMS.title, 0, DRAW_ON), "HOW_MANY_PLACES"),
        (Terms("event", TERMS.title, 1001, DRAW_ON), "HOW_MANY_PLACES"),
        (Terms("event", Text("峰会", " "), 1, DRAW_ON), "TITLE_IN_BOTH"),
        (Terms("event", TERMS.title, 1, date(2026, 12, 1)), "DAY_OF_THE_DRAW"),
        (Terms("event", TERMS.title, 1, date(2027, 5, 25)), "DAY_OF_THE_DRAW"),
        (Terms("gold", TERMS.title, 1, DRAW_ON), "NO_SUCH_RESOURCE"),
    ],
)
def test_a_round_that_cannot_be_is_refused(terms, code):
    refused(code, opened, terms=terms)
    assert not Round.objects.exists()


def test_a_round_is_told_promised_and_one_at_a_time():
    (who,) = sellers(1)
    row = opened()
    assert row.promised == sha256(row.secret.encode()).hexdigest() and not row.seed
    assert Notice.objects.filter(organisation_id=who.organisation_id, about=f"round:{row.ref}").count() == 1  # fmt: skip
    told = Event.objects.get(action="round.open").after
    assert row.promised in str(told) and row.secret not in str(told)
    refused("ROUND_IS_OPEN", opened)


def test_a_whole_programme_is_told_in_as_many_statements_as_one_organisation():
    def statements(action, **given):
        with CaptureQueriesContext(connection) as seen:
            action(**given)
        return len(seen)

    end = {"by": world.product(NOW), "at": NOW, "why": WHY}
    applied(world.seller())
    actions.call_off(ref=opened().ref, **end)  # the first event of a chain costs more than the next
    few = statements(opened), statements(actions.call_off, ref=Round.objects.get(state="open").ref, **end)  # fmt: skip
    everybody = sellers(8)
    for who in everybody:
        applied(who)
    Hook.objects.create(organisation_id=everybody[3].organisation_id, address="https://hooks.example.com", kinds=["programme"], sealed="x", secret_since=NOW, added_by="test", added_at=NOW)  # fmt: skip
    many = statements(opened), statements(actions.call_off, ref=Round.objects.get(state="open").ref, **end)  # fmt: skip
    assert [after - before for before, after in zip(few, many, strict=True)] == [1, 1], "the hook's"
    assert Delivery.objects.values_list("hook__organisation").distinct().count() == 1
    assert Delivery.objects.count() == 2
    for n, who in enumerate(everybody):
        assert Notice.objects.filter(organisation_id=who.organisation_id, title_zh__contains="深圳峰会").count() == 2  # fmt: skip
        assert Letter.objects.filter(to__startswith=f"seller{n}@").count() == 2


def test_the_draw_tells_all_their_lots_and_the_rest_wait_with_one_more():
    everybody = sellers(3)
    row, mine = opened(), {who.organisation_ref: applied(who).ref for who in everybody}
    refused("NOT_YET_THE_DAY", drawn, row=row, at=datetime.fromisoformat("2026-12-01T23:59:00+08:00"))  # fmt: skip
    tick(DRAWN_AT)
    assert actions.draw_due(by=world.product(DRAWN_AT), at=DRAWN_AT) == 0
    states_, waits = zip(*Place.objects.order_by("state").values_list("state", "waited"), strict=True)  # fmt: skip
    assert (states_, waits) == (("given", "waiting", "waiting"), (0, 1, 1))
    for who in everybody:
        told = Notice.objects.filter(organisation_id=who.organisation_id).latest("pk")
        assert "签数 1" in told.body_zh and "lots: 1" in told.body_en
        assert Event.objects.filter(tenant=who.organisation_ref, object=f"place:{mine[who.organisation_ref]}").count() == 2  # fmt: skip
    refused("ROUND_WRONG_STATE", drawn, row=row)


def test_anybody_in_the_round_draws_again_and_nobody_else_sees_the_lots():
    one, _, stranger = sellers(3)
    row = opened()
    mine, _ = applied(one), applied(world.firm().owner)
    assert draws.replay(one, row) is None
    row = drawn(row)
    again = draws.replay(one, row)
    assert again.is_same and again.is_kept and again.mine == mine.ref and again.names == {}
    assert {a.ref for a, _ in again.drawn} == set(Place.objects.values_list("ref", flat=True))
    assert draws.lots(stranger, row) == [] and draws.replay(stranger, row) is None
    assert set(draws.replay(world.operator(), row).names) == {a.ref for a, _ in again.drawn}
    # The seed by hand, from what the page publishes.
    refs = ",".join(sorted(a.ref for a, _ in again.drawn))
    assert row.seed == sha256(f"{row.secret}:{refs}".encode()).hexdigest()
    # A result that was not drawn, and a secret that was not promised, are found out.
    row.seed = "0" * 64
    assert not draws.replay(one, row).is_kept
    row.promised = "0" * 64
    assert not draws.replay(one, row).is_kept


def test_lots_are_never_changed():
    applied(world.seller())
    drawn(opened())
    for change in (lambda: Lot.objects.update(given=False), lambda: Lot.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_on_the_day_of_the_draw_it_is_too_late_for_this_round():
    early, late = sellers(2)
    row = opened()
    applied(early)
    applied(later(late, DRAWN_AT), at=DRAWN_AT)
    drawn(row, DRAWN_AT + timedelta(hours=1))
    assert [lot.place for lot in Lot.objects.all()] == list(early_refs(early))
    assert Place.objects.get(organisation_id=late.organisation_id).waited == 0


def early_refs(who):
    return Place.objects.filter(organisation_id=who.organisation_id).values_list("ref", flat=True)


def test_who_waited_long_enough_comes_before_the_draw_over_rounds():
    """One place a round for three; the one that waits is certain after six, however the lots fall."""
    (old,) = sellers(1)
    place = applied(old)
    Place.objects.filter(pk=place.pk).update(waited=CERTAIN)
    for n in range(4):
        applied(world.member(world.organisation("seller", f"新{n}"), f"new{n}"))
    drawn(opened())
    place.refresh_from_db()
    assert (
        place.state == states.Place.GIVEN
        and Round.objects.get(ref=place.given_in).title_zh == "深圳峰会"
    )


def test_one_hand_gets_no_more_than_its_share_while_others_wait():
    """Three of four sellers have a member in common; of three places that hand has two at most."""
    everybody = sellers(4)
    hand = Person.objects.get(pk=everybody[0].person_id)
    for who in everybody[1:3]:
        world.access.join(by=world.product(), at=NOW, person=hand, organisation=Organisation.objects.get(pk=who.organisation_id), role="owner")  # fmt: skip
    mine = [applied(who).ref for who in everybody]
    drawn(opened(Terms("event", TERMS.title, 3, DRAW_ON)))
    firms = dict(Lot.objects.values_list("place", "firm"))
    assert {firms[ref] for ref in mine[:3]} == {min(mine[:3])} and firms[mine[3]] == mine[3]
    assert Place.objects.get(ref=mine[3]).state == states.Place.GIVEN


def test_who_no_longer_meets_the_rules_is_out_and_told_why():
    firm = world.firm()
    place = applied(firm.owner)
    Partner.objects.filter(pk=firm.partner.pk).update(standing="suspended")
    row = drawn(opened())
    place.refresh_from_db()
    assert place.state == states.Place.LAPSED and "暂停" in place.why_zh and place.why_en
    assert not Lot.objects.exists() and row.state == states.Round.DRAWN
    assert "暂停" in Notice.objects.filter(organisation=firm.partner.organisation).latest("pk").body_zh  # fmt: skip


def test_nobody_leaves_and_comes_back_for_another_number():
    who = world.seller()
    first = applied(who)
    refused("ALREADY_IN_QUEUE", applied, who=who)
    row = opened()
    actions.withdraw(by=who, at=NOW + timedelta(hours=1), ref=first.ref)
    refused("AGAIN_AFTER_THE_DRAW", applied, who=who, at=NOW + timedelta(hours=2))
    refused("PLACE_WRONG_STATE", actions.withdraw, by=who, at=NOW, ref=first.ref)
    drawn(row)
    assert applied(later(who, DRAWN_AT), at=DRAWN_AT).waited == 0


def test_a_round_called_off_says_why_and_costs_nobody_a_wait():
    who = world.seller()
    place, row = applied(who), opened()
    refused("REASON_IN_BOTH", actions.call_off, by=world.product(), at=NOW, ref=row.ref, why=Text("场地", ""))  # fmt: skip
    actions.call_off(by=world.product(), at=NOW, ref=row.ref, why=WHY)
    place.refresh_from_db()
    assert (place.state, place.waited) == ("waiting", 0)
    assert Notice.objects.filter(organisation_id=who.organisation_id).latest("pk").body_zh == "场地取消"  # fmt: skip
    with pytest.raises(WrongState):
        drawn(row)
    assert opened().state == states.Round.OPEN


class Walk(RuleBasedStateMachine):
    """Whoever does whatever, round upon round; what must hold holds after every step."""

    def __init__(self):
        super().__init__()
        self.point = transaction.savepoint()
        self.now, self.seen = NOW, {}

    def teardown(self):
        transaction.savepoint_rollback(self.point)

    @rule(event=st.sampled_from(["apply"] * 4 + ["withdraw", "open", "open", "day", "day", "call_off"]), who=st.integers(0, 3), places=st.integers(1, 2))  # fmt: skip
    def step(self, event, who, places):
        self.now += timedelta(minutes=1)
        by, desk = later(self.people[who], self.now), world.product(self.now)
        round_ = Round.objects.filter(state="open").first()
        mine = Place.objects.filter(organisation_id=by.organisation_id).order_by("pk").last()
        try:
            with transaction.atomic():
                if event == "apply":
                    applied(by, at=self.now)
                elif event == "withdraw" and mine:
                    actions.withdraw(by=by, at=self.now, ref=mine.ref)
                elif event == "open":
                    opened(Terms("event", TERMS.title, places, today(self.now) + timedelta(days=7)), self.now)  # fmt: skip
                elif event == "call_off" and round_:
                    actions.call_off(by=desk, at=self.now, ref=round_.ref, why=WHY)
                elif event == "day":
                    self.now += timedelta(days=8)
                    actions.draw_due(by=world.product(self.now), at=self.now)
        except PilotageError as error:
            assert error.says.zh and error.says.en

    @invariant()
    def every_state_follows_the_tables(self):
        moves = {(str(a), str(step.to)) for (a, _, _), step in states.PLACE.items()}
        now = dict(Place.objects.values_list("ref", "state"))
        for ref, state in now.items():
            before = self.seen.get(ref, "waiting")
            # Within one step a day may both come and be drawn, never two events of one application.
            assert before == state or (before, state) in moves
        self.seen = now

    @invariant()
    def no_round_gives_more_than_it_has_and_every_draw_can_be_done_again(self):
        for row in Round.objects.filter(state="drawn"):
            lots = list(Lot.objects.filter(round=row))
            assert sum(lot.given for lot in lots) == min(row.places, len(lots))
            again = draws.replay(world.product(self.now), row)
            assert again.is_same and again.is_kept

    @invariant()
    def the_wait_is_the_rounds_that_were_not_won(self):
        for place in Place.objects.all():
            lots = Lot.objects.filter(place=place.ref).order_by("pk")
            assert place.waited == sum(not lot.given for lot in lots)
            assert [lot.waited for lot in lots] == list(range(len(lots)))
            assert (place.state == "waiting") <= (not any(lot.given for lot in lots))


def test_rounds_walked_at_random():
    walk = type("Rounds", (Walk,), {"people": sellers(4)})
    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=4, stateful_step_count=16, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
