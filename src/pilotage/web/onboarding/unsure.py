"""What the reader was unsure of, beside its piece of the page: a person says what stands there."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from PIL import Image

from pilotage.engines.dossier.values import LONG_TERM
from pilotage.engines.dossier.words import document_name, field_name
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.onboarding import actions, queries
from pilotage.platform.onboarding.queries import Unsure
from pilotage.web.fence import unfenced
from pilotage.web.onboarding.papers import private
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

# As papers print it, whatever language the page speaks.
_LONG = "长期"
# Around the place, in pixels of the page: what stands beside it tells which field it is.
_ABOVE, _BESIDE, _LEAST = 40, 140, 560


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Every field that waits, application by application."""
    return _page(request)


@require_POST
@signed_in
def settle(request: HttpRequest, ref: str) -> HttpResponse:
    """One field; with the last of an application its pre-audit is asked for again."""
    who = viewer(request)
    field, value = request.POST.get("field", ""), request.POST.get("value", "")
    try:
        word = actions.settle(by=who, at=who.at, ref=ref, field=field, value=value)
    except Invalid as refused:
        return _page(request, (ref, field, value, in_words(refused)), status=422)
    owner = word.paper.application
    if queries.unsure(who, owner.ref):
        return redirect("onboarding:unsure")
    actions.start(by=who, at=who.at, ref=owner.ref)
    messages.success(request, say(Text("已全部核对，正在重新预审。", "All looked at; it is being checked again.")))  # fmt: skip
    return redirect("onboarding:detail", owner.ref)


@unfenced  # looking at a paper is written down
@require_GET
@signed_in
def crop(request: HttpRequest, ref: str, field: str) -> HttpResponse:
    """The piece of the page around a field that waits; the whole page where nobody knows where it stands."""
    who = viewer(request)
    asked = queries.question(who, ref, field)
    paper = actions.note_opened(by=who, at=who.at, ref=ref)
    content = b"".join(queries.bytes_of(who, paper, page=True))
    return private(HttpResponse(_around(content, asked), "image/jpeg"))


def _around(content: bytes, asked: Unsure) -> bytes:
    if asked.box is None:
        return content
    with Image.open(io.BytesIO(content)) as page:
        left, top, right, bottom = asked.box
        wide = max(0, _LEAST - (right - left) - 2 * _BESIDE) // 2
        place = (
            max(0, left - _BESIDE - wide), max(0, top - _ABOVE),
            min(page.width, right + _BESIDE + wide), min(page.height, bottom + _ABOVE),
        )  # fmt: skip
        out = io.BytesIO()
        page.crop(place).save(out, "JPEG", quality=88)
    return out.getvalue()


def _page(request: HttpRequest, refused: tuple[str, str, str, str] | None = None, status: int = 200) -> HttpResponse:  # fmt: skip
    rows = []
    for one in queries.unsure(viewer(request)):
        mine = refused is not None and refused[:2] == (one.paper.ref, one.field)
        read = _LONG if one.read == LONG_TERM else one.read
        rows.append(
            {
                "one": one,
                "document": document_name(one.paper.name),
                "field": field_name(one.field),
                "read": read,
                "value": refused[2] if refused and mine else read,
                "error": refused[3] if refused and mine else "",
            }
        )
    return render(request, "onboarding/unsure.html", {"rows": rows}, status=status)
