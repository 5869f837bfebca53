"""Bringing a bag into an empty instance: the same rows under the same numbers, files, and chain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from pilotage.engines import audit as audit_engine
from pilotage.engines import exits as engine
from pilotage.engines.exits import read_table
from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit import bundles
from pilotage.platform.audit.actions import record
from pilotage.platform.exits.belonging import Belonging, belongings
from pilotage.platform.exits.files import pieces
from pilotage.platform.exits.tables import OTHERS
from pilotage.platform.parties.models import Organisation, Person

_BUNDLE = "data/audit/bundle.jsonl"


def import_bag(*, by: Viewer, at: datetime, bag: Path) -> str:
    """The reference of the seller that came in. The bag and its chain are checked first; nothing or everything comes.

    Withheld secrets come in as values that open nothing: people set a new password.
    Raises `Invalid("BAG_DOES_NOT_HOLD")`, `WrongState("NOT_AN_EMPTY_INSTANCE")`.
    """
    ref = _checked(bag)
    if Organisation.objects.exists() or Person.objects.exists():
        raise WrongState("NOT_AN_EMPTY_INSTANCE", _NOT_EMPTY, _EMPTY_ONE)
    _keep_files(bag)
    with transaction.atomic():
        for name, (model, _, _) in OTHERS.items():
            _insert(model, read_table(bag, name), _filled_for_others(at))
        everything = belongings()
        for one in everything:
            _insert(one.model, read_table(bag, one.name), _filled(one))
        with (bag / _BUNDLE).open("rb") as lines:
            bundles.bring_in(ref, (json.loads(line) for line in lines))
        _continue_numbers([one.model for one in everything])
        record(by=by.actor, at=at, action="exit.imported", object=f"organisation:{ref}")
    return ref


def _checked(bag: Path) -> str:
    """The seller's reference, of a bag that holds and has the tables of this version."""
    try:
        engine.check(bag)
        with (bag / _BUNDLE).open("rb") as lines:
            audit_engine.check(lines)
    except (engine.Bad, audit_engine.Bad) as bad:
        says = Text(bad.zh, bad.en)
        raise Invalid("BAG_DOES_NOT_HOLD", _BAD, _EXPORT_AGAIN, why=says) from None
    there = {path.stem for path in (bag / "data" / "tables").glob("*.jsonl")}
    if there != {*OTHERS, *(one.name for one in belongings())}:
        raise Invalid("BAG_DOES_NOT_HOLD", _BAD, _EXPORT_AGAIN, why=_OTHER_TABLES)
    with (bag / _BUNDLE).open("rb") as lines:
        return str(json.loads(next(lines))["tenant"])


def _keep_files(bag: Path) -> None:
    for path in sorted((bag / "data" / "files").iterdir()):
        kept, _ = ports.files().keep(pieces(path), limit=path.stat().st_size)
        if kept != path.name:
            raise Invalid("BAG_DOES_NOT_HOLD", _BAD, _EXPORT_AGAIN, why=_OTHER_NAME)


Fill = Callable[[dict[str, Any]], dict[str, Any]]


def _insert(model: type[Model], rows: Iterable[dict[str, Any]], fill: Fill) -> None:
    """Row by row as they were: no clock, no default and no signal's second thought touches them."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    for row in rows:
        values = {name: fields[name].to_python(value) for name, value in row.items()}
        model(**values, **fill(row)).save_base(raw=True, force_insert=True)


def _filled(one: Belonging) -> Fill:
    """Where a secret was withheld: nothing, as of one that was forgotten, or else a mark that no password or token has."""
    withheld = [f for f in one.model._meta.concrete_fields if f.name in one.tag.withheld]

    def fill(row: dict[str, Any]) -> dict[str, Any]:
        mark = f"!{row['id']}"
        return {f.attname: None if f.null else "" if f.blank else mark for f in withheld}

    return fill


def _filled_for_others(at: datetime) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def fill(row: dict[str, Any]) -> dict[str, Any]:
        if "name_zh" in row:
            return {}
        nobody = f"{row['ref']}@withheld.invalid"
        return {"email": nobody, "password": "!", "is_active": False, "date_joined": at}

    return fill


def _continue_numbers(models: list[type[Model]]) -> None:
    """PostgreSQL's sequences go on after the highest number brought in."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


_NOT_EMPTY = Text(
    "此实例已有数据，未导入任何内容。", "This instance has data; nothing was brought in."
)
_EMPTY_ONE = Text(
    "请把 PILOTAGE_VAR 指向空文件夹，运行 pilotage manage migrate 后再导入。",
    "Point PILOTAGE_VAR to an empty folder, run pilotage manage migrate, and import again.",
)
_BAD = Text(
    "数据包有问题：{why}。未导入任何内容。", "The bag does not hold: {why}. Nothing was brought in."
)
_EXPORT_AGAIN = Text(
    "请用 pilotage exit verify 检查，或重新导出。",
    "Check it with pilotage exit verify, or export again.",
)
_OTHER_TABLES = Text("表与此版本不同", "its tables are not those of this version")
_OTHER_NAME = Text("有文件与其名称中的 SHA-256 不符", "a file is not what its SHA-256 says")
