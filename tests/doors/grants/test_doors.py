"""The seller gives and takes back on one page; the partner sees what and until when; the API does the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.doors.browsers import browser
from tests.platform.compliance import making as papers
from tests.platform.directory import making
from tests.platform.engagements.signing import code, with_app
from tests.platform.grants import making as m

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import FitCheck, TaxReturn, TaxRun
from pilotage.platform.grants.models import Grant
from pilotage.platform.parties.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def partner(seller) -> Viewer:
    firm = making.firm()
    m.engaged(seller, firm)
    return firm.owner


@pytest.fixture
def run(seller) -> TaxRun:
    """A finished run with one German return."""
    made = TaxRun.objects.create(
        organisation_id=seller.organisation_id, profile={}, state="done", blocked=[],
        summary={"rows_in": 1, "says": {"zh": "全部入账", "en": "All accounted for"}},
        period="2026-01", started_by="test", started_at=papers.NOW,
    )  # fmt: skip
    TaxReturn.objects.create(
        run=made, position=0, kind="LOCAL", jurisdiction="DE", period="2026-01", currency="EUR",
        content={},
    )  # fmt: skip
    return made


def filled(partner: Viewer, **fields) -> dict[str, object]:
    """The form as a seller would send it."""
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    return {
        "to": f"{partner.person_ref}@{partner.organisation_ref}", "purpose": "德国申报",
        "scopes": ["tax.read"], "sites": ["*"], "until": until, **fields,
    }  # fmt: skip


def now_granted(seller: Viewer, partner: Viewer, **fields) -> Grant:
    """A grant around today: pages read the clock."""
    now = timezone.now()
    times = {"not_before": now - timedelta(days=1), "expires_at": now + timedelta(days=9)}
    return m.granted(seller, partner, **{**times, **fields})


def test_give_look_open_take_back(seller, partner, run):
    page = browser(seller)
    answer = page.post(reverse("grants:give"), filled(partner, sites=["DE"]))
    grant = Grant.objects.get()
    assert answer.headers["Location"] == f"/grants/{grant.ref}/"
    assert (grant.terms.datasets, grant.terms.sites, grant.terms.stores) == (["tax"], ["DE"], ["*"])
    listed = page.get(reverse("grants:list")).content.decode()
    assert listed.count("立即收回") == 1 and "查看各国申报表" in listed and "操作库存调拨" in listed
    theirs = browser(partner)
    assert (
        reverse("tax:run", args=[run.ref])
        in theirs.get(reverse("grants:detail", args=[grant.ref])).content.decode()
    )
    seen = theirs.get(reverse("tax:run", args=[run.ref]))
    assert seen.status_code == 200 and "全部下载" not in seen.content.decode()
    refused = theirs.get(reverse("tax:rows", args=[run.ref]))
    assert refused.status_code == 403 and "授权不包括" in refused.content.decode()
    assert page.post(reverse("grants:revoke", args=[grant.ref])).status_code == 302
    assert theirs.get(reverse("tax:run", args=[run.ref])).status_code == 404
    assert "已收回" in theirs.get(reverse("grants:list")).content.decode()


def test_a_page_left_open_grants_nothing_until_the_password_is_given_again(seller, partner):
    person = Person.objects.get(pk=seller.person_id)
    person.set_password("a-long-password-1")
    person.save()
    page = browser(seller, proved=False)
    asked = page.post(reverse("grants:give"), filled(partner, sites=["DE"]))
    assert asked.status_code == 302 and "reauthenticate" in asked.headers["Location"]
    assert not Grant.objects.exists()
    again = page.post(asked.headers["Location"], {"password": "wrong"})
    assert again.status_code == 200 and not Grant.objects.exists()
    done = page.post(asked.headers["Location"], {"password": "a-long-password-1"})
    assert done.headers["Location"] == f"/grants/{Grant.objects.get().ref}/"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"scopes": ["tax.rows"]}, "须先签保密协议"),
        ({"scopes": ["store.read"]}, "至少选择"),
        ({"until": "2031-01-01"}, "365"),
        ({"scopes": ["never.funds"]}, "never.funds"),
        ({"to": "per_nobody@org_nobody"}, "per_nobody"),
        ({"sites": []}, "sites"),
    ],
)
def test_what_cannot_be_granted_says_why_beside_the_form(seller, partner, fields, words):
    answer = browser(seller).post(reverse("grants:give"), filled(partner, **fields))
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Grant.objects.exists()


def test_the_deep_diagnosis_opens_after_the_nda(seller, partner):
    check = FitCheck.objects.create(
        organisation_id=seller.organisation_id, profile={}, on=m.NOW.date(), state="failed",
        error={"says": {"zh": "坏了", "en": "broken"}, "next_step": {"zh": "换", "en": "swap"}},
        started_by="test", started_at=papers.NOW,
    )  # fmt: skip
    theirs = browser(partner)
    now_granted(seller, partner, scopes=frozenset({"tax.read"}), nda_signed_on=None)
    assert theirs.get(reverse("fit:detail", args=[check.ref])).status_code == 404
    now_granted(seller, partner, scopes=frozenset({"diagnosis.read"}))
    assert theirs.get(reverse("fit:detail", args=[check.ref])).status_code == 200


def test_hand_on_part_of_it_to_a_colleague(seller, partner):
    firm = Person.objects.get(pk=partner.person_id).memberships.get().organisation
    colleague = making.member(firm, "colleague", "member")
    grant = now_granted(seller, partner)
    theirs = browser(partner)
    form = {"to": colleague.person_ref, "scopes": ["filing.read"], "until": "2031-01-01"}
    assert "转授给同事" in theirs.get(reverse("grants:detail", args=[grant.ref])).content.decode()
    assert theirs.post(reverse("grants:delegate", args=[grant.ref]), {"to": "x"}).status_code == 422
    assert theirs.post(reverse("grants:delegate", args=[grant.ref]), form).status_code == 302
    child = Grant.objects.get(parent=grant)
    assert child.terms.scopes == ["filing.read"] and child.expires_at == grant.expires_at
    assert "卖家" in browser(colleague).get(reverse("grants:list")).content.decode()


def test_the_programme_sees_counts_and_the_roles_asked_for(seller, partner):
    now_granted(seller, partner)
    page = browser(making.operator()).get(reverse("grants:list")).content.decode()
    assert "只有数量" in page and "payment-initiation" in page
    assert "岫舟税务" not in page and "税务申报" not in page.split("<main")[1]


def post(who: Client, address: str, **content):
    return who.post(address, content, content_type="application/json")


def with_code(seller: Viewer) -> dict[str, str]:
    """What the seller's app shows at this moment."""
    now = timezone.now()
    with_app(seller, now)
    return {"code": code(seller, now)}


def wanted(partner: Viewer, **fields) -> dict[str, object]:
    until = (timezone.now() + timedelta(days=30)).isoformat()
    return {
        "person": partner.person_ref, "firm": partner.organisation_ref, "purpose": "ERP",
        "scopes": ["store.read"], "datasets": ["orders"], "sites": ["DE"], "expires_at": until,
        **fields,
    }  # fmt: skip


def test_over_the_api_a_call_is_granted_or_refused_with_its_reason(seller, partner):
    page, asked = browser(seller), wanted(partner, **with_code(seller))
    refused = post(page, "/api/v1/grants", **{**asked, "code": "000000"})
    assert refused.status_code == 422 and refused.json()["code"] == "CODE_REFUSED"
    given = post(page, "/api/v1/grants", **asked)
    assert given.status_code == 201 and given.json()["scopes"] == ["store.read"]
    theirs = browser(partner)

    def ask(operation: str, **fields):
        asked = {"seller": seller.organisation_ref, "operation": operation, "site": "DE", **fields}
        return post(theirs, "/api/v1/grants/decisions", **asked).json()

    order = ask("GET /orders/v0/orders/{orderId}", places={"orderId": "1-2"})
    assert order["allowed"] and order["path"] == "/orders/v0/orders/1-2"
    assert order["grant"] == given.json()["ref"]
    refusals = {
        "NEVER_CALLED": ask("POST /finances/transfers/2024-06-01/payouts"),
        "NOT_ON_THE_LIST": ask("GET /orders/v9/orders"),
        "NOT_GRANTED": ask("GET /orders/v0/orders", site="FR"),
    }
    assert {code: one["code"] for code, one in refusals.items()} == {c: c for c in refusals}
    assert not any(one["allowed"] or one["path"] for one in refusals.values())
    ref = given.json()["ref"]
    assert post(theirs, f"/api/v1/grants/{ref}/revoke").status_code == 403
    assert post(browser(seller), f"/api/v1/grants/{ref}/revoke").json()["revoked_at"]
    assert ask("GET /orders/v0/orders")["code"] == "NOT_GRANTED"
    assert [one["ref"] for one in theirs.get(reverse("api:grants")).json()] == [ref]


@pytest.mark.parametrize("scope", ["never.funds", "never.stock", "everything"])
def test_over_the_api_stock_and_money_cannot_be_granted(seller, partner, scope):
    asked = wanted(partner, scopes=[scope], **with_code(seller))
    answer = post(browser(seller), "/api/v1/grants", **asked)
    assert answer.status_code in (403, 422) and not Grant.objects.exists()


def test_over_the_api_handing_on_only_narrows(seller, partner):
    firm = Person.objects.get(pk=partner.person_id).memberships.get().organisation
    colleague = making.member(firm, "colleague", "member")
    grant = now_granted(
        seller, partner, datasets=frozenset({"tax", "orders"}), scopes=frozenset({"tax.read"})
    )
    theirs, address = browser(partner), f"/api/v1/grants/{grant.ref}/delegate"
    part = {
        "person": colleague.person_ref, "datasets": ["tax"], "scopes": ["tax.read"],
        "expires_at": grant.expires_at.isoformat(),
    }  # fmt: skip
    assert (
        post(
            theirs, address, **{**part, "scopes": ["filing.read"], "datasets": ["filings"]}
        ).status_code
        == 403
    )
    made = post(theirs, address, **part)
    assert made.status_code == 201 and made.json()["parent"] == grant.ref
    assert theirs.get(reverse("api:grant", args=[grant.ref])).json()["ref"] == grant.ref
