"""Duties of a contract: reports, filings, the export of data; when they begin, what fulfils them, what is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from tests.platform.directory import making as world
from tests.platform.disputes.making import Parties, parties

from pilotage.kernel.errors import NotAllowed, NotFound, WrongState
from pilotage.platform.audit import queries as audit
from pilotage.platform.cases import actions, duties, queries
from pilotage.platform.cases.models import Duty, VerdictInput
from pilotage.platform.compliance import actions as compliance
from pilotage.platform.compliance.models import Filing, SellerProfile
from pilotage.platform.disputes import actions as disputes
from pilotage.platform.documents.actions import receive
from pilotage.platform.notices.models import Notice
from pilotage.platform.parties.models import Organisation

pytestmark = pytest.mark.django_db
TERM = {"starts": "2026-09-01", "ends": "2027-08-31", "notice_days": 30}
REPORTING = {"every": "month", "report_within": "P5WD"}
FILING = {"returns": ["DE", "OSS"], "filing_within": "P4WD", "buffer_days": 2}


def on(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """That hour of that day in Shanghai, 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def signed(**clauses) -> Parties:
    given = {"term": TERM, "reporting": REPORTING, **clauses}
    return parties(on(9, 1), **given)


def watch(at: datetime) -> int:
    return actions.watch_duties(by=world.product(at), at=at)


def only(**which) -> Duty:
    return Duty.objects.get(**which)


def paper(some: Parties, at: datetime, text: bytes = b"report"):
    seller = Organisation.objects.get(pk=some.seller.organisation_id)
    by = some.side("partner", at)
    return receive(by=by, at=at, owner=seller, kind="duty", name="报告.pdf", chunks=[text])


def deliver(some: Parties, row: Duty, at: datetime, side: str = "partner", text: bytes = b"report"):
    return actions.deliver_duty(
        by=some.side(side, at), at=at, ref=row.ref, document=paper(some, at, text), text="九月"
    )


def judged(some: Parties, month: int, at: datetime) -> dict[str, tuple[int, int]]:
    viewer = some.side("seller", at)
    until = on(month + 1, 1, 0)
    found = queries.judged(viewer, some.contract, on(month, 1, 0), until)
    return {str(one["key"]): (one["met"], one["breached"]) for one in found}


def test_a_month_that_is_over_owes_its_report_by_the_contracts_calendar():
    signed()
    watch(on(9, 30, 23, 59))
    assert not Duty.objects.exists()
    watch(on(10, 1, 0, 0))
    row = only()
    assert (row.kind, row.of, row.started_at) == ("periodic_report", "2026-09", on(10, 1, 0))
    # 1-7 October are days off and Saturday the 10th is worked: the 8th receives it, the fifth day after is the 14th
    assert row.due == on(10, 14, 18)


def test_what_the_clauses_do_not_say_is_not_owed():
    parties(on(9, 1), term=TERM)
    assert watch(on(11, 2)) == 0 and not Duty.objects.exists()


@pytest.mark.parametrize(("day", "hour", "state"), [(14, 18, "met"), (15, 9, "breached")])
def test_a_report_is_kept_or_broken_and_frozen(day, hour, state):
    some = signed()
    watch(on(10, 1, 1))
    row = deliver(some, only(), on(10, day, hour))
    assert (row.state, row.ended_at, len(row.hash)) == (state, on(10, day, hour), 64)
    assert row.inputs is not None and VerdictInput.objects.count() == 2  # with its calendar
    counts = {"met": (1, 0), "breached": (0, 1)}[state]
    assert judged(some, 10, on(11, 20)) == {"periodic_report": counts}
    assert deliver(some, row, on(10, 20)).pk == row.pk  # the same again is the same
    with pytest.raises(WrongState, match="DUTY_DONE"):
        deliver(some, row, on(10, 20), text=b"another")


def test_who_never_delivers_is_late_all_the_same():
    some = signed()
    watch(on(10, 1, 1))
    assert judged(some, 10, on(10, 14, 18)) == {}
    assert judged(some, 10, on(10, 14, 19)) == {"periodic_report": (0, 1)}
    assert judged(some, 11, on(11, 5)) == {}


def test_only_the_partner_delivers_and_nobody_else_sees():
    some = signed()
    watch(on(10, 1, 1))
    row = only()
    with pytest.raises(NotAllowed):
        deliver(some, row, on(10, 9), side="seller")
    for stranger in (world.seller(), world.firm("别家").owner, some.operator):
        with pytest.raises(NotFound):
            duties.duty(stranger, row.ref)


def test_time_running_out_is_said_once_each_and_at_its_end_to_both():
    signed()
    watch(on(10, 1, 1))
    hours = ((10, 10), (12, 18), (13, 9), (14, 9), (14, 18), (14, 19))
    said = [watch(on(10, day, hour)) for day, hour in hours]
    assert sum(said) == 4
    late = Notice.objects.filter(kind="duty.overdue")
    assert late.count() == 2 and Notice.objects.filter(kind="duty.warned").count() == 3


def test_the_last_report_is_of_the_part_that_the_term_leaves():
    signed(term={**TERM, "ends": "2026-10-15"})
    watch(on(10, 16, 0, 1))
    assert only(of="2026-10").started_at == on(10, 16) - timedelta(hours=10)
    watch(on(12, 1))
    assert Duty.objects.count() == 2


def test_what_rests_on_days_not_published_costs_nothing_yet():
    some = signed()
    watch(
        on(12, 31, 23) + timedelta(hours=2)
    )  # December is over; 2027's holidays are not published
    row = only(of="2026-12")
    assert row.provisional
    deliver(some, row, row.due + timedelta(days=2))
    row.refresh_from_db()
    assert (row.state, row.hash, row.kept_at) == ("provisional", "", None)


@dataclass
class Filed:
    some: Parties

    def claim(self, at: datetime, jurisdiction: str = "DE", period: str = "2026-10") -> Filing:
        seller = Organisation.objects.get(pk=self.some.seller.organisation_id)
        return compliance.claim_filing(
            by=self.some.side("seller", at), at=at, seller=seller, kind="LOCAL",
            jurisdiction=jurisdiction, period=period, figures={"81": "1000"},
        )  # fmt: skip

    def receipt(self, filing: Filing, at: datetime, content: bytes = b"") -> Filing:
        seller = Organisation.objects.get(pk=self.some.seller.organisation_id)
        text = content or f"ELSTER Transferticket et1234 {filing.period}".encode()
        by = self.some.side("seller", at)
        document = receive(by=by, at=at, owner=seller, kind="receipt", name="r.txt", chunks=[text])
        return compliance.receive_receipt(by=by, at=at, ref=filing.ref, document=document)


def with_number(some: Parties, at: datetime, **profile) -> Filed:
    SellerProfile.objects.create(
        organisation_id=some.seller.organisation_id, updated_by="test", updated_at=at,
        content={"established_in": "CN", "vat_numbers": {"DE": "DE1", "FR": "FR1"}, **profile},
    )  # fmt: skip
    return Filed(some)


def test_a_filing_is_due_as_promised_but_never_later_than_before_the_law():
    some = signed(reporting=None, filing=FILING)
    with_number(some, on(9, 1), oss={"member_state": "DE"})
    watch(on(11, 1, 1))
    row = only(of="LOCAL/DE/2026-10")
    assert "2026-10" in row.about_en and row.kind == "statutory_filing"
    assert row.due == on(11, 6, 18)  # Sunday: the 2nd receives it, the fourth day after
    assert row.law_at == datetime(2026, 11, 10, 23, tzinfo=UTC)  # the end of the 10th in Berlin
    assert only(of="OSS//2026-Q3").due == on(10, 14, 18) - timedelta(days=1)
    assert not Duty.objects.filter(of__contains="/FR/").exists()  # not this partner's


def test_the_law_comes_first_where_it_is_earlier():
    some = signed(reporting=None, filing={**FILING, "filing_within": "P30WD"})
    with_number(some, on(9, 1))
    watch(on(11, 1, 1))
    row = only(of="LOCAL/DE/2026-10")
    assert row.due == row.law_at - timedelta(days=2)


def test_a_receipt_on_file_fulfils_the_filing_and_nothing_less_does():
    some = signed(reporting=None, filing=FILING)
    filed = with_number(some, on(9, 1))
    watch(on(11, 1, 1))
    claim = filed.claim(on(11, 3))
    assert only(of="LOCAL/DE/2026-10").ended_at is None
    received = filed.receipt(claim, on(11, 5))
    row = only(of="LOCAL/DE/2026-10")
    assert (received.state, row.state, row.ended_at) == ("format_ok", "met", on(11, 5))


def test_a_receipt_of_no_form_fulfils_nothing():
    some = signed(reporting=None, filing=FILING)
    filed = with_number(some, on(9, 1))
    watch(on(11, 1, 1))
    filed.receipt(filed.claim(on(11, 3)), on(11, 5), b"nothing of that year")
    assert only(of="LOCAL/DE/2026-10").ended_at is None


def test_a_receipt_that_came_before_anybody_looked_counts_from_when_it_came():
    some = signed(reporting=None, filing=FILING)
    filed = with_number(some, on(9, 1))
    filed.receipt(filed.claim(on(11, 3)), on(11, 4))
    watch(on(11, 20))
    assert (only(of="LOCAL/DE/2026-10").ended_at, only(of="LOCAL/DE/2026-10").state) == (on(11, 4), "met")  # fmt: skip


def test_nobody_promised_what_the_seller_told_too_late():
    some = signed(reporting=None, filing=FILING)
    with_number(some, on(11, 9))
    watch(on(11, 10))
    assert not Duty.objects.filter(of="LOCAL/DE/2026-10").exists()


def test_the_export_runs_from_the_sellers_asking_and_the_bag_fulfils_it():
    some = signed(reporting=None)
    ask = {"at": on(11, 25), "contract": some.contract.ref}
    with pytest.raises(NotAllowed):
        actions.ask_export(by=some.side("partner", on(11, 25)), **ask)
    row = actions.ask_export(by=some.side("seller", on(11, 25)), **ask)
    assert actions.ask_export(by=some.side("seller", on(11, 25)), **ask) == row
    assert row.due == on(11, 30, 18)  # the fifth day, a Monday
    note = {"at": on(12, 1), "contract": some.contract.ref, "sha256": "a" * 64}
    with pytest.raises(NotAllowed):
        actions.note_export_delivered(by=some.side("partner", on(12, 1)), **note)
    done = actions.note_export_delivered(by=world.product(on(12, 1)), **note)
    assert (done.state, done.pk) == ("breached", row.pk)
    assert actions.note_export_delivered(by=world.product(on(12, 1)), **note) is None
    again = actions.ask_export(by=some.side("seller", on(12, 2)), at=on(12, 2), contract=some.contract.ref)  # fmt: skip
    assert again.of == "2"


def test_what_happens_to_a_duty_stands_in_the_chain():
    some = signed()
    watch(on(10, 1, 1))
    deliver(some, only(), on(10, 9))
    told = [e for e in audit.chain(some.contract.seller.ref) if e["object"].startswith("duty:")]
    assert [e["action"] for e in told] == ["duty.began", "duty.fulfilled"]
    assert audit.verify(some.contract.seller.ref)[1] is None


def test_an_upheld_dispute_reverses_a_verdict_and_leaves_it_as_it_was():
    some = signed()
    watch(on(10, 1, 1))
    row = deliver(some, only(), on(10, 15))
    given = {"ref": row.ref, "ground": "OUTSIDE_CONTROL", "text": "税局系统停机"}
    with pytest.raises(WrongState, match="TOO_LATE"):
        actions.dispute_verdict(by=some.side("partner", on(11, 15)), at=on(11, 15), **given)
    opened = actions.dispute_verdict(by=some.side("partner", on(10, 16)), at=on(10, 16), **given)
    assert judged(some, 10, on(10, 17)) == {"periodic_report": (0, 1)}
    seller = some.side("seller", on(10, 17))
    disputes.propose(
        by=some.side("partner", on(10, 17)), at=on(10, 17), ref=opened.ref, outcome="upheld", text="?"
    )  # fmt: skip
    disputes.settle(by=seller, at=on(10, 17), ref=opened.ref, seen=on(10, 17))
    assert judged(some, 10, on(10, 18)) == {}
    assert only().hash == row.hash and only().reversal.dispute == opened.ref
