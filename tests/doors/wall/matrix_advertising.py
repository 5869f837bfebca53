"""Who may knock at the advertising room: the seller, and the partner's person whom a grant names."""

from __future__ import annotations

from tests.doors.wall.row import ACTING_SELLER, GRANTED, Row

_ANY = ("seller", "partner")
# The grant of the wall's world lets its holder approve, too.
_APPROVING = (*ACTING_SELLER, "partner.owner")
_PLAN, _PROOF = {"ref": "ad_plan"}, {"ref": "ad_proof"}

PAGES: dict[str, Row] = {
    "advertising:list": Row(_ANY),
    "advertising:new": Row(_ANY, unread=True),
    "advertising:detail": Row(GRANTED, of_a=_PLAN),
    "advertising:progress": Row(GRANTED, of_a=_PLAN),
    "advertising:file": Row(GRANTED, of_a=_PLAN, fixed={"what": "sheet"}),
    "advertising:decide": Row(GRANTED, of_a=_PLAN, posts={"accept": "0"}, post_only=True),
    "advertising:propose": Row(GRANTED, of_a=_PLAN, post_only=True),
    "advertising:return": Row(ACTING_SELLER, of_a=_PLAN, posts={"note": "x"}, post_only=True),
    "advertising:approve": Row(_APPROVING, of_a=_PLAN, posts={"seen": "x"}, post_only=True),
    "advertising:again": Row(GRANTED, of_a=_PLAN, post_only=True),
    "advertising:apply": Row(GRANTED, of_a=_PLAN, posts={"on": "2026-11-25"}, post_only=True),
    "advertising:drop": Row(ACTING_SELLER, of_a=_PLAN, post_only=True),
    "advertising:proof-new": Row(_ANY, unread=True),
    "advertising:proof": Row(GRANTED, of_a=_PROOF),
    "advertising:proof-progress": Row(GRANTED, of_a=_PROOF),
}

ROUTES: dict[str, Row] = {
    "api:ad_plans": Row(_ANY),
    "api:start_ad_plan": Row(_ANY, unread=True),
    "api:ad_plan": Row(GRANTED, of_a=_PLAN),
    "api:ad_plan_changes": Row(GRANTED, of_a=_PLAN),
    "api:ad_plan_file": Row(GRANTED, of_a=_PLAN, fixed={"what": "sheet"}),
    "api:decide_ad_changes": Row(GRANTED, of_a=_PLAN, posts={"verdict": "accepted"}),
    "api:propose_ad_plan": Row(GRANTED, of_a=_PLAN),
    "api:return_ad_plan": Row(ACTING_SELLER, of_a=_PLAN, posts={"note": "x"}),
    "api:approve_ad_plan": Row(_APPROVING, of_a=_PLAN, posts={"seen": "x"}),
    "api:write_ad_sheet_again": Row(GRANTED, of_a=_PLAN),
    "api:note_ad_plan_applied": Row(GRANTED, of_a=_PLAN, posts={"on": "2026-11-25"}),
    "api:drop_ad_plan": Row(ACTING_SELLER, of_a=_PLAN),
    "api:ad_proofs": Row(_ANY),
    "api:start_ad_proof": Row(_ANY, unread=True),
    "api:ad_proof": Row(GRANTED, of_a=_PROOF),
}
