"""A work order as its page shows it: steps with what was handed in, whose turn it is, what the reader can do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.errors import NotAllowed, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import comparing
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.compliance.models import Filing
from pilotage.platform.delivery import queries, states, turns
from pilotage.platform.delivery.disputing import may_dispute
from pilotage.platform.delivery.models import Deliverable, Step, WorkOrder
from pilotage.platform.disputes.models import Dispute
from pilotage.platform.disputes.states import OPEN as IN_DISPUTE

WHO = {
    "seller": Text("卖家", "Seller"),
    "partner": Text("服务商", "Partner"),
    "authority": Text("机关", "Authority"),
}
PROOFS = {
    "text": Text("写明内容", "in words"),
    "file": Text("附文件", "with a file"),
    "filing": Text("引用申报或附回执", "a filing, or the file of its receipt"),
}
TONES: dict[str, str] = {
    states.Order.PROPOSED: "wait",
    states.Order.OPEN: "info",
    states.Order.DONE: "good",
    states.Order.TERMINATED: "off",
    states.Order.DECLINED: "off",
}
HANDED_TONES: dict[str, str] = {
    states.Deliverable.SUBMITTED: "wait",
    states.Deliverable.ACCEPTED: "good",
    states.Deliverable.RETURNED: "bad",
    states.Deliverable.TAKEN_BACK: "off",
    states.Deliverable.NOTED: "good",
}
_HOW = {
    "seller": Text("卖家验收", "accepted by the seller"),
    "silence": Text("按合同，逾期未答复视为接受", "by silence, as the contract says"),
    "dispute": Text("按争议结果", "by the outcome of a dispute"),
}
_YOURS = Text("轮到您", "Your turn")
_THEIRS = Text("等{who}", "Waiting for the {who}")


@dataclass(frozen=True, slots=True)
class CheckedFiling:
    """A filing handed in as proof, and whether the seller's own report agrees with it (None: not known to the reader)."""

    row: Filing
    agrees: bool | None


@dataclass(frozen=True)
class HandedIn:
    """One thing handed in."""

    row: Deliverable
    viewer: Viewer

    @property
    def who(self) -> Text:
        return WHO[self.row.side]

    @property
    def state(self) -> Text:
        return states.DELIVERABLE_NAMES[states.Deliverable(self.row.state)]

    @property
    def tone(self) -> str:
        return HANDED_TONES[self.row.state]

    @property
    def how(self) -> Text | None:
        return _HOW.get(self.row.accepted_how)

    @property
    def is_late(self) -> bool:
        waits = self.row.state == states.Deliverable.SUBMITTED
        return waits and self.row.answer_by is not None and self.row.answer_by <= self.viewer.at

    @cached_property
    def dispute(self) -> Dispute | None:
        return queries.dispute_about(self.viewer, self.row)

    @property
    def can_dispute(self) -> bool:
        if self.dispute is not None or not may(self.viewer, "dispute.argue"):
            return False
        return may_dispute(self.row, self.viewer.kind, self.viewer.at)

    @property
    def can_answer(self) -> bool:
        return self.row.state == states.Deliverable.SUBMITTED and may(self.viewer, "work.accept")

    @property
    def can_take_back(self) -> bool:
        waits = self.row.state == states.Deliverable.SUBMITTED
        return waits and self.viewer.is_partner and may(self.viewer, "work.do")

    @cached_property
    def filing(self) -> CheckedFiling | None:
        """Only for a reader who may open the filing: the seller, or a partner while it is granted."""
        if self.row.filing_id is None or self.row.filing is None:
            return None
        try:
            found = compliance.filing(self.viewer, self.row.filing.ref)
        except (NotFound, NotAllowed):
            return None
        made = compliance.worked_out(self.viewer, found)
        check = comparing.compared(found, made) if made else None
        return CheckedFiling(found, check.agrees if check and check.has_form else None)


@dataclass(frozen=True)
class ShownStep:
    """One step and everything handed in for it, the last first."""

    row: Step
    handed: list[HandedIn]
    is_current: bool
    is_mine: bool

    @property
    def name(self) -> Text:
        return Text(self.row.name_zh, self.row.name_en)

    @property
    def who(self) -> Text:
        return WHO[self.row.actor]

    @property
    def proof(self) -> Text:
        return PROOFS[self.row.proof]

    @property
    def usual(self) -> Text | None:
        return Text(self.row.usual_zh, self.row.usual_en) if self.row.usual_zh else None

    @property
    def icon(self) -> str:
        if self.row.state in states.FINISHED:
            return "circle-check"
        return "progress" if self.is_current else "clock"

    @property
    def can_skip(self) -> bool:
        return self.is_mine and self.row.is_optional

    @property
    def is_in_dispute(self) -> bool:
        last = self.handed[0].dispute if self.handed else None
        return last is not None and last.state in IN_DISPUTE


@dataclass(frozen=True)
class Shown:
    """One order as its reader sees it."""

    row: WorkOrder
    viewer: Viewer

    @property
    def state(self) -> Text:
        return states.NAMES[states.Order(self.row.state)]

    @property
    def tone(self) -> str:
        return TONES[self.row.state]

    @property
    def service(self) -> Text:
        service, place = law.service_categories()[self.row.category].name, places.name(self.row.country)  # fmt: skip
        return Text(f"{place.zh} {service.zh}", f"{service.en}, {place.en}")

    @property
    def is_my_turn(self) -> bool:
        return turns.turn(self.row) == self.viewer.kind

    @property
    def turn(self) -> Text | None:
        """Whose turn it is, in the reader's words; None once it has ended."""
        whose = turns.turn(self.row)
        if not whose:
            return None
        return _YOURS if self.is_my_turn else _THEIRS.with_(who=WHO[whose])

    @property
    def next_step(self) -> Text | None:
        step = turns.current(self.row) if self.row.state == states.Order.OPEN else None
        return Text(step.name_zh, step.name_en) if step else None

    @property
    def progress(self) -> Text:
        steps = list(self.row.steps.all())
        done = sum(step.state in states.FINISHED for step in steps)
        return Text(f"{done} / {len(steps)} 步", f"{done} of {len(steps)} steps")

    @cached_property
    def steps(self) -> list[ShownStep]:
        last = turns.current(self.row) if self.row.state == states.Order.OPEN else None
        return [self._step(step, step == last) for step in self.row.steps.all()]

    @property
    def is_proposer(self) -> bool:
        return self.row.proposed_side == self.viewer.kind

    @property
    def can_agree(self) -> bool:
        return self._may_plan(states.Order.PROPOSED) and not self.is_proposer

    @property
    def can_decline(self) -> bool:
        return self._may_plan(states.Order.PROPOSED)

    @property
    def can_terminate(self) -> bool:
        return self._may_plan(states.Order.OPEN)

    def _may_plan(self, state: states.Order) -> bool:
        return self.row.state == state and may(self.viewer, "work.plan")

    def _step(self, step: Step, is_current: bool) -> ShownStep:
        handed = [HandedIn(one, self.viewer) for one in reversed(step.deliverables.all())]
        side = "seller" if step.actor == "seller" else "partner"
        is_mine = is_current and step.state == states.Step.OPEN and side == self.viewer.kind
        return ShownStep(step, handed, is_current, is_mine and may(self.viewer, "work.do"))
