"""Units of a translation memory come in from a file and are deleted; one file comes in whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import IO

from django.db import transaction

from pilotage.engines.memory import Account, Unit, read
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.scopes import EVERYTHING
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.grants import reach
from pilotage.platform.localops import memory
from pilotage.platform.localops.models import TmUnit
from pilotage.platform.localops.queries import CHECK
from pilotage.platform.parties.models import Organisation

# A file is read while the browser waits; a memory is looked through for each text.
MOST_OF_A_FILE, MOST_UNITS = 50_000, 200_000
LARGEST_FILE = 200 << 20
_BATCH = 1000
_SPLIT = Text("请分成几个文件。", "Split the file.")


@transaction.atomic
def bring(
    *, by: Viewer, at: datetime, seller: Organisation, name: str, size: int, file: IO[bytes]
) -> Account:
    """Keep the units of a TMX file; one that is kept already takes the file's origin and dates.

    Raises `Invalid` where the file cannot be read (nothing of it is kept) or holds too many; `NotAllowed`.
    """
    check_may(by, "listings.check")
    ground = reach.ground(by, seller, EVERYTHING, CHECK, lock=True)
    if size > LARGEST_FILE:
        raise Invalid(
            "UPLOAD_TOO_LARGE",
            Text("文件超过 {mb} MB。", "The file is larger than {mb} MB."),
            _SPLIT,
            mb=LARGEST_FILE >> 20,
        )
    name, account = name[:255] or "file", Account()
    # Locked, so that two files at once do not pass the limit together.
    kept = TmUnit.objects.filter(organisation=Organisation.objects.select_for_update().get(pk=seller.pk))  # fmt: skip
    for some in _batches(read(file, name, account)):
        if account.read > MOST_OF_A_FILE:
            raise _too_many(MOST_OF_A_FILE, _SPLIT)
        rows = {_same(one): one for one in some}
        TmUnit.objects.bulk_create(
            [_row(seller, same, one, name, by, at) for same, one in rows.items()],
            update_conflicts=True, unique_fields=["organisation", "same"],
            update_fields=["origin", "created", "changed", "file", "brought_by", "brought_at"],
        )  # fmt: skip
    if kept.count() > MOST_UNITS:
        raise _too_many(MOST_UNITS, Text("请先删除不用的语言。", "Delete languages that are not used first."))  # fmt: skip
    _note(seller, "brought", by, at, ground, file=name, read=account.read, rejected=account.rejected)  # fmt: skip
    return account


@transaction.atomic
def drop_unit(*, by: Viewer, at: datetime, ref: str) -> Organisation:
    """Delete one unit and give its seller; `NotFound`."""
    found = memory.unit(by, ref)
    ground = reach.ground(by, found.organisation, EVERYTHING, CHECK, lock=True)
    found.delete()
    _note(found.organisation, "unit_deleted", by, at, ground, unit=ref)
    return found.organisation


@transaction.atomic
def drop_languages(
    *, by: Viewer, at: datetime, seller: Organisation, source: str, target: str
) -> int:
    """Delete every unit of a pair of languages and give how many there were."""
    check_may(by, "listings.check")
    ground = reach.ground(by, seller, EVERYTHING, CHECK, lock=True)
    rows = TmUnit.objects.filter(organisation=seller, source_language=source, target_language=target)  # fmt: skip
    gone, _ = rows.delete()
    _note(seller, "deleted", by, at, ground, source=source, target=target, units=gone)
    return gone


def _batches(found: Iterator[Unit]) -> Iterator[list[Unit]]:
    while some := list(islice(found, _BATCH)):
        yield some


def _same(one: Unit) -> str:
    return sha256("\0".join(one.same).encode()).hexdigest()


def _row(seller: Organisation, same: str, one: Unit, name: str, by: Viewer, at: datetime) -> TmUnit:
    return TmUnit(
        organisation=seller, same=same, source_language=one.source_language,
        target_language=one.target_language, source=one.source, target=one.target, origin=one.origin,
        created=one.created, changed=one.changed, file=name, brought_by=by.actor, brought_at=at,
    )  # fmt: skip


def _too_many(most: int, step: Text) -> Invalid:
    return Invalid(
        "TOO_MANY_UNITS",
        Text("翻译记忆超过 {most} 条。", "There are more than {most} units."),
        step,
        most=most,
    )


def _note(seller: Organisation, what: str, by: Viewer, at: datetime, ground: str, **after: object) -> None:  # fmt: skip
    record(
        by=by.actor, at=at, tenant=seller.ref, action=f"translation_memory.{what}",
        object=f"translation_memory:{seller.ref}", after=after, basis=ground,
    )  # fmt: skip
