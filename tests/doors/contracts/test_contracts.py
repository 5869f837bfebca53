"""Contracts through their doors: the form loses nothing, what is missing is named, a code signs, a file is checked."""

from __future__ import annotations

import json
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.doors.browsers import browser
from tests.engines.contracts.samples import VALUES
from tests.platform.directory import making as world
from tests.platform.engagements import signing

from pilotage.engines.contracts import Contract as Body
from pilotage.engines.contracts import Party
from pilotage.platform.engagements.contracts import actions, queries
from pilotage.platform.parties.models import Person
from pilotage.web.contracts import charges, values
from pilotage.web.contracts.forms import TermsForm

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _moment(settings, tmp_path, monkeypatch, at):
    settings.VAR = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def table(at):
    return signing.table(at)


def address(name, row):
    return reverse(f"contracts:{name}", args=[row.ref])


def read(client, name, row):
    return unescape(client.get(address(name, row)).content.decode())


def typed(body: Body, **changed):
    """The form of these terms as a browser would send it back, with some fields typed anew."""
    form, sent = TermsForm(body), {}
    for field in form:
        shown, widget = field.value(), field.field.widget
        if hasattr(widget, "decompress"):
            parts = widget.decompress(shown)
            sent |= {f"{field.name}_{number}": part or "" for number, part in enumerate(parts)}
        elif shown is True:
            sent[field.name] = "on"
        elif shown:
            sent[field.name] = field.field.prepare_value(shown)
    plan = next((t.values["plan"] for t in body.terms if t.clause == "fees"), [])
    rows = charges.rows_from(plan)
    return sent | {name: [row[name] for row in rows] for name in rows[0]} | changed


def test_a_draft_begins_at_the_accepted_request(at, table):
    partner = browser(table.partner)
    page = partner.get(reverse("requests:incoming", args=[table.referral.ref])).content.decode()
    begin = reverse("contracts:draft", args=[table.referral.ref])
    assert f'action="{begin}"' in page
    row = queries.contracts(table.partner)
    assert partner.post(begin).headers["Location"] == address("terms", row.get())


def test_the_form_loses_nothing_of_any_clause(at, table):
    """Sent back as it was shown, it proposes nothing new."""
    row = signing.offered(table, at)
    (version,) = queries.versions(table.seller, row.ref)
    answer = browser(table.seller).post(
        address("terms", row), {**typed(version.body), "seen": version.hash}
    )
    assert answer.status_code == 422
    assert "与上一版没有区别" in answer.content.decode()


def test_a_counter_offer_from_the_form_stands_beside_the_offer(at, table):
    row = signing.offered(table, at)
    (version,) = queries.versions(table.seller, row.ref)
    sent = typed(version.body, **{"correction-correction_0": "2", "seen": version.hash})
    seller = browser(table.seller)
    assert seller.post(address("terms", row), sent).status_code == 302
    page = read(browser(table.partner), "compare", row)
    assert "错误修正时限" in page and "3 个工作日（P3WD）" in page and "2 个工作日（P2WD）" in page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"compensation-tiers": "95%"}, "每行两个百分比"),
        ({"compensation-tiers": "90% 10%"}, "应为赔偿阶梯"),
        ({"response-cut_off": "25:00"}, "应为时刻"),
        ({"count": ["0", "1", "1"]}, "第 1 个收费项：份数应是正整数"),
        ({"amount": ["x", "", "1"]}, "第 1 个收费项：金额应是数字"),
        ({"special_zh": "每季复核。"}, "每条中英文都要写"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(at, table, changed, says):
    row = signing.offered(table, at)
    (version,) = queries.versions(table.seller, row.ref)
    answer = browser(table.seller).post(
        address("terms", row), {**typed(version.body), "seen": version.hash, **changed}
    )
    page = unescape(answer.content.decode())
    assert answer.status_code == 422 and says in page
    first = next(iter(changed.values()))
    assert (first[0] if isinstance(first, list) else first) in page


@pytest.mark.parametrize("budget", ["PT4H", "PT45M", "PT1H30M", "P3WD"])
def test_working_time_is_typed_as_a_number_and_a_unit(budget):
    variable = next(v for v in _variables() if v.name == "correction")
    field = values.control(variable).field(variable)
    assert field.clean(field.widget.decompress(budget)) == budget


def _variables():
    body = Body("x", 1, Party("a", "b"), Party("c", "d"), signing.proposal().terms)
    return [asked.variable for section in TermsForm(body).sections() for asked in section.asked]


def test_every_value_but_the_plan_has_a_control():
    asked = {v.name for v in _variables()}
    worded = {clause: given for clause, given in VALUES.items() if clause != "amendment"}
    assert asked == {name for given in worded.values() for name in given} - {"plan"}


def test_missing_and_unusual_terms_are_shown_before_anybody_signs(at, table):
    row = signing.offered(table, at, liability=None, penalty={"penalty": "35%"})
    page = read(browser(table.seller), "detail", row)
    assert "缺少必备条款「责任限额」" in page
    assert "违约金不在通常的 20%-30% 之间" in page and "不评判对错" in page


def test_a_code_signs_and_a_wrong_one_is_told(at, table):
    row = signing.agreed(table, at)
    seller = browser(table.seller)
    sent = {"seen": signing.seen(row), "code": "000000"}
    wrong = seller.post(address("sign", row), sent)
    assert wrong.status_code == 422 and "验证码不正确或已用过" in wrong.content.decode()
    good = {**sent, "code": signing.code(table.seller, at)}
    assert seller.post(address("sign", row), good).status_code == 302
    assert "不是“可靠的电子签名”，也不是合格电子签名" in read(seller, "detail", row)


def test_without_an_app_the_page_leads_to_setting_one_up(at, table):
    row = signing.agreed(table, at)
    Person.objects.get(pk=table.seller.person_id).authenticator_set.all().delete()
    assert reverse("mfa_activate_totp") in read(browser(table.seller), "sign", row)


@pytest.mark.parametrize("what", ["paper", "evidence"])
def test_a_file_is_checked_and_a_changed_one_refused(at, table, what):
    row = signing.in_force(table, at)
    seller = browser(table.seller)
    content = b"".join(seller.get(address(what, row)).streaming_content)
    assert "逐字节相同" in _checked(seller, content)
    assert "不成立：请不要据此履行" in _checked(seller, content.replace(b"1", b"2", 1))


def _checked(client, content):
    sent = {"file": SimpleUploadedFile("contract", content)}
    return client.post(reverse("contracts:check"), sent).content.decode()


def test_the_programme_reads_no_terms(at, table):
    row = signing.in_force(table, at)
    operator = browser(world.operator())
    page = read(operator, "detail", row)
    assert signing.seen(row) in page and "80.00" not in page and "责任限额" not in page
    answer = operator.get(reverse("api:contract", args=[row.ref])).json()
    assert answer["versions"] == [] and answer["state"] == "in_force"


def test_the_same_over_the_api(at, table):
    row = actions.draft(by=table.partner, at=at, referral_ref=table.referral.ref)
    sides = {"partner": browser(table.partner), "seller": browser(table.seller)}

    def call(side, what, **given):
        answer = sides[side].post(
            f"{reverse('api:contract', args=[row.ref])}/{what}", json.dumps(given), "application/json"
        )  # fmt: skip
        return answer.status_code, answer.json()

    whole = signing.proposal()
    given = {
        "terms": [{"clause": t.clause, "version": t.version, "values": t.values} for t in whole.terms],
        "seller_registration": "1",
        "partner_registration": "2",
    }  # fmt: skip
    assert call("partner", "revise", **given)[1]["state"] == "drafted"
    status, offered = call("partner", "offer")
    assert (status, offered["versions"][0]["findings"]) == (200, [])
    seen = offered["hash"]
    assert call("seller", "agree", seen=seen)[1]["state"] == "agreed"
    assert call("seller", "sign", seen=seen, code="000000")[1]["code"] == "CODE_REFUSED"
    for side in sides:
        code = signing.code(getattr(table, side), at)
        status, signed = call(side, "sign", seen=seen, code=code)
    assert signed["state"] == "in_force"
    kept = sides["seller"].get(f"{reverse('api:contract_evidence', args=[row.ref])}").content
    assert queries.check_file(table.seller, kept).holds


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ({"clause": "penalty", "version": "1.0", "values": {"penalty": 0.25}}, "TERMS_UNUSABLE"),
        ({"clause": "penalty", "version": "1.0", "values": {"penalty": "x" * 200_000}}, "TERMS_UNUSABLE"),
        ({"clause": "bonus", "version": "1.0", "values": {}}, "CLAUSE_UNKNOWN"),
        ({"clause": "fees", "version": "1.0", "values": {"plan": [{"code": "x", "kind": "project", "amount": "1", "currency": "EUR", "rounding": "up"}]}}, "BAD_ITEM"),
    ],
)  # fmt: skip
def test_terms_that_no_engine_can_keep_are_refused(at, table, term, code):
    row = actions.draft(by=table.partner, at=at, referral_ref=table.referral.ref)
    answer = browser(table.partner).post(
        reverse("api:revise_contract", args=[row.ref]), json.dumps({"terms": [term]}), "application/json"
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.fixture
def signed_before(at, table):
    """A contract that both signed an hour ago: every code is a new one now."""
    return signing.in_force(table, at - timedelta(hours=1))


def test_an_amendment_is_proposed_in_the_form_seen_side_by_side_and_signed(
    at, table, signed_before
):
    row = signed_before
    (version,) = queries.versions(table.seller, row.ref)
    partner, seller = browser(table.partner), browser(table.seller)
    assert address("amend", row) in read(partner, "detail", row)
    form = typed(version.body, seen=version.hash, open_cases="prospective")
    nothing = partner.post(address("amend", row), form)
    assert nothing.status_code == 422 and "与现行版本没有区别" in nothing.content.decode()
    sent = partner.post(address("amend", row), {**form, "penalty-penalty": "20"})
    assert sent.status_code == 302, sent.content.decode()
    change = queries.amendments(table.seller).get()
    page = read(seller, "amendment", change)
    assert "25%" in page and "20%" in page and "按新时限完整重新计时" in page
    assert address("amendment", change) in seller.get(reverse("home")).content.decode()
    assert read(browser(world.operator()), "amendment", change).count("20%") == 0
    seller.post(address("amendment-agree", change), {"seen": change.hash})
    for client, side in ((seller, table.seller), (partner, table.partner)):
        given = {"seen": change.hash, "code": signing.code(side, at)}
        assert client.post(address("amendment-sign", change), given).status_code == 302
    row.refresh_from_db()
    assert row.current == 2
    assert read(seller, "detail", row).count(address("amendment", change)) == 1
    content = b"".join(seller.get(address("evidence", change)).streaming_content)
    assert "逐字节相同" in _checked(seller, content)


def test_an_amendment_over_the_api(at, table, signed_before):
    row = signed_before
    sides = {"partner": browser(table.partner), "seller": browser(table.seller)}

    def call(side, what, **given):
        answer = sides[side].post(
            f"/api/v1/amendments/{what}", json.dumps(given), "application/json"
        )
        return answer.status_code, answer.json()

    whole = signing.proposal(penalty={"penalty": "20%"})
    given = {
        "terms": [{"clause": t.clause, "version": t.version, "values": t.values} for t in whole.terms],
        "seller_registration": whole.seller_registration,
        "partner_registration": whole.partner_registration,
        "open_cases": "stay",
    }  # fmt: skip
    assert call("seller", f"of/{row.ref}", seen="x", **given)[1]["code"] == "VERSION_MOVED"
    status, made = call("seller", f"of/{row.ref}", seen=signing.seen(row), **given)
    assert (status, made["state"], [v["number"] for v in made["versions"]]) == (
        200,
        "countered",
        [1, 2],
    )
    assert call("partner", f"{made['ref']}/agree", seen=made["hash"])[1]["state"] == "agreed"
    for side in sides:
        code = signing.code(getattr(table, side), at)
        _, signed = call(side, f"{made['ref']}/sign", seen=made["hash"], code=code)
    assert (signed["state"], signed["amends"], signed["version"]) == ("in_force", 1, 2)
    listed = sides["partner"].get("/api/v1/amendments/").json()
    assert [one["ref"] for one in listed] == [made["ref"]]
