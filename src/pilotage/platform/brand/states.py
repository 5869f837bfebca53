"""The transition table of alerts: what a seller can do with a new filing that came near one of its marks."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text
from pilotage.kernel.transitions import Transition

Actor = Literal["seller"]


class Alert(StrEnum):
    """Where an alert stands."""

    OPEN = "open"
    DISMISSED = "dismissed"
    CASE = "case"


_CASE = Text(
    "服务单带着案卷开给服务商", "a case with the file of the alert is opened with the partner"
)
TABLE: dict[tuple[Alert, str, Actor], Transition[Alert]] = {
    (Alert.OPEN, "dismiss", "seller"): Transition(Alert.DISMISSED, Text("记录理由；同一申请不再提醒", "the reason is kept; the same filing is not told again")),
    (Alert.OPEN, "open_case", "seller"): Transition(Alert.CASE, _CASE),
    (Alert.DISMISSED, "reopen", "seller"): Transition(Alert.OPEN, Text("理由保留在审计记录", "the reason stays in the audit chain")),
}  # fmt: skip

NAMES: dict[str, Text] = {
    Alert.OPEN: Text("待处理", "To be decided"),
    Alert.DISMISSED: Text("已忽略", "Dismissed"),
    Alert.CASE: Text("已开服务单", "Opened as a case"),
}


def can(state: str, event: str) -> bool:
    """Whether the table has such a step."""
    return (Alert(state), event, "seller") in TABLE


def after(state: str, event: str) -> Alert:
    """The state after `event`; raises `WrongState` when the table has no such step."""
    found = TABLE.get((Alert(state), event, "seller"))
    if found is None:
        raise WrongState(
            "ALERT_WRONG_STATE",
            Text("这条提醒目前是“{state}”，不能这样操作。", "The alert is “{state}”; that cannot be done now."),
            Text("请刷新页面查看最新状态。", "Reload the page to see where it stands."),
            state=NAMES[state],
        )  # fmt: skip
    return found.to
