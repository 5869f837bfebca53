"""Who may knock at the programme's room."""

from __future__ import annotations

from tests.doors.wall.row import ACTING_SELLER, ORGANISATION, PERSON, VISITOR, Row

_SHOP = {"marketplace": "DE", "submitted_on": "2026-11-02", "answer": "waiting"}
_ANNOUNCED = {"ref": "announcement"}
_ANNOUNCING = ("operator.owner", "operator.manager")
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
    "programme:shops": Row(ACTING_SELLER, posts=_SHOP),
}

ROUTES: dict[str, Row] = {
    "api:programme_outcomes": Row(ORGANISATION),
    "api:announcements": Row(PERSON),
    "api:announcement": Row(PERSON, of_a=_ANNOUNCED, public=True),
    "api:announce": Row(_ANNOUNCING, posts=_WORDS),
    "api:announce_again": Row(_ANNOUNCING, of_a=_ANNOUNCED, posts=_WORDS),
    "api:read_announcement": Row(PERSON, of_a=_ANNOUNCED, public=True),
    "api:guide_claims": Row(ORGANISATION),
    "api:shop_records": Row(ACTING_SELLER),
    "api:note_shop": Row(ACTING_SELLER, posts=_SHOP),
}
