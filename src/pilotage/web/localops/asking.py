"""What a form says: the one file, which findings are meant, and what is chosen of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from pilotage.engines.listings.kept_findings import Chosen
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.platform.localops import choices
from pilotage.platform.parties.models import Organisation
from pilotage.web.shell import ticks

_LONGEST = 200


def document(request: HttpRequest, who: Viewer, seller: Organisation) -> Document:
    """The file `listings`, kept as the seller's own, whoever brings it. The caller has checked that `who` may."""
    file = _one_file(
        request, "listings",
        Text("需要一个商品文件。", "One file of listings is needed."),
        Text("请选择商品模板、CSV、JSON 或 xlsx 后再上传。", "Choose a listing template, CSV, JSON or xlsx and upload it."),
    )  # fmt: skip
    name, chunks = file.name or "", file.chunks()
    return receive(by=who, at=who.at, owner=seller, kind="listings", name=name, chunks=chunks)


def tmx(request: HttpRequest) -> UploadedFile:
    """The file `memory`."""
    return _one_file(
        request, "memory",
        Text("需要一个 TMX 文件。", "One TMX file is needed."),
        Text("请从翻译工具导出 TMX 1.4 后再上传。", "Export TMX 1.4 from your translation tool and upload that."),
    )  # fmt: skip


def _one_file(request: HttpRequest, field: str, says: Text, step: Text) -> UploadedFile:
    """Raises `Invalid` where the field holds no file but text, none, or several."""
    files = request.FILES.getlist(field)
    if request.POST.get(field) or len(files) != 1 or not isinstance(files[0], UploadedFile):
        raise Invalid("NOT_ONE_FILE", says, step)
    return files[0]


def chosen(given: QueryDict) -> Chosen:
    """Which findings the filter names."""
    severity, code, field, words = (
        given.get(name, "")[:_LONGEST] for name in ("severity", "code", "field", "words")
    )
    return Chosen(severity, code, field, words.strip())


def choice(given: QueryDict, here: Callable[[], list[int]]) -> dict[str, Any]:
    """Verdict and suggestions as the form names them: one by its own button, the ticked, the page's, or all of the filter.

    `here` gives the positions of the page.
    """
    for verdict in choices.VERDICTS:
        if place := given.get(verdict):
            return {"verdict": verdict, "places": ticks.positions([place])}
    said, places = {"verdict": given.get("bulk", "")}, ticks.meant(given, here)
    if places is None:
        return said | {"only": chosen(given), "standing": given.get("fix", "")}
    return said | {"places": places}
