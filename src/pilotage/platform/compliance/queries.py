"""Fit checks and profiles as their own organisation may see them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import FitCheck, SellerProfile, TaxRun


def profile(viewer: Viewer) -> dict[str, Any]:
    """The seller's profile; a fresh one says only where the seller is established."""
    kept = SellerProfile.objects.filter(organisation_id=viewer.organisation_id or -1).first()
    return kept.content if kept else {"established_in": "CN", "vat_numbers": {}}


def fit_checks(viewer: Viewer) -> QuerySet[FitCheck]:
    """The seller's own, newest first; the product sees all."""
    every = FitCheck.objects.order_by("-started_at").prefetch_related("documents")
    return every if viewer.job else every.filter(organisation_id=viewer.organisation_id or -1)


def fit_check(viewer: Viewer, ref: str) -> FitCheck:
    """One of them, or `NotFound`."""
    found = fit_checks(viewer).filter(ref=ref).first()
    if found is None:
        raise NotFound(
            "NO_SUCH_FIT_CHECK",
            Text("没有这次诊断。", "There is no such check."),
            Text("请从诊断列表重新打开。", "Open it again from the list."),
        )
    return found


def tax_runs(viewer: Viewer) -> QuerySet[TaxRun]:
    """The seller's own, newest first; the product sees all."""
    every = (
        TaxRun.objects.order_by("-started_at", "-pk")
        .select_related("organisation", "replay_of")
        .prefetch_related("inputs__document")
        .annotate(made=Count("returns"))
    )
    return every if viewer.job else every.filter(organisation_id=viewer.organisation_id or -1)


def tax_run(viewer: Viewer, ref: str) -> TaxRun:
    """One of them, or `NotFound`."""
    found = tax_runs(viewer).filter(ref=ref).first()
    if found is None:
        raise NotFound(
            "NO_SUCH_TAX_RUN",
            Text("没有这次税务计算。", "There is no such tax run."),
            Text("请从税务申报列表重新打开。", "Open it again from the list of runs."),
        )
    return found
