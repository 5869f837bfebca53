"""Contracts as each side may see them. The programme sees how one stands, never its terms or prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from pilotage.engines import contracts as engine
from pilotage.engines import fees
from pilotage.kernel.canonical import sha256
from pilotage.kernel.errors import Invalid, NotAllowed, NotFound
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.directory import pricing
from pilotage.platform.directory.exchange import rates_into
from pilotage.platform.directory.pricing import Priced
from pilotage.platform.engagements.contracts import keys, states
from pilotage.platform.engagements.contracts.states import OTHER, Side
from pilotage.platform.engagements.models import (
    Amendment,
    Contract,
    ContractSignature,
    ContractVersion,
)


@dataclass(frozen=True, slots=True)
class Version:
    """One proposal as the engine reads it, with everything there is to say about it."""

    number: int
    side: str
    hash: str
    made_at: datetime
    body: engine.Contract
    findings: tuple[engine.Finding, ...]

    @property
    def refusals(self) -> tuple[engine.Finding, ...]:
        """What keeps it from being signed."""
        return tuple(f for f in self.findings if f.weight is engine.Weight.REFUSED)

    @property
    def warnings(self) -> tuple[engine.Finding, ...]:
        """What is unusual, and can be signed by somebody who has read it."""
        return tuple(f for f in self.findings if f.weight is engine.Weight.WARNED)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file that somebody brought proves. `contract` only when the viewer may see it and it is that file."""

    holds: bool
    contract: Contract | None
    seal: engine.SealVerdict | None = None
    evidence: engine.Sealed | None = None
    broken: Text | None = None


def contracts(viewer: Viewer) -> QuerySet[Contract]:
    """The viewer's contracts, newest first: a seller's once offered, a partner's with its drafts, the programme's all offered.

    Each carries the `hash` of its last version, which everybody who sees the contract may know.
    """
    last = ContractVersion.objects.filter(contract=OuterRef("pk"), number=OuterRef("current"))
    every = Contract.objects.select_related("seller", "partner", "referral__request")
    every = every.annotate(hash=Subquery(last.values("hash"))).order_by("-drafted_at", "-pk")
    if viewer.is_partner:
        return own(viewer, every, "partner")
    offered = every.filter(offered_at__isnull=False)
    if viewer.is_seller:
        return own(viewer, offered, "seller")
    check_may(viewer, "contract.oversee")
    return offered


def contract(viewer: Viewer, ref: str) -> Contract:
    """One of them, or `NotFound`."""
    none = NotFound(
        "NO_SUCH_CONTRACT",
        Text("没有这份合同。", "There is no such contract."),
        Text("请从合同列表重新打开。", "Open it again from the list."),
    )
    return first(contracts(viewer).filter(ref=ref), none)


def waiting(viewer: Viewer) -> QuerySet[Contract]:
    """Those that wait for the viewer's side to answer a proposal or to sign, the latest first."""
    return contracts(viewer).filter(_awaits(viewer, "version__contract"))


def amendments(viewer: Viewer) -> QuerySet[Amendment]:
    """Changes of the viewer's own contracts, the latest first; each with the `hash` of its last version."""
    last = ContractVersion.objects.filter(amendment=OuterRef("pk"), number=OuterRef("current"))
    every = Amendment.objects.filter(contract__in=contracts(viewer).order_by().values("pk"))
    every = every.select_related("contract__seller", "contract__partner")
    return every.annotate(hash=Subquery(last.values("hash"))).order_by("-proposed_at", "-pk")


def amendment(viewer: Viewer, ref: str) -> Amendment:
    """One of them, or `NotFound`."""
    none = NotFound(
        "NO_SUCH_AMENDMENT",
        Text("没有这项合同变更。", "There is no such amendment."),
        Text("请从合同页重新打开。", "Open it again from the contract."),
    )
    return first(amendments(viewer).filter(ref=ref), none)


def amendments_waiting(viewer: Viewer) -> QuerySet[Amendment]:
    """Those that wait for the viewer's side to answer or to sign."""
    return amendments(viewer).filter(_awaits(viewer, "version__amendment"))


def side_of(viewer: Viewer, found: Contract) -> Side:
    """Which party the viewer is; raises `NotAllowed` for everybody else."""
    for side in OTHER:
        if viewer.organisation_id == getattr(found, f"{side}_id"):
            return side
    raise NotAllowed(
        "PARTIES_ONLY",
        Text("合同条款只有双方可以看。", "Only its parties read the terms of a contract."),
        Text("平台可以看到状态、日期与哈希。", "The programme sees state, dates and hash."),
    )


def versions(viewer: Viewer, ref: str) -> list[Version]:
    """Every version up to the current one, the first first; for the parties only.

    What an amendment proposes is among them once both have signed it.
    """
    found = contract(viewer, ref)
    side_of(viewer, found)
    settled = Q(amendment__isnull=True) | Q(
        amendment__state=states.State.IN_FORCE, number=F("amendment__current")
    )
    return [_version(row) for row in found.versions.filter(settled).order_by("number")]


def proposals(viewer: Viewer, ref: str) -> list[Version]:
    """What an amendment starts from, then each proposal of it; for the parties only."""
    found = amendment(viewer, ref)
    side_of(viewer, found.contract)
    rows = found.contract.versions.filter(Q(amendment=found) | Q(number=found.amends))
    return [_version(row) for row in rows.order_by("number")]


def signatures(viewer: Viewer, ref: str) -> QuerySet[ContractSignature]:
    """Signatures that stand on the current version, in order."""
    found = contract(viewer, ref)
    return _standing(ContractVersion.objects.filter(contract=found, number=found.current))


def amendment_signatures(viewer: Viewer, ref: str) -> QuerySet[ContractSignature]:
    """Signatures that stand on an amendment's last proposal, in order."""
    found = amendment(viewer, ref)
    return _standing(found.versions.filter(number=found.current))


def paper(viewer: Viewer, ref: str) -> Path:
    """Where the sealed PDF of a contract or an amendment lies; for the parties only."""
    return _file(viewer, ref, "paper_sha256")


def evidence(viewer: Viewer, ref: str) -> Path:
    """Where the evidence of both signatures lies; for the parties only."""
    return _file(viewer, ref, "evidence_sha256")


def check_file(viewer: Viewer, content: bytes) -> Checked:
    """What a PDF or an evidence file proves, and whether it is byte for byte the file of one of the viewer's contracts."""
    if content.startswith(b"%PDF-"):
        seal = engine.examine(content, [keys.seal_certificate(viewer.at)], viewer.at)
        same = _of_file(viewer, "paper_sha256", content)
        return Checked(seal.holds, same, seal=seal)
    try:
        proved = engine.verify(content, keys.evidence_keys())
    except Invalid as error:
        return Checked(False, None, broken=error.says)
    same = _of_file(viewer, "evidence_sha256", content)
    return Checked(True, same, evidence=proved)


def twelve_months(version: Version, on: date) -> Priced | None:
    """What the fee plan comes to in a year from `on`, in yuan; None for a version without a plan.

    What depends on sales or quantities has no total before there is a forecast, and says so.
    """
    items = engine.machine_values(version.body).get("fees.plan")
    if not items:
        return None
    plan, no_forecast = fees.plan_from(items), fees.Forecast({}, {})
    categories = {str(item["code"]) for item in items}
    return pricing.twelve_months(plan, no_forecast, rates_into("CNY"), on, categories)


def differences(before: Version, after: Version) -> Sequence[engine.Difference]:
    """What changed between two versions, by machine value, party and clause."""
    return engine.differences(before.body, after.body)


def _version(row: ContractVersion) -> Version:
    body = engine.contract_from(row.body)
    return Version(row.number, row.side, row.hash, row.made_at, body, tuple(engine.findings(body)))


def _awaits(viewer: Viewer, of: str) -> Q:
    """It is this side's turn to answer, or to sign: rows whose signatures reach them by `of`."""
    side: Side = "partner" if viewer.is_partner else "seller"
    answers = [state for state, turn in states.TURN.items() if turn == side]
    signed = ContractSignature.objects.filter(
        **{of: OuterRef("pk")}, version__number=OuterRef("current"), side=side
    ).filter(cancelled_at__isnull=True)
    return Q(state__in=answers) | (Q(state__in=states.SIGNABLE) & ~Exists(signed))


def _standing(of: QuerySet[ContractVersion]) -> QuerySet[ContractSignature]:
    given = ContractSignature.objects.filter(version__in=of, cancelled_at__isnull=True)
    return given.select_related("version").order_by("at", "pk")


def _of_file(viewer: Viewer, field: str, content: bytes) -> Contract | None:
    """The viewer's contract that has this very file, itself or by an amendment."""
    digest = sha256(content)
    mine = contracts(viewer).filter(Q(**{field: digest}) | Q(**{f"amendments__{field}": digest}))
    return mine.distinct().first()


def _file(viewer: Viewer, ref: str, field: str) -> Path:
    found = amendment(viewer, ref) if ref.startswith("amd_") else contract(viewer, ref)
    side_of(viewer, found.contract if isinstance(found, Amendment) else found)
    kept = getattr(found, field)
    if not kept:
        raise NotFound(
            "NOT_SIGNED_YET",
            Text("合同尚未由双方签署。", "The contract has not been signed by both sides."),
            Text("双方签署后可下载。", "It can be downloaded once both have signed."),
        )
    return ports.files().path(kept)
