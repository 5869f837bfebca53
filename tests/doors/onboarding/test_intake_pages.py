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


def test_the_same_over_the_api():
    now = timezone.now()
    firm, seller = making.listed_firm(), making.seller()
    ours, theirs, desk = browser(seller), browser(firm.owner), browser(making.operator())
    referral = held(sent(seller, now, named=(firm.ref,)))
    requests.accept(by=firm.owner, at=now, ref=referral.ref)

    def post(client, address: str, status: int, **given: object) -> dict:
        answer = client.post(f"/api/v1/intakes{address}", given, content_type="application/json")
        assert answer.status_code == status
        return answer.json()

    made = post(ours, "", 201, referral=referral.ref)
    assert (made["state"], made["turn"], made["can"]) == ("papers", "seller", ["hand_in", "stop"])
    assert post(ours, "", 409, referral=referral.ref)["code"] == "INTAKE_THERE"
    moves = f"/{made['ref']}/moves"
    assert post(ours, moves, 422, event="hand_in", papers=[])["code"] == "PAPERS_MISSING"
    assert post(ours, moves, 422, event="jump")["code"] == "NO_SUCH_MOVE"
    post(ours, moves, 200, event="hand_in", papers=[one["name"] for one in made["papers"]])
    post(desk, moves, 200, event="confirm")
    assert post(theirs, moves, 409, event="diagnose", note="x")["code"] == "INTAKE_WRONG_STATE"
    for client in (ours, theirs, theirs, ours):
        signing = client.get(f"/api/v1/intakes/{made['ref']}").json()["signing"]
        assert post(client, moves, 409, event="sign", seen="0" * 64)["code"] == "OTHER_WORDS"
        post(client, moves, 200, event="sign", seen=signing["sha256"])
    post(theirs, moves, 200, event="diagnose", note="德国税号缺失")
    done = post(theirs, moves, 200, event="propose", note="两周内补齐")
    assert (done["turn"], done["can"], done["clock"]["late"]) == (None, [], False)
    notes = {client: client.get(f"/api/v1/intakes/{made['ref']}").json()["moves"][-1]["note"] for client in (ours, desk)}  # fmt: skip
    assert notes == {ours: "两周内补齐", desk: None}
    assert [one["ref"] for one in desk.get("/api/v1/intakes").json()] == [made["ref"]]
    assert browser(making.seller()).get(f"/api/v1/intakes/{made['ref']}").status_code == 404
