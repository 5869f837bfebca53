"""A receipt is held against those of other sellers; only the programme learns of it."""

from __future__ import annotations

from random import Random

import pytest
from tests.engines.tax.receipts_made import fields, pdf
from tests.platform.compliance import making as m
from tests.platform.compliance.test_receipts import claimed
from tests.platform.directory import making

from pilotage.engines.tax.evidence import print_of, read_evidence
from pilotage.jobs import evidence as job
from pilotage.jobs import evidence_child
from pilotage.jobs.models import Job
from pilotage.kernel.errors import Invalid, NotAllowed
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.models import PLATFORM, Event
from pilotage.platform.compliance import actions, evidence
from pilotage.platform.compliance.models import EvidencePrint, EvidenceReuse

PRODUCT = Viewer.product("evidence", m.NOW)
FILLED = fields(Random(1))


@pytest.fixture
def _in_process(monkeypatch, db):
    """The child's functions without a process of their own."""

    def crunch(name, args, progress):
        return getattr(evidence_child, name.split(":")[1])(**args, progress=progress)

    monkeypatch.setattr(job, "crunch", crunch)


def brought(content: bytes, seller=None):
    """A seller's receipt, seen by the worker."""
    seller = seller or making.seller()
    filing = claimed(seller, seller)
    paper = m.document(seller, content, "receipt.pdf", "receipt")
    actions.receive_receipt(by=seller, at=m.NOW, ref=filing.ref, document=paper)
    job.run({"ref": filing.ref}, at=m.NOW)
    return seller


@pytest.mark.usefixtures("_in_process")
@pytest.mark.parametrize(
    ("other", "why"),
    [
        (pdf("DE", FILLED), "bytes"),
        (pdf("DE", FILLED, "another program"), "text"),
        (pdf("DE", fields(Random(2)) | {"ticket": FILLED["ticket"]}), "number"),
        (pdf("DE", FILLED | {"name": "Shenzhen Other Co., Ltd.", "ticket": "ET1"}), "figures"),
    ],
)
def test_one_paper_of_two_sellers_is_found_by_its_strongest_sign(other, why):
    brought(pdf("DE", FILLED))
    brought(other)
    assert [found.why for found in EvidenceReuse.objects.all()] == [why]
    assert Event.objects.get(action="evidence.reuse_found").tenant == PLATFORM


@pytest.mark.usefixtures("_in_process")
def test_another_paper_of_the_form_is_no_reuse():
    brought(pdf("DE", FILLED))
    brought(pdf("DE", fields(Random(3))))
    assert EvidencePrint.objects.count() == 2
    assert not EvidenceReuse.objects.exists()


@pytest.mark.usefixtures("_in_process")
def test_only_the_programme_sees_and_judges_it():
    first, second = brought(pdf("DE", FILLED)), brought(pdf("DE", FILLED))
    for seller in (first, second):
        with pytest.raises(NotAllowed):
            evidence.findings(seller)
    found = EvidenceReuse.objects.get()
    with pytest.raises(NotAllowed):
        actions.judge_reuse(by=first, at=m.NOW, ref=found.ref, verdict="honest", reason="x")
    with pytest.raises(Invalid):
        actions.judge_reuse(by=PRODUCT, at=m.NOW, ref=found.ref, verdict="reused", reason=" ")
    actions.judge_reuse(by=PRODUCT, at=m.NOW, ref=found.ref, verdict="reused", reason="同号")
    found.refresh_from_db()
    assert (found.verdict, found.reason) == ("reused", "同号")


@pytest.mark.usefixtures("_in_process")
def test_bringing_a_receipt_asks_the_worker_once_and_again_changes_nothing():
    brought(pdf("DE", FILLED))
    brought(pdf("DE", FILLED))
    args = Job.objects.filter(kind="compliance.evidence").latest("pk").args
    job.run(args, at=m.NOW)
    assert (EvidencePrint.objects.count(), EvidenceReuse.objects.count()) == (2, 1)


@pytest.mark.parametrize("content", [b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\nbroken", b"\xff\xd8\xff", b"\xff\xfe", b""])  # fmt: skip
def test_a_file_that_does_not_open_has_its_bytes_alone(content):
    found = print_of(content, read_evidence(content))
    assert (found.text, found.numbers, found.figures, found.pages) == ("", (), (), ())
