"""What a seller keeps of its producer duties, and a check worked out from it by the real job."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform.compliance import making as m
from tests.platform.directory import making

from pilotage.jobs import epr
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound
from pilotage.platform.audit.models import Event
from pilotage.platform.compliance import actions, producer
from pilotage.platform.compliance.actions.epr import LARGEST_TABLE, Faults
from pilotage.platform.compliance.models import EprCheck, ProductTable, State
from pilotage.platform.documents.models import Document

pytestmark = pytest.mark.django_db

TABLE = b"sku,stream,material,grams\nSKU-1,packaging,paper,120.5\nSKU-1,weee,small_equipment,850\n"
LUCID = {
    "country": "DE", "stream": "packaging", "number": "DE1234567890123", "from": "2025-01-01",
}  # fmt: skip
CONTRACT = {
    "country": "DE", "stream": "packaging", "organisation": "某回收组织",
    "from": "2026-01-01", "until": "2026-12-31", "bought": {"paper": "0.100"},
}  # fmt: skip


@pytest.fixture
def seller():
    return making.seller()


def with_table(by, content: bytes = TABLE) -> ProductTable:
    return actions.keep_products(by=by, at=m.NOW, name="商品表.csv", content=content)


def checked(by, *rows) -> EprCheck:
    """A check of the year over one report, after the worker was there."""
    report = m.document(by, m.report(*(rows or (m.SALE, m.TAXED))))
    check = actions.start_epr(by=by, at=m.NOW, documents=[report], year=2026)
    epr.run({"ref": check.ref}, at=m.NOW + timedelta(minutes=1))
    check.refresh_from_db()
    return check


def codes(check: EprCheck) -> set[tuple[str, str]]:
    return {(f["code"], f["stream"]) for f in check.result["findings"]}


def test_a_table_is_kept_and_replaced_by_the_next(seller):
    assert with_table(seller).skus == 1
    again = with_table(seller, TABLE + b"EBOOK,none,,\n")
    assert (again.skus, ProductTable.objects.count()) == (2, 1)
    assert producer.products(seller).document.name == "商品表.csv"
    assert Event.objects.filter(action="epr_products.kept").count() == 2


def test_a_table_with_bad_lines_names_each_and_leaves_the_old_one(seller):
    before = with_table(seller)
    with pytest.raises(Faults) as refused:
        with_table(seller, TABLE + b"A,packing,paper,1\nB,packaging,paper,heavy\n")
    assert [fault.says.zh[:15] for fault in refused.value.faults] == [
        "商品表.csv 的 第 4 行",
        "商品表.csv 的 第 5 行",
    ]
    assert producer.products(seller).document == before.document
    assert Document.objects.filter(kind="epr_products").count() == 1


def test_a_table_beyond_all_measure_is_not_read(seller):
    with pytest.raises(Invalid) as refused:
        with_table(seller, b"x" * (LARGEST_TABLE + 1))
    assert refused.value.code == "PRODUCTS_TOO_LARGE"


def test_papers_are_added_refused_and_taken_away(seller):
    actions.add_paper(by=seller, at=m.NOW, kind="registrations", paper=LUCID)
    with pytest.raises(Invalid):
        actions.add_paper(by=seller, at=m.NOW, kind="contracts", paper=CONTRACT | {"from": "?"})
    assert producer.papers(seller) == {"registrations": [LUCID]}
    actions.remove_paper(by=seller, at=m.NOW, kind="registrations", number=1)
    assert producer.papers(seller) == {"registrations": []}
    with pytest.raises(NotFound):
        actions.remove_paper(by=seller, at=m.NOW, kind="registrations", number=1)


@pytest.mark.slow
def test_a_check_weighs_what_was_shipped_against_the_papers(seller):
    with_table(seller)
    actions.add_paper(by=seller, at=m.NOW, kind="registrations", paper=LUCID)
    actions.add_paper(by=seller, at=m.NOW, kind="contracts", paper=CONTRACT)
    check = checked(seller)
    assert (check.state, len(check.law_digest)) == (State.DONE, 64)
    [paper] = [q for q in check.result["quantities"] if q["stream"] == "packaging"]
    assert (paper["kg"], paper["units"]) == ("0.241", "2")
    found = codes(check)
    assert ("BOUGHT_TOO_LITTLE", "packaging") in found
    assert ("REGISTRATION_MISSING", "weee") in found
    assert ("REPRESENTATIVE_NEEDED", "weee") in found
    assert ("REGISTRATION_MISSING", "packaging") not in found
    assert {d["stream"] for d in check.result["duties"]} == {"packaging", "weee"}


@pytest.mark.slow
def test_a_check_keeps_table_and_papers_as_they_were_and_ends_once(seller):
    with_table(seller)
    check = checked(seller)
    with_table(seller, b"sku,stream,material,grams\nOTHER,none,,\n")
    actions.add_paper(by=seller, at=m.NOW, kind="registrations", paper=LUCID)
    epr.run({"ref": check.ref}, at=m.NOW)
    check.refresh_from_db()
    assert (check.papers, check.products.name) == ({}, "商品表.csv")
    assert check.products != producer.products(seller).document
    assert Event.objects.filter(action="epr.finished").count() == 1


@pytest.mark.slow
def test_a_file_that_is_no_report_is_an_answer(seller):
    with_table(seller)
    paper = m.document(seller, b"a,b\n1,2\n")
    check = actions.start_epr(by=seller, at=m.NOW, documents=[paper], year=2026)
    epr.run({"ref": check.ref}, at=m.NOW)
    check.refresh_from_db()
    assert (check.state, bool(check.error["next_step"]["zh"])) == (State.FAILED, True)


@pytest.mark.parametrize("year", [1999, 2027])
def test_a_year_that_is_not_over_or_not_begun_is_refused(seller, year):
    with_table(seller)
    with pytest.raises(Invalid):
        report = m.document(seller, m.report(m.SALE))
        actions.start_epr(by=seller, at=m.NOW, documents=[report], year=year)


def test_nothing_starts_without_a_table_or_with_anothers_report(seller):
    other = making.seller()
    report = m.document(other, m.report(m.SALE))
    with pytest.raises(Invalid, match="NO_PRODUCTS"):
        actions.start_epr(by=other, at=m.NOW, documents=[report], year=2026)
    with_table(seller)
    with pytest.raises(NotAllowed):
        actions.start_epr(by=seller, at=m.NOW, documents=[report], year=2026)
    with pytest.raises(NotAllowed):
        with_table(making.firm().owner)


def test_others_see_nothing_of_it(seller):
    with_table(seller)
    report = m.document(seller, m.report(m.SALE))
    check = actions.start_epr(by=seller, at=m.NOW, documents=[report], year=2026)
    for stranger in (making.seller(), making.firm().owner):
        assert producer.products(stranger) is None
        assert producer.reports(stranger) == []
        with pytest.raises(NotFound):
            producer.check(stranger, check.ref)
