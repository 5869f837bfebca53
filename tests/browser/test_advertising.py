"""A seller's advertising: files up, changes accepted in bulk, one refused, approved, the sheet down and read again."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.browser.going import person_of
from tests.platform.advertising import making
from tests.platform.directory import making as world

from pilotage.engines.mill.ads import read_ads


def given(role: str, content: bytes) -> dict[str, object]:
    return {"name": f"{role}.xlsx", "mimeType": "application/octet-stream", "buffer": content}


def test_from_files_to_the_sheet(open_page, look, do_jobs, monkeypatch, transactional_db, settings, tmp_path):  # fmt: skip
    settings.VAR = tmp_path
    making.crunch_here(monkeypatch)
    owner = person_of(world.seller())
    page = open_page(owner)
    page.goto("/advertising/")
    page.get_by_role("link", name="新建计划").first.click()
    page.get_by_label("目标 ACoS").first.fill("30")
    page.locator("#file-terms").set_input_files(given("terms", making.files()["terms"]))
    page.locator("#file-bulk").set_input_files(given("bulk", making.files()["bulk"]))
    page.get_by_role("button", name="上传并计算").click()
    page.get_by_text("可以离开这个页面").wait_for()
    do_jobs()
    page.get_by_label("批量决定").select_option("all")
    page.get_by_role("button", name="采纳", exact=True).first.click()
    expect(page.get_by_text("采纳 26 项、不采纳 0 项、待定 0 项")).to_be_visible()
    first = page.locator("#changes li").filter(has_text="kw 23")
    first.locator("summary", has_text="不采纳").click()
    first.get_by_label("不采纳的理由").fill("近期有促销")
    first.get_by_role("button", name="不采纳").click()
    expect(first.get_by_text("近期有促销")).to_be_visible()
    look(page, "advertising-decided-desktop-zh")
    page.get_by_role("button", name="批准 25 项更改").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    page.get_by_text("正在写上传表格").first.wait_for()
    do_jobs()
    link = page.get_by_role("link", name="下载上传表格")
    link.wait_for()
    with page.expect_download() as down:
        link.click()
    sheet = tmp_path / "upload.xlsx"
    down.value.save_as(sheet)
    table = read_ads(sheet).tables[0]
    assert table.kept == 25 and table.rows_in == 25
    assert "300023" not in table.texts["keyword_id"] and "300022" in table.texts["keyword_id"]
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("上传到亚马逊，由")).to_be_visible()
    phone = open_page(owner, size="phone", language="en")
    phone.goto(page.url)
    look(phone, "advertising-applied-phone-en")
