"""A contract in force is changed only by both sides; until then it goes on, and what was signed before stays what it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.platform.engagements import signing
from tests.platform.engagements.signing import code, in_force, proposal

from pilotage.engines.contracts import verify
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform import ports
from pilotage.platform.audit import queries as audit
from pilotage.platform.engagements.contracts import actions, keys, queries
from pilotage.platform.engagements.contracts.actions import Open
from pilotage.platform.engagements.contracts.in_force import held, version_at
from pilotage.platform.engagements.models import Amendment, Contract
from pilotage.platform.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FASTER = {"first_response": "PT2H", "next_response": "PT1H", "calendar": "CN-standard", "cut_off": "17:00"}  # fmt: skip
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def table(at):
    return signing.table(at)


@pytest.fixture
def contract(table, at) -> Contract:
    return in_force(table, at)


def proposed(table, contract, at, side="partner", open_cases=Open.STAY, **given) -> Amendment:
    given = given or {"response": FASTER}
    seen = queries.versions(table.seller, contract.ref)[-1].hash
    return actions.propose(
        by=table.side(side, at), at=at, ref=contract.ref, seen=seen,
        proposal=proposal(**given), open_cases=open_cases,
    )  # fmt: skip


def seen(row: Amendment) -> str:
    row.refresh_from_db()
    return row.versions.get(number=row.current).hash


def signed(row: Amendment, by, at):
    return actions.sign_amendment(by=by, at=at, ref=row.ref, seen=seen(row), code=code(by, at))


def carried(table, row, at, agrees="seller") -> Amendment:
    """Agreed and signed by both, the seller first."""
    actions.agree_amendment(by=table.side(agrees, at), at=at, ref=row.ref, seen=seen(row))
    signed(row, table.side("seller", at), at)
    return signed(row, table.side("partner", at), at)


def refused(kind, code_, do, *args, **given):
    with pytest.raises(kind) as caught:
        do(*args, **given)
    assert caught.value.code == code_
    assert caught.value.says.zh and caught.value.says.en


def test_until_both_have_signed_the_contract_goes_on_as_it_is(table, contract, at):
    row = proposed(table, contract, at + HOUR)
    actions.agree_amendment(by=table.seller, at=at + HOUR, ref=row.ref, seen=seen(row))
    signed(row, table.side("seller", at + HOUR), at + HOUR)
    contract.refresh_from_db()
    assert (contract.current, contract.state) == (1, "in_force")
    assert [v.number for v in queries.versions(table.seller, contract.ref)] == [1]
    assert version_at(contract, at + 2 * HOUR).number == 1
    assert {s.side for s in queries.signatures(table.seller, contract.ref)} == {"seller", "partner"}


def test_signed_by_both_the_new_version_holds_from_that_moment(table, contract, at):
    then = at + HOUR
    row = carried(table, proposed(table, contract, then, open_cases=Open.RETROACTIVE), then)
    contract.refresh_from_db()
    assert contract.current == 2
    assert [v.number for _, v in held(contract)] == [1, 2]
    assert version_at(contract, then - HOUR / 2).number == 1
    assert version_at(contract, then).number == 2
    text = queries.versions(table.seller, contract.ref)[-1].body
    (own,) = [t.values for t in text.terms if t.clause == "amendment"]
    first = queries.versions(table.seller, contract.ref)[0]
    assert own == {
        "amended_version": 1,
        "amended_hash": first.hash,
        "open_cases": "retroactive",
    }
    proof = verify(ports.files().path(row.evidence_sha256).read_bytes(), keys.evidence_keys())
    assert (proof.version, proof.hash) == (2, seen(row))
    # The files of the first version are still the contract's own, and both kinds are known.
    for ref in (contract.ref, row.ref):
        content = queries.evidence(table.partner, ref).read_bytes()
        assert queries.check_file(table.partner, content).contract == contract
    assert audit.verify(contract.seller.ref)[1] is None


def test_a_counter_offer_cancels_the_signature_on_the_last(table, contract, at):
    then = at + HOUR
    row = proposed(table, contract, then)
    actions.agree_amendment(by=table.seller, at=then, ref=row.ref, seen=seen(row))
    signed(row, table.side("seller", then), then)
    before = seen(row)
    slower = {**FASTER, "first_response": "PT3H"}
    given = {"proposal": proposal(response=slower), "open_cases": Open.STAY}
    actions.counter_amendment(by=table.side("partner", then), at=then, ref=row.ref, seen=before, **given)  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.current) == ("offered", 3)
    assert not queries.amendment_signatures(table.seller, row.ref).exists()
    refused(
        WrongState, "VERSION_MOVED", actions.agree_amendment,
        by=table.side("seller", then), at=then, ref=row.ref, seen=before,
    )  # fmt: skip
    carried(table, row, then + HOUR)
    contract.refresh_from_db()
    assert contract.current == 3
    # What was only proposed is no version of the contract.
    assert [v.number for v in queries.versions(table.seller, contract.ref)] == [1, 3]


def test_the_term_moves_with_it_and_a_notice_given_stays(table, contract, at):
    longer = {"starts": "2026-12-01", "ends": "2028-11-30", "notice_days": 30}
    carried(table, proposed(table, contract, at + HOUR, term=longer), at + HOUR)
    contract.refresh_from_db()
    assert contract.ends_on == date(2028, 11, 30)
    actions.give_notice(by=table.seller, at=at + HOUR, ref=contract.ref)
    contract.refresh_from_db()
    ends = contract.ends_on
    again = {**longer, "notice_days": 60}
    carried(table, proposed(table, contract, at + 2 * HOUR, term=again), at + 2 * HOUR)
    contract.refresh_from_db()
    assert contract.ends_on == ends


@pytest.mark.parametrize(
    ("given", "code_"),
    [
        ({"term": {"starts": "2026-11-01", "ends": "2027-11-30", "notice_days": 30}}, "NOT_BY_AMENDMENT"),
        ({"settlement": {"billing": "quarter", "settlement_days": 15}}, "NOT_BY_AMENDMENT"),
        ({"term": {"starts": "2026-12-01", "ends": "2026-01-31", "notice_days": 30}}, "ENDS_IN_THE_PAST"),
        ({"penalty": {"penalty": "25%"}}, "NOTHING_CHANGED"),
    ],
)  # fmt: skip
def test_what_no_amendment_can_say(table, contract, at, given, code_):
    refused(Invalid, code_, proposed, table, contract, at + HOUR, **given)


def test_one_at_a_time_and_only_of_a_contract_in_force(table, contract, at):
    row = proposed(table, contract, at + HOUR, side="seller")
    assert row.state == "countered"
    refused(WrongState, "AMENDMENT_OPEN", proposed, table, contract, at + HOUR)
    actions.withdraw_amendment(by=table.partner, at=at + HOUR, ref=row.ref)
    second = proposed(table, contract, at + 2 * HOUR)
    assert second.current == 3
    actions.end_due(by=table.partner, at=at.replace(year=2028))
    second.refresh_from_db()
    assert second.state == "withdrawn"
    refused(WrongState, "CONTRACT_WRONG_STATE", proposed, table, contract, at + 3 * HOUR)


def test_whose_it_is_and_who_is_told(table, contract, at):
    row = proposed(table, contract, at + HOUR)
    assert list(queries.amendments_waiting(table.seller)) == [row]
    assert not queries.amendments_waiting(table.partner).exists()
    stranger = signing.world.member(signing.world.organisation("seller", "另一家"), "seller")
    refused(NotFound, "NO_SUCH_AMENDMENT", queries.amendment, stranger, row.ref)
    operator = signing.world.operator()
    assert queries.amendment(operator, row.ref).state == "offered"
    refused(NotAllowed, "PARTIES_ONLY", queries.proposals, operator, row.ref)
    carried(table, row, at + HOUR)
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert {
        "contract.amendment_proposed", "contract.amendment_agreed",
        "contract.amendment_signed", "contract.amendment_in_force",
    } <= kinds  # fmt: skip


def test_a_first_contract_amends_nothing(table, at):
    row = actions.draft(by=table.partner, at=at, referral_ref=table.referral.ref)
    own = {"amended_version": 1, "amended_hash": "0" * 64, "open_cases": "stay"}
    refused(
        Invalid, "NOTHING_TO_AMEND", actions.revise,
        by=table.partner, at=at, ref=row.ref, proposal=proposal(amendment=own),
    )  # fmt: skip
