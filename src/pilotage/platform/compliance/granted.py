"""What a seller's grants open to a partner's person here: the same answer in SQL for lists and from Cedar for each."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from pilotage.platform.access.scopes import EVERYTHING
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance.models import Filing, FitCheck, State, TaxReturn, TaxRun
from pilotage.platform.grants import queries as grants
from pilotage.platform.grants.deciding import check_granted
from pilotage.platform.grants.models import Grant, Part

NOTHING = Q(pk__in=[])


def runs(viewer: Viewer, every: QuerySet[TaxRun]) -> QuerySet[TaxRun]:
    """Finished runs whose returns all lie in granted sites; any run by a grant for every site."""
    opened = NOTHING
    for grant in grants.opened(viewer, "tax.read"):
        opened |= Q(organisation_id=grant.seller_id) & _runs_of(grant)
    return every.filter(opened)


def checks(viewer: Viewer, every: QuerySet[FitCheck]) -> QuerySet[FitCheck]:
    """Fit checks, which look at every site at once."""
    wide = [g for g in grants.opened(viewer, "diagnosis.read") if _everywhere(g)]
    return every.filter(organisation__in=[grant.seller_id for grant in wide])


def filings(viewer: Viewer, every: QuerySet[Filing]) -> QuerySet[Filing]:
    """Filings in granted sites."""
    opened = NOTHING
    for grant in grants.opened(viewer, "filing.read"):
        where = Q() if _everywhere(grant) else Q(jurisdiction__in=grant.values(Part.SITE))
        opened |= Q(organisation_id=grant.seller_id) & where
    return every.filter(opened)


def check_run(viewer: Viewer, run: TaxRun, scope: str) -> None:
    """Cedar's word on one run. Its rows come from every site that the report covers."""
    places = {one.jurisdiction for one in run.returns.all()} if run.state == State.DONE else set()
    sites = (EVERYTHING,) if scope == "tax.rows" else sorted(places) or (EVERYTHING,)
    check_granted(viewer, run.organisation.ref, scope, sites=sites)


def opens(viewer: Viewer, scope: str, seller: int, site: str) -> bool:
    """Whether a scope opens a site of a seller (by its key) to the viewer."""
    opening = (grant for grant in grants.opened(viewer, scope) if grant.seller_id == seller)
    return any(_everywhere(grant) or site in grant.values(Part.SITE) for grant in opening)


def _runs_of(grant: Grant) -> Q:
    if _everywhere(grant):
        return Q()
    made = TaxReturn.objects.filter(run=OuterRef("pk"))
    outside = made.exclude(jurisdiction__in=grant.values(Part.SITE))
    return Q(Exists(made), ~Exists(outside), state=State.DONE)


def _everywhere(grant: Grant) -> bool:
    return EVERYTHING in grant.values(Part.SITE)
