"""A partner enters its figures, the seller sees them beside its own, asks, and the clocks run; reminders; every version kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.doors.browsers import browser
from tests.engines.statements.months_made import folder
from tests.platform.disputes.making import parties

from pilotage.engines.statements import AdsTotals, Source, month_json, month_report
from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.cases.clocks import clocks
from pilotage.platform.cases.models import Case
from pilotage.platform.notices.models import Notice
from pilotage.platform.reports import actions, queries
from pilotage.platform.reports.models import MonthReport, PartnerFigures

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Beijing
ACOS = Text("ACoS", "ACoS")


@pytest.fixture(autouse=True)
def _moment(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def some():
    return parties(NOW - timedelta(days=60))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """September as it is, and with one sales file gone."""

    def ads(path):
        if path.name != "ads.csv":
            raise Invalid("NOT_ADS", Text("不是", "not"))
        from decimal import Decimal

        return [AdsTotals(Source(path.name, "0" * 64), "EUR", Decimal("90.05"), Decimal("300.00"))]

    inputs = folder(tmp_path_factory.mktemp("month") / "in")
    (inputs / "ads.csv").write_text("x\n", "utf-8")
    whole = month_json(month_report(inputs, Month(2026, 9), ads))
    (inputs / "traffic.json").unlink()
    return whole, month_json(month_report(inputs, Month(2026, 9), ads))


def reported(some, result, month="2026-09", at=NOW):
    return MonthReport.objects.create(
        organisation_id=some.seller.organisation_id, month=month, state="done", result=result,
        started_by="test", started_at=at, ended_at=at,
    )  # fmt: skip


def claimed(some, side="partner", at=NOW, **values) -> PartnerFigures:
    rows = [{"figure": figure, "value": value} for figure, value in values.items()]
    return actions.claim(by=some.side(side, at), at=at, contract=some.contract.ref, month="2026-09", rows=rows)  # fmt: skip


def test_the_partners_figures_stand_beside_the_sellers_own(some, results):
    made = reported(some, results[0])
    sent = {"contract": some.contract.ref, "month": "2026-09", "value:acos": "9.00", "unit:acos": "%",
            "value:ordered_product_sales": "1000.50", "unit:ordered_product_sales": "EUR", "value:sell_through": "2"}  # fmt: skip
    answer = browser(some.partner).post(reverse("reports:claim"), sent)
    entry = PartnerFigures.objects.get()
    assert answer.headers["Location"] == reverse("reports:claimed", args=[entry.ref])
    assert (entry.side, entry.number, len(entry.rows)) == ("partner", 1, 3)
    assert Notice.objects.filter(organisation_id=some.seller.organisation_id, kind="month_report.claimed").exists()  # fmt: skip
    page = browser(some.seller).get(reverse("reports:detail", args=[made.ref])).content.decode()
    assert "-21.02 % (-70.0 %)" in page and "用全部销售额" in page and "一致" in page
    assert "当月缺少：库存规划" in page


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [("c.csv", "指标,数值\nACoS,28.4 %\nGMV,viel\n", 1), ("c.json", json.dumps([{"key": "acos", "value": "28.4 %"}]), 1),
     ("c.csv", "a,b\n1,2\n", 0), ("c.xlsx", "PK\x03\x04", 0), ("c.csv", "指标,数值\nGMV,viel\n", 0)],
)  # fmt: skip
def test_a_file_is_taken_or_refused_in_words_and_belongs_to_the_seller(some, name, content, kept):
    sent = {"contract": some.contract.ref, "month": "2026-09", "file": SimpleUploadedFile(name, content.encode())}  # fmt: skip
    answer = browser(some.partner).post(reverse("reports:claim"), sent)
    assert answer.status_code == (302 if kept else 422)
    assert PartnerFigures.objects.count() == kept
    if kept:
        entry = PartnerFigures.objects.get()
        assert entry.document.owner_id == some.seller.organisation_id
        assert len(entry.rejected) == content.count("viel")
        seen = browser(some.seller).get(reverse("reports:claimed", args=[entry.ref]))
        assert "28.40 %" in seen.content.decode()
    else:
        assert "请" in answer.content.decode() and ".csv" in name + ".csv"


@pytest.mark.parametrize("month", ["2026-13", "", "2026-11"])
def test_a_month_to_come_or_none_is_refused(some, month):
    with pytest.raises(Invalid):
        actions.claim(by=some.partner, at=NOW, contract=some.contract.ref, month=month, rows=[{"figure": "acos", "value": "1"}])  # fmt: skip


def test_a_correction_is_the_next_entry_and_the_last_one_counts(some, results):
    made = reported(some, results[0])
    claimed(some, acos="9.00 %")
    last = claimed(some, acos="30.02 %")
    assert (last.number, PartnerFigures.objects.count()) == (2, 2)
    (found,) = queries.beside(some.seller, made)
    assert found.entry == last and found.compared[0].state == "agrees"


def test_a_stranger_neither_claims_nor_reads(some):
    entry = claimed(some, acos="1 %")
    stranger = replace(some.partner, organisation_id=some.operator.organisation_id)
    with pytest.raises(NotFound):
        actions.claim(by=stranger, at=NOW, contract=some.contract.ref, month="2026-09", rows=[{"figure": "acos", "value": "1"}])  # fmt: skip
    with pytest.raises(NotFound):
        queries.claimed(stranger, entry.ref)


def test_the_sellers_question_starts_the_first_response_and_the_partners_pauses_the_correction(
    some,
):
    sent = {"contract": some.contract.ref, "month": "2026-09", "figure": "acos", "text": "为什么不同？",
            "beside": "自报 9.00 %，月报 30.02 %", "key": "k1"}  # fmt: skip
    answer = browser(some.seller).post(reverse("reports:ask"), sent)
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("cases:detail", args=[case.ref])
    assert "ACoS" in case.title and "30.02 %" in case.events.get().text
    running = {one.promise for one in clocks(case, NOW)}
    assert "first_response" in running
    again = browser(some.seller).post(reverse("reports:ask"), sent)
    assert again.status_code == 302 and case.events.count() == 1, (
        "a second click is the same question"
    )
    later = NOW + timedelta(hours=1)
    same = actions.ask(
        by=some.side("partner", later), at=later, contract=some.contract.ref, month="2026-09", figure=ACOS,
        told=Told("请给广告报表"),
    )  # fmt: skip
    case.refresh_from_db()
    assert same == case and case.state == "waiting"
    assert {one.side for one in queries.questions(some.seller, some.contract, "2026-09")} == {"seller", "partner"}  # fmt: skip
    answered = later + timedelta(hours=1)
    actions.ask(
        by=some.side("seller", answered), at=answered, contract=some.contract.ref, month="2026-09",
        figure=ACOS, told=Told("已上传"),
    )  # fmt: skip
    case.refresh_from_db()
    assert case.state == "open" and Case.objects.count() == 1


def test_another_making_of_a_month_says_what_changed_and_through_which_file(some, results):
    first, second = reported(some, results[0]), reported(some, results[1], at=NOW + timedelta(hours=1))  # fmt: skip
    assert queries.changed(some.seller, first) == ()
    sales = next(one for one in queries.changed(some.seller, second) if one.key == "ordered_product_sales")  # fmt: skip
    assert (str(sales.before), str(sales.after), sales.came, sales.went) == ("1000.5", "20.00", ("orders.txt",), ("traffic.json",))  # fmt: skip
    page = browser(some.seller).get(reverse("reports:detail", args=[second.ref])).content.decode()
    assert "1,000.50 → 20.00" in page and "不再使用：traffic.json" in page


@pytest.mark.parametrize(
    ("day", "made", "approved", "told"),
    [(4, False, False, set()), (5, False, False, {"seller", "partner"}), (6, True, False, {"seller", "partner"}), (6, True, True, {"partner"})],
)  # fmt: skip
def test_who_has_something_to_do_is_reminded_once_a_stage(some, results, day, made, approved, told):
    at, by = NOW.replace(day=day), Viewer.product("reports", NOW)
    if made:
        report = reported(some, {"figures": []}, at=at)
        MonthReport.objects.filter(pk=report.pk).update(approved_at=at if approved else None)
    before = Notice.objects.count()
    assert actions.remind(by=by, at=at) == len(told)
    sent = Notice.objects.order_by("pk")[before:]
    sides = {some.seller.organisation_id: "seller", some.partner.organisation_id: "partner"}
    assert {sides[one.organisation_id] for one in sent} == told
    assert actions.remind(by=by, at=at) == 0
    assert actions.remind(by=by, at=NOW.replace(day=15)) == len(told | {"partner"} if approved else {"seller", "partner"})  # fmt: skip


def test_a_contract_that_began_after_the_month_brings_no_reminder():
    parties(NOW)
    assert actions.remind(by=Viewer.product("reports", NOW), at=NOW) == 0


def test_the_same_over_the_api(some, results):
    made = reported(some, results[0])
    partner, root = browser(some.partner), "/api/v1/reports"
    given = {"contract": some.contract.ref, "month": "2026-09", "rows": [{"figure": "ACoS", "value": "9.00 %"}, {"figure": "x", "value": ""}]}  # fmt: skip
    answer = partner.post(f"{root}/claims", given, content_type="application/json")
    assert answer.status_code == 201 and answer.json()["rejected"][0]["reason"] == "NOT_A_NUMBER"
    assert partner.get(f"{root}/claims").json()[0]["number"] == 1
    (one,) = browser(some.seller).get(f"{root}/{made.ref}/claims").json()
    assert one["figures"][0]["difference"] == "-0.2102" and one["figures"][0]["causes"]
