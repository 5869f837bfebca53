"""Work and its disputes over pages and API, from the proposal to the decision, as each side sees them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.platform.delivery import making

from pilotage.platform.certification.models import Partner
from pilotage.platform.delivery import turns
from pilotage.platform.delivery.models import Deliverable, Review, WorkOrder
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.parties.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def some(now):
    return making.parties(now)


@pytest.fixture
def browse(some):
    """Each side's own browser."""

    def browser(side):
        client = Client()
        client.force_login(Person.objects.get(pk=getattr(some, side).person_id))
        return client

    return {side: browser(side) for side in ("seller", "partner", "operator")}


def test_from_the_proposal_to_the_published_reviews(some, browse):
    new = reverse("delivery:new", args=[some.contract.ref])
    assert "德国 商标查询" in browse["partner"].get(new).content.decode()
    typed = {"what": "trade_mark_search|brand_registration|DE", "title": "查询", "fee_item": "mark"}
    browse["partner"].post(new, typed)
    order = WorkOrder.objects.get()
    _post(browse["seller"], "delivery:agree", order.ref)
    assert "轮到您" in _page(browse["seller"], order)
    _hand_in(some, browse["seller"], order)
    _hand_in(some, browse["partner"], order)
    handed = Deliverable.objects.order_by("pk").last()
    assert "退回，写明理由" in _page(browse["seller"], order)
    _post(browse["seller"], "delivery:accept", handed.ref)
    milestone = order.steps.last()
    facts = {"kept_agreement": "yes", "in_time": "no", "again": "yes", "text": "很仔细"}
    _post(browse["seller"], "delivery:review", milestone.ref, **facts)
    assert "很仔细" not in _page(browse["partner"], order)
    _post(browse["partner"], "delivery:review", milestone.ref, **facts)
    assert "很仔细" in _page(browse["partner"], order)
    assert Review.objects.count() == 2


def test_what_is_missing_is_said_on_the_page_and_what_was_typed_stays(some, browse, now):
    order = making.under_way(some, now)
    making.hand_in(some, order, now)
    step = turns.current(making.fresh(some, order))
    answer = browse["partner"].post(
        reverse("delivery:hand-in", args=[step.ref]), {"text": "稍后补上"}
    )
    assert answer.status_code == 422
    assert "这一步需要：文件" in answer.content.decode()
    assert "稍后补上" in answer.content.decode()
    handed = making.hand_in(some, order, now)
    answer = browse["seller"].post(reverse("delivery:return", args=[handed.ref]), {"why": ""})
    assert answer.status_code == 422


def test_a_return_is_disputed_settled_in_private_and_else_decided(some, browse, now):
    handed = making.delivered(some, now)
    _post(browse["seller"], "delivery:return", handed.ref, why="缺第 9 类")
    ground = {"ground": "REFUSED_WITHOUT_REASON", "text": "报告里有第 9 类"}
    _post(browse["partner"], "delivery:dispute", handed.ref, **ground)
    ref = Dispute.objects.get().ref
    assert _get(browse["operator"], ref).status_code == 404
    _post(browse["seller"], "disputes:say", ref, text="没有找到")
    _post(browse["seller"], "disputes:propose", ref, outcome="partly", text="各退一步")
    proof = SimpleUploadedFile("第9类.pdf", b"%PDF")
    _post(browse["partner"], "disputes:show", ref, file=proof)
    _post(browse["partner"], "disputes:escalate", ref)
    desk = browse["operator"].get(reverse("disputes:list")).content.decode()
    assert "待裁定" in desk and "德国商标查询" in desk
    seen = _get(browse["operator"], ref).content.decode()
    assert "没有找到" in seen and "第9类.pdf" in seen and "各退一步" not in seen
    assert "各退一步" in _get(browse["partner"], ref).content.decode()
    _post(browse["operator"], "disputes:decide", ref, outcome="upheld", reasons_zh="报告第 3 页有")
    for side in ("seller", "partner"):
        assert "报告第 3 页有" in _get(browse[side], ref).content.decode()
    handed.refresh_from_db()
    assert handed.accepted_how == "dispute"


def test_agreeing_takes_the_very_proposal_on_the_page(some, browse, now):
    handed = making.accepted(some, now)
    _post(browse["seller"], "delivery:dispute", handed.ref, ground="INCOMPLETE", text="缺一类")
    row = Dispute.objects.get()
    _post(browse["partner"], "disputes:propose", row.ref, outcome="upheld", text="补做")
    page = _get(browse["seller"], row.ref).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0].replace("&#x2B;", "+")
    _post(browse["seller"], "disputes:settle", row.ref, seen=seen)
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("settled", "upheld")


def test_the_same_over_the_api(some, browse, now):
    at, typed = f"/api/v1/orders/of/{some.contract.ref}", making.SEARCH
    given = {"kind": typed.kind, "category": typed.category, "country": "DE", "title": "查询"}
    made = _sent(browse["partner"], at, given)
    assert (made["turn"], made["state"]) == ("seller", "proposed")
    _sent(browse["seller"], f"/api/v1/orders/{made['ref']}/agree")
    for side, step in zip(("seller", "partner"), made["steps"], strict=True):
        files = [SimpleUploadedFile("r.pdf", b"%PDF")]
        address = f"/api/v1/orders/steps/{step['ref']}/hand-in"
        done = browse[side].post(address, {"text": "见附件", "files": files}).json()
    handed = done["steps"][1]["deliverables"][0]
    _sent(browse["seller"], f"/api/v1/orders/deliverables/{handed['ref']}/return", {"why": "不全"})
    opened = _sent(
        browse["partner"],
        f"/api/v1/orders/deliverables/{handed['ref']}/dispute",
        {"ground": "REFUSED_WITHOUT_REASON", "text": "齐全"},
    )
    said = _sent(browse["seller"], f"/api/v1/disputes/{opened['ref']}/say", {"text": "不全"})
    assert said["state"] == "answered"
    assert [one["ref"] for one in browse["partner"].get("/api/v1/disputes/").json()] == [opened["ref"]]  # fmt: skip


def test_the_directory_shows_counts_and_no_words(some, browse, now):
    step = making.accepted(some, now).step
    partner = Partner.objects.create(organisation=some.contract.partner, registered_at=now)
    Review.objects.create(
        step=step, side="seller", kept_agreement=True, in_time=False, again=True, text="很仔细",
        written_at=now, published_at=now,
    )  # fmt: skip
    page = browse["partner"].get(reverse("directory:partner", args=[partner.ref])).content.decode()
    assert "1 / 1" in page and "0 / 1" in page and "很仔细" not in page


def test_the_workspace_says_whose_turn_it_is(some, browse, now):
    making.delivered(some, now)
    page = browse["seller"].get(reverse("workspace:contract", args=[some.contract.ref]))
    assert "工作：德国商标查询" in page.content.decode()


def _page(client, order):
    return client.get(reverse("delivery:order", args=[order.ref])).content.decode()


def _get(client, ref):
    return client.get(reverse("disputes:detail", args=[ref]))


def _post(client, name, ref, **typed):
    answer = client.post(reverse(name, args=[ref]), typed)
    assert answer.status_code == 302, answer.content.decode()[-600:]
    return answer


def _hand_in(some, client, order):
    step = turns.current(making.fresh(some, order))
    typed = {"text": "见附件", "files": SimpleUploadedFile("报告.pdf", b"%PDF")}
    _post(client, "delivery:hand-in", step.ref, **typed)


def _sent(client, address, given=None):
    answer = client.post(address, given or {}, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()
