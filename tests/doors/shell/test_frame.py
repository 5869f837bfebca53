"""The frame: language, errors, menu, icons, fields, money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from pilotage.kernel.money import Money
from pilotage.platform.access import actions
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Kind, Person
from pilotage.web.shell import menu
from pilotage.web.shell.icons import icon

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def _shown(source: str, language: str = "zh-hans", **context: object) -> str:
    with translation.override(language):
        return " ".join(Template(source).render(Context(context)).split())


@pytest.mark.parametrize(
    ("asks", "cookie", "hears"),
    [
        ("zh-CN,zh;q=0.9", None, "zh"),
        ("en-GB,en;q=0.9", None, "en"),
        ("de-DE", None, "en"),
        ("", None, "zh"),
        ("en-GB", "zh", "zh"),
        ("zh-CN", "en", "en"),
    ],
)
def test_the_language_is_the_cookie_else_the_browsers_else_chinese(asks, cookie, hears):
    client = Client(headers={"accept-language": asks})
    if cookie:
        client.cookies["pilotage_language"] = cookie
    answer = client.get(reverse("home"))
    assert answer.headers["Content-Language"] == hears
    assert ("Sellers" in answer.content.decode()) == (hears == "en")


@pytest.mark.parametrize(
    ("back", "goes"),
    [
        ("/notices/?page=2", "/notices/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
    ],
)
def test_switching_the_language_returns_to_our_own_pages_only(back, goes):
    answer = Client().post(reverse("shell:language"), {"language": "en", "next": back})
    assert (answer.status_code, answer.headers["Location"]) == (302, goes)
    assert answer.cookies["pilotage_language"].value == "en"


def test_an_unknown_address_is_answered_in_words_and_htmx_gets_a_panel():
    page = Client().get("/no/such/page/")
    panel = Client(headers={"hx-request": "true"}).get("/no/such/page/")
    assert (page.status_code, panel.status_code) == (404, 404)
    assert "没有这个页面" in page.content.decode() and "<html" in page.content.decode()
    assert "没有这个页面" in panel.content.decode() and "<html" not in panel.content.decode()


def test_head_is_answered_as_get_is_without_a_body():
    read, asked = (getattr(Client(), how)(reverse("account_login")) for how in ("get", "head"))
    assert (asked.status_code, asked.content) == (read.status_code, b"") == (200, b"")
    assert asked.headers["Content-Type"] == read.headers["Content-Type"]
    assert Client().head("/").status_code == Client().get("/").status_code
    assert Client().head(reverse("shell:language")).status_code == 405


def test_every_answer_carries_the_policy_and_no_inline_script():
    answer = Client().get(reverse("home"))
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("kind", "role", "sees", "sees_not"),
    [
        ("", "", "directory:search", "fit:list"),
        (Kind.SELLER, "owner", "audit:chain", "certification:queue"),
        (Kind.SELLER, "member", "fit:list", "audit:chain"),
        (Kind.PARTNER, "owner", "certification:mine", "shortlist:plan"),
        (Kind.OPERATOR, "member", "certification:queue", "profile:edit"),
    ],
)
def test_the_menu_shows_what_a_role_may_open(at, kind, role, sees, sees_not):
    viewer = Viewer(at=at, kind=kind, role=role)
    names = {entry.name for entry in menu.ENTRIES if menu.sees(viewer, entry)}
    assert sees in names and sees_not not in names


def test_an_icon_that_does_not_exist_is_an_error_not_a_gap():
    with pytest.raises(LookupError, match="kraken"):
        icon("kraken")


class _Form(forms.Form):
    name = forms.CharField()
    site = forms.ChoiceField(choices=[("DE", "Germany")])
    agreed = forms.BooleanField(required=False)


def test_a_field_wears_its_class_and_says_what_is_wrong():
    form = _Form({"site": "FR"})
    part = '{% include "shell/_field.html" with field=field label_zh="名称" label_en="Name" %}'
    name = _shown(part, field=form["name"])
    assert 'class="form-control is-invalid"' in name and 'aria-invalid="true"' in name
    assert 'id="id_name_error"' in name and 'aria-describedby="id_name_error"' in name
    assert "form-select" in _shown(part, field=form["site"])
    assert "form-check-input" in _shown(part, field=form["agreed"])
    assert "Name" in _shown(part, "en", field=form["name"])


@pytest.mark.parametrize(
    ("money", "reads"),
    [
        (Money(Decimal("1234567.5"), "EUR"), "1,234,567.50"),
        (Money(Decimal("1234"), "JPY"), "1,234"),
        (Money(Decimal("-0.005"), "CNY"), "-0.01"),
    ],
)
def test_money_shows_its_currency_and_its_own_decimals(money, reads):
    shown = _shown('{% include "shell/_money.html" %}', money=money)
    assert money.currency in shown and f">{reads}<" in shown.replace("</span>" + reads, ">" + reads)


def test_facts_in_a_sentence_are_escaped():
    said = _shown('{% t "您好，{name}" "Hello, {name}" name=name %}', name="<b>")
    assert said == "您好，&lt;b&gt;"


def test_a_person_without_organisation_is_asked_for_one():
    client = Client()
    client.force_login(Person.objects.create_user("new@example.com"))
    assert client.get(reverse("home")).headers["Location"] == reverse("account:found")


def test_one_switches_only_to_organisations_of_ones_own(at):
    by, person, other = (
        Viewer.product("test", at),
        Person.objects.create_user("a@example.com"),
        Person.objects.create_user("b@example.com"),
    )
    found = {
        name: actions.found_organisation(by=by, at=at, person=who, kind="seller", name_zh=name)
        for name, who in (("第一家", person), ("第二家", person), ("别人的", other))
    }
    client = Client()
    client.force_login(person)
    client.post(reverse("account:switch"), {"organisation": found["第二家"].ref})
    assert client.session["organisation"] == found["第二家"].ref
    refused = client.post(reverse("account:switch"), {"organisation": found["别人的"].ref})
    assert refused.status_code == 404
    assert client.session["organisation"] == found["第二家"].ref
