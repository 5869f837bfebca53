"""The child's side of listing checks: a file in, findings and corrected listings out, as files and plain values."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pilotage.engines.listings import (
    Account,
    Listing,
    Reject,
    Rulebook,
    Source,
    account_json,
    checked,
    finding_json,
    head_json,
    mended,
    open_listings,
    rulebook,
)
from pilotage.engines.listings.corrected import Corrected
from pilotage.engines.listings.kept_findings import FindingsWriter
from pilotage.jobs.crunch import fitting

Progress = Callable[[int, int], None]
ROWS, FINDINGS, SHEET, PLAIN = "rows.parquet", "findings.json", "corrected.xlsx", "corrected.json"
_EVERY = 1000


def check(*, path: str, name: str, site: str, on: str, out: str, progress: Progress) -> dict[str, Any]:  # fmt: skip
    """Check the file as listings of a site on a day (ISO). Writes `ROWS`, `FINDINGS`, `SHEET` and `PLAIN` into `out`.

    `FINDINGS` is what `listings check --json` says. Raises `Invalid` for a file that holds no listings.
    """
    rules = rulebook(site, date.fromisoformat(on))
    with tempfile.TemporaryDirectory(prefix="pilotage-listings-in-") as folder:
        link = Path(folder) / fitting(name)
        link.symlink_to(path)
        share = [0.0]
        source = open_listings(
            link,
            rules.store.marketplace_id,
            rules.languages,
            lambda read: share.__setitem__(0, read),
        )
        account, work = Account(), _Work(rules)
        head = head_json(source, rules)
        with FindingsWriter(Path(out) / ROWS) as kept, (Path(out) / FINDINGS).open("w", encoding="utf-8") as file:  # fmt: skip
            file.write(json.dumps(head)[:-1] + ', "findings": [')
            mark = "\n"
            for found in checked(work.over(source, lambda: progress(int(share[0] * 1000), 1100)), rules, account):  # fmt: skip
                work.suggested |= found.suggestion is not None
                kept.add(found, work.text_of(found.field))
                file.write(mark + json.dumps(finding_json(found)))
                mark = ",\n"
            said = account_json(account)
            file.write("\n], " + json.dumps(said)[1:] + "\n")
        progress(1000, 1100)
        work.corrected.write(Path(out) / SHEET, Path(out) / PLAIN)
        progress(1100, 1100)
    return {**head, **said, "findings": kept.written, "changed": work.corrected.changed}


class _Work:
    """The listing that is being checked, and what becomes of it once its findings are known."""

    def __init__(self, rules: Rulebook) -> None:
        self.rules, self.corrected = rules, Corrected()
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

    def text_of(self, field: str) -> str:
        """The whole text of a field of that listing; blank where it has none."""
        return self._texts.get(field, "")
