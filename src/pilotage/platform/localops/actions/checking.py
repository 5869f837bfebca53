"""A check of listings is asked for and made by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pilotage.engines.listings import rulebook
from pilotage.kernel.errors import PilotageError
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.documents.models import Document
from pilotage.platform.grants import reach
from pilotage.platform.localops import queries
from pilotage.platform.localops.models import UNFINISHED, CheckState, ListingCheck
from pilotage.platform.notices.actions import tell
from pilotage.platform.parties.models import Organisation

_READY = Text("商品检查已完成，共 {n} 条问题", "A check of listings is ready: {n} findings")
_FAILED = Text("商品检查没有完成", "A check of listings could not be made")


@transaction.atomic
def start(
    *, by: Viewer, at: datetime, seller: Organisation, site: str, document: Document
) -> ListingCheck:
    """Queue the check by the rules of today, for the seller or for a partner's person to whom it is granted.

    Raises `Invalid` MARKETPLACE_UNKNOWN, naming the sites there are; `NotAllowed`.
    """
    check_may(by, "listings.check")
    ground = reach.ground(by, seller, site, queries.CHECK, lock=True)
    on = timezone.localdate(at)
    site = rulebook(site, on).store.country
    made = ListingCheck.objects.create(
        organisation=seller, firm_id=by.organisation_id if by.is_partner else None, site=site,
        on=on, document=document, started_by=by.actor, started_at=at,
    )  # fmt: skip
    ports.queue().put("localops.listings", {"ref": made.ref}, at=at, key=f"listings:{made.ref}")
    note(made, "started", by, at, ground, site=site, file=document.sha256)
    return made


def note_progress(*, by: Viewer, at: datetime, ref: str, done: int, total: int) -> None:
    """How far the worker is; not an event worth auditing."""
    running = ListingCheck.objects.filter(ref=ref, state__in=UNFINISHED)
    running.update(state=CheckState.RUNNING, done=done, total=total)


@transaction.atomic
def finish(
    *, by: Viewer, at: datetime, ref: str, summary: dict[str, Any], files: Mapping[str, str]
) -> None:
    """Keep the account and the files (`rows`, `json` by SHA-256). Again after a crash: the same."""
    made = locked(ref)
    if made.state not in UNFINISHED:
        return
    made.state, made.ended_at, made.error, made.summary = CheckState.DONE, at, None, summary
    for name, sha256 in files.items():
        setattr(made, f"{name}_sha256", sha256)
    made.save()
    note(made, "finished", by, at, findings=summary["findings"], files=dict(files))
    _say(made, _READY.with_(n=summary["findings"]), by, at)


@transaction.atomic
def fail(*, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """Keep why; the file stays."""
    made = locked(ref)
    if made.state not in UNFINISHED:
        return
    made.state, made.ended_at = CheckState.FAILED, at
    made.error = error.told()
    made.save()
    note(made, "failed", by, at, code=error.code)
    _say(made, _FAILED, by, at)


def note(made: ListingCheck, what: str, by: Viewer, at: datetime, ground: str = "", **after: object) -> None:  # fmt: skip
    """One event on the seller's chain, within the transaction of the change."""
    record(
        by=by.actor, at=at, tenant=made.organisation.ref, action=f"listing_check.{what}",
        object=f"listing_check:{made.ref}", after=after, basis=ground,
    )  # fmt: skip


def _say(made: ListingCheck, title: Text, by: Viewer, at: datetime) -> None:
    for one in filter(None, (made.organisation, made.firm)):
        tell(
            by=by, at=at, organisation=one, kind="listing_check.moved",
            about=f"listing_check:{made.ref}", title=title, link=reverse("localops:detail", args=[made.ref]),
        )  # fmt: skip


def locked(ref: str) -> ListingCheck:
    """The check, for the rest of the transaction ours alone."""
    rows = ListingCheck.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "firm").get(ref=ref)
