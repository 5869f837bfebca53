"""Until when a verdict can be disputed, and what it comes to: an upheld one is reversed, and stays as it was frozen."""

from __future__ import annotations

from datetime import datetime, timedelta

from pilotage.engines import contracts as engine
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases.models import CaseVerdict, Duty, VerdictReversal
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.disputes.states import Outcome
from pilotage.platform.engagements.contracts.said import noted
from pilotage.platform.engagements.models import ContractVersion


def dispute_until(row: CaseVerdict | Duty) -> datetime | None:
    """Until when it can be disputed, by the version it was judged by; None while it is not frozen."""
    if row.kept_at is None:
        return None
    version = row.version if isinstance(row, Duty) else row.case.version
    return row.kept_at + timedelta(days=_days(version))


def _days(version: ContractVersion) -> int:
    return int(engine.credit_terms_of(engine.contract_from(version.body))["dispute_days"])


def verdict_ended(dispute: Dispute, by: Viewer, at: datetime) -> None:
    """Upheld: it no longer counts in any period billed from now on. A verdict stands or falls whole."""
    if dispute.outcome != Outcome.UPHELD:
        return
    ref = dispute.subject_ref
    is_duty = ref.startswith("dty_")
    row, is_new = VerdictReversal.objects.get_or_create(
        duty=Duty.objects.get(ref=ref) if is_duty else None,
        verdict=None if is_duty else CaseVerdict.objects.get(ref=ref),
        defaults={"contract": dispute.contract, "dispute": dispute.ref, "at": at},
    )
    if is_new:
        noted(
            dispute.contract, f"verdict:{ref}", "reversed", by=by, at=at,
            basis=dispute.ref, reversal=row.ref,
        )  # fmt: skip
