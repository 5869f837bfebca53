"""What a page of certification asks the database does not grow with the firm's items and papers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making

from pilotage.platform.access import fence

pytestmark = pytest.mark.django_db

FEW = [("vat_filing", "DE")]
MANY = [("vat_filing", place) for place in ("FR", "IT", "ES", "PL", "NL", "SE", "BE", "AT")]


def certified() -> making.Firm:
    some = making.firm()
    for kind in (*making.ALWAYS_NEEDED, making.EVIDENCE["vat_filing"]):
        making.evidence(some, kind)
    making.approved(some, FEW)
    return some


def asked(who, address: str) -> int:
    client = browser(who)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("page", "side", "most"),
    [("certification:mine", "firm", 23), ("certification:partner", "operator", 24)],
)
def test_a_page_asks_as_often_for_nine_items_as_for_one(page, side, most):
    some = certified()
    who = some.owner if side == "firm" else making.operator()
    address = reverse(page, args=[some.ref] if side == "operator" else [])
    # Behind the fence: into a transaction of its own, into the role, and out.
    most += 3 if fence.applies_to(who) else 0
    before = asked(who, address)
    making.approved(some, MANY)
    assert (asked(who, address), before <= most) == (before, True)


def test_the_api_asks_as_often_for_nine_items_as_for_one():
    some = certified()
    before = asked(some.owner, reverse("api:mine"))
    making.approved(some, MANY)
    assert asked(some.owner, reverse("api:mine")) == before
