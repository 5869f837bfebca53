"""An application is opened and typed again. What was typed is checked by the pre-audit, not here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from pilotage.engines import law
from pilotage.engines.dossier.values import Typed
from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.refs import new_ref
from pilotage.kernel.text import Text
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.onboarding import queries, sealing
from pilotage.platform.onboarding.models import Dossier

KEPT_FOR = timedelta(days=90)
LONGEST = 300
_MOST_SITES = 30
WORDS = tuple(name for name in Typed.__dataclass_fields__ if name not in ("as_of", "target_sites"))


@transaction.atomic
def open_application(
    *, by: Viewer, at: datetime, marketplace: str, typed: Mapping[str, Any]
) -> Dossier:
    """`typed` has the words of `dossier.yaml` and `target_sites`. Raises `Invalid`, `NotAllowed`."""
    check_may(by, "dossier.keep")
    seller, ref = access.own_organisation(by), new_ref("shp")
    row = Dossier.objects.create(
        ref=ref,
        organisation=seller,
        marketplace=_marketplace(marketplace),
        typed=_words(typed),
        sealed_key=sealing.new_key(ref),
        opened_by=by.actor,
        opened_at=at,
        changed_at=at,
        keep_until=at + KEPT_FOR,
    )
    noted(row, "opened", by, at, marketplace=row.marketplace)
    return row


@transaction.atomic
def retype(
    *, by: Viewer, at: datetime, ref: str, marketplace: str, typed: Mapping[str, Any]
) -> Dossier:
    """The words anew; the papers stay."""
    row = locked(by, ref)
    row.marketplace, row.typed = _marketplace(marketplace), _words(typed)
    touched(row, at)
    noted(row, "retyped", by, at, marketplace=row.marketplace)
    return row


def locked(by: Viewer, ref: str) -> Dossier:
    """The viewer's own, locked, while it can still be worked on."""
    check_may(by, "dossier.keep")
    seen = queries.application(by, ref)
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("organisation")
    row = rows.get(pk=seen.pk)
    if row.gone_at is not None:
        raise gone()
    return row


def gone() -> WrongState:
    """Nothing can be done with papers that were put away."""
    return WrongState(
        "PAPERS_GONE",
        Text("这份申请的资料已按期销毁。", "The papers of this application were put away in time."),
        Text("请新建一份申请。", "Open a new one."),
    )  # fmt: skip


def touched(row: Dossier, at: datetime) -> None:
    """Its time begins anew."""
    row.changed_at, row.keep_until = at, at + KEPT_FOR
    row.save()


def noted(row: Dossier, what: str, by: Viewer, at: datetime, **after: object) -> None:
    """One event on the seller's chain; no words and no numbers of the papers."""
    record(
        by=by.actor, at=at, tenant=row.organisation.ref, action=f"dossier.{what}",
        object=f"application:{row.ref}", after=after,
    )  # fmt: skip


def _marketplace(asked: str) -> str:
    site = asked.strip().upper()
    law.check_marketplace(site)
    return site


def _words(typed: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: str(typed.get(name) or "").strip() for name in WORDS}
    sites = [str(site).strip().upper() for site in typed.get("target_sites") or ()]
    long = any(len(text) > LONGEST for text in (*words.values(), *sites))
    if long or len(sites) > _MOST_SITES or any("\0" in text for text in (*words.values(), *sites)):
        raise Invalid(
            "TOO_LONG",
            Text("每项最多 {most} 字，且不含空字符。", "At most {most} characters each, without NUL."),
            most=LONGEST,
        )  # fmt: skip
    return {**words, "target_sites": sites}
