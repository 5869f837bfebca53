"""The translation memory over the API: TMX in and out, what is near a text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile

from pilotage.platform.localops import actions, memory
from pilotage.platform.localops.queries import CHECK
from pilotage.web.localops import asking
from pilotage.web.localops.memory import as_file
from pilotage.web.viewer import viewer

router = Router(tags=["local operations · 本地运营"])


class MemoryIn(Schema):
    """`seller`: only a partner names one."""

    seller: str = ""


class MemoryLanguages(Schema):
    """A pair of languages (BCP 47) and its units."""

    source_language: str
    target_language: str
    units: int


class MemoryBrought(Schema):
    """`reasons`: why units were not read, with how many; `rejects`: the first of them, each with its line."""

    read: int
    rejected: int
    coded: int
    reasons: dict[str, int]
    rejects: list[dict[str, Any]]


class MemoryMatch(Schema):
    """`percent`: 100 for the very same source only."""

    percent: int
    ref: str
    source_language: str
    target_language: str
    source: str
    target: str
    origin: str
    created: datetime | None
    changed: datetime | None


@router.get("/memory", response=list[MemoryLanguages])
def memory_languages(request: HttpRequest, seller: str = "") -> list[MemoryLanguages]:
    who = viewer(request)
    return [
        MemoryLanguages(source_language=source, target_language=target, units=n)
        for source, target, n in memory.languages(who, memory.seller(who, seller))
    ]


@router.post("/memory", response=MemoryBrought)
def bring_memory(
    request: HttpRequest,
    asked: Form[MemoryIn],
    memory_file: UploadedFile | None = File(None, alias="memory"),  # noqa: B008  ninja reads it so
) -> MemoryBrought:
    """One TMX file, kept whole or not at all."""
    who = viewer(request)
    of = memory.seller(who, asked.seller, CHECK)
    file = asking.tmx(request)
    made = actions.bring(
        by=who, at=who.at, seller=of, name=file.name or "", size=file.size or 0, file=file
    )
    return MemoryBrought(
        read=made.read, rejected=made.rejected, coded=made.coded, reasons=dict(made.reasons),
        rejects=[one._asdict() for one in made.rejects],
    )  # fmt: skip


@router.get("/memory/matches", response=list[MemoryMatch])
def memory_matches(
    request: HttpRequest,
    text: str = Query(...),
    source: str = "",
    target: str = "",
    seller: str = "",
) -> list[MemoryMatch]:
    """The five nearest kept sources with their translations; languages left out: any."""
    who = viewer(request)
    found = memory.near(who, memory.seller(who, seller), text, source, target)
    return [
        MemoryMatch(
            percent=one.percent, ref=one.unit.ref, source_language=one.unit.source_language,
            target_language=one.unit.target_language, source=one.unit.source, target=one.unit.target,
            origin=one.unit.origin, created=one.unit.created, changed=one.unit.changed,
        )
        for one in found
    ]  # fmt: skip


@router.get("/memory/file")
def memory_file(request: HttpRequest, source: str = "", target: str = "", seller: str = "") -> FileResponse:  # fmt: skip
    """TMX 1.4 of a pair of languages; left out: of all."""
    who = viewer(request)
    return as_file(memory.whole(who, memory.seller(who, seller), source, target))


@router.delete("/memory", response={204: None})
def delete_memory(request: HttpRequest, source: str, target: str, seller: str = "") -> Status[None]:
    """Every unit of a pair of languages."""
    who = viewer(request)
    of = memory.seller(who, seller, CHECK)
    actions.drop_languages(by=who, at=who.at, seller=of, source=source, target=target)
    return Status(204, None)


@router.delete("/memory/{ref}", response={204: None})
def delete_memory_unit(request: HttpRequest, ref: str) -> Status[None]:
    who = viewer(request)
    actions.drop_unit(by=who, at=who.at, ref=ref)
    return Status(204, None)
