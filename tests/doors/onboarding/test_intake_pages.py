"""The process before a contract in the browser, from both sides and the programme; words of the two stay theirs."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.doors.browsers import browser
from tests.platform.directory import making
from tests.platform.engagements.making import held, sent

from pilotage.platform.engagements import actions as requests
from pilotage.platform.onboarding import intake as rules
from pilotage.platform.onboarding.models import Intake

pytestmark = pytest.mark.django_db


def page(client, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_an_accepted_request_to_the_proposal_and_who_reads_what():
    now = timezone.now()
    firm, seller = making.listed_firm(), making.seller()
    ours, theirs, desk = browser(seller), browser(firm.owner), browser(making.operator())
    assert "还没有对接流程" in page(ours, "intakes:list")
    referral = held(sent(seller, now, named=(firm.ref,)))
    requests.accept(by=firm.owner, at=now, ref=referral.ref)
    assert "开始对接" in page(ours, "intakes:list")
    ours.post(reverse("intakes:begin", args=[referral.ref]))
    row = Intake.objects.get()

    def move(client, event: str, **given: object) -> str:
        address = reverse("intakes:move", args=[row.ref])
        return client.post(address, {"event": event, **given}, follow=True).content.decode()

    assert "计时暂停" in page(ours, "intakes:detail", row.ref)
    assert "等卖家提交资料" in page(ours, "home")
    assert "还缺" in move(ours, "hand_in", papers=["business_licence"])
    move(ours, "hand_in", papers=list(rules.words().papers), note="网盘")
    assert "网盘" in page(desk, "intakes:detail", row.ref)
    move(desk, "confirm")
    for client in (ours, theirs, theirs, ours):
        row.refresh_from_db()
        text = rules.words().signed(rules.State(row.state))
        assert text.zh[:12] in page(client, "intakes:detail", row.ref)
        move(client, "sign", seen=rules.hash_of(text))
    assert "请写明内容" in move(theirs, "diagnose", note=" ")
    move(theirs, "diagnose", note="德国税号缺失")
    assert "方案已提交" in move(theirs, "propose", note="两周内补齐")
    assert "德国税号缺失" in page(ours, "intakes:detail", row.ref)
    seen = page(desk, "intakes:detail", row.ref)
    assert "德国税号缺失" not in seen and "内容只有卖家和服务商可见" in seen
    assert ours.post(reverse("intakes:move", args=[row.ref]), {"event": "x"}).status_code == 422


def test_every_process_is_on_some_page(monkeypatch):
    monkeypatch.setattr("pilotage.web.onboarding.intake.PER_PAGE", 1)
    now = timezone.now()
    firm, seller = making.listed_firm(), making.seller()
    ours = browser(seller)
    for _ in range(2):
        referral = held(sent(seller, now, named=(firm.ref,)))
        requests.accept(by=firm.owner, at=now, ref=referral.ref)
        ours.post(reverse("intakes:begin", args=[referral.ref]))
    first = Intake.objects.earliest("pk").ref
    assert first not in page(ours, "intakes:list")
    assert first in ours.get(reverse("intakes:list"), {"page": 2}).content.decode()
