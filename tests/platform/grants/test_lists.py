"""What a list shows is exactly what Cedar allows, one object at a time, in random worlds."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from tests.platform.compliance import making as papers
from tests.platform.directory import making
from tests.platform.grants import making as m

from pilotage.kernel.errors import NotAllowed
from pilotage.platform.access.scopes import DATASETS, SCOPES
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import queries as advertising
from pilotage.platform.advertising.models import AdPlan
from pilotage.platform.compliance import granted, queries
from pilotage.platform.compliance.models import Filing, FitCheck, TaxReturn, TaxRun
from pilotage.platform.grants import actions
from pilotage.platform.grants.deciding import check_granted

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PLACES = ("DE", "FR", "GB")


def some(chance: random.Random, names) -> frozenset[str]:
    names = sorted(names)
    return frozenset(chance.sample(names, chance.randint(1, len(names))))


def given(chance: random.Random, seller: Viewer, to: Viewer):
    """A random grant: whatever the rules let through."""
    start = m.NOW + timedelta(days=chance.choice((-40, -10, -10, 0, 5)))
    scopes = some(chance, SCOPES)
    needed = {SCOPES[scope].platform for scope in scopes} - {""}
    grant = m.granted(
        seller, to,
        scopes=scopes,
        datasets=some(chance, DATASETS) | needed,
        stores=frozenset(chance.choice((("*",), ("*",), ("S1",)))),
        sites=frozenset({"*"}) if chance.random() < 0.4 else some(chance, PLACES),
        not_before=start,
        expires_at=start + timedelta(days=30),
    )  # fmt: skip
    return actions.revoke(by=seller, at=m.NOW, ref=grant.ref) if chance.random() < 0.15 else grant


def things(chance: random.Random, seller: Viewer, firm: making.Firm) -> None:
    """Runs in every state over some places, filings, a fit check, advertising plans."""
    for _ in range(3):
        run = TaxRun.objects.create(
            organisation_id=seller.organisation_id, profile={}, started_by="test",
            state=chance.choice(("done", "done", "running")), started_at=papers.NOW,
        )  # fmt: skip
        for n, place in enumerate(chance.sample(PLACES, chance.randint(0, 3))):
            TaxReturn.objects.create(
                run=run, position=n, kind="LOCAL", jurisdiction=place, period="2026-01",
                currency="EUR", content={},
            )  # fmt: skip
    for place in PLACES:
        Filing.objects.create(
            organisation_id=seller.organisation_id, filed_by_id=firm.owner.organisation_id,
            kind="LOCAL", jurisdiction=place, period="2026-01", state="claimed",
            claimed_by="test", claimed_at=papers.NOW,
        )  # fmt: skip
    for site in (*PLACES, "*"):
        AdPlan.objects.create(
            organisation_id=seller.organisation_id, site=site, started_by="test",
            started_at=papers.NOW,
        )  # fmt: skip
    FitCheck.objects.create(
        organisation_id=seller.organisation_id, profile={}, on=m.NOW.date(), started_by="test",
        started_at=papers.NOW,
    )  # fmt: skip


def cedar_says(check, *args, **kwargs) -> bool:
    try:
        check(*args, **kwargs)
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize("seed", (0, 2, 3, 4, 5))  # of 1 nothing is granted
def test_lists_equal_what_cedar_allows(seed):
    chance, firm = random.Random(seed), making.firm()
    colleague = making.member(firm.partner.organisation, "colleague", "member")
    for _ in range(4):
        seller = making.seller()
        m.engaged(seller, firm)
        things(chance, seller, firm)
        for _ in range(chance.randint(1, 3)):
            grant = given(chance, seller, firm.owner)
            live = grant.not_before <= m.NOW < grant.expires_at and not grant.revoked_at
            if live and chance.random() < 0.5:
                narrower = frozenset(chance.sample(sorted(grant.terms.scopes), 1))
                wide = {kind: frozenset(grant.values(kind[:-1])) for kind in ("datasets", "stores")}
                part = {**wide, "sites": frozenset(grant.values("site"))}
                m.handed_on(
                    firm.owner, grant, colleague, scopes=narrower, not_before=m.NOW,
                    expires_at=grant.expires_at, **part,
                )  # fmt: skip
    shown = 0
    for person in (firm.owner, colleague):
        listed = {one.ref for one in queries.tax_runs(person)}
        assert listed == {
            run.ref
            for run in TaxRun.objects.all()
            if cedar_says(granted.check_run, person, run, "tax.read")
        }
        checks = {one.ref for one in queries.fit_checks(person)}
        assert checks == {
            one.ref
            for one in FitCheck.objects.all()
            if cedar_says(check_granted, person, one.organisation.ref, "diagnosis.read")
        }
        filings = {one.ref for one in queries.filings(person)}
        assert filings == {
            one.ref
            for one in Filing.objects.all()
            if cedar_says(
                check_granted, person, one.organisation.ref, "filing.read", sites=[one.jurisdiction]
            )
        }
        for ref in listed:
            run = queries.tax_run(person, ref)
            rows = cedar_says(queries.tax_run, person, ref, "tax.rows")
            assert rows == queries.rows_open(person, run)
        plans = {one.ref for one in advertising.plans(person)}
        assert plans == {
            one.ref
            for one in AdPlan.objects.all()
            if cedar_says(check_granted, person, one.organisation.ref, "ads.read", sites=[one.site])
        }
        shown += len(listed) + len(filings) + len(checks) + len(plans)
    assert shown
