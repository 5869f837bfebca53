"""The files of a month, each asked for once and kept once, however often the work is broken off and begun again.

What was begun lives with the caller (`Kept`): a report asked for is remembered by its number before it is waited
for, so a second run waits for the same one. A restricted report's document is opened by a token for it alone, where
`restricted.tsv` lets one be asked for; other restricted types are refused by name before anything is asked.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from pilotage.engines import sp_api
from pilotage.integrations.sp_api.client import Client, Unanswered
from pilotage.kernel.errors import Invalid, NotAllowed, SourceDown
from pilotage.kernel.text import Text

_REPORTS = "/reports/2021-06-30/reports"
_DOCUMENT = "GET /reports/2021-06-30/documents/{reportDocumentId}"
# Unpacked, in memory: beyond it the seller brings the file, whose upload goes to the disk in pieces.
_MOST_BYTES = 512 << 20
_ATTEMPTS, _POLLS, _POLL_SECONDS = 4, 240, 30


@dataclass(frozen=True, slots=True)
class Asked:
    """One report to have: days as ISO 8601 with time, one store."""

    type: str
    site: str
    first: str
    last: str


class Kept(Protocol):
    """Where a run remembers; each call is whole before it returns. `opens` comes before a token is asked for."""

    def number(self, asked: Asked) -> str | None: ...
    def remember(self, asked: Asked, number: str | None) -> None: ...
    def has(self, number: str) -> bool: ...
    def opens(self, asked: Asked, document: str) -> None: ...
    def keep(self, number: str, digest: str, content: bytes) -> None: ...


def collect(client: Client, asked: Iterable[Asked], kept: Kept, polls: int = _POLLS) -> tuple[Asked, ...]:  # fmt: skip
    """Keeps every file that can be had; gives back what Amazon said it has not (CANCELLED or FATAL every time).

    A report is looked at `polls` times at most before `SourceDown("REPORT_NOT_READY")`.

    Raises `NotAllowed("RESTRICTED_REPORT")` before anything is asked, `SourceDown` where a later run goes on,
    `Invalid("REPORT_TOO_LARGE")`.
    """
    wanted = tuple(asked)
    if closed := sorted({one.type for one in wanted if _is_closed(one.type)}):
        raise NotAllowed(
            "RESTRICTED_REPORT",
            Text("受限报告 {types} 只能手动上传。", "Restricted reports ({types}) are uploaded by hand."),
            types=", ".join(closed),
        )  # fmt: skip
    return tuple(one for one in wanted if not _had(client, one, kept, polls))


def _is_closed(type: str) -> bool:
    row = sp_api.restricted().get(type)
    return row is not None and row.kind is not sp_api.Kind.READ


def _had(client: Client, asked: Asked, kept: Kept, polls: int) -> bool:
    for _ in range(_ATTEMPTS):
        number = kept.number(asked)
        if number is None:
            number = _created(client, asked)
            kept.remember(asked, number)
        if kept.has(number):
            return True
        status, document = _waited(client, number, polls)
        if status == "DONE":
            restricted = asked.type in sp_api.restricted()
            if restricted:
                kept.opens(asked, document)
            content = _content(client, document, restricted)
            kept.keep(number, hashlib.sha256(content).hexdigest(), content)
            return True
        kept.remember(asked, None)
    return False


def _created(client: Client, asked: Asked) -> str:
    body = {
        "reportType": asked.type,
        "marketplaceIds": [asked.site],
        "dataStartTime": asked.first,
        "dataEndTime": asked.last,
    }
    for _ in range(_ATTEMPTS):
        try:
            return str(client.ask(f"POST {_REPORTS}", body=body).get("reportId", ""))
        except Unanswered:
            # Asked twice, Amazon makes two or cancels one: look first whether the lost answer left a report.
            if number := _open_already(client, asked):
                return number
    raise SourceDown("AMAZON_DOWN", Text("亚马逊多次没有答复，稍后重试。", "Amazon did not answer several times; try again later."))  # fmt: skip


def _open_already(client: Client, asked: Asked) -> str:
    query = {"reportTypes": asked.type, "pageSize": "100", "processingStatuses": "IN_QUEUE,IN_PROGRESS"}  # fmt: skip
    listed = client.ask(f"GET {_REPORTS}", query=query).get("reports")
    file = sp_api.month_file(asked.type)
    for one in listed if isinstance(listed, list) else ():
        span = (one.get("dataStartTime"), one.get("dataEndTime"))
        here = (file is not None and file.is_of_region) or one.get("marketplaceIds") == [asked.site]
        if span == (asked.first, asked.last) and here:
            return str(one.get("reportId", ""))
    return ""


def _waited(client: Client, number: str, polls: int) -> tuple[str, str]:
    for nth in range(polls):
        told = client.ask(f"GET {_REPORTS}/{{reportId}}", {"reportId": number})
        status = str(told.get("processingStatus", ""))
        if status not in ("IN_QUEUE", "IN_PROGRESS"):
            return status, str(told.get("reportDocumentId", ""))
        client.wait(client.dice.uniform(0.5, 1) * min(_POLL_SECONDS, 2 ** min(nth, 10)))
    raise SourceDown("REPORT_NOT_READY", Text("报告尚未生成，稍后继续。", "The report is not made yet; it goes on later."))  # fmt: skip


def _content(client: Client, document: str, restricted: bool) -> bytes:
    for _ in range(_ATTEMPTS * 2):
        told = client.ask(_DOCUMENT, {"reportDocumentId": document}, restricted=restricted)
        try:
            packed = client.fetch(str(told.get("url", "")))
            return _unpacked(packed) if told.get("compressionAlgorithm") == "GZIP" else packed
        except (SourceDown, EOFError, zlib.error, gzip.BadGzipFile):
            continue
    raise SourceDown("FILE_NOT_WHOLE", Text("文件多次未能完整下载，稍后重试。", "The file did not arrive whole several times; try again later."))  # fmt: skip


def _unpacked(packed: bytes) -> bytes:
    opened = zlib.decompressobj(wbits=31)
    content = opened.decompress(packed, _MOST_BYTES)
    if opened.eof:
        return content
    if len(content) == _MOST_BYTES:
        raise Invalid(
            "REPORT_TOO_LARGE",
            Text("报告超过 {most} MB，不经连接读取；请自己下载上传。", "The report is above {most} MB and not read over a connection: download and upload it."),
            most=_MOST_BYTES >> 20,
        )  # fmt: skip
    raise EOFError("cut short")
