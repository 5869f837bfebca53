"""The child's side of listing checks: a file in, findings or corrected listings out, as files and plain values."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from pilotage.engines.listings import (
    Accepted,
    Account,
    Finding,
    Listing,
    Reject,
    Rulebook,
    Source,
    account_json,
    checked,
    followed,
    head_json,
    open_listings,
    rulebook,
    write_json,
)
from pilotage.engines.listings.corrected import Corrected
from pilotage.engines.listings.kept_findings import FindingsWriter, KeptFindings
from pilotage.jobs.crunch import fitting

Progress = Callable[[int, int], None]
Rows = Iterator[Listing | Reject]
ROWS, FINDINGS, SHEET, PLAIN = "rows.parquet", "findings.json", "corrected.xlsx", "corrected.json"
_EVERY = 1000
_READ, _ALL = 1000, 1100  # steps of the progress: once the file is read, once all is written


def check(*, path: str, name: str, site: str, on: str, out: str, progress: Progress) -> dict[str, Any]:  # fmt: skip
    """Check the file as listings of a site on a day (ISO). Writes `ROWS` and `FINDINGS` into `out`.

    `FINDINGS` is what `listings check --json` says. Raises `Invalid` for a file that holds no listings.
    """
    rules, folder, account = rulebook(site, date.fromisoformat(on)), Path(out), Account()
    with (
        _opened(path, name, rules, progress) as (source, rows),
        FindingsWriter(folder / ROWS) as kept,
        (folder / FINDINGS).open("w", encoding="utf-8", errors="backslashreplace") as file,
    ):
        said = (kept.add(*one) for one in _with_texts(rows, rules, account))
        write_json(file, source, rules, said, account)
    progress(_ALL, _ALL)
    return {
        **head_json(source, rules), **account_json(account), "findings": kept.written,
        "suggestions": kept.suggested,
    }  # fmt: skip


def correct(
    *, path: str, name: str, site: str, on: str, rows: str, accepted: Sequence[Sequence[int]], out: str, progress: Progress
) -> dict[str, Any]:  # fmt: skip
    """Follow the suggestions at the runs `accepted` of the findings in the file `rows`. Writes `SHEET` and `PLAIN` into `out`.

    `changed` counts those that were followed: `engines.listings.followed` says when one is not.
    """
    rules, folder = rulebook(site, date.fromisoformat(on)), Path(out)
    places = [np.arange(first, last + 1) for first, last in accepted]
    wanted = _by_row(KeptFindings(Path(rows)), np.concatenate(places))
    row, meant = next(wanted)
    with _opened(path, name, rules, progress) as (_, listings), Corrected() as corrected:
        for one in listings:
            if isinstance(one, Reject):
                corrected.reject(one)
            elif one.row == row:
                corrected.take(*followed(one, rules, meant))
                row, meant = next(wanted, (0, []))
            else:
                corrected.take(one)
        progress(_READ, _ALL)
        corrected.write(folder / SHEET, folder / PLAIN)
    progress(_ALL, _ALL)
    return {"accepted": sum(map(len, places)), "changed": corrected.changed}


@contextmanager
def _opened(path: str, name: str, rules: Rulebook, progress: Progress) -> Iterator[tuple[Source, Rows]]:  # fmt: skip
    """The file under the name it came with, and its rows, which tell how far they are."""
    read = [0.0]

    def told(rows: Rows) -> Rows:
        for number, row in enumerate(rows):
            if number % _EVERY == 0:
                progress(int(read[0] * _READ), _ALL)
            yield row

    with tempfile.TemporaryDirectory(prefix="pilotage-listings-in-") as named:
        link = Path(named) / fitting(name)
        link.symlink_to(path)
        source = open_listings(
            link, rules.store.marketplace_id, rules.languages, lambda share: read.__setitem__(0, share)
        )  # fmt: skip
        yield source, told(source.rows)


def _with_texts(rows: Rows, rules: Rulebook, account: Account) -> Iterator[tuple[Finding, str]]:
    """Each finding with the whole text of its field, blank where it has none."""
    texts: Mapping[str, str] = {}

    def noted() -> Rows:
        nonlocal texts
        for row in rows:
            # When the next row is asked for, the findings of the one before have been taken.
            texts = {} if isinstance(row, Reject) else {one.field: one.text for one in row.texts}
            yield row

    for found in checked(noted(), rules, account):
        yield found, texts.get(found.field, "")


def _by_row(kept: KeptFindings, places: Any) -> Iterator[tuple[int, list[Accepted]]]:
    """What is accepted of each row of the file, in its order."""
    for row, found in groupby(kept.rows(places), lambda one: int(one["row"])):
        yield row, [_accepted(one) for one in found]


def _accepted(one: Mapping[str, Any]) -> Accepted:
    better = one["suggestion"]
    return Accepted(one["code"], one["field"], one["allowed"], better["before"], better["after"])
