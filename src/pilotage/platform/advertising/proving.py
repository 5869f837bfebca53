"""What is wished of a proof, as kept: days, target, and whose the users of the change log are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.advertising.wishing import amount, day, wishes_of

DEFAULTS = ("unknown", "partner", "seller")
_MOST, _LONGEST = 100, 200


def kept(given: Mapping[str, Any]) -> dict[str, Any]:
    """What can be kept of what was given, blanks left out. Raises `Invalid` for what no proof can be made with."""
    found: dict[str, Any] = {
        name: day(str(given[name])).isoformat() for name in ("start", "until") if given.get(name)
    }
    if found.get("start", "") > found.get("until", "9999"):
        raise Invalid(
            "FROM_AFTER_UNTIL",
            Text("开始日期晚于结束日期。", "The first day is after the last."),
            Text("请对调两个日期。", "Exchange the two days."),
        )
    if given.get("target_acos") not in (None, ""):
        found["target_acos"] = amount(given["target_acos"])
        wishes_of(found)
    for name in ("partner", "seller"):
        people = [str(one).strip()[:_LONGEST] for one in given.get(name) or ()]
        if people := list(dict.fromkeys(filter(None, people)))[:_MOST]:
            found[name] = people
    if given.get("default") in DEFAULTS[1:]:
        found["default"] = given["default"]
    return found
