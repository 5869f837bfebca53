"""The audit page pages a chain by its numbers: no counting, no skipping, nothing left out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform.directory import making

from pilotage.config.demo.chain import extend_chain
from pilotage.platform.audit import checkpoints
from pilotage.platform.audit import queries as audit
from pilotage.platform.audit.models import PLATFORM
from pilotage.platform.parties.models import Person
from pilotage.web.audit.pages import PER_PAGE, ChainPages

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    happened = ((making.NOW, "test.done", f"test:{n}", {"n": n}) for n in range(2 * PER_PAGE + 7))
    extend_chain(happened, "test")
    return ChainPages(audit.events(PLATFORM), PER_PAGE)


def test_pages_hold_every_event_once_newest_first(chain):
    shown = [event.seq for number in chain.page_range for event in chain.page(number)]
    assert shown == list(range(2 * PER_PAGE + 7, 0, -1))


def test_a_page_asks_for_its_own_rows_only(chain, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(chain.get_page("3").object_list) == 7


def test_an_empty_chain_is_one_empty_page():
    page = ChainPages(audit.events(PLATFORM), PER_PAGE).get_page(None)
    assert list(page) == []
    assert not page.has_other_pages()


def test_the_operator_reads_the_chain(chain):
    client = Client()
    who = making.member(making.organisation("operator"), "owner")
    client.force_login(Person.objects.get(pk=who.person_id))
    page = client.get(reverse("audit:chain"), {"page": "2"}).content.decode()
    assert f"test:{PER_PAGE}" in page


def test_the_page_says_up_to_where_the_chain_is_signed(chain, settings, tmp_path):
    settings.VAR = tmp_path
    client = Client()
    who = making.member(making.organisation("operator"), "owner")
    client.force_login(Person.objects.get(pk=who.person_id))
    assert "平台每小时给整条链签名" not in client.get(reverse("audit:chain")).content.decode()
    signed = checkpoints.take(by="test", at=making.NOW, tenant=PLATFORM)
    page = client.get(reverse("audit:chain")).content.decode()
    assert f"涵盖第 1 至 {signed.size} 条" in page and signed.root in page
    assert "每个指纹都对得上" in client.get(reverse("audit:verify")).content.decode()
