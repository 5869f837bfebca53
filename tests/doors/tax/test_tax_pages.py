"""A seller uploads a report, sees the returns box by box, what was stopped, each row, and takes it all home."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.platform.compliance import making as m
from tests.platform.directory import making

from pilotage.engines.tax import Stage
from pilotage.platform.compliance import actions
from pilotage.platform.compliance.models import TaxRun

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def english(client) -> Client:
    client.cookies["pilotage_language"] = "en"
    return client


def the_report(*rows) -> SimpleUploadedFile:
    return SimpleUploadedFile("AVTR 1月.csv", m.report(*rows), "text/csv")


def test_nothing_yet_says_how_to_begin(client):
    page = client.get(reverse("tax:list")).content.decode()
    assert "还没有计算过" in page
    assert "税务文档库" in page
    assert "还没有填写税号" in page


def test_upload_leads_to_the_run_which_waits_and_then_shows_the_return(client, seller):
    actions.keep_profile(by=seller, at=m.NOW, content=m.PROFILE)
    answer = client.post(
        reverse("tax:upload"),
        {"report": the_report(m.SALE, m.TAXED), "period": "2026-01"},
        follow=True,
    )
    assert "排队中" in answer.content.decode()
    run = TaxRun.objects.get()
    m.worked(run)
    page = client.get(reverse("tax:run", args=[run.ref])).content.decode()
    for said in ("2026-01 申报", "德国", "UStVA", "19% 应税销售额", "100.00", "2026-02-10"):
        assert said in page
    assert client.get(reverse("tax:progress", args=[run.ref])).headers["HX-Refresh"] == "true"


def test_another_period_is_told_apart(client, seller):
    run = m.worked(m.started(seller, period="2026-Q2"))
    page = client.get(reverse("tax:run", args=[run.ref])).content.decode()
    assert "这个期间没有要申报的内容" in page
    assert "其他期间的申报表" in page


def test_stopped_rows_name_the_next_step_and_take_the_missing_paper(client, seller):
    run = m.done(seller, [m.TAXED, m.MOVED])
    page = client.get(reverse("tax:run", args=[run.ref])).content.decode()
    assert "请在 costs.csv 中补上成本" in page
    costs = SimpleUploadedFile("costs.csv", m.COSTS, "text/csv")
    client.post(reverse("tax:again", args=[run.ref]), {"costs": costs})
    again = m.worked(TaxRun.objects.exclude(pk=run.pk).get())
    page = client.get(reverse("tax:run", args=[again.ref])).content.decode()
    assert "每一行都进了申报表" in page
    assert "法国" in page


def test_rows_open_from_a_figure_and_explain_themselves(client, seller):
    run = m.done(seller, [m.SALE, m.TAXED, m.BLOCKED])
    rows = client.get(reverse("tax:rows", args=[run.ref]), {"treatment": "taxed"}).content.decode()
    assert "302-2" in rows
    assert "302-3" not in rows
    sha = run.inputs.get().document.sha256
    taxed = client.get(reverse("tax:row", args=[run.ref, sha, 2])).content.decode()
    for said in ("规则 24", "119 ÷ 1 件", "税基 100.00，税额 19.00", "vat_rates/DE", "核对"):
        assert said in taxed
    blocked = client.get(reverse("tax:row", args=[run.ref, sha, 3])).content.decode()
    assert "NO_REGISTRATION_FOR_ARRIVAL" in blocked
    assert "请登记 OSS" in blocked
    assert client.get(reverse("tax:row", args=[run.ref, sha, 99])).status_code == 404
    assert client.get(reverse("tax:rows", args=[run.ref]), {"page": "²"}).status_code == 200


def test_a_row_of_a_run_that_kept_no_rows_can_be_worked_out_again(client, seller):
    run = m.done(seller)
    run.outputs.filter(name__startswith="rows/").delete()
    sha = run.inputs.get().document.sha256
    assert (
        "重新计算后即可查看"
        in client.get(reverse("tax:row", args=[run.ref, sha, 1])).content.decode()
    )


@pytest.mark.parametrize(
    ("done", "stage"),
    [
        (0, "读取报告"),
        (Stage.DETERMINE.value - 1, "读取报告"),
        (Stage.RETURNS.value, "归入各国申报表"),
    ],
)
def test_a_run_under_way_names_its_stage(client, seller, done, stage):
    run = m.started(seller)
    actions.note_progress(TaxRun, by=making.product(), at=m.NOW, ref=run.ref, done=done, total=1000)
    page = client.get(reverse("tax:progress", args=[run.ref])).content.decode()
    assert stage in page
    assert f'value="{done}"' in page


def test_everything_comes_home_in_one_zip_with_what_it_rests_on(client, seller):
    run = m.done(seller)
    answer = client.get(reverse("tax:download", args=[run.ref]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert {"returns.json", "blocked.csv", "manifest.json"} <= set(archive.namelist())
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["law_digest"] == run.law_digest
    assert [one["name"] for one in manifest["inputs"]] == ["AVTR.csv"]


def test_a_file_that_is_none_of_ours_says_which_to_download(english):
    english.post(reverse("tax:upload"), {"report": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")})
    run = m.worked(TaxRun.objects.get())
    page = english.get(reverse("tax:run", args=[run.ref])).content.decode()
    assert "Upload another file" in page
    assert "x.csv" in page


def test_a_profile_as_the_form_keeps_it_is_one_a_run_can_read(client):
    """Also with numbers outside the Union, which the run has no use for."""
    numbers = "DE136695976\nEL 062592798\nCHE-107.787.577 IVA\nNO 995 525 828 MVA"
    form = {"name": "蓝鲸", "vat_numbers": numbers, "hour_cost_currency": "CNY"}
    form |= {"annual_sales_currency": "USD"}
    assert client.post(reverse("fit:profile"), form).status_code == 302
    client.post(reverse("tax:upload"), {"report": the_report(m.SALE, m.TAXED)})
    run = m.worked(TaxRun.objects.get())
    assert (run.state, run.error) == ("done", None)


def test_no_file_is_refused_in_words(client):
    answer = client.post(reverse("tax:upload"), {})
    assert answer.status_code == 422
    assert "没有收到文件" in answer.content.decode()


def test_a_replay_says_that_nothing_changed(client, seller):
    run = m.done(seller)
    client.post(reverse("tax:replay", args=[run.ref]))
    again = m.worked(TaxRun.objects.exclude(pk=run.pk).get())
    assert "没有变化" in client.get(reverse("tax:run", args=[again.ref])).content.decode()


def test_the_same_over_the_api(client, seller):
    started = client.post(reverse("api:tax_runs"), {"report": the_report(m.TAXED)})
    assert (started.status_code, started.json()["state"]) == (202, "waiting")
    ref = started.json()["ref"]
    m.worked(TaxRun.objects.get(ref=ref))
    run = client.get(reverse("api:tax_run", args=[ref])).json()
    assert run["returns"][0]["content"]["boxes"]["81"] == "100"
    rows = client.get(reverse("api:tax_rows", args=[ref]), {"treatment": "taxed"}).json()
    assert (rows["count"], rows["rows"][0]["vat"]) == (1, "19.0000")
    row = rows["rows"][0]
    told = client.get(reverse("api:tax_row", args=[ref, row["file_sha256"], row["row"]])).json()
    assert told["row"] == row
    assert [step["source"]["confidence"] for step in told["steps"] if step["source"]] == ["sourced"]
    assert told["steps"][-1]["value"] == "taxed"
