"""A proposal does nothing by itself; a person's approval does it by their own rights, once, or says why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.platform.directory import making as world
from tests.platform.disputes.making import parties

from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform.audit import queries as audit
from pilotage.platform.audit.models import Event
from pilotage.platform.cases.models import Case
from pilotage.platform.proposals import actions, queries
from pilotage.platform.proposals.kinds import KINDS
from pilotage.platform.proposals.models import Proposal, State

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def some():
    return parties(NOW)


def proposed(some, side="seller", at=NOW, **facts) -> Proposal:
    given = {"contract": some.contract.ref, "title": "十月申报", "text": "请说明差额", **facts}
    return actions.propose(by=some.side(side, at), at=at, kind="open_case", facts=given)


def refused(error, code, do, **given):
    with pytest.raises(error) as caught:
        do(**given)
    assert caught.value.code == code


def test_nothing_happens_until_a_person_approves(some):
    row = proposed(some)
    assert (row.state, Case.objects.count()) == (State.WAITING, 0)
    assert "十月申报" in row.says.zh and "请说明差额" in row.says.en
    done = actions.approve(by=some.side("seller", LATER), at=LATER, ref=row.ref)
    case = Case.objects.get()
    assert (done.state, done.outcome, case.opened_side) == (State.DONE, case.ref, "seller")
    refused(
        WrongState, "PROPOSAL_DECIDED", actions.approve,
        by=some.side("seller", LATER), at=LATER, ref=row.ref,
    )  # fmt: skip
    assert Case.objects.count() == 1
    told = [e["action"] for e in audit.chain(some.contract.seller.ref)][-3:]
    assert told == ["proposal.made", "case.opened", "proposal.done"]


def test_said_again_while_it_waits_it_is_the_same(some):
    assert proposed(some) == proposed(some)
    assert proposed(some, text="另一句") != proposed(some)


def test_what_the_action_refuses_is_kept_with_its_reason_and_undone(some):
    row = proposed(some)
    some.contract.state = "withdrawn"
    some.contract.save()
    failed = actions.approve(by=some.side("seller", LATER), at=LATER, ref=row.ref)
    assert (failed.state, Case.objects.count()) == (State.FAILED, 0)
    assert failed.why_zh == "合同签署后才能开服务单。" and failed.why_en


def test_refused_or_expired_is_never_done(some):
    row = proposed(some)
    actions.refuse(by=some.side("seller", LATER), at=LATER, ref=row.ref)
    other = proposed(some, text="另一句")
    late = other.expires_at
    for ref, at in ((row.ref, LATER), (other.ref, late)):
        refused(
            WrongState, "PROPOSAL_DECIDED", actions.approve,
            by=some.side("seller", at), at=at, ref=ref,
        )  # fmt: skip
    assert actions.expire(by=world.product(late), at=late) == 1
    assert actions.expire(by=world.product(late), at=late) == 0
    told = Event.objects.filter(action="proposal.expired").get()
    assert (told.object, told.tenant) == (f"proposal:{other.ref}", some.side("seller", late).organisation_ref)  # fmt: skip
    assert Case.objects.count() == 0


def test_only_the_own_organisation_and_only_those_who_may(some):
    row = proposed(some)
    refused(NotFound, "NO_SUCH_PROPOSAL", actions.approve, by=some.partner, at=NOW, ref=row.ref)
    assert not queries.proposals(some.partner).exists()
    refused(NotAllowed, "ROLE_LACKS_PERMISSION", actions.propose, by=some.partner, at=NOW, kind="revoke_grant", facts={"grant": "grt_1"})  # fmt: skip
    stranger = world.seller()
    refused(NotFound, "NO_SUCH_CONTRACT", actions.propose, by=stranger, at=NOW, kind="ask_export", facts={"contract": some.contract.ref})  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "facts", "code"),
    [
        ("sign_contract", {}, "NO_SUCH_KIND"),
        ("open_case", {"contract": "x"}, "FACT_MISSING"),
        ("open_case", {"contract": "x", "title": "t", "text": "y" * 8001}, "FACT_MISSING"),
        ("open_case", {"contract": ["x"], "title": "t", "text": "y"}, "FACT_MISSING"),
        ("ask_export", {"contract": "x", "code": "123456"}, "FACT_UNKNOWN"),
    ],
)
def test_only_what_is_on_the_list_in_its_shape(some, kind, facts, code):
    refused(Invalid, code, actions.propose, by=some.seller, at=NOW, kind=kind, facts=facts)


def test_nothing_on_the_list_signs_grants_pays_confirms_or_erases():
    assert set(KINDS) == {"open_case", "reply_in_case", "revoke_grant", "ask_export"}


def test_at_most_fifty_wait(some):
    for n in range(actions.MOST_WAITING):
        proposed(some, text=f"第 {n} 句")
    refused(WrongState, "TOO_MANY_WAIT", proposed, some=some, text="再一句")
