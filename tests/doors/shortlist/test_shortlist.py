"""A seller plans a shortlist and sends it: sets with totals, one request for each partner of a set."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils.html import escape
from tests.platform.directory import making

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import FitCheck
from pilotage.platform.engagements.models import Request
from pilotage.web.requests.parts import Part, in_address, parts_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DE, FR, MARK = making.DE_VAT, ("vat_filing", "FR"), ("brand_registration", "DE")
BOTH = {"category": ["vat_filing", "vat_filing"], "country": ["DE", "FR"]}
FIGURES = {"sales": "20000", "sales_currency": "EUR", "units": "1000", "currency": "EUR"}
ASKED = {**BOTH, **FIGURES, "languages": ["zh"], "objective": "cost", "budget": "", "most": "3"}
CONTACT = {"contact_name": "王五", "contact_email": "wang@seller.example", "contact_phone": ""}


def a_check(seller: Viewer, needs: list[tuple[str, str]], strength: str = "strong") -> FitCheck:
    """A finished fit check with these certain needs."""
    alone = {"returns_per_year": 24, "hours_per_year": "36", "cost_per_year": None, "unknown": []}
    sale = {"site": "DE", "month": "2026-10", "currency": "EUR", "orders": 40, "gross": "5150.00"}
    says = {"zh": "结论", "en": "verdict"}
    return FitCheck.objects.create(
        organisation_id=seller.organisation_id,
        profile={},
        on=making.NOW.date(),
        started_by="test",
        started_at=making.NOW,
        state="done",
        result={
            "needs": [{"service": c, "country": p, "certainty": "needed"} for c, p in needs],
            "verdict": {"strength": strength, "says": says, "do_it_yourself": alone},
            "report": {"sales": [sale]},
        },
    )


def test_nothing_asked_yet_shows_the_form_and_the_way_to_a_report(client):
    page = client.get(reverse("shortlist:plan")).content.decode()
    assert "找出最优组合" in page
    assert "上传一份报告" in page


def test_sets_stand_in_order_with_their_totals_split(client):
    cheap = making.listed_firm("两国皆可", [DE, FR], amount="80.00")
    dear = making.listed_firm("两国较贵", [DE, FR], amount="95.00")
    page = client.get(reverse("shortlist:plan"), ASKED).content.decode()
    assert page.index(cheap.ref) < page.index(dear.ref)
    assert "1,920.00" in page
    assert "服务费" in page
    assert "代收代付" in page
    assert "若不选两国皆可，次优组合的总额增加 EUR 360.00" in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"category": "", "country": ""}, "请选择 1 到 60 项需求"),
        ({"sales": "许多"}, 'value="许多"'),
        ({"budget": "-5"}, 'value="-5"'),
        ({"objective": "luck"}, "luck"),
    ],
)
def test_what_cannot_be_read_stays_in_the_form_with_the_reason(client, changes, says):
    making.listed_firm("两国皆可", [DE, FR])
    answer = client.get(reverse("shortlist:plan"), {**ASKED, **changes})
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_need_nobody_takes_is_named_and_the_others_are_covered(client):
    making.listed_firm("只做德国", [DE])
    page = client.get(reverse("shortlist:plan"), ASKED).content.decode()
    assert "1 项目前没有服务商能接" in page
    assert "法国" in page
    assert "方案 1" in page


def test_a_budget_too_small_says_what_the_cheapest_costs(client):
    making.listed_firm("两国皆可", [DE, FR], amount="80.00")
    page = client.get(reverse("shortlist:plan"), {**ASKED, "budget": "100"}).content.decode()
    assert "没有组合能满足全部条件" in page
    assert "EUR 1,920.00" in page


def test_a_fit_check_fills_in_needs_and_figures(client, seller):
    making.listed_firm("两国皆可", [DE, FR])
    check = a_check(seller, [DE, FR])
    page = client.get(reverse("shortlist:plan"), {"fit": check.ref}).content.decode()
    assert 'value="5150"' in page
    assert "方案 1" in page
    assert f"basis=fit:{check.ref}" in page


def test_do_it_yourself_is_said_where_the_advice_says_so(client, seller):
    weak = a_check(seller, [DE], "weak")
    assert (
        "可以自己办理" in client.get(reverse("shortlist:plan"), {"fit": weak.ref}).content.decode()
    )
    strong = a_check(seller, [DE], "strong")
    assert (
        "可以自己办理"
        not in client.get(reverse("shortlist:plan"), {"fit": strong.ref}).content.decode()
    )


def test_another_sellers_check_is_not_found(client):
    check = a_check(making.member(making.organisation("seller", "别家"), "other"), [DE])
    assert client.get(reverse("shortlist:plan"), {"fit": check.ref}).status_code == 404


def test_a_set_of_two_becomes_one_request_for_each_with_its_own_part(client):
    tax = making.listed_firm("只做税", [DE])
    marks = making.listed_firm("只做商标", [MARK])
    asked = {**ASKED, "category": ["vat_filing", "brand_registration"], "country": ["DE", "DE"]}
    page = client.get(reverse("shortlist:plan"), asked).content.decode()
    parts = in_address([Part(tax.ref, (DE,)), Part(marks.ref, (MARK,))])
    link = next(
        part for part in page.split('"') if part.startswith(f"{reverse('requests:new')}?set=")
    )
    given = parse_qs(urlsplit(link.replace("&amp;", "&")).query)["set"][0]
    assert sorted(given.split("|")) == sorted(parts.split("|"))
    assert "language=zh" in link
    form = client.get(link.replace("&amp;", "&")).content.decode()
    assert "各办各的部分" in form
    assert escape("只做税") in form
    sent = client.post(
        reverse("requests:new"),
        {"set": given, "languages": ["zh"], "budget_currency": "CNY", **CONTACT},
    )
    assert sent.status_code == 302
    opened = {tuple(one.named): one.needs for one in Request.objects.all()}
    assert opened == {(tax.ref,): [list(DE)], (marks.ref,): [list(MARK)]}


def test_when_one_part_is_refused_none_is_sent(client):
    tax = making.listed_firm("只做税", [DE])
    given = in_address([Part(tax.ref, (DE,))])
    sent = client.post(
        reverse("requests:new"),
        {
            "set": given,
            "languages": ["zh"],
            "budget_currency": "CNY",
            "start_by": "2020-01-01",
            **CONTACT,
        },
    )
    assert sent.status_code == 422
    assert "期望开始日期已过" in sent.content.decode()
    assert not Request.objects.exists()


def test_the_api_answers_with_the_same_sets(client):
    firm = making.listed_firm("两国皆可", [DE, FR], amount="80.00")
    question = {
        "needs": [{"category": c, "country": p} for c, p in (DE, FR)],
        "monthly_sales": {"amount": "20000", "currency": "EUR"},
        "currency": "EUR",
    }
    answer = client.post(reverse("api:plan"), question, content_type="application/json").json()
    (only,) = answer["sets"]
    assert [one["partner"] for one in only["partners"]] == [firm.ref]
    assert only["total"] == "1920.00"


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"objective": "luck"}, "NO_SUCH_OBJECTIVE"), ({"needs": []}, "NEEDS_MISSING")],
)
def test_the_api_refuses_in_words(client, changes, code):
    question = {
        "needs": [{"category": "vat_filing", "country": "DE"}],
        "monthly_sales": {"amount": "20000", "currency": "EUR"},
    }
    answer = client.post(
        reverse("api:plan"), {**question, **changes}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("text", ["", "|", "~", "ptn_x~", "~vat_filing:DE", "ptn_x~nothing:DE"])
def test_parts_that_cannot_be_read_are_left_out(text):
    assert parts_of(text) == ()
