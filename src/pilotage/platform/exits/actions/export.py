"""Taking everything along, whatever the state of engagements, money or certificates."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from pilotage.engines.audit import verifier as audit_verifier
from pilotage.engines.exits import Bag, signing
from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit import bundles
from pilotage.platform.audit.actions import record
from pilotage.platform.exits.belonging import left_behind
from pilotage.platform.exits.files import add_files, hashes
from pilotage.platform.exits.keys import EXIT_KEY, exit_key
from pilotage.platform.exits.snapshot import snapshot
from pilotage.platform.exits.tables import tables
from pilotage.platform.parties.models import Kind, Organisation

OWNER = "seller:"
Progress = Callable[[int, int], None]


def _unwatched(done: int, total: int) -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A finished bag: its root, and the files whose bytes the store no longer had (named in the bag too)."""

    root: str
    missing: tuple[str, ...]


def export(
    *, by: Viewer, at: datetime, seller: str, folder: Path, progress: Progress = _unwatched
) -> Taken:
    """Write the bag of the seller with this reference to `folder`, of one moment; the chain says so before and after.

    `progress` hears of tables and files, done and in all.

    Stopped and started again it keeps the original files that it already has. Raises `NotFound("NO_SUCH_SELLER")`,
    `Invalid("NOT_EMPTY" | "ROWS_LOST" | "FILE_CHANGED")`; no bag is there then.
    """
    organisation = _seller(seller)
    check_own(by, organisation.pk)
    bag = Bag(folder, f"{OWNER}{seller}")
    _note(by, at, seller, "exit.export_started", {})
    with snapshot():
        originals = hashes(organisation.pk)
        everything = list(tables(organisation.pk))
        total = len(everything) + len(originals)
        for done, table in enumerate(everything):
            progress(done, total)
            bag.add_table(table)
        bag.add_paper("audit/bundle.jsonl", bundles.lines(seller, at))
    # Originals cannot change under their hash: no reason to keep the database's snapshot while they are copied.
    missing = add_files(bag, originals, lambda n: progress(len(everything) + n, total))
    source = inspect.getsource(audit_verifier).encode()
    bag.add_paper("audit/verify_audit.py", [source])
    bag.add_paper("missing_files.json", [_json(missing)])
    bag.add_paper("not_included.json", [_json(_not_included())])
    root = bag.close(on=at.date(), sign=signing(EXIT_KEY, exit_key()))
    _note(by, at, seller, "exit.exported", {"root": root, "missing_files": len(missing)})
    return Taken(root, tuple(missing))


def _not_included() -> dict[str, dict[str, str]]:
    return {
        name: {"whose": tag.whose, "zh": tag.why.zh, "en": tag.why.en}
        for name, tag in left_behind().items()
    } | {
        "sign-in": {
            "whose": "person",
            "zh": "登录会话、口令、验证器种子与恢复码属于个人，不在包内",
            "en": "Sessions, passwords, authenticator seeds and recovery codes are a person's own; they are not here",
        }
    }


def _seller(ref: str) -> Organisation:
    found = Organisation.objects.filter(ref=ref, kind=Kind.SELLER).first()
    if found is None:
        raise NotFound(
            "NO_SUCH_SELLER",
            Text("没有编号为 {ref} 的卖家。", "There is no seller with the reference {ref}."),
            Text("请核对编号，形如 org_…。", "Check the reference; it looks like org_…."),
            ref=ref,
        )
    return found


@transaction.atomic
def _note(by: Viewer, at: datetime, seller: str, action: str, after: dict[str, object]) -> None:
    record(
        by=by.actor, at=at, tenant=seller, action=action, object=f"organisation:{seller}", after=after
    )  # fmt: skip


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
