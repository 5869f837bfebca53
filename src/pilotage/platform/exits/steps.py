"""The checklist of a hand-over, each line answered from what is on file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from pilotage.engines.exits import Held
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.exits.models import BagState, ExitBag, Handover
from pilotage.platform.grants.models import Grant


@dataclass(frozen=True, slots=True)
class Step:
    """One line: what, whether it is done, and where to do it."""

    says: Text
    done: bool
    link: str = ""


def steps(viewer: Viewer, of: Handover, held: Sequence[Held]) -> list[Step]:
    """Notice, data, check, coverage, access, in the order a careful seller would go."""
    contract = of.contract
    bags = ExitBag.objects.filter(organisation=contract.seller, started_at__gte=of.opened_at)
    made = bags.filter(state__in=[BagState.DONE, BagState.GONE])
    grants = Grant.objects.filter(seller=contract.seller, expires_at__gt=viewer.at)
    live = grants.filter(revoked_at__isnull=True)
    ends = contract.ends_on is not None
    found = [
        Step(
            Text("合同有结束日期", "The contract has a day on which it ends"),
            ends or contract.ended_at is not None,
            reverse("contracts:detail", args=[contract.ref]),
        ),
        Step(
            Text("交接开始后导出过全部数据", "Everything was taken along since it began"),
            made.exists(),
            reverse("exits:list"),
        ),
        Step(
            Text("您自己验证过这份数据", "You checked that bag yourself"),
            made.filter(confirmed_at__isnull=False).exists(),
            reverse("exits:list"),
        ),
        Step(
            Text("每项申报恰好有一方负责", "Every return has exactly one who files it"),
            not any(one.is_gap or one.is_overlap for one in held),
        ),
    ]
    if of.successor is not None:
        found.append(
            Step(
                Text("接手方已获得授权", "Whoever takes over has been granted data"),
                live.filter(firm=of.successor.partner).exists(),
                reverse("grants:give"),
            )
        )
    found.append(
        Step(
            Text("原服务商的授权已收回（完成交接时自动收回）", "The old firm's grants have ended (completing does it)"),
            not live.filter(firm=contract.partner).exists(),
            reverse("grants:list"),
        )
    )  # fmt: skip
    return found
