"""Profiles, fit checks, tax runs, due days, filings and number checks, as each organisation may see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from pilotage.kernel.canonical import sha256
from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.scopes import EVERYTHING
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import comparing, granted
from pilotage.platform.compliance.models import (
    CalendarFeed,
    Filing,
    FitCheck,
    NumberCheck,
    SellerProfile,
    TaxReturn,
    TaxRun,
)
from pilotage.platform.compliance.obligations import Obligation, obligations
from pilotage.platform.grants import queries as grants
from pilotage.platform.grants.deciding import check_granted
from pilotage.platform.parties.models import Organisation


def profile(viewer: Viewer) -> dict[str, Any]:
    """The seller's profile; a fresh one says only where the seller is established."""
    kept = SellerProfile.objects.filter(organisation_id=viewer.organisation_id or -1).first()
    return kept.content if kept else {"established_in": "CN", "vat_numbers": {}}


def fit_checks(viewer: Viewer) -> QuerySet[FitCheck]:
    """The seller's own, or those granted to a partner's person, newest first; the product sees all."""
    every = FitCheck.objects.order_by("-started_at").prefetch_related("documents")
    return granted.checks(viewer, every) if viewer.is_partner else own(viewer, every)


def fit_check(viewer: Viewer, ref: str) -> FitCheck:
    """One of them, or `NotFound`."""
    found = first(
        fit_checks(viewer).filter(ref=ref),
        NotFound(
            "NO_SUCH_FIT_CHECK",
            Text("没有这次诊断。", "There is no such check."),
            Text("请从诊断列表重新打开。", "Open it again from the list."),
        ),
    )
    if viewer.is_partner:
        check_granted(viewer, found.organisation.ref, "diagnosis.read")
    return found


def tax_runs(viewer: Viewer) -> QuerySet[TaxRun]:
    """The seller's own, or those granted to a partner's person, newest first; the product sees all."""
    every = (
        TaxRun.objects.order_by("-started_at", "-pk")
        .select_related("organisation", "replay_of")
        .prefetch_related("inputs__document")
        .annotate(made=Count("returns"))
    )
    return granted.runs(viewer, every) if viewer.is_partner else own(viewer, every)


def tax_run(viewer: Viewer, ref: str, scope: str = "tax.read") -> TaxRun:
    """One of them, or `NotFound`. Who shows its rows or files asks for `tax.rows`: `NotAllowed` without it."""
    found = first(
        tax_runs(viewer).filter(ref=ref),
        NotFound(
            "NO_SUCH_TAX_RUN",
            Text("没有这次税务计算。", "There is no such tax run."),
            Text("请从税务申报列表重新打开。", "Open it again from the list of runs."),
        ),
    )
    if viewer.is_partner:
        granted.check_run(viewer, found, scope)
    return found


def rows_open(viewer: Viewer, run: TaxRun) -> bool:
    """Whether a run that the viewer sees may be looked at row by row."""
    return not viewer.is_partner or granted.opens(
        viewer, "tax.rows", run.organisation_id, EVERYTHING
    )


def profile_of(viewer: Viewer, seller: Organisation) -> dict[str, Any]:
    """The profile of a seller whose calendar the viewer may read (the product, or who holds its address)."""
    kept = SellerProfile.objects.filter(organisation=seller).first()
    return kept.content if kept else {}


def profile_kept(viewer: Viewer, seller: Organisation) -> tuple[dict[str, Any], datetime]:
    """A seller's profile and when it was last kept; an empty one since the viewer's own instant."""
    kept = SellerProfile.objects.filter(organisation=seller).first()
    return (kept.content, kept.updated_at) if kept else ({}, viewer.at)


def statement_places(viewer: Viewer, organisation: Organisation) -> frozenset[str]:
    """Where the seller's runs found supplies to other member states: a statement is owed there."""
    made = TaxReturn.objects.filter(run__organisation=organisation, kind="LOCAL")
    return frozenset(
        place
        for place, content in made.values_list("jurisdiction", "content")
        if content.get("statement")
    )


def due(viewer: Viewer, since: date, until: date) -> list[Obligation]:
    """The viewer's own due days, the nearest first."""
    seller = Organisation.objects.filter(pk=viewer.organisation_id or -1).first()
    places = statement_places(viewer, seller) if seller else frozenset()
    return obligations(profile(viewer), since, until, statements=places)


def feed_owner(viewer: Viewer, secret: str) -> Organisation:
    """Whose calendar a secret address shows; `NotFound` once it is revoked. The secret is the permission."""
    digest = sha256(secret.encode())
    return first(
        CalendarFeed.objects.filter(digest=digest, revoked_at__isnull=True),
        NotFound(
            "NO_SUCH_FEED",
            Text(
                "这个日历地址不存在或已停用。",
                "This calendar address does not exist or was revoked.",
            ),
            Text("请在期限日历页重新生成。", "Make a new one on the calendar page."),
        ),
    ).organisation


def feed(viewer: Viewer) -> CalendarFeed | None:
    """The viewer's open calendar address, without its secret."""
    own = CalendarFeed.objects.filter(organisation_id=viewer.organisation_id or -1)
    return own.filter(revoked_at__isnull=True).first()


def clients(viewer: Viewer) -> QuerySet[Organisation]:
    """For whom the viewer may enter filings: itself, or the sellers who granted it to them."""
    if viewer.is_seller:
        return Organisation.objects.filter(pk=viewer.organisation_id)
    granting = [grant.seller_id for grant in grants.opened(viewer, "filing.write")]
    return Organisation.objects.filter(pk__in=granting).order_by("name_zh", "pk")


def filings(viewer: Viewer) -> QuerySet[Filing]:
    """The seller's own; for a partner those it made and is granted; newest first. The product sees all."""
    every = Filing.objects.select_related("organisation", "filed_by", "receipt").order_by(
        "-claimed_at", "-pk"
    )
    if viewer.is_partner:
        return granted.filings(viewer, own(viewer, every, "filed_by"))
    return own(viewer, every)


def filing(viewer: Viewer, ref: str) -> Filing:
    """One of them, or `NotFound`."""
    found = first(
        filings(viewer).filter(ref=ref),
        NotFound(
            "NO_SUCH_FILING",
            Text("没有这份申报。", "There is no such filing."),
            Text("请从申报核对列表重新打开。", "Open it again from the list of filings."),
        ),
    )
    if viewer.is_partner:
        site = (found.jurisdiction,)
        check_granted(viewer, found.organisation.ref, "filing.read", sites=site)
    return found


def worked_out(viewer: Viewer, of: Filing) -> TaxReturn | None:
    """The seller's latest own figures for the same return, or None when no run covers it or none is granted."""
    if viewer.is_partner and not granted.opens(
        viewer, "tax.read", of.organisation_id, of.jurisdiction
    ):
        return None
    return comparing.made_for(of)


def number_checks(viewer: Viewer) -> QuerySet[NumberCheck]:
    """The seller's own numbers and what their registers said."""
    return NumberCheck.objects.filter(organisation_id=viewer.organisation_id or -1).order_by(
        "number"
    )
