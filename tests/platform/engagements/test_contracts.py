"""From an accepted request to a contract in force: nobody signs what is not whole, agreed, or before their eyes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from tests.platform.directory import making as world
from tests.platform.engagements import signing
from tests.platform.engagements.signing import agreed, code, in_force, offered, proposal, seen

from pilotage.engines.contracts import library, verify
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, PilotageError, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.audit import queries as audit
from pilotage.platform.audit.models import Event
from pilotage.platform.engagements.contracts import actions, keys, queries
from pilotage.platform.engagements.models import ContractSignature
from pilotage.platform.notices.models import Notice
from pilotage.platform.parties.models import Organisation, Role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LATER = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def table(at):
    return signing.table(at)


def refused(kind, code_, do, **given):
    with pytest.raises(kind) as caught:
        do(**given)
    assert caught.value.code == code_
    assert caught.value.says.zh and caught.value.says.en
    return caught.value


def test_the_draft_is_the_partners_alone_and_begins_with_its_own_prices(at, table):
    row = actions.draft(by=table.partner, at=at, referral_ref=table.referral.ref)
    assert actions.draft(by=table.partner, at=at, referral_ref=table.referral.ref) == row
    (first,) = queries.versions(table.partner, row.ref)
    fees = next(term for term in first.body.terms if term.clause == "fees")
    assert fees.values["plan"] == [
        {**item, "rounding": {"level": "invoice", "mode": "half_up"}, "anchor": "calendar", "count": 1}
        for item in world.listed_firm().plan.items
    ]  # fmt: skip
    assert {f.where for f in first.refusals} == {"seller", "partner", "data_authorisation", "information_security"}  # fmt: skip
    refused(NotFound, "NO_SUCH_CONTRACT", queries.contract, viewer=table.seller, ref=row.ref)
    assert list(queries.contracts(world.operator())) == []


def test_no_draft_before_the_request_is_accepted_nor_for_a_strangers(at, table):
    other = signing.held(signing.sent(table.seller, at))
    mine = {"by": table.partner, "at": at, "referral_ref": other.ref}
    refused(WrongState, "REQUEST_NOT_ACCEPTED", actions.draft, **mine)
    stranger = {**mine, "by": table.seller, "referral_ref": table.referral.ref}
    refused(NotFound, "NO_SUCH_REFERRAL", actions.draft, **stranger)


def test_both_sign_one_hash_and_the_files_prove_it(at, table):
    row = in_force(table, at)
    assert row.state == "in_force" and row.ends_on.isoformat() == "2027-11-30"
    evidence = queries.evidence(table.seller, row.ref).read_bytes()
    proved = verify(evidence, keys.evidence_keys(), (row.ref, 1))
    assert proved.hash == seen(row)
    assert [s.party for s in proved.signatures] == ["seller", "partner"]
    for viewer in (table.seller, table.partner):
        paper = queries.check_file(viewer, queries.paper(viewer, row.ref).read_bytes())
        assert paper.holds and paper.contract == row
        found = queries.check_file(viewer, evidence)
        assert found.holds and found.contract == row
    stranger = queries.check_file(world.seller(), evidence)
    assert stranger.holds and stranger.contract is None


@pytest.mark.parametrize("what", ["paper", "evidence"])
def test_a_changed_file_is_refused(at, table, what):
    row = in_force(table, at)
    content = bytearray(getattr(queries, what)(table.seller, row.ref).read_bytes())
    content[len(content) // 2] ^= 1
    found = queries.check_file(table.seller, bytes(content))
    assert not found.holds and found.contract is None


def test_a_new_version_cancels_the_signature_on_the_old_one(at, table):
    row = agreed(table, at)
    signing.signed(row, table.seller, at)
    before = seen(row)
    actions.counter(by=table.partner, at=at, ref=row.ref, seen=before, proposal=proposal(penalty={"penalty": "20%"}))  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.current) == ("offered", 2)
    assert not queries.signatures(table.seller, row.ref).exists()
    assert ContractSignature.objects.get().cancelled_at == at
    late = {"by": table.seller, "at": at, "ref": row.ref, "seen": before}
    refused(WrongState, "VERSION_MOVED", actions.agree, **late)
    one, two = queries.versions(table.seller, row.ref)
    assert [d.what for d in queries.differences(one, two)] == ["money.penalty"]


def test_a_counter_offer_changes_something(at, table):
    row = offered(table, at)
    same = {"by": table.seller, "at": at, "ref": row.ref, "seen": seen(row)}
    refused(Invalid, "NOTHING_CHANGED", actions.counter, **same, proposal=proposal())


@pytest.mark.parametrize(
    ("given", "code_"),
    [
        ({"fees": {"plan": [{"code": "x", "kind": "recurring", "amount": "-1", "currency": "EUR", "every": "month"}]}}, "BAD_ITEM"),
        ({"response": {"first_response": "PT4H", "next_response": "PT4H", "calendar": "MARS", "cut_off": "17:00"}}, "NO_SUCH_CALENDAR"),
    ],
)  # fmt: skip
def test_no_version_says_what_no_engine_can_keep(at, table, given, code_):
    row = actions.draft(by=table.partner, at=at, referral_ref=table.referral.ref)
    asked = {"by": table.partner, "at": at, "ref": row.ref, "proposal": proposal(**given)}
    refused(Invalid, code_, actions.revise, **asked)


@pytest.mark.parametrize(
    "text", [Text("每季复核。", ""), Text("一\n二", "one"), Text("长" * 1001, "long")]
)
def test_special_agreements_are_said_in_both_languages(at, table, text):
    row = actions.draft(by=table.partner, at=at, referral_ref=table.referral.ref)
    given = actions.Proposal(proposal().terms, (text,), "1", "2")
    asked = {"by": table.partner, "at": at, "ref": row.ref, "proposal": given}
    refused(Invalid, "SPECIAL_UNUSABLE", actions.revise, **asked)


def test_nothing_without_a_mandatory_clause_is_ever_signed(at, table):
    """Proposed and agreed by both, and still refused, with what is missing named; all 2,047 sets are the engine's test."""
    row = agreed(table, at)
    mandatory = library().mandatory
    for left_out in [*((one,) for one in mandatory), mandatory]:
        without = proposal(**dict.fromkeys(left_out))
        actions.counter(by=table.partner, at=at, ref=row.ref, seen=seen(row), proposal=without)
        actions.agree(by=table.seller, at=at, ref=row.ref, seen=seen(row))
        asked = {"by": table.seller, "at": at, "ref": row.ref, "seen": seen(row), "code": "000000"}
        told = refused(Invalid, "NOT_SIGNABLE", actions.sign, **asked)
        assert {where for _, where in told.facts["codes"]} == set(left_out)
        assert all(library().newest(one).title.zh in told.says.zh for one in left_out)
    assert not ContractSignature.objects.exists()


def test_a_code_signs_once(at, table):
    first = agreed(table, at)
    used = code(table.seller, at)
    signing.signed(first, table.seller, at)
    actions.counter(by=table.partner, at=at, ref=first.ref, seen=seen(first), proposal=proposal(penalty=None))  # fmt: skip
    actions.agree(by=table.seller, at=at, ref=first.ref, seen=seen(first))
    again = {"by": table.seller, "at": at, "ref": first.ref, "seen": seen(first), "code": used}
    refused(Invalid, "CODE_REFUSED", actions.sign, **again)
    refused(Invalid, "CODE_REFUSED", actions.sign, **{**again, "at": at + timedelta(seconds=29)})
    assert signing.signed(first, table.seller, at + LATER).state == "signed_by_one"


@pytest.mark.parametrize(
    ("typed", "moment", "taken"),
    [(0, 0, True), (0, 30, True), (0, 61, False), (90, 0, False), (None, 0, False)],
    ids=["now", "half_a_minute_ago", "a_minute_ago", "not_yet", "not_six_digits"],
)
def test_only_a_fresh_code_is_taken(at, table, typed, moment, taken):
    row = agreed(table, at)
    text = "abc" if typed is None else code(table.seller, at + timedelta(seconds=typed))
    asked = {"by": table.seller, "at": at + timedelta(seconds=moment), "ref": row.ref, "seen": seen(row), "code": text}  # fmt: skip
    if taken:
        assert actions.sign(**asked).state == "signed_by_one"
    else:
        refused(Invalid, "CODE_REFUSED", actions.sign, **asked)


def test_a_code_that_opened_the_session_does_not_sign(at, table):
    row = agreed(table, at)
    mine = Authenticator.objects.filter(user_id=table.seller.person_id)
    mine.update(last_used_at=at)
    asked = {"by": table.seller, "ref": row.ref, "seen": seen(row)}
    used = {**asked, "at": at, "code": code(table.seller, at)}
    refused(Invalid, "CODE_REFUSED", actions.sign, **used)


def test_after_five_wrong_codes_there_is_a_pause(at, table):
    row = agreed(table, at)
    asked = {"by": table.seller, "ref": row.ref, "seen": seen(row)}
    for _ in range(5):
        refused(Invalid, "CODE_REFUSED", actions.sign, **asked, at=at, code="000000")
    good = {**asked, "at": at + LATER, "code": code(table.seller, at + LATER)}
    refused(Invalid, "TOO_MANY_CODES", actions.sign, **good)
    assert signing.signed(row, table.seller, at + timedelta(minutes=11)).state == "signed_by_one"


def test_without_an_app_or_twice_or_without_the_role_nobody_signs(at, table):
    row = agreed(table, at)
    firm = Organisation.objects.get(pk=table.seller.organisation_id)
    owner, manager = world.member(firm, "second"), world.member(firm, "clerk", Role.MANAGER)
    asked = {"at": at, "ref": row.ref, "seen": seen(row), "code": "123456"}
    refused(Invalid, "NO_SECOND_FACTOR", actions.sign, by=owner, **asked)
    refused(NotAllowed, "ROLE_LACKS_PERMISSION", actions.sign, by=manager, **asked)
    signing.signed(row, table.seller, at)
    refused(WrongState, "SIGNED_ALREADY", actions.sign, by=table.seller, **asked)


def test_the_programme_sees_how_a_contract_stands_and_not_what_it_says(at, table):
    row, operator = in_force(table, at), world.operator()
    assert list(queries.contracts(operator)) == [row]
    assert queries.contract(operator, row.ref).hash == seen(row)
    for ask in (queries.versions, queries.paper, queries.evidence):
        refused(NotAllowed, "PARTIES_ONLY", ask, viewer=operator, ref=row.ref)


def test_strangers_find_nothing(at, table):
    row = in_force(table, at)
    for stranger in (world.seller(), world.listed_firm().owner):
        for ask in (queries.contract, queries.versions, queries.paper, queries.signatures):  # fmt: skip
            refused(NotFound, "NO_SUCH_CONTRACT", ask, viewer=stranger, ref=row.ref)


def test_notice_ends_it_after_the_agreed_days_and_the_day_itself_still_counts(at, table):
    row = in_force(table, at)
    assert actions.give_notice(by=table.seller, at=at, ref=row.ref).ends_on.isoformat() == "2026-12-25"  # fmt: skip
    again = {"by": table.partner, "at": at + timedelta(days=3), "ref": row.ref}
    refused(Invalid, "ENDS_SOONER", actions.give_notice, **again)
    # 2026-12-26 begins in Shanghai when it is 16:00 the day before in London.
    assert actions.end_due(by=world.product(), at=at.replace(month=12, day=25, hour=15)) == 0
    assert actions.end_due(by=world.product(), at=at.replace(month=12, day=25, hour=16)) == 1
    row.refresh_from_db()
    assert row.state == "ended" and queries.paper(table.seller, row.ref).exists()


def test_the_other_side_is_told_and_every_step_stands_in_the_sellers_chain(at, table):
    Notice.objects.all().delete()
    row = in_force(table, at)
    told = [(n.kind, n.organisation_id) for n in Notice.objects.order_by("pk")]
    seller, partner = table.seller.organisation_id, table.partner.organisation_id
    assert told == [
        ("contract.offered", seller),
        ("contract.agreed", partner),
        ("contract.signed", partner),
        ("contract.in_force", partner),
        ("contract.in_force", seller),
    ]
    events = Event.objects.filter(object=f"contract:{row.ref}").order_by("seq")
    assert [e.action for e in events] == [f"contract.{w}" for w in "drafted revised offered agreed signed signed in_force".split()]  # fmt: skip
    assert {e.tenant for e in events} == {table.seller.organisation_ref}
    assert audit.verify(table.seller.organisation_ref)[1] is None


def test_keys_are_made_once_and_read_by_the_owner_only(at, settings):
    made = keys.evidence_keys(), keys.seal_key(), keys.seal_certificate(at)
    assert (keys.evidence_keys(), keys.seal_key(), keys.seal_certificate(at + LATER)) == made
    for kept in (Path(settings.VAR) / "keys").iterdir():
        assert kept.stat().st_mode & 0o077 == 0


def test_every_refusal_is_one_of_ours(at, table):
    """A withdrawn contract takes no further step."""
    row = offered(table, at)
    actions.withdraw(by=table.seller, at=at, ref=row.ref)
    for do in (
        actions.agree,
        actions.counter,
        actions.withdraw,
        actions.offer,
        actions.give_notice,
    ):
        given = {"seen": seen(row)} if do in (actions.agree, actions.counter) else {}
        given |= {"proposal": proposal()} if do is actions.counter else {}
        with pytest.raises(PilotageError):
            do(by=table.partner, at=at, ref=row.ref, **given)
    assert actions.draft(by=table.partner, at=at, referral_ref=table.referral.ref) != row
