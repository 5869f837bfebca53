"""The programme's own process before a contract: papers, agreement on data, secrecy, diagnosis, proposal.

The transition table says whose move it is; the words signed and the papers asked for are in `intake.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from pilotage.kernel.canonical import sha256
from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.kernel.transitions import Transition

_FILE = Path(__file__).with_name("intake.yaml")
Side = Literal["seller", "partner", "operator"]


class State(StrEnum):
    """Where it stands: each but the last two waits for one side's move."""

    PAPERS = "papers"
    CHECKING = "checking"
    AGREEMENT = "agreement"
    COUNTERSIGN = "countersign"
    NDA = "nda"
    NDA_BACK = "nda_back"
    DIAGNOSIS = "diagnosis"
    PROPOSAL = "proposal"
    PROPOSED = "proposed"
    STOPPED = "stopped"


class Step(StrEnum):
    """The five steps as a reader sees them."""

    PAPERS = "papers"
    AGREEMENT = "agreement"
    NDA = "nda"
    DIAGNOSIS = "diagnosis"
    PROPOSAL = "proposal"


MOVES: dict[State, Side] = {
    State.PAPERS: "seller",
    State.CHECKING: "operator",
    State.AGREEMENT: "seller",
    State.COUNTERSIGN: "partner",
    State.NDA: "partner",
    State.NDA_BACK: "seller",
    State.DIAGNOSIS: "partner",
    State.PROPOSAL: "partner",
}
"""Who has the next move while it is open."""
OPEN = tuple(MOVES)
PRIVATE = frozenset({"diagnose", "propose"})
"""Moves whose words the two at the table write for each other: the programme sees only that they were made."""

STEP_OF: dict[State, Step] = {
    State.PAPERS: Step.PAPERS,
    State.CHECKING: Step.PAPERS,
    State.AGREEMENT: Step.AGREEMENT,
    State.COUNTERSIGN: Step.AGREEMENT,
    State.NDA: Step.NDA,
    State.NDA_BACK: Step.NDA,
    State.DIAGNOSIS: Step.DIAGNOSIS,
    State.PROPOSAL: Step.PROPOSAL,
}

_STOPPED = Text("流程停止，双方收到原因", "it stops; both sides are told why")

TABLE: dict[tuple[State, str, Side], Transition[State]] = {
    (State.PAPERS, "hand_in", "seller"): Transition(State.CHECKING, Text("等平台核对资料", "the programme looks at the papers")),
    (State.CHECKING, "confirm", "operator"): Transition(State.AGREEMENT, Text("等卖家签署数据授权协议", "the seller signs the agreement on data")),
    (State.CHECKING, "send_back", "operator"): Transition(State.PAPERS, Text("附原因退回补充", "back, with what is missing")),
    (State.AGREEMENT, "sign", "seller"): Transition(State.COUNTERSIGN, Text("等服务商签署", "the partner signs")),
    (State.COUNTERSIGN, "sign", "partner"): Transition(State.NDA, Text("等服务商签署保密协议", "the partner signs the secrecy agreement")),
    (State.NDA, "sign", "partner"): Transition(State.NDA_BACK, Text("等卖家签署", "the seller signs")),
    (State.NDA_BACK, "sign", "seller"): Transition(State.DIAGNOSIS, Text("服务商开始诊断", "the partner begins its diagnosis")),
    (State.DIAGNOSIS, "diagnose", "partner"): Transition(State.PROPOSAL, Text("等服务商提交方案", "the partner puts its proposal")),
    (State.PROPOSAL, "propose", "partner"): Transition(State.PROPOSED, Text("计时停止，可以谈合同", "the clock ends; a contract can be negotiated")),
    **{(state, "stop", side): Transition(State.STOPPED, _STOPPED) for state in MOVES for side in ("seller", "partner")},
}  # fmt: skip

EVENTS: dict[str, Text] = {
    "hand_in": Text("提交资料", "Papers handed in"),
    "confirm": Text("资料齐全", "Papers complete"),
    "send_back": Text("退回补充", "Sent back"),
    "sign": Text("签署", "Signed"),
    "diagnose": Text("提交诊断", "Diagnosis made"),
    "propose": Text("提交方案", "Proposal made"),
    "stop": Text("停止", "Stopped"),
}
"""Every move of the table."""
NAMES: dict[str, Text] = {
    State.PAPERS: Text("等卖家提交资料", "Waiting for the seller's papers"),
    State.CHECKING: Text("平台核对资料中", "The programme looks at the papers"),
    State.AGREEMENT: Text("等卖家签署数据授权协议", "The seller has to sign the agreement on data"),
    State.COUNTERSIGN: Text("等服务商签署数据授权协议", "The partner has to sign the agreement on data"),
    State.NDA: Text("等服务商签署保密协议", "The partner has to sign the secrecy agreement"),
    State.NDA_BACK: Text("等卖家签署保密协议", "The seller has to sign the secrecy agreement"),
    State.DIAGNOSIS: Text("服务商诊断中", "The partner makes its diagnosis"),
    State.PROPOSAL: Text("等服务商提交方案", "Waiting for the partner's proposal"),
    State.PROPOSED: Text("方案已提交", "Proposal made"),
    State.STOPPED: Text("已停止", "Stopped"),
}  # fmt: skip
STEPS: dict[Step, Text] = {
    Step.PAPERS: Text("提交资料", "Papers"),
    Step.AGREEMENT: Text("数据授权协议", "Agreement on data"),
    Step.NDA: Text("保密协议", "Secrecy agreement"),
    Step.DIAGNOSIS: Text("诊断", "Diagnosis"),
    Step.PROPOSAL: Text("方案", "Proposal"),
}
SIDES: dict[Side, Text] = {
    "seller": Text("卖家", "Seller"),
    "partner": Text("服务商", "Partner"),
    "operator": Text("平台", "Programme"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """One version of what is asked for and signed; each text has its SHA-256, so that a signature says over what."""

    version: str
    papers: dict[str, Text]
    agreement: Text
    nda: Text

    def signed(self, state: State) -> Text:
        """The words that are signed in a state."""
        return self.agreement if STEP_OF[state] is Step.AGREEMENT else self.nda


def hash_of(words: Text) -> str:
    """SHA-256 over both languages."""
    return sha256(f"{words.zh}\n\0\n{words.en}".encode())


@cache
def words(version: str = "") -> Words:
    """That version, or the newest. Raises `KeyError` for one that never was."""
    every = {one["version"]: one for one in _read()["versions"]}
    raw = every[version or list(every)[-1]]
    papers = {name: Text(**says) for name, says in raw["papers"].items()}
    return Words(raw["version"], papers, Text(**raw["agreement"]), Text(**raw["nda"]))


@cache
def working_days() -> tuple[int, int]:
    """What is promised, and how long it takes at best."""
    raw = _read()
    return raw["working_days"], raw["working_days_at_best"]


def can(state: str, event: str, side: str) -> bool:
    """Whether the table has such a step."""
    return (State(state), event, side) in TABLE


def after(state: str, event: str, side: Side) -> State:
    """The state after `event` by `side`; raises `WrongState` when the table has no such step."""
    found = TABLE.get((State(state), event, side))
    if found is None:
        raise WrongState(
            "INTAKE_WRONG_STATE",
            Text(
                "对接流程目前是“{state}”，您现在不能这样操作。",
                "The process stands at “{state}”; you cannot do that now.",
            ),
            Text("请刷新页面，看下一步轮到谁。", "Reload the page to see whose move it is."),
            state=NAMES[state],
        )
    return found.to


@cache
def _read() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded
