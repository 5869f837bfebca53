"""A receipt walks only the ways of its table, and never does the one who filed confirm it."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.platform.compliance import making as m
from tests.platform.directory import making
from tests.platform.grants import making as grants

from pilotage.kernel.errors import NotAllowed, NotFound, PilotageError, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.models import Event
from pilotage.platform.compliance import actions, queries
from pilotage.platform.compliance.filing_states import NAMES, RECEIPT, Receipt, after
from pilotage.platform.compliance.receipts import fault_of
from pilotage.platform.grants import actions as actions_on_grants
from pilotage.platform.grants.models import Grant
from pilotage.platform.parties.models import Organisation

pytestmark = pytest.mark.slow

WHY = Text("已与税局账户核对", "Checked against the tax account")
EVENTS = sorted({event for _, event in RECEIPT})
ACTORS = ("seller", "partner", "product", "authority")


class Walk(RuleBasedStateMachine):
    """Everybody tries everything in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.state: Receipt | None = None
        self.seen: list[tuple[str, str]] = []

    @rule(event=st.sampled_from(EVENTS), actor=st.sampled_from(ACTORS))
    def attempt(self, event, actor):
        legal = RECEIPT.get((self.state, event))
        try:
            self.state = after(self.state, event, actor)
        except (WrongState, NotAllowed):
            assert legal is None or actor not in legal.actors
        else:
            assert legal is not None
            self.seen.append((event, actor))

    @invariant()
    def confirmed_only_by_seller_or_authority(self):
        if self.state is Receipt.CONFIRMED:
            assert self.seen[-1][0] == "confirm"
            assert self.seen[-1][1] in ("seller", "authority")

    @invariant()
    def confirmed_only_after_a_receipt_came_and_was_looked_at(self):
        if self.state is Receipt.CONFIRMED:
            events = [event for event, _ in self.seen]
            assert "receive" in events
            assert {"pass_format", "fail_format"} & set(events)

    @precondition(lambda self: self.state is Receipt.CONFIRMED)
    @rule(event=st.sampled_from(EVENTS))
    def confirmed_is_the_end(self, event):
        with pytest.raises(WrongState):
            after(self.state, event, "seller")


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_every_state_has_its_name_and_can_be_reached():
    assert set(NAMES) == set(Receipt)
    assert {t.to for t in RECEIPT.values()} == set(Receipt)


@pytest.mark.parametrize(
    ("name", "content", "fine"),
    [
        ("r.pdf", b"%PDF-1.7 x", True), ("r.pdf", b"<html>", False), ("r.pdf", b" ", False),
        ("r.json", b'{"periodKey": "2026"}', True), ("r.json", b"{", False),
        ("r.xml", b"<r>2026-01</r>", True), ("r.xml", b"<r>2025</r>", False),
        ("r.xml", b'<!DOCTYPE r [<!ENTITY a "2026">]><r>&a;</r>', False),
        ("r.exe", b"MZ 2026", False), ("r.csv", b"\xff\xfe2026", False),
    ],
)  # fmt: skip
def test_the_form_of_a_receipt(name, content, fine):
    assert (fault_of(content, name, "2026-01") is None) is fine


@pytest.fixture
def seller(db) -> Viewer:
    return making.seller()


@pytest.fixture
def partner(seller) -> Viewer:
    """The owner of a firm, to whom the seller granted everything that can be granted."""
    firm = making.firm()
    grants.engaged(seller, firm)
    grants.granted(seller, firm.owner)
    return firm.owner


def claimed(by: Viewer, seller: Viewer, figures=None):
    return actions.claim_filing(
        by=by, at=m.NOW, seller=Organisation.objects.get(pk=seller.organisation_id), kind="LOCAL",
        jurisdiction="DE", period="2026-01", figures=figures or {"81": "1,000"},
    )  # fmt: skip


def test_the_partner_claims_and_brings_the_receipt_and_the_seller_confirms(seller, partner):
    filing = claimed(partner, seller)
    assert filing.figures == {"81": "1000"}
    paper = m.document(partner, b"%PDF-1.7 receipt", "receipt.pdf", "receipt")
    filing = actions.receive_receipt(by=partner, at=m.NOW, ref=filing.ref, document=paper)
    assert filing.state == Receipt.FORMAT_OK
    with pytest.raises(NotAllowed):
        actions.settle_filing(by=partner, at=m.NOW, ref=filing.ref, event="confirm", why=WHY)
    done = actions.settle_filing(by=seller, at=m.NOW, ref=filing.ref, event="confirm", why=WHY)
    assert done.state == Receipt.CONFIRMED


def test_an_authoritys_answer_may_settle_it_but_another_job_may_not(seller, partner):
    filing = claimed(partner, seller)
    paper = m.document(partner, b"%PDF-1.7 receipt", "receipt.pdf", "receipt")
    actions.receive_receipt(by=partner, at=m.NOW, ref=filing.ref, document=paper)
    authority, other = Viewer.product("authority", m.NOW), Viewer.product("tax", m.NOW)
    with pytest.raises(NotAllowed):
        actions.settle_filing(by=other, at=m.NOW, ref=filing.ref, event="confirm", why=WHY)
    settled = actions.settle_filing(by=authority, at=m.NOW, ref=filing.ref, event="differ", why=WHY)
    assert settled.state == Receipt.MISMATCH


def test_a_firm_without_a_grant_knows_nothing_of_it(seller, partner):
    filing, stranger = claimed(partner, seller), making.firm("别家").owner
    with pytest.raises(NotAllowed):
        claimed(stranger, seller)
    with pytest.raises(NotFound):
        queries.filing(stranger, filing.ref)
    with pytest.raises(NotFound):
        queries.filing(making.seller(), filing.ref)


def test_a_grant_for_another_country_opens_no_filing_here(seller, partner):
    filing = claimed(partner, seller)
    for grant in Grant.objects.all():
        actions_on_grants.revoke(by=seller, at=m.NOW, ref=grant.ref)
    grants.granted(seller, partner, sites=frozenset({"FR"}))
    with pytest.raises(NotAllowed):
        claimed(partner, seller)
    with pytest.raises(NotFound):
        queries.filing(partner, filing.ref)


def test_the_ground_of_a_partners_entry_stands_in_the_audit(seller, partner):
    filing = claimed(partner, seller)
    event = Event.objects.get(object=f"filing:{filing.ref}")
    assert event.basis.startswith(f"{Grant.objects.get().ref} · cedar:")


def test_figures_cannot_be_changed_once_the_receipt_is_there(seller, partner):
    filing = claimed(partner, seller)
    assert claimed(partner, seller, {"81": "900"}).figures == {"81": "900"}
    paper = m.document(partner, b"%PDF-1.7 receipt", "receipt.pdf", "receipt")
    actions.receive_receipt(by=partner, at=m.NOW, ref=filing.ref, document=paper)
    with pytest.raises(WrongState):
        claimed(partner, seller, {"81": "1"})


@pytest.mark.parametrize("figures", [{"81": "much"}, {"81": ""}, {"81": "1e30"}, {"81": "NaN"}])
def test_what_is_no_amount_is_refused(seller, partner, figures):
    with pytest.raises(PilotageError):
        claimed(partner, seller, figures)
