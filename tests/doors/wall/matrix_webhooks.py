"""Who may knock at webhooks: owners, of their own organisation's addresses."""

from __future__ import annotations

from tests.doors.wall.row import Row

_OWNERS = ("seller.owner", "partner.owner", "operator.owner")
_A = ("seller.owner",)
_HOOK, _SENT = {"ref": "hook"}, {"ref": "hook_delivery"}

PAGES: dict[str, Row] = {
    "webhooks:list": Row(_OWNERS),
    "webhooks:add": Row(_OWNERS, post_only=True),
    "webhooks:rotate": Row(_A, of_a=_HOOK, post_only=True),
    "webhooks:end-old-secret": Row(_A, of_a=_HOOK, post_only=True),
    "webhooks:off": Row(_A, of_a=_HOOK, post_only=True),
    "webhooks:on": Row(_A, of_a=_HOOK, post_only=True),
    "webhooks:delete": Row(_A, of_a=_HOOK, post_only=True),
    "webhooks:test": Row(_A, of_a=_HOOK, post_only=True),
    "webhooks:again": Row(_A, of_a=_SENT, post_only=True),
}

ROUTES: dict[str, Row] = {
    "api:hooks": Row(_OWNERS),
    "api:add_hook": Row(_OWNERS, unread=True),
    "api:hook": Row(_A, of_a=_HOOK),
    "api:delete_hook": Row(_A, of_a=_HOOK),
    "api:rotate_hook_secret": Row(_A, of_a=_HOOK),
    "api:end_old_hook_secret": Row(_A, of_a=_HOOK),
    "api:switch_hook_off": Row(_A, of_a=_HOOK),
    "api:switch_hook_on": Row(_A, of_a=_HOOK),
    "api:test_hook": Row(_A, of_a=_HOOK),
    "api:hook_deliveries": Row(_A, of_a=_HOOK),
    "api:send_delivery_again": Row(_A, of_a=_SENT),
}
