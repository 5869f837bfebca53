"""Who may knock at local operations: the seller, and the partner's person whom a grant names."""

from __future__ import annotations

from tests.doors.wall.row import GRANTED, Row

_ANY = ("seller", "partner")
_CHECK = {"ref": "listing_check"}

PAGES: dict[str, Row] = {
    "localops:list": Row(_ANY),
    "localops:new": Row(_ANY, unread=True),
    "localops:detail": Row(GRANTED, of_a=_CHECK),
    "localops:progress": Row(GRANTED, of_a=_CHECK),
    "localops:choose": Row(GRANTED, of_a=_CHECK, posts={"accepted": "0"}, post_only=True),
    "localops:correct": Row(GRANTED, of_a=_CHECK, post_only=True),
    "localops:file": Row(GRANTED, of_a=_CHECK, fixed={"what": "sheet"}),
    "localops:days": Row(_ANY),
    "localops:days-ics": Row(_ANY),
    "localops:memory": Row(_ANY),
    "localops:memory-tmx": Row(GRANTED),
    "localops:memory-drop": Row(_ANY, post_only=True, unread=True),
    "localops:memory-unit-drop": Row(GRANTED, of_a={"ref": "tm_unit"}, post_only=True),
    "localops:packs": Row(("seller",)),
    "localops:pack": Row(("seller",), fixed={"site": "DE"}),
    "localops:reply": Row(("seller",), fixed={"site": "DE"}, post_only=True, unread=True),
    "localops:reply-drop": Row(("seller",), of_a={"ref": "reply"}, post_only=True),
}

ROUTES: dict[str, Row] = {
    "api:listing_checks": Row(_ANY),
    "api:start_listing_check": Row(_ANY, unread=True),
    "api:listing_check": Row(GRANTED, of_a=_CHECK),
    "api:listing_findings": Row(GRANTED, of_a=_CHECK),
    "api:choose_listing_fixes": Row(GRANTED, of_a=_CHECK, posts={"verdict": "accepted"}),
    "api:order_corrected_listings": Row(GRANTED, of_a=_CHECK),
    "api:listing_check_file": Row(GRANTED, of_a=_CHECK, fixed={"what": "sheet"}),
    "api:local_calendar": Row(_ANY),
    "api:memory_languages": Row(_ANY),
    "api:bring_memory": Row(_ANY, unread=True),
    "api:memory_matches": Row(_ANY, unread=True),
    "api:memory_file": Row(_ANY),
    "api:delete_memory": Row(_ANY, unread=True),
    "api:delete_memory_unit": Row(GRANTED, of_a={"ref": "tm_unit"}),
    "api:return_addresses": Row(("seller",)),
    "api:keep_return_address": Row(("seller",), fixed={"site": "DE"}, unread=True),
    "api:buyer_rights": Row(("seller",), fixed={"site": "DE"}),
    "api:buyer_replies": Row(("seller",)),
    "api:keep_buyer_reply": Row(("seller",), fixed={"site": "DE"}, unread=True),
    "api:delete_buyer_reply": Row(("seller",), of_a={"ref": "reply"}),
}
