"""From a month's files to an approval that an offline verifier finds in the chain; real child, real files; refused in words."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.doors.browsers import browser
from tests.engines.statements.months_made import folder
from tests.platform.directory import making
from tests.platform.incidents import making as engaged

from pilotage.engines.audit import check
from pilotage.jobs import month as job
from pilotage.jobs.month_child import compute
from pilotage.platform.audit import bundles
from pilotage.platform.reports.models import MonthReport

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: making.NOW)


@pytest.fixture
def here(monkeypatch):
    """The child's work in this process: one test has the real child."""
    monkeypatch.setattr(job, "crunch", lambda function, args, progress: compute(**args, progress=progress))  # fmt: skip


@pytest.fixture
def seller():
    return making.seller()


@pytest.fixture
def files(tmp_path):
    made = folder(tmp_path / "in", total="700.11")
    (made / "broken.json").write_bytes(b"{")
    return [SimpleUploadedFile(p.name, p.read_bytes()) for p in sorted(made.iterdir()) if p.name not in ("sla.json", "filings.json")]  # fmt: skip


def made_of(client, files, month="2026-09") -> MonthReport:
    client.post(reverse("reports:upload"), {"month": month, "files": files})
    made = MonthReport.objects.get()
    job.run({"ref": made.ref}, at=making.NOW)
    made.refresh_from_db()
    return made


def read(client, made) -> str:
    return client.get(reverse("reports:detail", args=[made.ref])).content.decode()


def test_from_files_to_an_approval_in_the_chain(seller, files, settings):
    engaged.filed(engaged.certified(), seller, "DE", "2026-08")
    client = browser(seller)
    made = made_of(client, files)
    assert made.state == "done" and not list(settings.VAR.glob(".month-*"))
    page = read(client, made)
    assert "没有：广告报表" in page and "broken.json" in page
    assert "-0.01 EUR" in page and "52.8 天" in page and "没有税局确认的申报" in page
    kept = client.get(reverse("reports:page", args=[made.ref]))
    assert b"2026-09" in b"".join(kept.streaming_content)
    paper = client.get(reverse("reports:paper", args=[made.ref]))
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    book = client.get(reverse("reports:book", args=[made.ref]))
    assert b"".join(book.streaming_content).startswith(b"PK")
    client.post(reverse("reports:approve", args=[made.ref]))
    made.refresh_from_db()
    assert made.root and made.root in read(client, made)
    bundle = list(bundles.lines(seller.organisation_ref, making.NOW))
    events, _ = check(bundle)
    assert events == len(bundle) - sum(b'"checkpoint"' in line for line in bundle)
    signed = [one for one in map(json.loads, bundle) if "checkpoint" in one]
    ours = next(one for one in signed if one["checkpoint"]["root"] == made.root)
    assert {one["key"].partition(":")[0] for one in ours["signatures"]} == {"platform", "seller"}
    again = client.post(reverse("reports:approve", args=[made.ref]))
    assert again.status_code == 409 and "已经确认过" in again.content.decode()


def test_a_month_of_nothing_known_says_so(seller, here):
    client = browser(seller)
    made = made_of(client, [SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff")])
    page = read(client, made)
    assert "photo.jpg" in page and "没有：结算报告" in page and "没有可以计算的数字" in page


@pytest.mark.parametrize(
    ("month", "count", "says"),
    [("2026-13", 1, "月份应如"), ("", 1, "月份应如"), ("2026-09", 0, "请上传"), ("2026-09", 61, "最多 60")],
)  # fmt: skip
def test_what_makes_no_month_is_refused_in_words(seller, month, count, says):
    sent = [SimpleUploadedFile(f"{n}.csv", b"x") for n in range(count)]
    answer = browser(seller).post(reverse("reports:upload"), {"month": month, "files": sent})
    assert answer.status_code == 422 and says in answer.content.decode()
    assert not MonthReport.objects.exists()


def test_names_that_come_twice_are_both_read(seller, here):
    sent = [
        SimpleUploadedFile("a.txt", b"x\ty\n1\t2\n"),
        SimpleUploadedFile("a.txt", b"z\ty\n1\t2\n"),
    ]
    made = made_of(browser(seller), sent)
    assert [one["file"] for one in made.result["unreadable"]] == ["1-a.txt", "a.txt"]


def test_the_same_over_the_api(seller, files, here):
    client, root = browser(seller), "/api/v1/reports"
    made = client.post(root, {"month": "2026-09", "files": files}).json()
    job.run({"ref": made["ref"]}, at=making.NOW)
    whole = client.get(f"{root}/{made['ref']}").json()
    assert whole["state"] == "done" and whole["result"]["month"] == "2026-09"
    assert client.post(f"{root}/{made['ref']}/approve").json()["root"]
    paper = client.get(f"{root}/{made['ref']}/pdf")
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    assert client.get(root).json()[0]["ref"] == made["ref"]
