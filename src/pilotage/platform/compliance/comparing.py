"""What was filed beside the seller's own run (申报对照): when it is worked out anew, and out of what.

The page never works it out. A check is kept with the hash of what it was made from: figures filed, run,
law tables, version. Another hash means another answer may be due, and the worker is asked for it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from pilotage import __version__
from pilotage.engines import law
from pilotage.engines.tax.partner_check import Check, check_from_json
from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.platform import ports
from pilotage.platform.compliance import rows
from pilotage.platform.compliance.models import Filing, FilingCheck, Role, State, TaxReturn, TaxRun


def made_for(filing: Filing) -> TaxReturn | None:
    """The seller's latest own figures for the same return."""
    return (
        TaxReturn.objects.filter(
            run__organisation_id=filing.organisation_id,
            run__state=State.DONE,
            kind=filing.kind,
            jurisdiction=filing.jurisdiction,
            period=filing.period,
        )
        .select_related("run")
        .order_by("-run__started_at", "-pk")
        .first()
    )


def inputs_hash(filing: Filing, made: TaxReturn) -> str:
    """What a check of the filing against `made` rests on."""
    return sha256(
        canonical_json([filing.figures, made.run.ref, made.position, law.digest(), __version__])
    )


def ask(filing: Filing, at: datetime) -> None:
    """Put the check before the worker, unless it is kept or there is nothing to compare with."""
    made = made_for(filing)
    if made is None:
        return
    inputs = inputs_hash(filing, made)
    kept = FilingCheck.objects.filter(filing=filing).first()
    if kept and kept.inputs == inputs and kept.state == State.DONE:
        return
    if kept is None or kept.inputs != inputs or kept.state == State.FAILED:
        fresh = {"inputs": inputs, "state": State.WAITING, "result": None, "ended_at": None}
        FilingCheck.objects.update_or_create(filing=filing, defaults=fresh)
    key = f"filing:{filing.ref}:{inputs[:16]}"
    ports.queue().put("compliance.filing", {"ref": filing.ref}, at=at, key=key)


def ask_for(run: TaxRun, at: datetime) -> None:
    """Every filing of the seller that the finished run has a return for."""
    same = Q(pk__in=[])
    for one in run.returns.all():
        same |= Q(kind=one.kind, jurisdiction=one.jurisdiction, period=one.period)
    for filing in Filing.objects.filter(same, organisation_id=run.organisation_id):
        ask(filing, at)


def shown(filing: Filing, made: TaxReturn) -> tuple[str, Check | None]:
    """How far the check against `made` is, and what it found once it is done."""
    kept = FilingCheck.objects.filter(filing=filing).first()
    if kept is None or kept.inputs != inputs_hash(filing, made):
        return State.WAITING, None
    return kept.state, check_from_json(kept.result) if kept.result else None


def asked_of_child(filing: Filing, made: TaxReturn) -> dict[str, Any]:
    """What the worker's child needs: figures, the return, and the files of its run by path."""
    run = made.run
    inputs = list(run.inputs.select_related("document"))
    kept = rows.kept_reports(run, inputs)
    return {
        "made": made.content,
        "figures": filing.figures,
        "determinations": str(rows.determinations(run)) if kept else "",
        "reports": [[sha, str(path)] for sha, path in kept],
        "costs": [str(path) for path in rows.paper_paths(inputs, Role.COSTS)],
        "rates": [str(path) for path in rows.paper_paths(inputs, Role.RATES)],
    }
