"""The one way an assistant can lead to a change: a proposal that waits for a person on the page of proposals."""

from __future__ import annotations

from typing import Annotated, Any

from django.urls import reverse
from pydantic import Field

from pilotage.mcp.looking import MOST, page
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases.actions.open import LONGEST_TITLE
from pilotage.platform.engagements.contracts.said import LONGEST
from pilotage.platform.proposals import actions, queries

Answer = dict[str, Any]
Ref = Annotated[str, Field(description="编号 · reference", max_length=20)]
Words = Annotated[str, Field(description="要发出的原文 · the very words", max_length=LONGEST)]


def propose_case(who: Viewer, contract: Ref, title: Annotated[str, Field(max_length=LONGEST_TITLE)], text: Words) -> Answer:  # fmt: skip
    """提议向对方开服务单（等人批准）· Propose to open a case under a contract; a person approves it."""
    return _proposed(who, "open_case", contract=contract, title=title, text=text)


def propose_reply(who: Viewer, case: Ref, text: Words) -> Answer:
    """提议在服务单中回复（等人批准）· Propose a reply in a case; a person approves it."""
    return _proposed(who, "reply_in_case", case=case, text=text)


def propose_revoking_grant(who: Viewer, grant: Ref) -> Answer:
    """提议收回数据授权（等人批准）· Propose to take a data grant back; a person approves it."""
    return _proposed(who, "revoke_grant", grant=grant)


def propose_export(who: Viewer, contract: Ref) -> Answer:
    """提议要求服务商导出全部数据（等人批准）· Propose to ask the partner for all data; a person approves it."""
    return _proposed(who, "ask_export", contract=contract)


def my_proposals(who: Viewer) -> Answer:
    """已提出的提议与结果 · Proposals made so far, and what became of them."""
    rows = [
        {"ref": one.ref, "kind": one.kind, "state": one.state, "outcome": one.outcome}
        for one in queries.proposals(who)[: MOST + 1]
    ]
    return page("proposals", rows)


def _proposed(who: Viewer, kind: str, **facts: str) -> Answer:
    made = actions.propose(by=who, at=who.at, kind=kind, facts=facts)
    return {
        "proposal": made.ref,
        "state": made.state,
        "says": {"zh": made.says_zh, "en": made.says_en},
        "nothing_done_yet": True,
        "approve_at": reverse("proposals:list"),
        "expires_at": made.expires_at.isoformat(),
    }
