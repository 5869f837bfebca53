"""The receipt of a filing (申报回执): its transition table, with who may cause what.

Who filed can say so and bring papers; only the seller or an authority's own answer settles whether it is so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pilotage.kernel.errors import NotAllowed, WrongState
from pilotage.kernel.text import Text

Actor = Literal["seller", "partner", "product", "authority"]


class Receipt(StrEnum):
    CLAIMED = "claimed"
    RECEIVED = "received"
    FORMAT_OK = "format_ok"
    CONFIRMED = "authority_confirmed"
    MISMATCH = "mismatch"
    UNVERIFIABLE = "unverifiable"


NAMES: dict[Receipt, Text] = {
    Receipt.CLAIMED: Text("已声称申报", "Said to be filed"),
    Receipt.RECEIVED: Text("已收到回执", "Receipt received"),
    Receipt.FORMAT_OK: Text("回执格式相符", "Receipt well-formed"),
    Receipt.CONFIRMED: Text("税局已确认", "Confirmed by the authority"),
    Receipt.MISMATCH: Text("与税局记录不符", "Differs from the authority's record"),
    Receipt.UNVERIFIABLE: Text("无法核实", "Cannot be verified"),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """To which state, and by whom."""

    to: Receipt
    actors: frozenset[Actor]


_PARTIES: frozenset[Actor] = frozenset({"seller", "partner"})
_PRODUCT: frozenset[Actor] = frozenset({"product"})
_JUDGES: frozenset[Actor] = frozenset({"seller", "authority"})
_SETTLING = (Receipt.FORMAT_OK, Receipt.UNVERIFIABLE, Receipt.MISMATCH)

RECEIPT: dict[tuple[Receipt | None, str], Transition] = {
    (None, "claim"): Transition(Receipt.CLAIMED, _PARTIES),
    **{
        (state, "receive"): Transition(Receipt.RECEIVED, _PARTIES)
        for state in (Receipt.CLAIMED, Receipt.UNVERIFIABLE, Receipt.MISMATCH)
    },
    (Receipt.RECEIVED, "pass_format"): Transition(Receipt.FORMAT_OK, _PRODUCT),
    (Receipt.RECEIVED, "fail_format"): Transition(Receipt.UNVERIFIABLE, _PRODUCT),
    **{(state, "confirm"): Transition(Receipt.CONFIRMED, _JUDGES) for state in _SETTLING},
    **{
        (state, "differ"): Transition(Receipt.MISMATCH, _JUDGES)
        for state in (Receipt.FORMAT_OK, Receipt.UNVERIFIABLE)
    },
    (Receipt.FORMAT_OK, "give_up"): Transition(Receipt.UNVERIFIABLE, _JUDGES),
}


def after(state: Receipt | None, event: str, actor: Actor) -> Receipt:
    """The state that follows. Raises `WrongState` when nothing does, `NotAllowed` when not for this actor."""
    found = RECEIPT.get((state, event))
    if found is None:
        raise WrongState(
            "RECEIPT_NOT_THERE",
            Text(
                "回执现在是“{state}”，不能这样做。",
                "The receipt is “{state}”; this cannot be done now.",
            ),
            Text("请刷新页面，看当前状态。", "Reload the page to see where it stands."),
            state=NAMES[state] if state else Text("尚未声称", "not claimed yet"),
        )
    if actor not in found.actors:
        raise NotAllowed(
            "NOT_YOURS_TO_SETTLE",
            Text(
                "申报的一方不能确认自己的申报。",
                "Whoever filed cannot confirm their own filing.",
            ),
            Text(
                "只有卖家或税局的答复可以确认。",
                "Only the seller or an answer of the authority may confirm it.",
            ),
        )
    return found.to
