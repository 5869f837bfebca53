"""Every hour what has grown is signed; what does not hold is not; and a bag carries the witnesses along."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from pilotage.engines import audit as engine
from pilotage.jobs import audit as job
from pilotage.kernel.errors import WrongState
from pilotage.platform.audit import bundles, checkpoints, keys, queries
from pilotage.platform.audit.actions import record
from pilotage.platform.audit.growth import tree_of
from pilotage.platform.audit.models import Checkpoint, Event, Head, Kind

pytestmark = pytest.mark.django_db
A, B = "org_A", "org_B"


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.VAR = tmp_path


def grow(at, many: int, tenant: str = A) -> None:
    with transaction.atomic():
        for n in range(many):
            record(
                by="test", at=at, tenant=tenant, action="x.done", object=f"x:{n}", after={"n": n}
            )


def bundle(at, tenant: str = A) -> list[bytes]:
    return list(bundles.lines(tenant, at))


def test_what_has_grown_is_signed_once_an_hour(at):
    grow(at, 3)
    grow(at, 2, B)
    assert job.tick(at) == 2 and job.tick(at + timedelta(hours=1)) == 0
    grow(at, 1)
    assert job.tick(at + timedelta(hours=2)) == 1
    sizes = Checkpoint.objects.filter(tenant=A).values_list("size", flat=True)
    assert list(sizes) == [3, 4] and queries.verify(A) == (4, None)


@pytest.mark.parametrize("parts", [(1,), (1, 1), (3, 4, 1), (2, 6, 8, 1)])
def test_going_on_from_the_peaks_is_the_tree_over_everything(at, parts):
    """Root and head of the last are those of a tree that was never interrupted."""
    for many in parts:
        grow(at, many)
        last = checkpoints.take(by="test", at=at, tenant=A)
    whole = engine.Tree()
    for value in Event.objects.filter(tenant=A).order_by("seq").values_list("hash", flat=True):
        whole.add(bytes.fromhex(value))
    assert (last.size, last.root, last.head) == (sum(parts), whole.root(), value)


def test_the_bundle_carries_every_checkpoint_and_holds_for_the_published_key(at):
    for many in (3, 2):
        grow(at, many)
        checkpoints.take(by="test", at=at, tenant=A)
    grow(at, 1)
    lines = bundle(at)
    assert engine.check(lines, [keys.signer().public])[0] == 6
    assert sum(b'"checkpoint"' in line for line in lines[1:]) == 2


def test_an_old_key_still_counts_after_a_new_one_signs(at):
    grow(at, 1)
    first = checkpoints.take(by="test", at=at, tenant=A)
    keys.rotate()
    grow(at, 1)
    second = checkpoints.take(by="test", at=at, tenant=A)
    assert first.key != second.key and queries.verify(A) == (2, None)
    assert engine.check(bundle(at), keys.known().values())[0] == 2


def test_the_seller_cosigns_what_a_report_was_approved_for(at):
    grow(at, 2)
    one = checkpoints.take(by="test", at=at, tenant=A, kind=Kind.REPORT)
    signed = checkpoints.cosign(by="per_1@org_A", at=at, checkpoint=one)
    assert checkpoints.cosign(by="per_1@org_A", at=at, checkpoint=one) == signed
    roles = [s["role"] for s in bundles.signed(one)["signatures"]]
    assert roles == ["platform", "seller"] and engine.check(bundle(at))[0] == 2
    assert queries.verify(A) == (2, None)


_GUARD = importlib.import_module("pilotage.platform.audit.migrations.0002_append_only")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("tamper", "first_bad"),
    [
        # cut behind the checkpoint and in front of it, with the record of the end adjusted
        (lambda: _cut(4), 4),
        (lambda: _cut(2), 2),
        # the newest event written again, chain and end adjusted: events 4 and 5 are not those signed
        (lambda: _rewritten(5), 4),
    ],
)
def test_who_owns_the_database_cannot_change_what_was_signed(at, tamper, first_bad):
    grow(at, 3)
    checkpoints.take(by="test", at=at, tenant=A)
    grow(at, 2)
    checkpoints.take(by="test", at=at, tenant=A)
    with connection.schema_editor() as editor:
        _GUARD.unguard(None, editor)
    try:
        tamper()
        assert queries.verify(A)[1].seq == first_bad
        grow(at, 1)
        with pytest.raises(WrongState, match="CHAIN_BROKEN"):
            checkpoints.take(by="test", at=at, tenant=A)
        assert job.tick(at) == 0
        with pytest.raises(engine.Bad):
            engine.check(bundle(at))
    finally:
        with connection.schema_editor() as editor:
            _GUARD.guard(None, editor)


def _cut(seq: int) -> None:
    Event.objects.filter(tenant=A, seq__gte=seq).delete()
    last = Event.objects.get(tenant=A, seq=seq - 1)
    Head.objects.filter(tenant=A).update(seq=last.seq, hash=last.hash)


def _rewritten(seq: int) -> None:
    _cut(seq)
    with transaction.atomic():
        record(
            by="other", at=Event.objects.latest("seq").at, tenant=A, action="x.done", object="x:9"
        )


@pytest.mark.parametrize("table", ["checkpoint", "cosignature"])
def test_the_database_refuses_to_change_or_drop_one(at, table):
    grow(at, 1)
    checkpoints.cosign(by="t", at=at, checkpoint=checkpoints.take(by="t", at=at, tenant=A))
    for statement in ("UPDATE {} SET signature='x'", "DELETE FROM {}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(f"audit_{table}"))
    with pytest.raises(RuntimeError, match="only added"):
        Checkpoint.objects.get().delete()


def test_changed_peaks_are_noticed_before_anything_is_signed(at):
    grow(at, 3)
    one = checkpoints.take(by="test", at=at, tenant=A)
    one.peaks = one.peaks[:1]
    grow(at, 1)
    with pytest.raises(engine.Bad, match="peaks"):
        tree_of(one)
