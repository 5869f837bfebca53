"""What the reader was unsure of, in the browser and over the API: the piece of the page, a person's word, checked again."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from PIL import Image
from tests.doors.browsers import browser
from tests.platform.directory import making

from pilotage.jobs.models import Job
from pilotage.platform import ports
from pilotage.platform.onboarding import actions, sealing
from pilotage.platform.onboarding.models import FieldWord, Paper, PreAudit

pytestmark = pytest.mark.django_db
QUEUE, CODE = reverse("onboarding:unsure"), "91330203MA11X13289"
BOX = [300, 400, 700, 440]


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def seller():
    return making.seller()


@pytest.fixture
def paper(seller) -> Paper:
    """A licence of which the credit code is unsure and the end of its term unread."""
    shop = actions.open_application(by=seller, at=making.NOW, marketplace="DE", typed={"company_name_zh": "宁波启航"})  # fmt: skip
    made = actions.add_paper(by=seller, at=making.NOW, ref=shop.ref, name="business_licence", file_name="a.png", chunks=[b"x"])  # fmt: skip
    picture = io.BytesIO()
    Image.new("RGB", (1000, 800), "white").save(picture, "JPEG")
    page = sealing.sealed(shop.sealed_key, shop.ref, [picture.getvalue()])
    made.page_sha256, _ = ports.files().keep(page, limit=1 << 20)
    made.read = {"fields": {"uscc": {"value": CODE[:-1] + "8", "confidence": 0.5, "box": BOX}}}
    made.save()
    told = [
        {"code": code, "severity": "info", "document": made.name, "field": field}
        for code, field in (("READING_UNSURE", "uscc"), ("FIELD_NOT_READ", "valid_to"))
    ]
    PreAudit.objects.create(
        application=shop, state="done", verdict="ready", started_by="t", started_at=making.NOW,
        ended_at=making.NOW, result={"verdict": "ready", "findings": told, "fields": {}},
    )  # fmt: skip
    return made


def test_each_place_is_shown_and_settled_and_then_it_is_checked_again(seller, paper):
    ours = browser(seller)
    detail = reverse("onboarding:detail", args=[paper.application.ref])
    assert "有 2 处机器没有把握" in ours.get(detail).content.decode()
    shown = ours.get(QUEUE).content.decode()
    assert f'value="{CODE[:-1]}8"' in shown and "机器没有读出这一处" in shown
    crop = ours.get(reverse("onboarding:crop", args=[paper.ref, "uscc"]))
    assert crop.headers["Cache-Control"] == "private, no-store"
    wide, high = Image.open(io.BytesIO(crop.content)).size
    assert (wide, high) == (680, 120)
    whole = ours.get(reverse("onboarding:crop", args=[paper.ref, "valid_to"]))
    assert Image.open(io.BytesIO(whole.content)).size == (1000, 800)
    settle = reverse("onboarding:settle", args=[paper.ref])
    wrong = ours.post(settle, {"field": "uscc", "value": CODE[:-1] + "7"})
    said = wrong.content.decode()
    assert wrong.status_code == 422 and "校验位不符" in said and f'value="{CODE[:-1]}7"' in said
    assert ours.post(settle, {"field": "uscc", "value": CODE}).headers["Location"] == QUEUE
    done = ours.post(settle, {"field": "valid_to", "value": "长期"})
    assert done.headers["Location"] == detail
    assert Job.objects.filter(kind="onboarding.audit").count() == 1
    assert "没有待核对的内容" in ours.get(QUEUE).content.decode()
    assert ours.post(settle, {"field": "uscc", "value": CODE}).status_code == 404


def test_the_same_over_the_api_and_for_nobody_else(seller, paper):
    ours, there = browser(seller), f"/api/v1/onboarding/papers/{paper.ref}/fields"
    (code, term) = ours.get("/api/v1/onboarding/unsure").json()
    assert (code["field"], code["read"], code["box"]) == ("uscc", CODE[:-1] + "8", BOX)
    assert (term["field"], term["read"], term["box"]) == ("valid_to", "", None)
    other = browser(making.seller())
    assert other.get("/api/v1/onboarding/unsure").json() == []
    said = {"field": "uscc", "value": CODE}
    assert other.post(there, said, content_type="application/json").status_code == 404
    assert [one["field"] for one in ours.post(there, said, content_type="application/json").json()] == ["valid_to"]  # fmt: skip
    assert FieldWord.objects.get().value == CODE
