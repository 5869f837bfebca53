"""Events become deadlines with their source; settled ones are quiet; reminders come once a step; readiness names what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.platform.brand.making import NOW, SIGN, file, happened, mark
from tests.platform.directory import making

from pilotage.jobs import brand as job
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import actions, queries
from pilotage.platform.brand.readiness import Facts, checklist
from pilotage.platform.brand.services import services
from pilotage.platform.notices.models import Notice
from pilotage.web.calendar.ical import calendar, of_mark

db = pytest.mark.django_db


@pytest.fixture
def seller(db) -> Viewer:
    return making.seller()


def dates(seller: Viewer, one) -> dict[str, str]:
    found, _ = queries.deadlines_of(seller, one)
    return {due.code: due.day.isoformat() for due in found}


@pytest.mark.parametrize(
    ("office", "event", "on", "facts", "due"),
    [
        # 31 October + 3 months is Saturday 31 January; the next open day is Monday.
        ("USPTO", "office_action", "2025-10-31", {"filing": "national"}, {"response": "2026-02-02"}),
        ("USPTO", "office_action", "2025-10-31", {"filing": "madrid"}, {"response": "2026-04-30"}),
        ("USPTO", "office_action", "2022-12-02", {"filing": "national"}, {"response": "2023-06-02"}),
        ("EUIPO", "decision_notified", "2026-11-02", {}, {"appeal": "2027-01-04", "appeal_grounds": "2027-03-02"}),
        ("UKIPO", "publication", "2013-04-11", {}, {"opposition": "2013-06-11"}),
        ("CNIPA", "preliminary_publication", "2026-03-06", {}, {"opposition": "2026-06-08"}),
    ],
)  # fmt: skip
def test_a_deadline_is_the_dockets(seller, office, event, on, facts, due):
    one = mark(seller, office=office)
    happened(seller, one, event, on, **facts)
    assert dates(seller, one) == due


@pytest.mark.parametrize(
    ("office", "event", "facts", "code"),
    [
        ("USPTO", "office_action", {}, "MISSING_FACT"),
        ("USPTO", "office_action", {"filing": "paris"}, "MISSING_FACT"),
        ("USPTO", "notice_of_allowance", {"extensions_granted": "9"}, "MISSING_FACT"),
        ("USPTO", "notice_of_allowance", {"extensions_granted": "-1"}, "MISSING_FACT"),
        ("EUIPO", "gazette", {}, "UNKNOWN_EVENT"),
        ("DPMA", "publication", {}, "UNKNOWN_EVENT"),
    ],
)
def test_a_fact_that_is_missing_is_asked_for(seller, office, event, facts, code):
    one = mark(seller, office=office)
    with pytest.raises(Invalid, match=code):
        happened(seller, one, event, "2026-03-02", **facts)
    assert queries.events(seller, one) == []


def test_a_day_no_rule_covers_is_told_and_not_guessed(seller):
    one = mark(seller)
    happened(seller, one, "filing", "2150-01-04")
    found, gaps = queries.deadlines_of(seller, one)
    assert (found, len(gaps)) == ([], 1) and "不作猜测" in gaps[0].why.zh


def test_the_same_event_again_is_one_event_and_a_changed_fact_replaces_it(seller):
    one = mark(seller, office="USPTO")
    first = happened(seller, one, "office_action", "2026-03-02", filing="national")
    again = happened(seller, one, "office_action", "2026-03-02", filing="national")
    changed = happened(seller, one, "office_action", "2026-03-02", filing="madrid")
    assert first.pk == again.pk != changed.pk
    assert dates(seller, one) == {"response": "2026-09-02"}


def test_a_settled_or_ended_or_retired_mark_runs_no_more(seller):
    marks = [mark(seller, sign=sign) for sign in ("EINS", "ZWEI", "DREI", "VIER")]
    events = [happened(seller, one, "publication", "2026-11-02") for one in marks]
    assert len(queries.running(seller)) == 4
    actions.settle(by=seller, at=NOW, ref=events[0].ref, name="opposition", note="异议号 1")
    actions.change_mark(by=seller, at=NOW, ref=marks[1].ref, given=SIGN | {"status": "ended"})
    actions.retire(by=seller, at=NOW, ref=marks[2].ref)
    assert [one.event.mark.sign for one in queries.running(seller)] == ["VIER"]
    with pytest.raises(WrongState, match="SETTLED_ALREADY"):
        actions.settle(by=seller, at=NOW, ref=events[0].ref, name="opposition")
    with pytest.raises(NotFound, match="NO_SUCH_DEADLINE"):
        actions.settle(by=seller, at=NOW, ref=events[3].ref, name="renewal")
    actions.take_event_away(by=seller, at=NOW, ref=events[3].ref)
    assert queries.running(seller) == []


@pytest.mark.parametrize(
    ("office", "event", "on", "facts", "at", "left"),
    [
        # Due on 2 March in Washington, where it is still that day; five hours later it is not.
        ("USPTO", "office_action", "2025-12-02", {"filing": "national"}, "2026-03-03T03:00Z", 0),
        ("USPTO", "office_action", "2025-12-02", {"filing": "national"}, "2026-03-03T05:00Z", -1),
        # Due on 5 March in Tokyo, where the 6th begins at 15:00.
        ("JPO", "gazette", "2026-01-05", {}, "2026-03-05T14:59Z", 0),
        ("JPO", "gazette", "2026-01-05", {}, "2026-03-05T15:00Z", -1),
    ],
)
def test_a_day_is_over_when_it_is_over_at_the_office(seller, office, event, on, facts, at, left):
    happened(seller, mark(seller, office=office), event, on, **facts)
    then = replace(seller, at=datetime.fromisoformat(at))
    ((due,), _) = queries.deadlines_of(then, queries.marks(then).get())
    assert due.left(then.at) == left and due.is_over(then.at) is (left < 0)
    assert queries.running(then) == ([due] if left == 0 else [])
    assert queries.due(then, timedelta(days=30)) == queries.running(then)


def test_the_office_of_a_dated_mark_stays(seller):
    one = mark(seller)
    happened(seller, one, "publication", "2026-11-02")
    with pytest.raises(WrongState, match="OFFICE_HAS_EVENTS"):
        actions.change_mark(by=seller, at=NOW, ref=one.ref, given=SIGN | {"office": "UKIPO"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"sign": " "}, {"sign": "x" * 201}, {"office": "MARS"}, {"status": "x"}, {"classes": "46"},
        {"classes": "九"}, {"classes": "9,0"}, {"classes": "9" * 5000}, {"owner": "a\0b"},
        {"filed_on": date(2026, 2, 2), "registered_on": date(2026, 2, 1)},
    ],
)  # fmt: skip
def test_what_is_no_mark_is_refused_in_words(seller, wrong):
    with pytest.raises(Invalid, match="MARK_INVALID"):
        mark(seller, **wrong)


def test_a_table_of_marks_comes_in_whole_and_what_is_here_is_not_doubled(seller):
    mark(seller, registration_number="018 1")
    text = "商标,商标局,注册号,申请日,状态\nEINS,欧盟知识产权局,0181,,\nZWEI,uspto,2,2026/01/31,申请中\nZWEI,USPTO,2,,\nDREI,CNIPA,,,\n"
    assert actions.import_marks(by=seller, at=NOW, document=file(seller, text)) == (2, 2)
    found = {one.sign: (one.office, one.status) for one in queries.marks(seller)}
    assert found == {
        "VELTORA": ("EUIPO", "registered"), "ZWEI": ("USPTO", "pending"), "DREI": ("CNIPA", "planned"),
    }  # fmt: skip


def test_of_a_table_with_wrong_lines_none_is_kept_and_each_is_named(seller):
    text = "sign,office,classes,filed_on\nEINS,EUIPO,9,\nZWEI,MARS,9,\nDREI,EUIPO,99,\nVIER,EUIPO,9,morgen\n"
    with pytest.raises(actions.Faults) as refused:
        actions.import_marks(by=seller, at=NOW, document=file(seller, text))
    assert [one.line for one in refused.value.faults] == [3, 4, 5]
    assert not queries.marks(seller).exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "FILE_UNUSABLE"),
        ("sign\nX\n", "COLUMN_MISSING"),
        ("sign,office\n", "NO_MARKS_IN_FILE"),
        ("sign,office\n" + "A,EUIPO\n" * 1001, "TOO_MANY_MARKS"),
    ],
)
def test_what_is_no_table_of_marks_is_refused_in_words(seller, text, code):
    with pytest.raises(Invalid, match=code) as refused:
        actions.import_marks(by=seller, at=NOW, document=file(seller, text))
    assert code != "FILE_UNUSABLE" or "register.csv" in refused.value.says.zh


@pytest.mark.parametrize(
    ("limit", "code"), [("MOST_BYTES", "FILE_TOO_LARGE"), ("MOST_MARKS", "TOO_MANY_MARKS")]
)
def test_a_table_beyond_the_limits_is_refused_whichever_door_it_comes_by(seller, monkeypatch, limit, code):  # fmt: skip
    mark(seller)
    monkeypatch.setattr(f"pilotage.platform.brand.actions.marks.{limit}", 2)
    table = file(seller, "sign,office\nEINS,EUIPO\nZWEI,EUIPO\n")
    with pytest.raises(Invalid, match=code):
        actions.import_marks(by=seller, at=NOW, document=table)
    assert queries.marks(seller).count() == 1


def test_reminders_come_once_a_step_and_never_for_what_is_settled(seller):
    one, other = mark(seller), mark(seller, sign="ANDERE")
    happened(seller, one, "publication", "2026-11-02")  # due 2027-02-02
    event = happened(seller, other, "publication", "2026-11-02")
    actions.settle(by=seller, at=NOW, ref=event.ref, name="opposition")
    told = []
    for day in ((2027, 1, 2), (2027, 1, 3), (2027, 1, 3), (2027, 1, 19), (2027, 1, 31), (2027, 2, 3)):  # fmt: skip
        told.append(job.tick(datetime(*day, 2, tzinfo=UTC)))
    assert told == [0, 1, 0, 1, 1, 0]
    first = Notice.objects.filter(kind="mark.due").earliest("pk")
    assert "VELTORA" in first.title_zh and "30 天" in first.title_zh and "EUTMR" in first.body_en
    assert "unverified" not in first.body_en


def test_a_reminder_of_an_unverified_day_says_so(seller):
    happened(seller, mark(seller), "decision_notified", "2026-11-02")
    job.tick(datetime(2026, 12, 20, 2, tzinfo=UTC))
    assert "未核实" in Notice.objects.get(kind="mark.due").body_zh


def test_the_feed_names_office_and_source_and_never_the_sign(seller):
    one = mark(seller, registration_number="018900001", classes="9")
    happened(seller, one, "decision_notified", "2026-11-02")
    said = calendar([of_mark(due) for due in queries.running(seller)], NOW, "host").decode()
    assert "20270104" in said and "018900001" in said and "VELTORA" not in said
    assert said.count("STATUS:TENTATIVE") == 2  # the appeal's rule is unverified


def test_others_and_partners_see_nothing(seller):
    one = mark(seller)
    other = making.member(making.organisation("seller", "另一家"), "other")
    partner = making.member(making.organisation("partner", "服务商"), "partner")
    with pytest.raises(NotFound):
        queries.mark(other, one.ref)
    with pytest.raises(NotAllowed):
        queries.mark(partner, one.ref)
    with pytest.raises(NotAllowed):
        queries.represented(other, "123")


READY = Facts("VELTORA", "word", "EUIPO", "registered", "1", "2", False, True, "VELTORA")


@pytest.mark.parametrize(
    ("change", "missing", "ask"),
    [
        ({}, set(), {"once"}),
        ({"brand": "Veltora"}, {"text"}, {"once"}),
        ({"brand": "VELTORA "}, {"text"}, {"once"}),
        ({"brand": None}, set(), {"once", "text"}),
        ({"office": "CNIPA"}, {"office"}, {"once"}),
        ({"office": "WIPO"}, set(), {"once", "office"}),
        ({"status": "pending"}, set(), {"once", "status"}),
        ({"status": "pending", "registration_number": "", "application_number": ""}, {"number"}, {"once", "status"}),
        ({"registration_number": ""}, {"number"}, {"once"}),
        ({"status": "ended"}, {"status"}, {"once"}),
        ({"status": "planned"}, {"status"}, {"once"}),
        ({"form": "image"}, {"form"}, {"once"}),
        ({"form": "combined"}, set(), {"once"}),
        ({"has_picture": False}, {"picture"}, {"once"}),
        ({"office": "USPTO", "is_supplemental": True}, {"supplemental"}, {"once"}),
    ],
)  # fmt: skip
def test_readiness_names_what_is_missing(change, missing, ask):
    points = checklist(replace(READY, **change))
    assert {one.code for one in points if one.standing == "missing"} == missing
    assert {one.code for one in points if one.standing == "ask"} == ask
    assert all(one.unverified and one.source for one in points)


@given(brand=st.text(min_size=1, max_size=20), sign=st.text(min_size=1, max_size=20))
def test_only_the_very_same_text_matches(brand, sign):
    point = next(p for p in checklist(replace(READY, brand=brand, sign=sign)) if p.code == "text")
    assert (point.standing == "ok") == (brand == sign)


def test_every_ceiling_has_a_source_and_only_what_was_read_is_sure():
    sure = {one.code for one in services() if not one.unverified}
    assert sure == {"search", "review", "filing_us"} and all(one.source for one in services())
