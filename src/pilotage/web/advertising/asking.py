"""What a form says: files by role, percentages as fractions, lists a line or comma each, and which changes are meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from pilotage.engines.ads.kept_plan import Only
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.scopes import EVERYTHING
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising.models import FileRole
from pilotage.platform.advertising.verdicts import CODES
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation

_PERCENT = ("target_acos", "step_up", "step_down", "brand_acos")
_BETWEEN = re.compile(r"[,;\n，；、]")
_LONGEST = 200


def wishes(given: QueryDict) -> dict[str, Any]:
    """What is wished of a plan, as `platform.advertising.wishing` keeps it."""
    return {
        **{name: fraction(given.get(name, "")) for name in _PERCENT},
        "budget": given.get("budget", "").strip(),
        **{name: listed(given.get(name, "")) for name in ("brand", "frozen", "never_raise")},
        "currency": given.get("currency", "").strip(),
        "as_of": given.get("as_of", "").strip(),
    }


def fraction(text: str) -> str:
    """`30` percent as `0.3`; blank stays blank."""
    text = text.strip().rstrip("%％").strip()
    if not text:
        return ""
    try:
        found = Decimal(text) / 100
    except InvalidOperation:
        return text  # refused with its own words
    return f"{found:f}" if found.is_finite() else text


def listed(text: str) -> list[str]:
    """Words or SKUs, one a line or between commas."""
    return [one.strip() for one in _BETWEEN.split(text) if one.strip()]


def site(given: QueryDict) -> str:
    """The site that is meant, every one where none is named."""
    return given.get("site", "") or EVERYTHING


def files(request: HttpRequest, *roles: FileRole) -> list[tuple[FileRole, UploadedFile]]:
    """The files of the fields named as the roles."""
    return [(role, file) for role in roles for file in request.FILES.getlist(role.value)]


def kept(who: Viewer, seller: Organisation, file: UploadedFile) -> Document:
    """Kept as the seller's own, whoever brings it. The caller has checked that `who` may."""
    name = file.name or ""
    return receive(by=who, at=who.at, owner=seller, kind="ads", name=name, chunks=file.chunks())


def day(text: str) -> date:
    """A day as a date field sends it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(
            "NOT_A_DAY",
            Text("“{text}”不是日期。", "“{text}” is not a day."),
            Text("请填写如 2026-08-31 的日期。", "Give a day such as 2026-08-31."),
            text=text[:40],
        ) from None


def only(given: QueryDict) -> Only:
    """Which changes the filter names."""
    what, guard, words, campaign = (
        given.get(name, "")[:_LONGEST] for name in ("what", "guard", "words", "campaign")
    )
    return Only(what=what, guard=guard, words=words.strip(), campaign=campaign)


def standing(given: QueryDict) -> str:
    """The verdict that the filter names, blank for all."""
    found = given.get("verdict", "")
    return found if found in CODES else ""


def number(text: str, least: int = 1) -> int:
    """A page or place; `least` where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else least


def decision(given: QueryDict, here: Callable[[], list[int]]) -> dict[str, Any]:
    """Verdict, reason and changes as the form names them: one by its own button, the ticked, the page's, or all.

    `here` gives the positions of the page.
    """
    for name, verdict in (("accept", "accepted"), ("refuse", "refused"), ("reopen", "open")):
        if given.get(name):
            place = number(given[name], -1)
            return {"verdict": verdict, "reason": given.get(f"reason-{place}", ""), "places": [place]}  # fmt: skip
    said = {"verdict": given.get("bulk", ""), "reason": given.get("reason", "")}
    scope = given.get("scope", "")
    if scope == "all":
        return said | {"only": only(given), "standing": standing(given)}
    if scope == "page":
        return said | {"places": here()}
    return said | {"places": [number(one, -1) for one in given.getlist("place")]}
