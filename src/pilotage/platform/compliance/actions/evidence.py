"""What receipts are known by, pairs that look like one paper, and the programme's word on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from pilotage.engines.tax.evidence import Print, Why
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.compliance import evidence
from pilotage.platform.compliance.models import EvidenceMark, EvidencePrint, EvidenceReuse, Filing
from pilotage.platform.documents.models import Document

VERDICTS = ("reused", "honest")


@transaction.atomic
def keep_print(
    *, by: Viewer, at: datetime, filing: Filing, document: Document, made: Print
) -> EvidencePrint:
    """Once for each receipt of a filing; done again it keeps the first."""
    row, fresh = EvidencePrint.objects.get_or_create(
        filing=filing,
        document=document,
        defaults={"content": evidence.as_content(made), "read_at": at},
    )
    if fresh:
        EvidenceMark.objects.bulk_create(
            EvidenceMark(mark_of=row, kind=kind, value=value)
            for kind, value in evidence.marks_of(made)
        )
    return row


@transaction.atomic
def keep_reuse(
    *, by: Viewer, at: datetime, of: EvidencePrint, alike: Iterable[tuple[EvidencePrint, Why]]
) -> None:
    """Each pair once. It is noted on the programme's own chain, where neither seller reads it."""
    for other, why in alike:
        first, second = sorted((of, other), key=lambda row: row.pk)
        found, fresh = EvidenceReuse.objects.get_or_create(
            first=first, second=second, defaults={"why": why.value, "found_at": at}
        )
        if fresh:
            _note(found, "evidence.reuse_found", by, at, {"why": found.why})


@transaction.atomic
def judge_reuse(*, by: Viewer, at: datetime, ref: str, verdict: str, reason: str) -> EvidenceReuse:
    """The programme says whether it is so, with its reason; said again it replaces the word before."""
    check_may(by, "evidence.judge")
    evidence.finding(by, ref)
    if verdict not in VERDICTS or not reason.strip():
        raise Invalid(
            "NO_REASON",
            Text("请写明判定和理由。", "Say what it is, and why."),
            Text("理由一句话即可。", "One sentence is enough."),
        )
    found = EvidenceReuse.objects.select_for_update().get(ref=ref)
    found.verdict, found.reason = verdict, reason.strip()[:300]
    found.judged_by, found.judged_at = by.actor, at
    found.save()
    _note(found, f"evidence.{verdict}", by, at, {"reason": found.reason})
    return found


def _note(
    found: EvidenceReuse, action: str, by: Viewer, at: datetime, after: dict[str, str]
) -> None:
    record(by=by.actor, at=at, action=action, object=f"reuse:{found.ref}", after=after)
