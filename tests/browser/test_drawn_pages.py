"""What scripts draw: the API's documentation and the charts, under our content policy."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.drawn, pytest.mark.django_db(transaction=True)]

OPTION = """{"xAxis": {"type": "category", "data": ["2026-07", "2026-08"]}, "yAxis": {"type": "value"},
 "series": [{"name": "DE (EUR)", "type": "bar", "data": ["1200.50", "980.00"]}]}"""


def test_the_documentation_of_the_api_is_drawn(open_page: Callable[..., Page], look):
    page = open_page()
    page.goto("/api/v1/docs")
    expect(page.get_by_role("heading", name=re.compile("Pilotage 引航"))).to_be_visible()
    operation = page.locator("#swagger-ui .opblock-summary", has_text="/api/v1/directory/").first
    operation.click()
    expect(page.get_by_role("button", name="Try it out").first).to_be_visible()
    look(page, "api-docs-desktop-zh")


def test_a_charts_tooltip_is_drawn_on_its_canvas(open_page: Callable[..., Page], look):
    page = open_page()
    page.goto("/")
    page.evaluate(
        """option => {
          const data = Object.assign(document.createElement("script"), {type: "application/json", id: "some"});
          data.textContent = option;
          const box = Object.assign(document.createElement("div"), {className: "chart"});
          box.dataset.chart = "some";
          document.getElementById("content").prepend(data, box);
        }""",
        OPTION,
    )
    for name in ("vendor/echarts/echarts.common.min.js", "js/charts.js"):
        page.add_script_tag(url=f"/static/{name}")
    page.locator(".chart canvas").wait_for()
    page.locator(".chart").hover(position={"x": 200, "y": 120})
    assert page.evaluate(
        "echarts.getInstanceByDom(document.querySelector('.chart')).getOption().tooltip[0].renderMode"
    ) == ("richText")
    # An HTML tooltip would be a second child, styled inline, which the policy refuses.
    expect(page.locator(".chart > div")).to_have_count(1)
    look(page, "chart-desktop-zh")
