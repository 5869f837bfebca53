"""Who may knock at the programme's room."""

from __future__ import annotations

from tests.doors.wall.row import ACTING_PARTIES, ACTING_SELLER, ORGANISATION, PERSON, VISITOR, Row

_SHOP = {"marketplace": "DE", "submitted_on": "2026-11-02", "answer": "waiting"}
_ANNOUNCED = {"ref": "announcement"}
_ANNOUNCING = ("operator.owner", "operator.manager")
_APPLIED, _DRAWN = {"ref": "place"}, {"ref": "round"}
_ROUND = {
    "resource": "event",
    "title_zh": "x",
    "title_en": "x",
    "places": 1,
    "draw_on": "2027-03-01",
}
_CALLED_OFF = {"why_zh": "x", "why_en": "x"}
_WORDS = {
    "audience": "seller", "effective_on": "2027-03-01", "title_zh": "x", "title_en": "x", "body_zh": "x", "body_en": "x",
}  # fmt: skip

PAGES: dict[str, Row] = {
    "programme:outcomes": Row(ORGANISATION),
    "programme:announcements": Row(VISITOR),
    "programme:announcement": Row(VISITOR, of_a=_ANNOUNCED, public=True),
    "programme:announce": Row(_ANNOUNCING, posts=_WORDS),
    "programme:announce-again": Row(_ANNOUNCING, of_a=_ANNOUNCED, posts=_WORDS),
    "programme:read": Row(ORGANISATION, of_a=_ANNOUNCED, post_only=True, public=True),
    "programme:resources": Row(ORGANISATION),
    "programme:apply": Row(ACTING_PARTIES, fixed={"code": "event"}, post_only=True),
    "programme:withdraw": Row(ACTING_SELLER, of_a=_APPLIED, post_only=True),
    "programme:open-round": Row(_ANNOUNCING, posts=_ROUND),
    "programme:round": Row(ORGANISATION, of_a=_DRAWN, public=True),
    "programme:call-off": Row(_ANNOUNCING, of_a=_DRAWN, posts=_CALLED_OFF, post_only=True),
    "programme:draw": Row(_ANNOUNCING, of_a=_DRAWN, post_only=True),
    "programme:shops": Row(ACTING_SELLER, posts=_SHOP),
}

ROUTES: dict[str, Row] = {
    "api:programme_outcomes": Row(ORGANISATION),
    "api:announcements": Row(PERSON),
    "api:announcement": Row(PERSON, of_a=_ANNOUNCED, public=True),
    "api:announce": Row(_ANNOUNCING, posts=_WORDS),
    "api:announce_again": Row(_ANNOUNCING, of_a=_ANNOUNCED, posts=_WORDS),
    "api:read_announcement": Row(PERSON, of_a=_ANNOUNCED, public=True),
    "api:programme_resources": Row(ORGANISATION),
    "api:apply_for_place": Row(ACTING_PARTIES, fixed={"code": "event"}),
    "api:places": Row(ORGANISATION),
    "api:withdraw_place": Row(ACTING_SELLER, of_a=_APPLIED),
    "api:rounds": Row(ORGANISATION),
    "api:open_round": Row(_ANNOUNCING, posts=_ROUND),
    "api:round_of_places": Row(ORGANISATION, of_a=_DRAWN, public=True),
    "api:replay_round": Row(ORGANISATION, of_a=_DRAWN, public=True),
    "api:call_off_round": Row(_ANNOUNCING, of_a=_DRAWN, posts=_CALLED_OFF),
    "api:draw_round": Row(_ANNOUNCING, of_a=_DRAWN),
    "api:guide_claims": Row(ORGANISATION),
    "api:shop_records": Row(ACTING_SELLER),
    "api:note_shop": Row(ACTING_SELLER, posts=_SHOP),
}
