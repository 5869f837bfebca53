"""The child's side of listing checks: a file in, findings and corrected listings out, as files and plain values."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pilotage.engines.listings import (
    Account,
    Finding,
    Listing,
    Reject,
    Rulebook,
    Source,
    account_json,
    checked,
    head_json,
    mended,
    open_listings,
    rulebook,
    write_json,
)
from pilotage.engines.listings.corrected import Corrected
from pilotage.engines.listings.kept_findings import FindingsWriter
from pilotage.jobs.crunch import fitting

Progress = Callable[[int, int], None]
ROWS, FINDINGS, SHEET, PLAIN = "rows.parquet", "findings.json", "corrected.xlsx", "corrected.json"
_EVERY = 1000
_READ, _ALL = 1000, 1100  # steps of the progress: once the file is read, once all is written


def check(*, path: str, name: str, site: str, on: str, out: str, progress: Progress) -> dict[str, Any]:  # fmt: skip
    """Check the file as listings of a site on a day (ISO). Writes `ROWS`, `FINDINGS`, `SHEET` and `PLAIN` into `out`.

    `FINDINGS` is what `listings check --json` says. Raises `Invalid` for a file that holds no listings.
    """
    rules, read, folder = rulebook(site, date.fromisoformat(on)), [0.0], Path(out)
    with (
        tempfile.TemporaryDirectory(prefix="pilotage-listings-in-") as named,
        Corrected() as corrected,
    ):
        link = Path(named) / fitting(name)
        link.symlink_to(path)
        source = open_listings(
            link, rules.store.marketplace_id, rules.languages, lambda share: read.__setitem__(0, share)
        )  # fmt: skip
        work = _Work(rules, corrected)
        rows = work.over(source, lambda: progress(int(read[0] * _READ), _ALL))
        said, findings = _found(rows, source, work, folder)
        progress(_READ, _ALL)
        corrected.write(folder / SHEET, folder / PLAIN)
        progress(_ALL, _ALL)
    return {**said, "findings": findings, "changed": corrected.changed}


def _found(
    rows: Iterator[Listing | Reject], source: Source, work: _Work, folder: Path
) -> tuple[dict[str, Any], int]:
    """Writes `ROWS` and `FINDINGS`; what was asked and what came of it, and how many findings."""
    account = Account()
    with (
        FindingsWriter(folder / ROWS) as kept,
        (folder / FINDINGS).open("w", encoding="utf-8", errors="backslashreplace") as file,
    ):
        said = (kept.add(one, work.take(one)) for one in checked(rows, work.rules, account))
        write_json(file, source, work.rules, said, account)
    return {**head_json(source, work.rules), **account_json(account)}, kept.written


class _Work:
    """The listing that is being checked, and what becomes of it once its findings are known."""

    def __init__(self, rules: Rulebook, corrected: Corrected) -> None:
        self.rules, self.corrected = rules, corrected
        self.suggested = False
        self._texts: dict[str, str] = {}

    def over(self, source: Source, tell: Callable[[], None]) -> Iterator[Listing | Reject]:
        """Hands each row on; when the next is asked for, the findings of the one before have been taken."""
        for number, row in enumerate(source.rows):
            if number % _EVERY == 0:
                tell()
            if isinstance(row, Reject):
                self.corrected.reject(row)
                yield row
                continue
            self.suggested = False
            self._texts = {one.field: one.text for one in row.texts}
            yield row
            self.corrected.take(row, mended(row, self.rules) if self.suggested else row)

    def take(self, found: Finding) -> str:
        """A finding about that listing; the whole text of its field, blank where it has none."""
        self.suggested |= found.suggestion is not None
        return self._texts.get(found.field, "")
