"""The desk names what waits for each role, and leads there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making
from tests.platform.disputes.making import opened, parties
from tests.platform.engagements import signing

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import actions as cases
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.certification import actions as certification
from pilotage.platform.directory import actions as directory
from pilotage.platform.disputes import actions as disputes
from pilotage.platform.engagements import actions as engagements
from pilotage.platform.engagements.brief import Brief, Contact
from pilotage.platform.engagements.contracts import actions as contracts
from pilotage.web.home.waiting import waiting

pytestmark = pytest.mark.django_db
DE = making.DE_VAT


def desk(who: Viewer) -> str:
    client = browser(who)
    return client.get(reverse("home")).content.decode()


def send(seller: Viewer) -> None:
    brief = Brief(needs=(DE,), contact=Contact("王五", "wang@seller.example"))
    engagements.send(by=seller, at=making.NOW, brief=brief)


def test_a_new_seller_is_led_to_the_first_report():
    assert "上传一份增值税交易报告" in desk(making.seller())


def test_a_seller_sees_the_request_that_waits_for_an_answer():
    making.listed_firm()
    seller = making.seller()
    send(seller)
    page = desk(seller)
    assert "等待服务商答复" in page
    assert "德国增值税申报" in page


def test_a_new_partner_is_led_to_register():
    owner = making.member(making.organisation("partner"), "owner")
    assert "登记为服务商" in desk(owner)


def test_a_partner_sees_the_request_with_its_deadline():
    firm = making.listed_firm()
    send(making.seller())
    page = desk(firm.owner)
    assert "答复期限" in page
    assert "德国增值税申报" in page


def test_a_listed_partner_with_room_has_nothing_to_do():
    assert waiting(making.listed_firm().owner) == []


def test_a_paused_partner_is_told_so():
    firm = making.listed_firm()
    directory.set_accepting(
        by=making.product(), at=making.NOW, partner=firm.partner, accepting=False
    )
    assert "您已暂停接单" in desk(firm.owner)


def test_the_operator_sees_the_queue_and_what_nobody_could_take():
    by, at = making.product(), making.NOW
    certification.submit_application(by=by, at=at, partner=making.firm().partner, items=[DE])
    send(making.seller())
    says = [line.says.zh for line in waiting(making.operator())]
    assert says == ["1 份认证申请待审核", "近 7 天有 1 份请求没有服务商能接"]


def test_each_side_sees_the_contract_that_waits_for_it(settings, tmp_path):
    settings.VAR = tmp_path
    at = making.NOW
    table = signing.table(at)
    assert not any("合同" in line.says.zh for line in waiting(table.seller))
    row = signing.offered(table, at)
    assert "合同等您答复" in [line.says.zh for line in waiting(table.seller)]
    contracts.agree(by=table.seller, at=at, ref=row.ref, seen=signing.seen(row))
    for side in (table.seller, table.partner):
        assert "合同等您签署" in [line.says.zh for line in waiting(side)]
    code = signing.code(table.seller, at)
    contracts.sign(by=table.seller, at=at, ref=row.ref, seen=signing.seen(row), code=code)
    assert "合同等您签署" not in [line.says.zh for line in waiting(table.seller)]
    assert "合同等您签署" in [line.says.zh for line in waiting(table.partner)]


def test_an_unanswered_case_waits_for_the_partner_and_two_are_one_line():
    some = parties(making.NOW)
    for title in ("移仓漏报", "税率有误"):
        told = Told("请看附表")
        cases.open_case(
            by=some.seller, at=making.NOW, contract=some.contract.ref, title=title, told=told
        )
    lines = [line for line in waiting(some.partner) if "服务单" in line.says.zh]
    assert [line.hint.zh for line in lines] == ["seller，共 2 项"]
    assert lines[0].href == reverse("workspace:contract", args=[some.contract.ref])
    assert not any("服务单" in line.says.zh for line in waiting(some.seller))


def test_the_operator_sees_disputes_that_wait_for_a_decision():
    some = parties(making.NOW)
    row = opened(some, making.NOW)
    later = making.NOW + timedelta(days=30)
    assert not any("争议" in line.says.zh for line in waiting(some.side("operator", later)))
    disputes.escalate(by=some.side("seller", later), at=later, ref=row.ref)
    assert "1 件争议待裁决" in [line.says.zh for line in waiting(some.side("operator", later))]
    long_after = some.side("operator", later + timedelta(days=90))
    assert "1 件已过裁决期限，最早的应在" in [line.hint.zh for line in waiting(long_after)]
