"""While a check runs its page asks how far it is: once at a time, and not after the end."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making

from pilotage.platform.compliance.models import FitCheck

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "loads_again"),
    [("waiting", False), ("running", False), ("done", True), ("failed", True)],
)
def test_the_page_is_loaded_again_at_the_end_only(state, loads_again):
    seller = making.seller()
    check = FitCheck.objects.create(
        organisation_id=seller.organisation_id, profile={}, on=making.NOW.date(), state=state,
        started_by="test", started_at=making.NOW,
    )  # fmt: skip
    client = browser(seller)
    answer = client.get(reverse("fit:progress", args=[check.ref]))
    assert (answer.headers.get("HX-Refresh") == "true") == loads_again
    # A timer would ask again while the page loads, and begin the loading anew each time.
    assert "every" not in answer.content.decode()
