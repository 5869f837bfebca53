"""Plans made by the real actions from a small account, in this process; one test elsewhere has the real child."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from functools import cache
from pathlib import Path

from tests.engines.ads.accounts_made import account
from tests.platform.directory import making
from tests.platform.grants import making as grants

from pilotage.engines.ads import Change, Plan
from pilotage.jobs import ads, ads_child, ads_proof, ads_sheet
from pilotage.jobs.ads_child import compute, prove, sheet
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising import actions, queries
from pilotage.platform.advertising.models import AdPlan, FileRole
from pilotage.platform.advertising.verdicts import verdicts
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation

NOW = making.NOW
WISHES = {"target_acos": "0.30"}
_HERE = {"compute": compute, "sheet": sheet, "prove": prove}


@cache
def files() -> dict[str, bytes]:
    """Search-term report and bulk sheet of an account with 24 targets."""
    with tempfile.TemporaryDirectory() as folder:
        terms, bulk = account(Path(folder))
        return {"terms": terms.read_bytes(), "bulk": bulk.read_bytes()}


def planned(*_: object, bulk: object = None, **__: object) -> Plan:
    """A plan of 24 bids and two negatives, whatever the files say: what the planner finds is its own tests' matter."""
    changes = (*map(_bid, range(24)), *map(_negative, range(2)))
    summary = {"changes": len(changes), "currency": "EUR", "target_acos": 0.3}
    return (
        Plan(changes, (), (), summary) if bulk else Plan((), changes, (), summary | {"changes": 0})
    )


def _bid(n: int) -> Change:
    ids = _ids(n) | {"keyword_id": f"30{n:04}", "targeting": f"kw {n}", "match_type": "broad"}
    return Change(
        "Keyword", "Update", "bid", ids, Decimal("0.50"), Decimal(60 + n) / 100, "BID_UP",
        {"clicks": 9 + n, "orders": 1, "spend": Decimal(n), "value": 1.25}, {"spend_per_day": 0.5},
        ("bid_floor",) if n % 3 == 0 else (),
    )  # fmt: skip


def _negative(n: int) -> Change:
    says = {"term": f"term {n}", "keyword_text": f"term {n}", "match_type": "negativeExact"}
    return Change(
        "Negative Keyword", "Create", "negative", _ids(n), None, "negativeExact",
        "NEGATIVE_LOW_VALUE", {"clicks": 40, "orders": 0, "spend": Decimal(9), "probability": 0.98},
        {}, says=says,
    )  # fmt: skip


def _ids(n: int) -> dict[str, str]:
    of = 1 + n % 2
    return {"campaign_id": f"10{of}", "ad_group_id": f"20{of}", "campaign_name": f"K{of}", "ad_group_name": f"G{of}"}  # fmt: skip


def crunch_here(monkeypatch) -> None:
    """The child's work in this process, with a plan that is always the same."""
    monkeypatch.setattr(ads_child, "plan", planned)

    def crunch(function, args, progress):
        return _HERE[function.partition(":")[2]](**args, progress=progress)

    for module in (ads, ads_sheet, ads_proof):
        monkeypatch.setattr(module, "crunch", crunch)


def kept(by: Viewer, seller: Organisation, name: str, content: bytes) -> Document:
    return receive(by=by, at=NOW, owner=seller, kind="ads", name=name, chunks=[content])


def asked(by: Viewer, seller: Organisation, site: str = "DE", **contents: bytes) -> AdPlan:
    """A plan that waits for the worker."""
    documents = {
        FileRole(role): kept(by, seller, f"{role}.xlsx", content)
        for role, content in (contents or files()).items()
    }
    return actions.start(
        by=by, at=NOW, seller=seller, site=site, documents=documents, wishes=WISHES
    )


def made(by: Viewer, seller: Organisation, site: str = "DE", **contents: bytes) -> AdPlan:
    """A plan as the worker leaves it."""
    plan = asked(by, seller, site, **contents)
    ads.run({"ref": plan.ref}, at=NOW)
    plan.refresh_from_db()
    return plan


def approved(by: Viewer, plan: AdPlan) -> AdPlan:
    """Approved as it stands, its sheet written."""
    plan.refresh_from_db()
    actions.approve(by=by, at=NOW, ref=plan.ref, seen=verdicts(plan).seen)
    ads_sheet.run({"ref": plan.ref}, at=NOW)
    plan.refresh_from_db()
    return plan


def own(viewer: Viewer) -> Organisation:
    return Organisation.objects.get(pk=viewer.organisation_id)


def partner(seller: Viewer, *scopes: str, sites: tuple[str, ...] = ("*",)) -> Viewer:
    """The owner of a firm to whom the seller granted these scopes."""
    firm = making.firm()
    grants.engaged(seller, firm)
    grants.granted(
        seller, firm.owner, scopes=frozenset(scopes), datasets=frozenset({"advertising", "tax"}),
        sites=frozenset(sites), may_delegate=False,
    )  # fmt: skip
    return firm.owner


def standing(by: Viewer, plan: AdPlan) -> dict[str, int]:
    """How many changes stand how."""
    return verdicts(queries.plan(by, plan.ref)).counts
