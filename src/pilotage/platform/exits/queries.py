"""Bags, hand-overs and erasures as each side may see them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from pilotage.engines import law
from pilotage.kernel.errors import NotAllowed, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.engagements.contracts.states import State as ContractState
from pilotage.platform.engagements.models import Contract
from pilotage.platform.exits import shelf
from pilotage.platform.exits.models import BagState, Erasure, ExitBag, Handover


def bags(viewer: Viewer) -> QuerySet[ExitBag]:
    """The seller's own bags, newest first. Nobody else has them, not even the programme."""
    check_may(viewer, "exit.take")
    return own(viewer, ExitBag.objects.select_related("organisation"), "organisation").order_by(
        "-pk"
    )


def bag(viewer: Viewer, ref: str) -> ExitBag:
    """One of them, or `NotFound`."""
    none = NotFound(
        "NO_SUCH_BAG",
        Text("没有这个数据包。", "There is no such bag."),
        Text("请从“带走数据”页面重新打开。", "Open it again from “Take your data”."),
    )
    return first(bags(viewer).filter(ref=ref), none)


def progress(viewer: Viewer, of: ExitBag) -> tuple[int, int]:
    """(done, total) parts of a bag that the viewer may see."""
    return shelf.progress(of.ref) if of.state in (BagState.WAITING, BagState.RUNNING) else (0, 0)


def handovers(viewer: Viewer) -> QuerySet[Handover]:
    """The seller's own; a firm's are those that it leaves or takes over. The programme has none of them."""
    every = Handover.objects.select_related(
        "contract__seller", "contract__partner", "contract__referral__request",
        "successor__partner", "successor__referral__request",
    ).order_by("-pk")  # fmt: skip
    if viewer.is_partner:
        mine = viewer.organisation_id
        return every.filter(Q(contract__partner_id=mine) | Q(successor__partner_id=mine))
    if viewer.is_operator and not viewer.job:
        raise NotAllowed(
            "BETWEEN_THE_PARTIES",
            Text("交接是双方之间的事。", "A hand-over is between the parties."),
            Text("请从争议台查看提交平台的事项。", "The dispute desk has what was put to you."),
        )
    return own(viewer, every, "contract__seller")


def handover(viewer: Viewer, ref: str) -> Handover:
    """One of them, or `NotFound`."""
    none = NotFound(
        "NO_SUCH_HANDOVER",
        Text("没有这次交接。", "There is no such hand-over."),
        Text("请从列表重新打开。", "Open it again from the list."),
    )
    return first(handovers(viewer).filter(ref=ref), none)


def leavable(viewer: Viewer) -> QuerySet[Contract]:
    """Contracts whose firm the seller could leave, or have take over: in force, or run out."""
    check_may(viewer, "exit.hand_over")
    states = (ContractState.IN_FORCE, ContractState.ENDED)
    rows = Contract.objects.filter(state__in=states).select_related("partner")
    return own(viewer, rows, "seller").order_by("-in_force_at", "-pk")


def erasures(viewer: Viewer) -> QuerySet[Erasure]:
    """The seller's own; the programme sees all, for it keeps what the law holds back."""
    if viewer.is_operator:
        check_may(viewer, "exit.oversee")
        return Erasure.objects.select_related("organisation").order_by("-pk")
    check_may(viewer, "exit.erase")
    return own(viewer, Erasure.objects.select_related("organisation"), "organisation").order_by(
        "-pk"
    )


def certificate(viewer: Viewer, ref: str) -> Erasure:
    """An erasure that was done, by its reference: whoever was told it may read what was done, for nobody can sign in any more."""
    none = NotFound(
        "NO_SUCH_CERTIFICATE",
        Text("没有这份删除证明。", "There is no such certificate."),
        Text("请核对邮件里的地址。", "Check the address in the letter."),
    )
    return first(Erasure.objects.filter(ref=ref, certificate__isnull=False), none)


def held_back(viewer: Viewer, kinds: Sequence[str]) -> list[law.Dated[law.Retention]]:
    """What the law keeps, per kind of record, on the viewer's day."""
    return [law.retention(kind, viewer.at.date()) for kind in kinds]
