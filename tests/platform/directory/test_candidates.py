"""Candidates for a request: who stands where does not depend on how many were asked for."""

from __future__ import annotations

import pytest
from tests.platform.directory import making
from tests.platform.directory.making import NOW, product

from pilotage.platform.directory import queries

pytestmark = pytest.mark.django_db


def test_the_order_of_candidates_does_not_depend_on_who_else_is_asked_about():
    firms = [making.listed_firm(name) for name in ("甲", "乙", "丙")]

    def asked(**narrowed: object) -> list[str]:
        found = queries.candidates(
            product(), needs=[making.DE_VAT], languages=frozenset({"zh"}), on=NOW.date(),
            exclude=frozenset(), seed=3, **narrowed,
        )  # fmt: skip
        return [one.partner_ref for one in found]

    everybody = asked()
    assert sorted(everybody) == sorted(firm.ref for firm in firms)
    assert asked(most=1) == everybody[:1]
    assert asked(among=everybody[1:]) == everybody[1:]
