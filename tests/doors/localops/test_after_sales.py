"""A site's return address and replies: kept, shown filled, replaced, deleted; bad ones refused in words; nobody else's."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making

from pilotage.engines import law
from pilotage.kernel.errors import Invalid
from pilotage.platform.localops import wording
from pilotage.platform.localops.models import Reply, ReturnSpot

TODAY = date(2026, 11, 27)
PACK = "/local/after-sales/DE/"


def keep(client, text: str, **given: str):
    sent = {"language": "de", "title": "Rücksendung", "text": text, **given}
    return client.post(reverse("localops:reply", args=["DE"]), sent)


@pytest.mark.django_db
def test_a_pack_is_kept_shown_replaced_and_deleted():
    client = browser(making.seller())
    client.post(PACK, {"lines": "Lager 4\r\nHof 1", "postcode": "10115", "country": "PL"})
    client.post(PACK, {"lines": "Lager 5\r\n\r\nHof 2", "postcode": "00-001", "country": "PL"})
    assert [(one.lines, one.postcode, one.country) for one in ReturnSpot.objects.all()] == [
        (["Lager 5", "Hof 2"], "00-001", "PL")
    ]
    keep(client, "alt")
    keep(client, "Bitte an\n{address}\nsenden, {order} <b>")
    shown = client.get(PACK).content.decode()
    assert "Lager 5<br>Hof 2<br>00-001 PL<br>senden, {order} &lt;b&gt;" in shown
    assert Reply.objects.count() == 1
    client.post(reverse("localops:reply-drop", args=[Reply.objects.get().ref]))
    assert not Reply.objects.exists()


@pytest.mark.django_db
def test_what_is_refused_keeps_nothing():
    client = browser(making.seller())
    for lines, country in (("", "DE"), ("x\n" * 7, "DE"), ("x" * 61, "DE"), ("x", "XX"), ("a\x07", "DE")):  # fmt: skip
        assert client.post(PACK, {"lines": lines, "country": country}).status_code == 422
    assert keep(client, "Hallo {iban}").status_code == 422
    assert keep(client, "Hallo", language="xx").status_code == 422
    assert client.post("/local/after-sales/XX/", {"lines": "x", "country": "DE"}).status_code == 422
    assert client.get("/local/after-sales/XX/").status_code == 422
    assert not ReturnSpot.objects.exists()
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "}",
        "{}",
        "{order.x}",
        "{order!r}",
        "{order:>9}",
        "{0}",
        "",
        "x" * 4001,
        "a\0",
        "a\x07",
        "\ud800",
    ],
)
def test_places_that_are_not_known_are_refused(text):
    with pytest.raises(Invalid):
        wording.reply("de", "T", text)


def test_places_not_given_stay_and_double_braces_are_braces():
    _, text = wording.reply("en", "T", "{order} {{x}} {address}")
    assert wording.filled(text, {"address": "{order}"}) == "{order} {x} {order}"


@pytest.mark.parametrize(
    "text", ["Où est mon colis\u202f?", "مرحبا\u200f {buyer}", "a\n\tb", "お客様"]
)
def test_spaces_and_marks_of_other_scripts_are_text(text):
    assert wording.reply("fr", text.splitlines()[0], text)[1] == text


@pytest.mark.django_db
def test_a_reply_is_changed_in_the_form_and_unverified_law_says_so():
    client = browser(making.seller())
    keep(client, "alt {order}")
    shown = client.get(f"{PACK}?reply={Reply.objects.get().ref}").content.decode()
    assert 'value="Rücksendung"' in shown
    assert "required>alt {order}</textarea>" in shown
    assert shown.count("未核实") == sum(one.unverified for one in law.buyer_rights("DE", TODAY)) > 0
    assert "不作猜测" in client.get("/local/after-sales/US/").content.decode()


@pytest.mark.parametrize(
    ("site", "on", "keys"),
    [
        ("FR", date(2026, 1, 1), 5), ("FR", date(2021, 12, 31), 4), ("FR", date(2014, 6, 12), 0),
        ("GB", date(2019, 1, 1), 3), ("GB", date(2014, 6, 13), 2), ("US", date(2026, 1, 1), 0),
    ],
)  # fmt: skip
def test_the_law_of_a_site_and_day(site, on, keys):
    assert len(law.buyer_rights(site, on)) == keys


@pytest.mark.django_db
def test_what_was_typed_stays_in_the_form_that_was_refused():
    client = browser(making.seller())
    there, typed = reverse("localops:pack", args=["DE"]), "a" * 61
    kept = client.post(there, {"lines": typed, "postcode": "99999", "country": "DE"})
    assert kept.status_code == 422 and typed in kept.content.decode() and "99999" in kept.content.decode()  # fmt: skip
    reply = client.post(reverse("localops:reply", args=["DE"]), {"language": "de", "title": "Titel", "text": "{nobody}"})  # fmt: skip
    said = reply.content.decode()
    assert reply.status_code == 422 and 'value="Titel"' in said and "{nobody}" in said and "占位符" in said  # fmt: skip
