"""Whom an incident reaches, that matching stops with it, and how a seller comes to a successor."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.platform.brand.making import SIGN
from tests.platform.directory import making as world
from tests.platform.incidents.making import (
    DE,
    FR,
    NOW,
    certified,
    counted_by_hand,
    engaged,
    filed,
    seller,
)

from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.audit import queries as audit
from pilotage.platform.brand import actions as brand
from pilotage.platform.certification import gate
from pilotage.platform.engagements import actions as engagements
from pilotage.platform.engagements.models import Referral
from pilotage.platform.incidents import actions, queries
from pilotage.platform.incidents.causes import causes
from pilotage.platform.incidents.models import Affected, Incident
from pilotage.platform.incidents.reach import reach
from pilotage.platform.notices.models import Notice
from pilotage.platform.parties.models import Person

pytestmark = pytest.mark.django_db
WHY = Text("登记机关已注销", "Struck off the register")


@pytest.fixture
def operator():
    return world.operator()


def opened(operator, kind, about, why=WHY):
    return actions.open_incidents(by=operator, at=NOW, kind=kind, about=about, reason=why)


def test_lost_is_what_rests_on_this_evidence_and_on_nothing_else(operator):
    firm = certified()
    spare = world.evidence(firm, "tax_adviser_admission", countries=["FR"])
    agent = firm.credentials["tax_agent_reference"]
    assert causes(operator, "credential", agent)[0].lost == {DE}  # FR stands on the reference too
    assert causes(operator, "credential", spare)[0].lost == frozenset()
    assert causes(operator, "standing", firm.ref)[0].lost == {DE, FR}


def test_matching_stops_and_the_sellers_that_rest_on_it_are_told_once(operator):
    firm, others = certified(), certified("别家")
    in_germany, in_france, elsewhere = seller("甲"), seller("乙"), seller("丙")
    engaged(firm, in_germany, [DE])
    engaged(firm, in_france, [FR])
    engaged(others, elsewhere, [DE])
    filed(firm, in_germany, "DE", "2026-09", "authority_confirmed")
    filed(firm, in_germany, "DE", "2026-10")
    world.evidence(firm, "tax_adviser_admission", countries=["FR"])
    (row,) = opened(operator, "credential", firm.credentials["tax_agent_reference"])
    assert gate.why_not(firm.partner.pk, *DE, NOW) and not gate.why_not(firm.partner.pk, *FR, NOW)
    one = Affected.objects.get()
    assert (one.seller_id, one.needs) == (in_germany.organisation_id, [list(DE)])
    assert (one.filings, one.unconfirmed) == (2, 1)
    assert "岫舟税务" in one.says_zh and "Germany" in one.says_en
    told = Notice.objects.filter(kind="incident.told").values_list("organisation", flat=True)
    assert list(told) == [in_germany.organisation_id]
    with pytest.raises(WrongState, match="OPEN_ALREADY"):
        opened(operator, "credential", row.about)


def test_a_filing_leads_to_a_seller_without_a_contract(operator):
    firm, former = certified(), seller("从前的客户")
    filed(firm, former, "FR", "2026-01")
    opened(operator, "standing", firm.ref)
    assert Affected.objects.get().needs == [list(FR)]
    assert gate.why_not(firm.partner.pk, *DE, NOW)


def test_a_sanctioned_number_is_found_at_every_firm_that_uses_it(operator):
    first, second, third = certified("一"), certified("二"), certified("三")
    for firm, number in ((first, "StB 12-34"), (second, "stb1234"), (third, "StB 12-35")):
        firm.partner.credentials.filter(kind="tax_agent_reference").update(number=number)
        engaged(firm, seller(number), [DE])
    rows = opened(operator, "number", "STB-1234")
    assert {row.partner_id for row in rows} == {one.partner.organisation_id for one in (first, second)}  # fmt: skip
    assert [bool(gate.why_not(f.partner.pk, *DE, NOW)) for f in (first, second, third)] == [True, True, False]  # fmt: skip
    with pytest.raises(NotFound, match="NO_SUCH_NUMBER"):
        causes(operator, "number", "---")


def test_the_reach_equals_what_is_counted_row_by_row(operator):
    dice = random.Random(5)
    firms = [certified(name) for name in "甲乙"]
    sellers = [seller(f"卖家{n}", with_profile=False) for n in range(12)]
    for who in sellers:
        for firm in firms:
            if dice.random() < 0.4:
                engaged(firm, who, dice.sample([DE, FR], dice.randint(1, 2)))
            for place in ("DE", "FR", "IT"):
                for month in range(1, dice.randint(1, 4)):
                    if firm is firms[dice.randint(0, 1)]:
                        state = dice.choice(["claimed", "format_ok", "authority_confirmed"])
                        year = 2000 + firms.index(firm)
                        filed(firm, who, place, f"{year}-{month:02}", state)
    for firm in firms:
        world.evidence(firm, "tax_adviser_admission", countries=["FR"])
        for kind, about in (("standing", firm.ref), ("credential", firm.credentials["tax_agent_reference"])):  # fmt: skip
            (cause,) = causes(operator, kind, about)
            found = {
                one.seller.pk: (set(one.contracts), one.filings, one.unconfirmed)
                for one in reach(operator, cause).sellers
            }
            assert found == counted_by_hand(cause) and found


def test_the_seller_asks_a_successor_who_accepts(operator):
    firm, other = certified(), certified("接手税务")
    who = seller("甲")
    engaged(firm, who, [DE])
    opened(operator, "standing", firm.ref)
    row = queries.mine(who).get()
    way = queries.way(who, row)
    assert [one.partner_ref for one in way.successors] == [other.ref]
    assert way.due is not None and way.due.place == "DE"
    with pytest.raises(Invalid, match="THE_SAME_PARTNER"):
        actions.ask_successor(by=who, at=NOW, ref=row.ref, partner_ref=firm.ref)
    asked = actions.ask_successor(by=who, at=NOW, ref=row.ref, partner_ref=other.ref)
    assert asked.request.needs == [list(DE)] and asked.request.basis.startswith("incident:inc_")
    with pytest.raises(WrongState, match="TAKEN_CARE_OF"):
        actions.settle(by=who, at=NOW, ref=row.ref, why="自行处理")
    engagements.accept(by=other.owner, at=NOW, ref=Referral.objects.get(request=asked.request).ref)
    assert not queries.is_open(who, queries.one(who, row.ref))
    said = [event["action"] for event in audit.chain(who.organisation_ref)]
    assert {"incident.told", "incident.successor_asked", "request.sent"} <= set(said)


def test_when_nobody_can_take_over_it_says_why(operator):
    firm, who = certified(), seller("甲")
    engaged(firm, who, [DE])
    opened(operator, "standing", firm.ref)
    way = queries.way(who, queries.mine(who).get())
    assert not way.successors and "增值税申报" in way.why_none[0].zh


def test_it_ends_with_words_for_everybody_it_reached(operator):
    firm, who = certified(), seller("甲")
    engaged(firm, who, [DE])
    (row,) = opened(operator, "standing", firm.ref)
    actions.close(by=operator, at=NOW, ref=row.ref, outcome=Text("资质已恢复", "Restored"))
    assert Notice.objects.get(kind="incident.closed").title_zh == "事件已结束：资质已恢复"
    with pytest.raises(WrongState, match="CLOSED_ALREADY"):
        actions.close(by=operator, at=NOW, ref=row.ref, outcome=WHY)


@pytest.mark.parametrize("why", [Text("", "x"), Text("字" * 301, ""), Text("a\0b", "")])
def test_no_reason_opens_nothing(operator, why):
    firm = certified()
    with pytest.raises(Invalid):
        opened(operator, "standing", firm.ref, why)
    assert not Incident.objects.exists() and not gate.why_not(firm.partner.pk, *DE, NOW)


def test_only_the_programme_opens_and_only_the_seller_sees_its_own(operator):
    firm, who, stranger = certified(), seller("甲"), seller("乙")
    engaged(firm, who, [DE])
    for viewer in (who, firm.owner):
        with pytest.raises(NotAllowed):
            opened(viewer, "standing", firm.ref)
    opened(operator, "standing", firm.ref)
    row = queries.mine(who).get()
    for viewer in (stranger, firm.owner):
        assert not queries.mine(viewer).exists()
        with pytest.raises(NotFound):
            queries.one(viewer, row.ref)
        with pytest.raises(NotAllowed):
            queries.incidents(viewer)


def watched(at):
    return actions.watch_silence(by=world.product(at), at=at)


def test_a_silent_firm_is_told_of_when_a_legal_day_comes_near():
    firm, who = certified(), seller("甲")
    engaged(firm, who, [DE], at=NOW)  # the German return of November is due on 10 December
    world.operator()
    assert watched(NOW + timedelta(days=6)) == 0, "not silent for long enough"
    assert watched(NOW + timedelta(days=8)) == 1
    assert watched(NOW + timedelta(days=9)) == 0, "told once"
    row = Incident.objects.get()
    assert (row.kind, row.closed_at) == ("silence", None) and not gate.why_not(firm.partner.pk, *DE, NOW)  # fmt: skip
    assert Notice.objects.filter(kind="incident.silence").count() == 1
    Person.objects.filter(pk=firm.owner.person_id).update(last_login=NOW + timedelta(days=9))
    watched(NOW + timedelta(days=10))
    assert Incident.objects.get().outcome_en == "The partner is heard of again."


@pytest.mark.parametrize("sign", ["filing", "nothing_due", "filed"])
def test_no_alarm_where_there_is_a_sign_or_nothing_to_miss(sign):
    firm, who = certified(), seller("甲", with_profile=sign != "nothing_due")
    engaged(firm, who, [DE])
    late = NOW + timedelta(days=8)
    if sign == "filing":
        filed(firm, who, "FR", "2026-10", at=late - timedelta(days=1))
    if sign == "filed":
        filed(firm, who, "DE", "2026-11")
    assert watched(late) == 0 and not Incident.objects.exists()


def test_the_viewers_instant_decides_what_counted(operator):
    firm = certified()
    late = replace(operator, at=NOW + timedelta(days=200))
    agent = firm.credentials["tax_agent_reference"]
    firm.partner.credentials.filter(ref=agent).update(valid_until=NOW.date())
    assert causes(late, "credential", agent)[0].lost == {
        DE,
        FR,
    }  # run out, and still what it was for


def test_a_sanctioned_number_reaches_whoever_has_it_in_the_record_of_a_mark(operator):
    firm, client, stranger = certified("一"), seller("客户"), seller("他人")
    firm.partner.credentials.filter(kind="tax_agent_reference").update(number="NY 12-345")
    engaged(firm, client, [DE])
    marks = {
        who.organisation_ref: brand.add_mark(by=who, at=NOW, given=SIGN | {"attorney_number": number}).ref
        for who, number in ((client, "ny12345"), (stranger, "NY-12345"), (seller("无关"), "NY 12-346"))
    }  # fmt: skip
    row = opened(operator, "number", "NY 12 345")[0]
    told = {one.seller.ref: one.marks for one in Affected.objects.filter(incident=row.ref)}
    reached = (client.organisation_ref, stranger.organisation_ref)
    assert told == {ref: [marks[ref]] for ref in reached}
