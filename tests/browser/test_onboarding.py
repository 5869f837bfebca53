"""A seller's papers: a bad application, boxes on the page, two papers replaced, ready, and the plan of what comes next."""

from __future__ import annotations

import io
from dataclasses import asdict

import pytest
from PIL import Image
from playwright.sync_api import expect
from tests.browser.going import person_of
from tests.platform.directory import making

from pilotage.engines.dossier import Document
from pilotage.jobs import onboarding as job

BOX = [120, 80, 520, 140]
NAMES = {"business_licence": "营业执照.png", "legal_representative_id_front": "身份证正面.png"}


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 560), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def reader(monkeypatch):
    """In place of the reading process: white papers are wrong, blue ones right."""

    def crunch(function, args, progress):
        from pathlib import Path

        read = dict(args["read"])
        for one in args["files"]:
            path = Path(args["folder"]) / f"{one['name']}{one['ending']}"
            if path.exists():
                with Image.open(path) as image:
                    is_white = image.getpixel((0, 0)) == (255, 255, 255)
                    image.save(path.with_suffix(".page.jpg"), "JPEG")
                paper = Document(one["name"], one["name"], marks=("wrong",) if is_white else ())
                read[one["name"]] = asdict(paper) | {"clipped": []}
        found = [_found(name) for name, said in read.items() if said["marks"]]
        fields = {
            name: {"name": {"value": "深圳市蓝舟", "confidence": 0.7, "box": BOX}} for name in read
        }
        verdict = "fix_first" if found else "ready"
        answer = {"verdict": verdict, "findings": found, "fields": fields}
        return {"answer": answer, "read": read, "law_digest": "0" * 64}

    monkeypatch.setattr(job, "crunch", crunch)


def _found(name: str) -> dict[str, object]:
    return {
        "code": "NAME_MISMATCH_ZH", "severity": "reject", "document": name, "field": "name",
        "read": "深圳市红舟", "expected": "深圳市蓝舟", "message_zh": "名称与填写的不一致。",
        "message_en": "The name differs.", "next_step_zh": "改成一致后再提交。",
        "next_step_en": "Make them agree.", "confidence": 0.98, "box": BOX,
    }  # fmt: skip


def test_from_a_bad_application_to_a_launch_plan(open_page, look, do_jobs, reader, transactional_db, settings, tmp_path):  # fmt: skip
    settings.VAR = tmp_path
    owner = person_of(making.seller())
    page = open_page(owner)
    page.goto("/onboarding/")
    look(page, "onboarding-empty-desktop-zh")
    page.get_by_role("link", name="开始").click()
    page.get_by_label("公司中文名称").fill("深圳市蓝舟电子商务有限公司")
    look(page, "onboarding-form-desktop-zh")
    page.get_by_role("button", name="保存").click()
    papers = [
        {"name": name, "mimeType": "image/png", "buffer": picture("white")} for name in NAMES.values()
    ]  # fmt: skip
    page.get_by_label("全部资料").set_input_files(papers)
    page.get_by_role("button", name="上传全部").click()
    page.get_by_role("button", name="开始预审").click()
    page.get_by_text("可以离开这个页面").wait_for()
    do_jobs()
    expect(page.get_by_text("名称与填写的不一致。").first).to_be_visible()
    expect(page.locator("svg[data-boxes] rect")).to_have_count(2)
    expect(page.locator("svg[data-boxes][viewBox='0 0 800 560']")).to_have_count(2)
    look(page, "onboarding-boxes-desktop-zh")

    for name, file in NAMES.items():
        place = page.locator(f"#{name}")
        good = {"name": file, "mimeType": "image/png", "buffer": picture("blue")}
        place.locator("input[type=file]").set_input_files(good)
        with page.expect_navigation():
            place.get_by_role("button", name="换一份").click()
        expect(page.get_by_text("请重新预审")).to_be_visible()
    page.get_by_role("button", name="重新预审").click()
    page.get_by_text("可以离开这个页面").wait_for()
    do_jobs()
    expect(page.get_by_text("可以提交").first).to_be_visible()
    page.get_by_role("link", name="开店计划").click()
    expect(page.get_by_text("取得增值税号").first).to_be_visible()
    look(page, "launch-plan-desktop-zh")
    phone = open_page(owner, size="phone", language="en")
    phone.goto(page.url)
    look(phone, "launch-plan-phone-en")
