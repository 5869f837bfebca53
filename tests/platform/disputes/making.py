"""Two firms with a contract in force between them, written straight into the tables, and a thing to dispute."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tests.engines.contracts import samples
from tests.platform.directory import making as world

from pilotage.engines.contracts import as_json, contract_hash
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes import actions
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.engagements.models import (
    Amendment,
    Contract,
    ContractVersion,
    Referral,
    Request,
)
from pilotage.platform.parties.models import Organisation

ABOUT = Text("十月德国申报", "German filing of October")


@dataclass
class Parties:
    """Both sides and the programme, each as a viewer at a moment."""

    seller: Viewer
    partner: Viewer
    operator: Viewer
    contract: Contract

    def side(self, name: str, at: datetime) -> Viewer:
        return replace(getattr(self, name), at=at)


def parties(at: datetime, needs=(), **clauses) -> Parties:
    """A contract in force for `needs`; `clauses` are the values of a clause by its id instead of the sample's.

    Without those that bring duties of their own by the passing of time, unless they are given.
    """
    seller, partner, operator = (
        world.member(world.organisation(kind, kind), kind, at=at) for kind in ("seller", "partner", "operator")
    )  # fmt: skip
    for viewer in (seller, partner):  # the small worlds give everybody the same telephone
        Organisation.objects.filter(pk=viewer.organisation_id).update(
            contact_email=f"{viewer.kind}@contact.example", contact_phone=viewer.organisation_ref
        )
    request = Request.objects.create(
        seller_id=seller.organisation_id, state="accepted", needs=list(needs), languages=[], seed=1,
        opened_by="test", opened_at=at, match_by=at,
    )  # fmt: skip
    referral = Referral.objects.create(
        request=request, partner_id=partner.organisation_id, partner_ref="", position=1,
        state="accepted", named=True, sent_at=at, accept_by=at, checked_at=at,
    )  # fmt: skip
    contract = Contract.objects.create(
        referral=referral, seller=_firm(seller), partner=_firm(partner), state="in_force",
        drafted_at=at, offered_at=at, in_force_at=at, evidence_sha256="0" * 64, paper_sha256="1" * 64,
    )  # fmt: skip
    body = samples.contract(**{"reporting": None, "filing": None, **clauses})
    ContractVersion.objects.create(
        contract=contract, number=1, side="partner", body=as_json(body), hash=contract_hash(body),
        made_by="test", made_at=at,
    )  # fmt: skip
    return Parties(seller, partner, operator, contract)


def amended(some: Parties, at: datetime, open_cases: str, **clauses) -> Amendment:
    """An amendment in force since `at`, written straight into the tables."""
    contract = some.contract
    number, before = contract.current + 1, contract.versions.get(number=contract.current)
    row = Amendment.objects.create(
        contract=contract, state="in_force", open_cases=open_cases, amends=before.number,
        current=number, proposed_at=at, in_force_at=at,
        evidence_sha256="2" * 64, paper_sha256="3" * 64,
    )  # fmt: skip
    kept = {term["clause"]: term["values"] for term in before.body["clauses"]}
    leave_out = dict.fromkeys(samples.VALUES.keys() - kept.keys())
    body = samples.contract(**{**leave_out, **kept, **clauses})
    ContractVersion.objects.create(
        contract=contract, amendment=row, number=number, side="partner", body=as_json(body),
        hash=contract_hash(body), made_by="test", made_at=at,
    )  # fmt: skip
    Contract.objects.filter(pk=contract.pk).update(current=number)
    contract.refresh_from_db()
    return row


def opened(some: Parties, at: datetime, side: str = "seller", subject: str = "dlv_1") -> Dispute:
    return actions.open_dispute(
        by=some.side(side, at), at=at, contract=some.contract, subject_kind="deliverable",
        subject_ref=subject, about=ABOUT, ground="INCOMPLETE", text="缺少回执",
    )  # fmt: skip


def _firm(viewer: Viewer) -> Organisation:
    return Organisation.objects.get(pk=viewer.organisation_id)
