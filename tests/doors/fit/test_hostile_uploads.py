"""Bar 10: whatever is uploaded, a person reads in their language what happened and what to do next.

The files of `tests.engines.mill.hostile` go through the real upload, and the worker runs to the end. Most
run in the worker's own process, which is quick; two tests at the end start the real child.
"""

from __future__ import annotations

import hashlib
import re
import threading
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.engines.mill.hostile import CASES, Case, line, report
from tests.platform.directory import making

from pilotage.jobs import worker, working
from pilotage.jobs.models import Job, State
from pilotage.platform import ports
from pilotage.platform.compliance.models import FitCheck
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Membership

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
GOOD = report(line(), line(ACTIVITY_TRANSACTION_ID="DEMO2")).encode()
LANGUAGES = ("zh", "en")


@pytest.fixture
def browser() -> Client:
    """A seller's browser."""
    seller = making.seller()
    browser = Client()
    browser.force_login(Membership.objects.get(organisation_id=seller.organisation_id).person)
    return browser


@pytest.fixture
def in_one_process(monkeypatch):
    """The calculation without a child of its own."""
    from pilotage.engines.matching import fit_job as engine

    def here(function, args, progress):
        assert function.endswith(":advise_json")
        return engine.advise_json(**args, progress=progress)

    monkeypatch.setattr(working, "crunch", here)


def uploaded(browser: Client, *files: tuple[str, bytes]):
    sent = [SimpleUploadedFile("x.csv", data) for _, data in files]
    for file, (name, _) in zip(sent, files, strict=True):
        file._name = name  # the browser may claim any name
    return browser.post(reverse("fit:upload"), {"report": sent})


def worked() -> None:
    """The worker runs until nothing is due; no job failed, none is left."""
    worker.work(threading.Event(), once=True)
    assert set(Job.objects.values_list("state", "last_error")) <= {(State.DONE, "")}


def read(browser: Client, address: str, language: str) -> str:
    """The page as a person reads it, without tags."""
    browser.cookies["pilotage_language"] = language
    answer = browser.get(address)
    assert answer.status_code == 200
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))
    assert "Traceback" not in text and "Error(" not in text
    return text


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_hostile_report_is_answered_in_words(case: Case, browser, in_one_process):
    data = case.build()
    answer = uploaded(browser, (f"{case.name}.csv", data))
    assert answer.status_code == 302, "kept and queued, however odd"
    worked()
    check = FitCheck.objects.get()
    for language in LANGUAGES:
        text = read(browser, answer["Location"], language)
        if isinstance(case.answer, str):
            assert check.state == "failed" and check.error["code"] == case.answer
            assert spaced(check.error["says"][language]) in text
            assert spaced(check.error["next_step"][language]) in text
        else:
            assert check.state == "done"
    kept = Document.objects.get()
    assert kept.sha256 == hashlib.sha256(data).hexdigest()
    assert ports.files().path(kept.sha256).read_bytes() == data


NAMES = [
    "../../../etc/passwd",
    "..\\..\\windows\\system32\\drivers\\etc\\hosts.csv",
    "/etc/shadow",
    "C:\\Users\\me\\报告.csv",
    "📦" * 60 + ".csv",
    "长" * 200 + ".csv",
    "a\u202egnp.csv",
    "<script>alert(1)</script>.csv",
    "'; DROP TABLE documents_document; --.csv",
    "report.csv\r\nX-Injected: yes",
    "nul\0byte.csv",
    ".htaccess",
    "CON.csv",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_only_a_name(name, browser, in_one_process, settings):
    answer = uploaded(browser, (name, GOOD))
    assert answer.status_code == 302
    worked()
    kept = Document.objects.get()
    assert 0 < len(kept.name) <= 255 and "/" not in kept.name and "\0" not in kept.name
    assert ports.files().path(kept.sha256).is_relative_to(settings.FILES_FOLDER)
    page = browser.get(answer["Location"]).content.decode()
    assert "<script>alert" not in page
    assert FitCheck.objects.get().state == "done"


def test_a_bad_file_among_good_ones_is_named(browser, in_one_process):
    bad = CASES[4].build()
    answer = uploaded(browser, ("一月.csv", GOOD), ("二月.csv", bad))
    worked()
    assert "二月.csv" in read(browser, answer["Location"], "zh")
    assert Document.objects.count() == 2


NEXT_STEP = {
    "NO_REPORT": {"zh": "请选择增值税交易报告", "en": "Choose the VAT Transactions Report"},
    "BAD_REQUEST": {"zh": "请返回上一页重试", "en": "Go back and try again"},
    "UPLOAD_TOO_LARGE": {"zh": "请按月下载报告", "en": "Download the report month by month"},
    "TOO_MUCH_SENT": {"zh": "请分几次提交", "en": "Send it in several parts"},
    "METHOD_NOT_ALLOWED": {"zh": "请从页面上的按钮", "en": "Go there by the button"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("send", "status", "code"),
    [
        (lambda b: b.post(reverse("fit:upload")), 422, "NO_REPORT"),
        (lambda b: b.post(reverse("fit:upload"), {"report": "just text"}), 422, "NO_REPORT"),
        (lambda b: b.post(reverse("fit:upload"), {"other": SimpleUploadedFile("a.csv", b"x")}), 422, "NO_REPORT"),
        (lambda b: b.post(reverse("fit:upload"), b"x", content_type="text/csv"), 422, "NO_REPORT"),
        (lambda b: b.post(reverse("fit:upload"), b"--x\r\nno", content_type="multipart/form-data"), 400, "BAD_REQUEST"),
        (lambda b: b.post(reverse("fit:upload"), b"", "text/csv", CONTENT_LENGTH=str(4 * 1024**3)), 413, "UPLOAD_TOO_LARGE"),
        (lambda b: b.post(reverse("fit:upload"), b"", "text/csv", CONTENT_LENGTH="-1"), 400, "BAD_REQUEST"),
        (lambda b: b.post(reverse("fit:upload"), b"", "text/csv", CONTENT_LENGTH="many"), 400, "BAD_REQUEST"),
        (lambda b: uploaded(b, *[(f"{n}.csv", b"x") for n in range(101)]), 413, "TOO_MUCH_SENT"),
        (lambda b: uploaded(b, ("长" * 400 + ".csv", GOOD)), 400, "BAD_REQUEST"),
        (lambda b: b.get(reverse("fit:upload")), 405, "METHOD_NOT_ALLOWED"),
        (lambda b: b.delete(reverse("fit:upload")), 405, "METHOD_NOT_ALLOWED"),
    ],
)  # fmt: skip
def test_what_is_no_upload_is_refused_in_words(send, status, code, language, browser):
    browser.cookies["pilotage_language"] = language
    answer = send(browser)
    text = answer.content.decode()
    assert (answer.status_code, code in text) == (status, True)
    assert NEXT_STEP[code][language] in text
    assert not Document.objects.exists() and not Job.objects.exists()


def test_a_file_over_the_limit_leaves_nothing_behind(browser, settings):
    settings.UPLOAD_LIMIT_BYTES = 10_000
    answer = uploaded(browser, ("large.csv", b"x" * 20_000))
    assert answer.status_code == 422 and "UPLOAD_TOO_LARGE" in answer.content.decode()
    folder = settings.FILES_FOLDER
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert not Document.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_real_child_answers_and_the_job_after_it_runs(browser):
    names = ("zip_bomb", "ten_thousand_open_quotes", "a_line_of_three_megabytes", "random_bytes")
    for name in names:
        uploaded(browser, (name, next(case for case in CASES if case.name == name).build()))
    uploaded(browser, ("good.csv", GOOD))
    worked()
    states = list(FitCheck.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["failed", "done", "done", "failed", "done"]
