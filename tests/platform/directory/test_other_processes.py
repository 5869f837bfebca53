"""Serving processes each hold the directory; what one of them changes, the others show from the commit on."""

from __future__ import annotations

import time

import pytest
from tests.platform.directory import making
from tests.platform.directory.making import NOW, product

from pilotage.kernel.text import Text
from pilotage.platform.certification import actions as certification
from pilotage.platform.directory import catalogue, queries
from pilotage.platform.directory.catalogue import Catalogue
from pilotage.platform.directory.queries import Filters

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere() -> Catalogue:
    """The copy of another process, built before anything below happens."""
    other = Catalogue()
    with other.opened(NOW):
        return other


def found_by(other: Catalogue, words: str) -> set[str]:
    with other.opened(NOW) as held:
        answer = held.index.search(words, on=NOW.date())
        return {placed.id for placed in answer.top(answer.total)}


def test_a_changed_profile_is_found_everywhere_within_a_second(elsewhere):
    some = making.listed_firm()
    assert some.ref in found_by(elsewhere, "")
    making.offering(some, [], summary="精通鹦鹉螺业务")
    began = time.perf_counter()
    assert found_by(elsewhere, "鹦鹉螺") == {some.ref}
    assert queries.search(product(), "鹦鹉螺", Filters(), seed=1, page=1).total == 1
    assert time.perf_counter() - began < 1


def test_a_suspended_partner_is_gone_everywhere_at_commit(elsewhere):
    some, by = making.listed_firm(), product()
    assert found_by(elsewhere, "") == {some.ref}
    reason = Text("投诉", "complaints")
    certification.set_standing(
        by=by, at=NOW, partner_ref=some.ref, standing="suspended", reason=reason
    )
    assert found_by(elsewhere, "") == set()
    with catalogue.opened(NOW) as here:
        assert some.ref not in here.by_ref
