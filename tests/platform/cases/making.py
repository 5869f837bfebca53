"""A contract in force and cases under it, at moments of a Shanghai working day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.platform.disputes.making import Parties, parties

from pilotage.platform.cases import actions
from pilotage.platform.cases.actions.step import Told
from pilotage.platform.cases.models import Case


@dataclass
class Talk:
    """A case as its parties keep it going; each call names the moment in Shanghai, as `2026-11-25 10:00`."""

    some: Parties
    case: Case

    def do(self, side: str, action: str, at: datetime, text: str = "写一句", **more):
        given = {"ref": self.case.ref, "told": Told(text, **more)}
        return getattr(actions, action)(by=self.some.side(side, at), at=at, **given)

    def state(self) -> str:
        self.case.refresh_from_db()
        return self.case.state


def talk(at: datetime, side: str = "seller", **clauses) -> Talk:
    """A case that `side` opens at `at`."""
    some = parties(at, **clauses)
    return Talk(some, opened(some, at, side))


def opened(some: Parties, at: datetime, side: str = "seller", title: str = "十月申报有误") -> Case:
    return actions.open_case(
        by=some.side(side, at), at=at, contract=some.contract.ref, title=title, told=Told("请看附表")
    )  # fmt: skip
