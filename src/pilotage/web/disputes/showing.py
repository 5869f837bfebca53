"""A dispute as its page shows it: where it stands, whose turn it is, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.disputes import states
from pilotage.platform.disputes.models import Dispute, Subject
from pilotage.platform.disputes.rules import grounds, rule_of
from pilotage.platform.disputes.states import State

SIDES = {"seller": Text("卖家", "Seller"), "partner": Text("服务商", "Partner")}
TONES = {
    State.OPENED: "wait",
    State.ANSWERED: "info",
    State.ESCALATED: "late",
    State.SETTLED: "good",
    State.DECIDED: "good",
    State.WITHDRAWN: "off",
    State.LAPSED: "off",
}
KINDS = {
    Subject.DELIVERABLE: Text("交付物", "Deliverable"),
    Subject.CREDIT: Text("服务赔偿", "Service credit"),
    Subject.INVOICE: Text("账单", "Invoice"),
    Subject.VERDICT: Text("时效判定", "Verdict"),
    Subject.REVIEW: Text("评价", "Review"),
}
_TURN = {
    State.OPENED: Text("待{who}答复", "Waiting for the {who}'s answer"),
    State.ANSWERED: Text("可以和解，或提交平台", "Settle it, or put it to the programme"),
    State.ESCALATED: Text("等平台裁定", "The programme decides"),
}
_OTHER = {"seller": "partner", "partner": "seller"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One dispute and what its reader can do with it now."""

    row: Dispute
    viewer: Viewer

    @property
    def about(self) -> Text:
        return Text(self.row.about_zh, self.row.about_en)

    @property
    def kind(self) -> Text:
        return KINDS[Subject(self.row.subject_kind)]

    @property
    def state(self) -> Text:
        return states.NAMES[self.row.state]

    @property
    def tone(self) -> str:
        return TONES[State(self.row.state)]

    @property
    def ground(self) -> Text:
        return grounds()[self.row.ground].says

    @property
    def basis(self) -> Text:
        return rule_of(self.row.rule).basis

    @property
    def opener(self) -> Text:
        return SIDES[self.row.opened_side]

    @property
    def outcome(self) -> Text | None:
        return states.OUTCOMES.get(self.row.outcome)

    @property
    def is_open(self) -> bool:
        return self.row.state in states.OPEN

    @property
    def turn(self) -> Text | None:
        """What it waits for; None once it has ended."""
        says = _TURN.get(State(self.row.state))
        return says and says.with_(who=SIDES[_OTHER[self.row.opened_side]])

    @property
    def until(self) -> datetime | None:
        """Until when."""
        by_state = {
            State.OPENED: self.row.answer_by,
            State.ANSWERED: self.row.escalate_by,
            State.ESCALATED: self.row.decide_by,
        }
        return by_state.get(State(self.row.state))

    @property
    def is_late(self) -> bool:
        return self.until is not None and self.until <= self.viewer.at

    @property
    def part(self) -> states.Actor | None:
        """What the reader is in it; None for whoever may only read."""
        if self.viewer.is_operator:
            return "operator" if may(self.viewer, "dispute.decide") else None
        if not may(self.viewer, "dispute.argue"):
            return None
        own = getattr(self.row.contract, f"{self.row.opened_side}_id")
        return "opener" if own == self.viewer.organisation_id else "respondent"

    def can(self, event: str) -> bool:
        return self.part is not None and states.can(self.row.state, event, self.part)

    @property
    def can_answer(self) -> bool:
        return self.can("answer")

    @property
    def can_say(self) -> bool:
        return self.is_open and self.part in ("opener", "respondent")

    @property
    def can_escalate(self) -> bool:
        """After silence or an answer; the opener's button appears once the other side's time is over."""
        has_to_wait = self.row.state == State.OPENED and self.viewer.at < self.row.answer_by
        return self.can("escalate") and not has_to_wait

    @property
    def can_settle(self) -> bool:
        return self.can("settle")

    @property
    def can_withdraw(self) -> bool:
        return self.can("withdraw")

    @property
    def can_decide(self) -> bool:
        return self.can("decide")
