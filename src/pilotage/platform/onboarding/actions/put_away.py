"""Papers whose time is over: key, files, fingerprints, words and what was read go; codes and verdicts stay."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.onboarding.actions.apply import locked, noted
from pilotage.platform.onboarding.models import Dossier

# What is left of a finding: it says what was wrong and names nobody.
_LEFT = ("code", "severity", "document", "field")


@transaction.atomic
def put_away(*, by: Viewer, at: datetime, ref: str) -> Dossier:
    """The seller has them put away now."""
    row = locked(by, ref)
    _put_away(row, by, at)
    return row


def put_away_due(*, by: Viewer, at: datetime) -> int:
    """All whose time is over. Returns how many."""
    due = Dossier.objects.filter(keep_until__lte=at, gone_at__isnull=True)
    count = 0
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            rows = Dossier.objects.select_for_update(of=("self",))
            row = rows.select_related("organisation").get(pk=pk)
            if row.gone_at is None and row.keep_until <= at:
                _put_away(row, by, at)
                count += 1
    return count


def _put_away(row: Dossier, by: Viewer, at: datetime) -> None:
    gone = []
    for paper in row.papers.all():
        gone += [sha for sha in (paper.sha256, paper.page_sha256) if sha]
        paper.sha256 = paper.page_sha256 = paper.print = ""
        paper.read, paper.file_name = None, "—"
        paper.removed_at = paper.removed_at or at
        paper.save()
        paper.marks.all().delete()
        paper.words.all().delete()
    for audit in row.audits.exclude(result=None):
        found = audit.result["findings"]
        audit.result = {
            "verdict": audit.result["verdict"],
            "findings": [{key: one[key] for key in _LEFT} for one in found],
            "fields": {},
        }
        audit.save(update_fields=["result"])
    row.sealed_key, row.typed, row.gone_at = "", {}, at
    row.save()
    noted(row, "put_away", by, at, papers=len(gone))
    transaction.on_commit(lambda: [ports.files().forget(sha) for sha in gone])
