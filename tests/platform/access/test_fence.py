"""Behind the fence a query that forgets to ask whose a row is finds nothing of others; before it all is as it was."""

from __future__ import annotations

import random

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from tests.doors.browsers import browser
from tests.platform.directory import making
from tests.platform.disputes.making import parties
from tests.platform.exits.worlds import AT, World

from pilotage.platform.access import fence, standing
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import actions as cases
from pilotage.platform.cases import queries as case_queries
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.cases.models import Case
from pilotage.platform.exits import fencing
from pilotage.platform.exits.belonging import belongings
from pilotage.platform.parties.models import Membership, Organisation, Person

pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.postgres
# Whom a reader knows is more than whose rows they read: the two sides stand by name on each other's pages.
KNOWN = {Organisation, Person, Membership}


def user() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def reader(organisation: Organisation) -> Viewer:
    return making.member(organisation, "reader")


@pytest.fixture
def worlds():
    """Two sellers with rows in every table, under contracts with two partners."""
    return [
        World(mark, random.Random(seed), making.organisation("partner"), start=start).fill(2)
        for mark, seed, start in (("AAAA", 1, 0), ("BBBB", 2, 5000))
    ]


@on_postgres
def test_every_table_that_leaves_with_a_seller_stands_behind_the_fence():
    assert standing.look().is_up
    assert fencing.open_tables() == []


@on_postgres
def test_unfiltered_queries_find_the_viewers_own_rows_and_no_others(worlds):
    for own, other in (worlds, reversed(worlds)):
        viewer = reader(own.seller)
        for one in belongings():
            if one.model in KNOWN:
                continue
            mine = set(one.rows(own.seller.pk).values_list("pk", flat=True))
            assert mine and one.rows(other.seller.pk).exists(), one.name
            with fence.behind(viewer):
                assert set(one.model._base_manager.values_list("pk", flat=True)) == mine, one.name


@on_postgres
def test_a_partner_finds_the_rows_of_the_sellers_it_deals_with(worlds):
    first, second = worlds
    partner = reader(first._partner)
    with fence.behind(partner):
        sellers = set(Case.objects.values_list("contract__seller_id", flat=True))
    assert sellers == {first.seller.pk}
    stranger = reader(making.organisation("partner"))
    with fence.behind(stranger):
        assert not Case.objects.exists()
        assert not Organisation.objects.filter(pk__in=[first.seller.pk, second.seller.pk]).exists()


@on_postgres
def test_behind_it_nothing_is_written_and_after_it_all_is_as_before(worlds):
    own = worlds[0]
    viewer, owner = reader(own.seller), user()
    with pytest.raises(DatabaseError), transaction.atomic(), fence.behind(viewer):
        Case.objects.filter(pk__gt=0).update(title="x")
    assert user() == owner and not Case.objects.filter(title="x").exists()
    with fence.behind(viewer):
        assert user() == standing.READER
        with fence.outside():
            assert user() == owner
        assert user() == standing.READER
    assert user() == owner


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_an_error_behind_it_leaves_the_connection_clean():
    viewer, owner = reader(making.organisation("seller")), user()
    with pytest.raises(ZeroDivisionError), fence.behind(viewer):
        1 / 0  # noqa: B018
    assert user() == owner
    with fence.behind(viewer):
        assert user() == standing.READER
        with pytest.raises(DatabaseError):
            Case.objects.update(title="x")
    assert user() == owner


@on_postgres
def test_a_page_whose_query_forgot_whose_rows_it_reads_shows_nothing_of_others(monkeypatch):
    some, others = parties(AT), parties(AT)
    told = {"title": "移仓漏报", "told": Told("秘密附表")}
    case = cases.open_case(by=some.seller, at=AT, contract=some.contract.ref, **told)
    address = reverse("cases:detail", args=[case.ref])
    monkeypatch.setattr(case_queries, "own", lambda viewer, rows, column="": rows)
    monkeypatch.setattr(case_queries.contracts, "own", lambda viewer, rows, column="": rows)
    for side in (others.seller, others.partner):
        assert browser(side).get(address).status_code == 404
        assert browser(side).get(f"/api/v1/cases/{case.ref}").status_code == 404
    assert "秘密附表" in browser(some.seller).get(address).content.decode()
    with monkeypatch.context() as without:
        without.setattr(fence, "applies_to", lambda viewer: False)
        assert case_queries.case(others.seller, case.ref) == case


@on_postgres
def test_a_reader_that_sees_through_it_stops_the_product():
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {standing.READER} BYPASSRLS")
        assert standing.look().danger is not None
        cursor.execute(f"ALTER ROLE {standing.READER} NOBYPASSRLS")
    assert standing.look().danger is None


@pytest.mark.skipif("connection.vendor == 'postgresql'")
def test_on_sqlite_there_is_none_and_nothing_changes():
    some = parties(AT)
    assert not fence.applies_to(some.seller) and standing.look() == standing.Standing()
    with fence.behind(some.seller), fence.outside():
        assert Organisation.objects.filter(pk=some.partner.organisation_id).exists()
