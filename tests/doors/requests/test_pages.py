"""A request on the page: to whom it goes, what became of it, and where to go when nobody can."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.platform.directory import making

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements import actions
from pilotage.platform.engagements.brief import Brief, Contact
from pilotage.platform.engagements.models import Referral, Request

pytestmark = pytest.mark.django_db
CONTACT = Contact("王五", "wang@seller.example")


def sent(seller: Viewer, **changes: object) -> Request:
    brief = Brief(needs=(making.DE_VAT,), contact=CONTACT, **changes)  # type: ignore[arg-type]
    return actions.send(by=seller, at=making.NOW, brief=brief)


def test_the_named_partner_stands_by_name(client):
    firm = making.listed_firm("岫舟税务")
    page = client.get(reverse("requests:new"), {"named": firm.ref}).content.decode()
    assert "岫舟税务" in page
    assert "都不能接时" in page


def test_each_step_leads_to_the_partner(client, seller):
    firm = making.listed_firm("岫舟税务")
    page = client.get(reverse("requests:detail", args=[sent(seller).ref])).content.decode()
    address = reverse("directory:partner", args=[firm.ref])
    assert f'href="{address}"' in page
    assert "最迟答复" in page


def test_what_nobody_takes_leads_to_the_shortlist_of_these_needs(client, seller):
    page = client.get(reverse("requests:detail", args=[sent(seller).ref])).content.decode()
    assert "暂时没有服务商可以承接" in page
    address = reverse("shortlist:plan")
    assert f'href="{address}?needs=vat_filing:DE"' in page


def test_the_answer_has_its_hour(client, seller):
    firm = making.listed_firm("岫舟税务")
    request = sent(seller)
    actions.accept(by=firm.owner, at=making.NOW, ref=Referral.objects.get().ref)
    page = client.get(reverse("requests:detail", args=[request.ref])).content.decode()
    assert "已接受 2026-11-25 10:00" in page


def test_a_missing_contact_keeps_what_was_typed(client):
    typed = {
        "category": "vat_filing", "country": "DE", "languages": ["zh"], "message": "德国月度申报",
        "budget_currency": "CNY", "contact_name": "王五", "contact_email": "",
    }  # fmt: skip
    answer = client.post(reverse("requests:new"), typed)
    assert answer.status_code == 422
    assert "德国月度申报" in answer.content.decode()
    assert not Request.objects.exists()
