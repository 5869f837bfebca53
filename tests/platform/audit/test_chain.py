"""The chain holds, names the first break, and the database refuses to rewrite it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from pilotage.platform.audit import queries
from pilotage.platform.audit.actions import record
from pilotage.platform.audit.models import Event

pytestmark = pytest.mark.django_db


def _three(at, tenant="org_A"):
    with transaction.atomic():
        for n in (1, 2, 3):
            record(
                by="test", at=at, tenant=tenant, action="x.done", object=f"x:{n}", after={"n": n}
            )


def test_each_seller_has_its_own_chain_from_one(at):
    _three(at, "org_A")
    _three(at, "org_B")
    assert [e.seq for e in queries.events("org_B")] == [3, 2, 1]
    assert queries.verify("org_A") == (3, None)


@pytest.mark.parametrize(
    ("field", "value", "first_bad"),
    [("after", {"n": 9}, 2), ("prev_hash", "f" * 64, 2), ("actor", "other", 2), ("seq", 7, 2)],
)
def test_an_edit_is_found_and_its_sequence_named(at, field, value, first_bad):
    _three(at)
    rows = list(queries.chain("org_A"))
    rows[1] = {**rows[1], field: value}
    assert queries.first_break(rows, "org_A").seq == first_bad


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET actor='x'", "DELETE FROM audit_event"]
)
def test_the_database_refuses(at, statement):
    _three(at)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.filter(actor="test").count() == 3


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_the_transaction_of_its_change_is_refused(at):
    with pytest.raises(RuntimeError, match="outside the transaction"):
        record(by="test", at=at, action="x.done", object="x:1")
