"""Terms of evidence, looks into registers, people, marks and bands: each case on one screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.platform.directory import making
from tests.platform.directory.making import DE_VAT, NOW, WHY

from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform.certification import actions, badge, gate, queries, requirements, rules
from pilotage.platform.certification.models import Board, Credential, Decision, RegisterCheck
from pilotage.platform.certification.requirements import book
from pilotage.platform.directory import queries as directory
from pilotage.platform.notices.models import Notice

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def firm():
    return making.listed_firm()


def why(firm, at=NOW) -> list[str]:
    return [reason.code for reason in gate.why_not(firm.partner.pk, *DE_VAT, at)]


def ahead(firm, at=NOW) -> list[tuple[str, datetime | None]]:
    evidence = gate.facts_of([firm.partner.pk])[firm.partner.pk].evidence
    return [(one.code, one.by) for one in rules.ahead(evidence, *DE_VAT, at, book())]


def change(firm, kind="iso_27001", **values) -> Credential:
    Credential.objects.filter(ref=firm.credentials[kind]).update(**values)
    return Credential.objects.get(ref=firm.credentials[kind])


def candidates(at=NOW) -> set[str]:
    found = directory.candidates(
        making.product(at), needs=[DE_VAT], languages=frozenset({"zh"}), on=at.date(),
        exclude=frozenset(), seed=7,
    )  # fmt: skip
    return {one.partner_ref for one in found}


def look(firm, status, kind="iso_27001", at=NOW) -> RegisterCheck:
    return actions.note_register_check(
        by=making.product(at), at=at, ref=firm.credentials[kind],
        register="认证认可信息公共服务平台", status=status, seen=f"状态：{status}",
    )  # fmt: skip


# -- grace: surveillance and the age of the last look, at the issuer's midnight ---------------


def test_surveillance_passed_is_grace_then_gone_at_the_issuers_midnight(firm):
    change(firm, zone="Europe/Berlin", surveillance_due=date(2027, 1, 31))
    due = datetime(2027, 2, 1, tzinfo=BERLIN).astimezone(UTC)
    ends = datetime(2027, 3, 3, tzinfo=BERLIN).astimezone(UTC)
    second = timedelta(seconds=1)
    assert ahead(firm, due - second) == []
    assert (why(firm, due), ahead(firm, due)) == ([], [("SURVEILLANCE_DUE", ends)])
    assert (why(firm, ends - second), why(firm, ends)) == ([], ["SURVEILLANCE_LAPSED"])


def test_a_look_into_the_register_ages_and_a_fresh_one_makes_it_good(firm):
    later = NOW + timedelta(days=60)  # when the version before is accepted no longer
    change(firm, last_checked=later - timedelta(days=366))
    assert (why(firm, later), [code for code, _ in ahead(firm, later)]) == ([], ["CHECK_DUE"])
    change(firm, last_checked=later - timedelta(days=396))
    assert why(firm, later) == ["CHECK_TOO_OLD"]
    look(firm, "stands", at=later)
    assert (why(firm, later), ahead(firm, later)) == ([], [])


@pytest.mark.parametrize(("status", "codes"), [
    ("stands", []), ("on_hold", ["REGISTER_SUSPENDED"]), ("struck", ["REFUSED"]), ("ended", ["REFUSED"]),
    ("not_found", []),
])  # fmt: skip
def test_what_the_register_says_counts_at_once_and_not_found_is_not_false(firm, status, codes):
    before = change(firm).last_checked
    kept = look(firm, status, at=NOW + timedelta(hours=1))
    assert why(firm) == codes
    assert (kept.register, kept.by, kept.status) == (
        "认证认可信息公共服务平台",
        "product:test",
        status,
    )
    assert (change(firm).last_checked == before) is (status != "stands")


def test_on_hold_until_the_register_says_it_stands_and_the_firm_hears_both(firm):
    look(firm, "on_hold")
    look(firm, "stands", at=NOW + timedelta(days=3))
    assert why(firm) == []
    told = Notice.objects.filter(kind="credential.looked_up").order_by("pk")
    assert [row.title_en.split("“")[1] for row in told] == ["Suspended”", "Stands”"]


@pytest.mark.parametrize(("register", "seen", "status"), [("", "x", "stands"), ("x", " ", "stands"), ("x", "x", "maybe")])  # fmt: skip
def test_a_look_says_where_and_what(firm, register, seen, status):
    with pytest.raises(Invalid):
        actions.note_register_check(
            by=making.product(), at=NOW, ref=firm.credentials["iso_27001"], register=register,
            status=status, seen=seen,
        )  # fmt: skip
    assert not RegisterCheck.objects.exists()


# -- versions ---------------------------------------------------------------------------------


def test_old_and_new_version_are_both_accepted_until_a_day_and_the_gap_is_named(firm):
    change(firm, details={"edition": "2013"})
    last = datetime(2027, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    assert (why(firm), ahead(firm)) == ([], [("OTHER_EDITION", last)])
    assert why(firm, last - timedelta(seconds=1)) == [] and why(firm, last) == ["OTHER_EDITION"]
    assert rules.listed_until(gate.facts_of([firm.partner.pk])[firm.partner.pk], *DE_VAT, NOW, book()) == last  # fmt: skip


def test_an_announced_version_is_told_of_ahead():
    some = making.listed_firm("商标所", [("brand_registration", "DE")])
    Credential.objects.get(ref=some.credentials["trade_mark_attorney_admission"])
    some.partner.staff.update(identified_at=None)
    facts = gate.facts_of([some.partner.pk])[some.partner.pk]
    told = rules.ahead(facts.evidence, "brand_registration", "DE", NOW, book())
    assert [(one.code, one.by and one.by.year) for one in told] == [("IDENTITY_NOT_CHECKED", 2027)]


def test_no_version_begins_unannounced_and_every_value_says_where_it_is_from():
    for version in requirements.book().versions:
        if version.announced:
            assert version.begins.date() - version.announced >= timedelta(days=7)
        assert all(ground.source and ground.checked_on for ground in version.grounds)
        assert all(one.source and one.checked_on for one in version.requirements)
        assert {one.confidence for one in version.requirements} <= {"sourced", "unverified"}
    assert all(r.begins.date() - r.announced >= timedelta(days=7) for r in badge.versions())


def test_details_missing_are_added_and_nothing_else_is_taken(firm):
    change(firm, details={"edition": "2022"})
    late = NOW + timedelta(days=60)
    assert why(firm, late) == ["DETAILS_MISSING"]
    with pytest.raises(Invalid, match="NO_SUCH_DETAIL"):
        actions.complete_details(by=firm.owner, at=NOW, ref=firm.credentials["iso_27001"], details={"guarantee": "x"})  # fmt: skip
    actions.complete_details(
        by=firm.owner, at=NOW, ref=firm.credentials["iso_27001"],
        details={"accreditation": "CNAS", "scope": "税务", "edition": ""},
    )  # fmt: skip
    assert why(firm, late) == [] and change(firm).details["edition"] == "2022"
    change(firm, surveillance_due=date(2027, 1, 31))
    for over in ({"details": {"edition": "2013"}}, {"details": {}, "surveillance_due": date(2030, 1, 31)}):  # fmt: skip
        with pytest.raises(WrongState, match="CHECKED_ALREADY"):
            actions.complete_details(by=firm.owner, at=NOW, ref=firm.credentials["iso_27001"], **over)  # fmt: skip


# -- people -----------------------------------------------------------------------------------


def test_with_the_person_who_leaves_falls_what_rests_on_them():
    some = making.listed_firm("商标所", [("brand_registration", "DE")])
    pair, member = ("brand_registration", "DE"), some.partner.staff.get()
    lost = actions.staff_left(by=some.owner, at=NOW, ref=member.ref)
    assert lost == {pair}
    assert [r.code for r in gate.why_not(some.partner.pk, *pair, NOW)] == ["HOLDER_LEFT"]
    assert "商标" in Notice.objects.get(kind="staff.left").body_zh
    with pytest.raises(WrongState, match="HAS_LEFT"):
        actions.staff_left(by=some.owner, at=NOW, ref=member.ref)
    with pytest.raises(Invalid, match="HOLDER_LEFT"):
        making.evidence(
            some, "trade_mark_attorney_admission", holder=member.__class__.objects.get()
        )


def test_only_the_programme_says_who_somebody_is_and_only_the_firm_that_they_left(firm):
    member = making.holder(firm)
    with pytest.raises(NotAllowed):
        actions.identify_staff(by=firm.owner, at=NOW, ref=member.ref, how="护照")
    with pytest.raises(Invalid, match="HOW_MISSING"):
        actions.identify_staff(by=making.product(), at=NOW, ref=member.ref, how=" ")
    with pytest.raises(NotFound):
        actions.staff_left(by=making.firm("别家").owner, at=NOW, ref=member.ref)


# -- decisions --------------------------------------------------------------------------------


def test_what_was_approved_stays_when_the_rest_is_put_in_again(firm):
    by = making.product()
    more = ("vat_filing", "FR")
    first = actions.submit_application(by=by, at=NOW, partner=firm.partner, items=[DE_VAT, more])
    item = first.items.get()
    assert (item.category, item.country) == more  # DE was approved before and is not asked again
    actions.decide_item(by=by, at=NOW, ref=item.ref, outcome="ask_revision", code="SCOPE_TOO_NARROW", reason=WHY)  # fmt: skip
    actions.close_review(by=by, at=NOW, ref=first.ref)
    again = actions.submit_application(by=by, at=NOW, partner=firm.partner, items=[DE_VAT, more])
    assert [i.ref for i in again.items.all()] == [item.ref] and why(firm) == []
    said = Decision.objects.get(item=item)
    assert (said.code, said.reason_zh, said.rules_version) == (
        "SCOPE_TOO_NARROW",
        WHY.zh,
        "2026-09",
    )


def test_a_decision_has_a_reason_of_the_list(firm):
    by = making.product()
    made = actions.submit_application(
        by=by, at=NOW, partner=firm.partner, items=[("vat_filing", "FR")]
    )
    with pytest.raises(Invalid, match="NO_SUCH_REASON"):
        actions.decide_item(by=by, at=NOW, ref=made.items.get().ref, outcome="reject", code="BECAUSE", reason=WHY)  # fmt: skip
    with pytest.raises(Invalid, match="REASON_MISSING"):
        actions.decide_item(by=by, at=NOW, ref=made.items.get().ref, outcome="reject", code="OTHER")


# -- marks and the board ----------------------------------------------------------------------


def mark(firm, at=NOW):
    return actions.put_mark(by=making.product(at), at=at, partner_ref=firm.ref, code="LATE", reason=WHY)  # fmt: skip


def test_the_fourth_mark_brings_the_board_and_stops_new_requests_and_approvals_only(firm):
    for _ in range(3):
        mark(firm)
    assert candidates() == {firm.ref}
    mark(firm)
    assert (candidates(), why(firm)) == (set(), [])  # listed all the same
    assert directory.partner(making.product(), firm.ref).stopped == "board"
    by = making.product()
    more = actions.submit_application(
        by=by, at=NOW, partner=firm.partner, items=[("vat_filing", "FR")]
    )
    with pytest.raises(WrongState, match="BOARD_SITS"):
        actions.decide_item(by=by, at=NOW, ref=more.items.get().ref, outcome="approve")
    board = Board.objects.get()
    actions.decide_board(by=by, at=NOW, ref=board.ref, outcome="keep", reason=WHY)
    assert candidates() == {firm.ref} and not mark(firm).partner.boards.filter(decided_at=None)


def test_a_board_can_suspend_and_decides_once(firm):
    for _ in range(4):
        mark(firm)
    board = Board.objects.get()
    actions.decide_board(by=making.product(), at=NOW, ref=board.ref, outcome="suspend", reason=WHY)
    assert why(firm) == ["SUSPENDED"]
    with pytest.raises(WrongState):
        actions.decide_board(by=making.product(), at=NOW, ref=board.ref, outcome="keep", reason=WHY)


@pytest.mark.parametrize("spent", ["a_year_later", "lifted"])
def test_marks_do_not_stand_for_ever(firm, spent):
    first = mark(firm, NOW - timedelta(days=370 if spent == "a_year_later" else 9))
    if spent == "lifted":
        actions.lift_mark(by=making.product(), at=NOW, ref=first.ref, why="申诉成立")
    for _ in range(3):
        mark(firm)
    assert not Board.objects.exists()


@pytest.mark.parametrize("code", ["", "BECAUSE"])
def test_a_mark_has_a_reason_of_the_list_and_is_the_programmes_to_give(firm, code):
    with pytest.raises(Invalid):
        actions.put_mark(by=making.product(), at=NOW, partner_ref=firm.ref, code=code, reason=WHY)
    with pytest.raises(NotAllowed):
        actions.put_mark(by=firm.owner, at=NOW, partner_ref=firm.ref, code="LATE", reason=WHY)


def test_the_firm_reads_its_own_record_and_nobody_elses(firm):
    mark(firm)
    assert queries.marks(firm.owner, firm.partner).count() == 1
    with pytest.raises(NotFound):
        queries.marks(making.firm("别家").owner, firm.partner)
    assert queries.boards(replace(making.product(), at=NOW)).count() == 0
