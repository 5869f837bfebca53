"""What a form says: files by role, percentages as fractions, lists a line or comma each, and which changes are meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from pilotage.engines.ads.kept_plan import Only
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.scopes import EVERYTHING
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising.models import FileRole
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation
from pilotage.web.shell import ticks

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
    """`30` percent as `0.3`; blank stays blank, and what is no number stays as it is, to be refused in words."""
    text = text.strip().rstrip("%％").strip()
    try:
        return str(Decimal(text) / 100)
    except ArithmeticError:
        return text


def listed(text: str) -> list[str]:
    """Words or SKUs, one a line or between commas."""
    return [one.strip() for one in _BETWEEN.split(text) if one.strip()]


def site(given: QueryDict) -> str:
    """The site that is meant, every one where none is named."""
    return given.get("site", "") or EVERYTHING


def documents(request: HttpRequest, who: Viewer, seller: Organisation) -> dict[FileRole, Document]:
    """The files of the fields named as the roles, kept as the seller's own, whoever brings them.

    The caller has checked that `who` may. Raises `Invalid` where a field holds no file but text, or several files.
    """
    for role in FileRole:
        if request.POST.get(role.value) or len(request.FILES.getlist(role.value)) > 1:
            raise Invalid(
                "NOT_ONE_FILE",
                Text("“{field}”须是一个文件。", "“{field}” has to be one file."),
                Text("请把它作为一个文件上传，或留空。", "Upload it as one file, or leave it out."),
                field=role.value,
            )
    return {role: _kept(who, seller, file) for role in FileRole if (file := request.FILES.get(role.value))}  # fmt: skip


def only(given: QueryDict) -> Only:
    """Which changes the filter names."""
    what, guard, words, campaign = (
        given.get(name, "")[:_LONGEST] for name in ("what", "guard", "words", "campaign")
    )
    return Only(what=what, guard=guard, words=words.strip(), campaign=campaign)


def number(text: str) -> int:
    """A page; the first where it is none."""
    return next(iter(ticks.positions([text])), 1)


def decision(given: QueryDict, here: Callable[[], list[int]]) -> dict[str, Any]:
    """Verdict, reason and changes as the form names them: one by its own button, the ticked, the page's, or all.

    `here` gives the positions of the page.
    """
    for name, verdict in (("accept", "accepted"), ("refuse", "refused"), ("reopen", "open")):
        if place := given.get(name):
            reason = given.get(f"reason-{place}", "")
            return {"verdict": verdict, "reason": reason, "places": ticks.positions([place])}
    said = {"verdict": given.get("bulk", ""), "reason": given.get("reason", "")}
    places = ticks.meant(given, here)
    if places is None:
        return said | {"only": only(given), "standing": given.get("verdict", "")}
    return said | {"places": places}


def _kept(who: Viewer, seller: Organisation, file: UploadedFile) -> Document:
    name = file.name or ""
    return receive(by=who, at=who.at, owner=seller, kind="ads", name=name, chunks=file.chunks())
