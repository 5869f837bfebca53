"""Certified firms with sellers under contract, straight in the tables; and a reach counted by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tests.engines.contracts import samples
from tests.platform.directory import making as world

from pilotage.engines.contracts import as_json, contract_hash
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions as compliance
from pilotage.platform.compliance.models import Filing
from pilotage.platform.engagements.models import Contract, ContractVersion, Referral, Request
from pilotage.platform.incidents.causes import Cause
from pilotage.platform.parties.models import Organisation

NOW = world.NOW
DE, FR = ("vat_filing", "DE"), ("vat_filing", "FR")
PROFILE = {
    "name": "深圳某公司", "established_in": "CN",
    "vat_numbers": {"DE": "DE136695976", "FR": "FR40303265045"},
}  # fmt: skip


def certified(name: str = "岫舟税务", pairs: Iterable[tuple[str, str]] = (DE, FR)) -> world.Firm:
    return world.listed_firm(name, pairs)


def seller(name: str = "卖家", *, with_profile: bool = True) -> Viewer:
    viewer = world.member(world.organisation("seller", name), "seller")
    if with_profile:
        compliance.keep_profile(by=viewer, at=NOW, content=PROFILE)
    return viewer


def engaged(firm: world.Firm, who: Viewer, needs: Iterable[tuple[str, str]], at: datetime = NOW) -> Contract:  # fmt: skip
    """A contract in force for these needs."""
    request = Request.objects.create(
        seller_id=who.organisation_id, state="accepted", needs=[list(n) for n in needs],
        languages=["zh"], seed=1, opened_by="test", opened_at=at, match_by=at,
    )  # fmt: skip
    referral = Referral.objects.create(
        request=request, partner=firm.partner.organisation, partner_ref=firm.ref, position=1,
        state="accepted", named=True, sent_at=at, accept_by=at, checked_at=at,
    )  # fmt: skip
    made = Contract.objects.create(
        referral=referral, seller_id=who.organisation_id, partner=firm.partner.organisation,
        state="in_force", drafted_at=at, offered_at=at, in_force_at=at,
        evidence_sha256="0" * 64, paper_sha256="1" * 64,
    )  # fmt: skip
    body = samples.contract(reporting=None, filing=None)
    ContractVersion.objects.create(
        contract=made, number=1, side="partner", body=as_json(body), hash=contract_hash(body),
        made_by="test", made_at=at,
    )  # fmt: skip
    return made


def filed(
    firm: world.Firm, who: Viewer, place: str, period: str, state: str = "claimed", at: datetime = NOW
) -> Filing:  # fmt: skip
    return Filing.objects.create(
        organisation_id=who.organisation_id, filed_by=firm.partner.organisation, kind="LOCAL",
        jurisdiction=place, period=period, state=state, claimed_by="test", claimed_at=at,
    )  # fmt: skip


def counted_by_hand(cause: Cause) -> dict[int, tuple[set[str], int, int]]:
    """Seller → (contracts, filings, unconfirmed), one row at a time."""
    found: dict[int, tuple[set[str], int, int]] = {}
    firm = cause.partner.organisation_id
    for contract in Contract.objects.all():
        needs = {tuple(need) for need in contract.referral.request.needs}
        if contract.partner_id == firm and contract.state == "in_force" and needs & cause.lost:
            contracts, filings, waits = found.get(contract.seller_id, (set(), 0, 0))
            found[contract.seller_id] = (contracts | {contract.ref}, filings, waits)
    for one in Filing.objects.all():
        rests = one.kind == "LOCAL" and ("vat_filing", one.jurisdiction) in cause.lost
        if one.filed_by_id == firm and rests:
            contracts, filings, waits = found.get(one.organisation_id, (set(), 0, 0))
            waiting = one.state != "authority_confirmed"
            found[one.organisation_id] = (contracts, filings + 1, waits + waiting)
    return found


def sellers(refs: Iterable[int]) -> set[str]:
    return set(Organisation.objects.filter(pk__in=refs).values_list("ref", flat=True))
