"""What can happen to a credential, an item, an application and a standing. One table each: (state, event) → state."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text


class Credential(StrEnum):
    """Evidence. That it has run out is told by the calendar, not by a state."""

    FILED = "filed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Item(StrEnum):
    """One service category in one country."""

    PENDING = "pending"
    APPROVED = "approved"
    NEEDS_REVISION = "revision"
    REJECTED = "rejected"
    REVOKED = "revoked"


class Application(StrEnum):
    """One round of items before the programme."""

    SUBMITTED = "submitted"
    CLOSED = "closed"


class Standing(StrEnum):
    """The second axis: how the programme stands to a firm, whatever its papers say."""

    ACTIVE = "active"
    WARNED = "warned"
    SUSPENDED = "suspended"


class Register(StrEnum):
    """What a register says of evidence; not found is not the same as false. No value is that of another state."""

    ACTIVE = "stands"
    SUSPENDED = "on_hold"
    WITHDRAWN = "struck"
    ENDED = "ended"
    NOT_FOUND = "not_found"


class Band(StrEnum):
    """What a firm's own outcomes say. Nobody starts with full marks."""

    UNKNOWN = "unknown"
    GOOD = "good"
    WARN = "warn"
    BLOCK = "block"


class Outcome(StrEnum):
    """What a board decides."""

    KEEP = "keep"
    SUSPEND = "suspend"


CREDENTIAL: dict[tuple[Credential, str], Credential] = {
    (Credential.FILED, "accept"): Credential.ACCEPTED,
    (Credential.FILED, "refuse"): Credential.REFUSED,
    (Credential.ACCEPTED, "accept"): Credential.ACCEPTED,
    (Credential.ACCEPTED, "refuse"): Credential.REFUSED,
    (Credential.REFUSED, "accept"): Credential.ACCEPTED,
    (Credential.FILED, "complete"): Credential.FILED,
    (Credential.ACCEPTED, "complete"): Credential.ACCEPTED,
    (Credential.REFUSED, "complete"): Credential.FILED,
    (Credential.FILED, "withdraw"): Credential.WITHDRAWN,
    (Credential.ACCEPTED, "withdraw"): Credential.WITHDRAWN,
    (Credential.REFUSED, "withdraw"): Credential.WITHDRAWN,
}

ITEM: dict[tuple[Item, str], Item] = {
    (Item.PENDING, "approve"): Item.APPROVED,
    (Item.PENDING, "ask_revision"): Item.NEEDS_REVISION,
    (Item.PENDING, "reject"): Item.REJECTED,
    (Item.NEEDS_REVISION, "submit"): Item.PENDING,
    (Item.REJECTED, "submit"): Item.PENDING,
    (Item.REVOKED, "submit"): Item.PENDING,
    (Item.APPROVED, "revoke"): Item.REVOKED,
}

APPLICATION: dict[tuple[Application, str], Application] = {
    (Application.SUBMITTED, "close"): Application.CLOSED,
}

STANDING: dict[tuple[Standing, str], Standing] = {
    (Standing.ACTIVE, "warn"): Standing.WARNED,
    (Standing.ACTIVE, "suspend"): Standing.SUSPENDED,
    (Standing.WARNED, "suspend"): Standing.SUSPENDED,
    (Standing.WARNED, "restore"): Standing.ACTIVE,
    (Standing.SUSPENDED, "restore"): Standing.ACTIVE,
    (Standing.SUSPENDED, "warn"): Standing.WARNED,
}

NAMES: dict[StrEnum, Text] = {
    Credential.FILED: Text("待核验", "Filed"),
    Credential.ACCEPTED: Text("已采信", "Accepted"),
    Credential.REFUSED: Text("不予采信", "Refused"),
    Credential.WITHDRAWN: Text("已撤回", "Withdrawn"),
    Item.PENDING: Text("待审核", "Pending"),
    Item.APPROVED: Text("已通过", "Approved"),
    Item.NEEDS_REVISION: Text("待补充", "Needs revision"),
    Item.REJECTED: Text("未通过", "Rejected"),
    Item.REVOKED: Text("已撤销", "Revoked"),
    Application.SUBMITTED: Text("审核中", "Under review"),
    Application.CLOSED: Text("已办结", "Closed"),
    Standing.ACTIVE: Text("正常", "Active"),
    Standing.WARNED: Text("警告", "Warned"),
    Standing.SUSPENDED: Text("暂停", "Suspended"),
    Register.ACTIVE: Text("有效", "Stands"),
    Register.SUSPENDED: Text("暂停", "Suspended"),
    Register.WITHDRAWN: Text("撤销", "Withdrawn"),
    Register.ENDED: Text("已注销或到期", "Ended"),
    Register.NOT_FOUND: Text("未查到（不等于无效）", "Not found (not the same as false)"),
    Band.UNKNOWN: Text("未知（样本不足）", "Unknown (too few outcomes)"),
    Band.GOOD: Text("良好", "Good"),
    Band.WARN: Text("提醒", "Warned"),
    Band.BLOCK: Text("暂停新请求", "No new requests"),
    Outcome.KEEP: Text("保留", "Stays"),
    Outcome.SUSPEND: Text("暂停", "Suspended"),
}

State = TypeVar("State", bound=StrEnum)


def after(table: Mapping[tuple[State, str], State], state: State, event: str) -> State:
    """The state after `event`; raises `WrongState` when the table has no such row."""
    try:
        return table[state, event]
    except KeyError:
        raise WrongState(
            "CANNOT_GO_THERE",
            Text("现在是“{now}”，不能这样处理。", "It is “{now}”; this cannot be done now."),
            Text("请刷新页面看最新状态。", "Reload to see where it stands."),
            now=NAMES[state],
            event=event,
        ) from None
