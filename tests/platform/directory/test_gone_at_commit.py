"""What search shows follows the tables: at commit, at midnight, and back after a rollback."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from tests.platform.directory import making
from tests.platform.directory.making import DE_VAT, NOW, product

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.certification import actions as certification
from pilotage.platform.directory import actions, queries
from pilotage.platform.directory.queries import Filters

pytestmark = pytest.mark.django_db


def shown(at: datetime = NOW) -> set[str]:
    """Refs by search and by candidates; the two never differ here."""
    by = product(at)
    hits = queries.search(by, "", Filters(), seed=1, page=1).hits
    found = queries.candidates(
        by, needs=[DE_VAT], languages=frozenset({"zh"}), on=at.date(), exclude=frozenset(), seed=1
    )
    assert {hit.ref for hit in hits} == {one.partner_ref for one in found}
    return {hit.ref for hit in hits}


def test_a_suspended_partner_is_gone_at_commit_and_back_when_restored():
    some, by = making.listed_firm(), product()
    assert shown() == {some.ref}
    certification.set_standing(
        by=by, at=NOW, partner_ref=some.ref, standing="suspended", reason=Text("投诉", "complaints")
    )
    assert shown() == set()
    with pytest.raises(NotFound):
        queries.partner(making.seller(), some.ref)
    certification.set_standing(
        by=by, at=NOW, partner_ref=some.ref, standing="active", reason=Text("已改正", "put right")
    )
    assert shown() == {some.ref}


def test_a_warned_partner_stays():
    some = making.listed_firm()
    certification.set_standing(
        by=product(), at=NOW, partner_ref=some.ref, standing="warned", reason=Text("迟到", "late")
    )
    assert shown() == {some.ref}


def test_evidence_ends_at_the_issuers_midnight():
    some = making.firm()
    making.evidence(some, "business_registration")
    making.evidence(some, "iso_27001")
    making.evidence(some, "tax_agent_reference", until=date(2026, 12, 31), zone="Europe/Berlin")
    making.approved(some, [DE_VAT])
    making.offering(some, [DE_VAT])
    assert shown(datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)) == {some.ref}
    assert shown(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == set()
    assert shown(datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)) == {some.ref}, "and back in time"


def test_a_change_of_profile_is_found_by_the_next_query():
    some, by = making.listed_firm("岫舟"), product()
    assert queries.search(by, "岫舟", Filters(), seed=1, page=1).total == 1
    making.offering(some, [], summary="精通财政代表业务")
    hits = queries.search(by, "", Filters(), seed=1, page=1).hits
    assert hits[0].summary.zh == "精通财政代表业务"


def test_what_was_rolled_back_was_never_there():
    some, by = making.listed_firm(), product()
    assert shown() == {some.ref}
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        certification.set_standing(
            by=by, at=NOW, partner_ref=some.ref, standing="suspended", reason=Text("误", "slip")
        )
        assert shown() == set(), "inside the transaction"
        raise KeyboardInterrupt
    assert shown() == {some.ref}
    actions.set_accepting(by=by, at=NOW, partner=some.partner, accepting=False)
    assert queries.search(by, "", Filters(accepting=True), seed=1, page=1).total == 0


def test_another_world_with_the_same_numbers_is_another_world():
    """Every test here starts its numbers at one again: the token tells the worlds apart."""
    assert shown() == set()
    one = making.listed_firm("另一家")
    assert shown() == {one.ref}


def test_terms_add_up_to_the_score():
    making.listed_firm()
    hit = queries.search(product(), "增值税", Filters(), seed=3, page=1).hits[0]
    assert hit.score == sum(term.value for term in hit.terms)
