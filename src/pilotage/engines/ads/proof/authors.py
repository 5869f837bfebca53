"""Who made a change: the partner, the seller, Amazon's automation, or nobody the log names.

Amazon marks its own changes (`isSystemEvent`). People are named only where the export has a column for them or the
metadata does; whose people they are, the engagement knows: `Authors` says it. A change that a plan of the partner
announced (same entity, same class, within a week) is the partner's too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pilotage.engines.mill.ads import folded
from pilotage.kernel.text import Text

TITLES = {
    "partner": Text("服务商", "the partner"),
    "seller": Text("卖家", "the seller"),
    "amazon": Text("亚马逊自动调整", "Amazon's automation"),
    "unknown": Text("记录未注明", "not named in the log"),
    "several": Text("多人", "several authors"),
}
_ROLES = {"partner": "partner", "服务商": "partner", "代运营": "partner", "agency": "partner", "seller": "seller", "卖家": "seller", "amazon": "amazon", "亚马逊": "amazon", "system": "amazon", "系统": "amazon"}  # fmt: skip
AUTHOR_COLUMNS = ("author", "changed by", "changedby", "user", "user name", "username", "modified by", "操作人", "修改人", "更改者", "变更人", "操作者")  # fmt: skip
_KEYS = ("author", "changedBy", "user", "userName", "userId", "modifiedBy", "actor", "changeSource")


@dataclass(frozen=True, slots=True)
class Authors:
    """Names or ids of the partner's and of the seller's users, as the log writes them; case does not count.

    `default`: whose changes are that no user is named for: `unknown`, or `partner` where the partner alone had access.
    """

    partner: frozenset[str] = frozenset()
    seller: frozenset[str] = frozenset()
    default: str = "unknown"


def author_of(row: Mapping[str, str], known: Authors) -> str:
    """`partner`, `seller`, `amazon`, the name as written, or `known.default`."""
    if folded(row.get("is_system_event", "")) in ("true", "1", "yes", "是"):
        return "amazon"
    name = next((row[key] for key in AUTHOR_COLUMNS if row.get(key)), "")
    name = name or _named_beside(row.get("metadata", ""))
    plain = folded(name)
    if not plain:
        return known.default
    if plain in {folded(one) for one in known.partner}:
        return "partner"
    if plain in {folded(one) for one in known.seller}:
        return "seller"
    return _ROLES.get(plain, name)


def metadata(text: str) -> dict[str, Any]:
    """What the log says beside a change; nothing where it is no JSON object."""
    try:
        found = json.loads(text) if text.startswith("{") else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _named_beside(text: str) -> str:
    found = metadata(text)
    values = (found.get(key) for key in _KEYS)
    return next((str(one) for one in values if isinstance(one, (str, int)) and one), "")
