"""Who may knock at the room of brand protection: the seller's people, and nobody else."""

from __future__ import annotations

from tests.doors.wall.row import ACTING_SELLER, Row

_ANY = ("seller",)
_MARK, _EVENT = {"ref": "trade_mark"}, {"ref": "mark_event"}
_WORK, _ALERT = {"ref": "clearance"}, {"ref": "mark_alert"}
_SIGN = {"sign": "x", "office": "EUIPO", "status": "pending", "form": "word"}
_HAPPENED = {"event": "publication", "on": "2026-11-02"}
_SETTLED = {"name": "opposition"}

PAGES: dict[str, Row] = {
    "brand:list": Row(_ANY),
    "brand:new": Row(_ANY, posts=_SIGN),
    "brand:import": Row(_ANY),
    "brand:services": Row(_ANY),
    "brand:registers": Row(_ANY),
    "brand:clearance": Row(_ANY, posts={"name": "x"}),
    "brand:work": Row(_ANY, of_a=_WORK),
    "brand:progress": Row(_ANY, of_a=_WORK),
    "brand:compare": Row(_ANY, of_a=_WORK, post_only=True),
    "brand:watch": Row(_ANY, posts={"register": "x"}, post_only=True),
    "brand:alerts": Row(_ANY),
    "brand:alert": Row(_ANY, of_a=_ALERT),
    "brand:dismiss": Row(ACTING_SELLER, of_a=_ALERT, posts={"why": "x"}, post_only=True),
    "brand:reopen": Row(ACTING_SELLER, of_a=_ALERT, post_only=True),
    "brand:open-case": Row(ACTING_SELLER, of_a=_ALERT, posts={"contract": "x"}, post_only=True),
    "brand:mark": Row(_ANY, of_a=_MARK),
    "brand:edit": Row(_ANY, of_a=_MARK, posts=_SIGN),
    "brand:note-event": Row(_ANY, of_a=_MARK, posts=_HAPPENED, post_only=True),
    "brand:remove-event": Row(_ANY, of_a=_EVENT, post_only=True),
    "brand:settle": Row(_ANY, of_a=_EVENT, posts=_SETTLED, post_only=True),
    "brand:picture": Row(_ANY, of_a=_MARK),
    "brand:retire": Row(_ANY, of_a=_MARK, post_only=True),
}

ROUTES: dict[str, Row] = {
    "api:trade_marks": Row(_ANY),
    "api:add_trade_mark": Row(_ANY, posts=_SIGN),
    "api:import_trade_marks": Row(_ANY, unread=True),
    "api:trade_mark": Row(_ANY, of_a=_MARK, posts=_SIGN),
    "api:change_trade_mark": Row(_ANY, of_a=_MARK, posts=_SIGN),
    "api:retire_trade_mark": Row(_ANY, of_a=_MARK, posts=_SIGN),
    "api:note_mark_event": Row(_ANY, of_a=_MARK, posts=_HAPPENED),
    "api:take_mark_event_away": Row(_ANY, of_a=_EVENT),
    "api:settle_mark_deadline": Row(_ANY, of_a=_EVENT, posts=_SETTLED),
    "api:mark_readiness": Row(_ANY, of_a=_MARK),
    "api:mark_deadlines": Row(_ANY),
    "api:mark_registers": Row(_ANY),
    "api:import_mark_register": Row(_ANY, unread=True),
    "api:brand_works": Row(_ANY),
    "api:brand_work": Row(_ANY, of_a=_WORK),
    "api:clear_name": Row(_ANY, posts={"register_ref": "x", "name": "x"}),
    "api:compare_clearance": Row(_ANY, of_a=_WORK, unread=True),
    "api:start_mark_watch": Row(_ANY, posts={"register_ref": "x"}),
    "api:mark_alerts": Row(_ANY),
    "api:mark_alert": Row(_ANY, of_a=_ALERT),
    "api:dismiss_mark_alert": Row(ACTING_SELLER, of_a=_ALERT, posts={"why": "x"}),
    "api:reopen_mark_alert": Row(ACTING_SELLER, of_a=_ALERT, posts={"why": "x"}),
    "api:open_case_of_mark_alert": Row(ACTING_SELLER, of_a=_ALERT, posts={"contract": "x"}),
    "api:mark_services": Row(_ANY),
}
