"""A paper comes in, sealed; another takes its place; somebody looks at one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from django.conf import settings
from django.db import transaction

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.onboarding import queries, sealing
from pilotage.platform.onboarding.actions.apply import locked, noted, touched
from pilotage.platform.onboarding.models import Paper

MEGABYTES = 40


def add_paper(
    *, by: Viewer, at: datetime, ref: str, name: str, file_name: str, chunks: Iterable[bytes]
) -> Paper:
    """The paper of this name from now on; the very same file again changes nothing. Raises `Invalid`."""
    if name not in queries.NAMES:
        raise Invalid(
            "NO_SUCH_PAPER",
            Text("请选择这份文件是哪一种资料。", "Choose which paper this file is."),
        )
    row = queries.application(by, ref)
    seen = _Seen(chunks)
    limit = min(settings.UPLOAD_LIMIT_BYTES, MEGABYTES << 20)
    kept, _ = ports.files().keep(sealing.sealed(row.sealed_key, row.ref, seen), limit=limit)
    try:
        return _added(by, at, ref, name, PurePath(file_name).name, seen, kept)
    except BaseException:
        ports.files().forget(kept)
        raise


@transaction.atomic
def _added(
    by: Viewer, at: datetime, ref: str, name: str, file_name: str, seen: _Seen, kept: str
) -> Paper:
    if not seen.size:
        raise Invalid("EMPTY_FILE", Text("文件是空的。", "The file is empty."))
    row = locked(by, ref)
    before = row.papers.filter(name=name, removed_at=None).first()
    if before is not None and before.print == seen.print:
        ports.files().forget(kept)
        return before
    if before is not None:
        _take_away(before, at)
    paper = Paper.objects.create(
        application=row,
        name=name,
        file_name=file_name[:255] or "file",
        ending=PurePath(file_name).suffix.lower()[:10],
        size=seen.size,
        print=seen.print,
        sha256=kept,
        added_by=by.actor,
        added_at=at,
    )
    touched(row, at)
    noted(row, "paper_added", by, at, paper=name, sha256=seen.print)
    return paper


@transaction.atomic
def remove_paper(*, by: Viewer, at: datetime, ref: str) -> Paper:
    """It counts no longer, and its bytes are gone."""
    paper = queries.paper(by, ref)
    row = locked(by, paper.application.ref)
    _take_away(paper, at)
    touched(row, at)
    noted(row, "paper_removed", by, at, paper=paper.name)
    return paper


@transaction.atomic
def note_opened(*, by: Viewer, at: datetime, ref: str) -> Paper:
    """Somebody looks at a paper: the chain says who and when."""
    paper = queries.paper(by, ref)
    noted(paper.application, "paper_opened", by, at, paper=paper.name)
    return paper


def _take_away(paper: Paper, at: datetime) -> None:
    """The row stays, without fingerprint and what was read; the bytes go once this is certain."""
    gone = [sha for sha in (paper.sha256, paper.page_sha256) if sha]
    paper.removed_at, paper.read = at, None
    paper.sha256 = paper.page_sha256 = paper.print = ""
    paper.save()
    paper.marks.all().delete()
    paper.words.all().delete()
    transaction.on_commit(lambda: [ports.files().forget(sha) for sha in gone])


class _Seen:
    """Chunks on their way, counted and fingerprinted."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self._digest, self.size = chunks, sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._digest.update(chunk)
            self.size += len(chunk)
            yield chunk

    @property
    def print(self) -> str:
        return self._digest.hexdigest()
