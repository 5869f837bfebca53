"""The child's side of work on registers: plain values in, plain values out. A million marks are ordinary."""

from __future__ import annotations

import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pilotage.engines.marks import Entry, Hit, Register, entries, keep, kept
from pilotage.engines.marks import watch as watched
from pilotage.engines.marks.classes import classes_of
from pilotage.engines.marks.days import day_of
from pilotage.engines.marks.watch import MOST_EACH, THRESHOLD
from pilotage.jobs.crunch import fitting
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.brand.numbers import bare, filing_of

Progress = Callable[[int, int], None]
_Hit = dict[str, Any]
SHOWN = 50
# Looked at closely, so that a mark of the partner's report has a place even where it is not shown.
_LOOKED_AT = 1000
MOST_ROWS = 2_000_000
_MOST_UNPACKED = 8 << 30
_MOST_ALERTS = 20_000
_NEXT = Text(
    "请上传带表头的 CSV（UTF-8），至少有 mark 列，最好有 id、classes、office、status、filed、owner；或 USPTO 的 XML / zip。",
    "Upload a CSV with a header (UTF-8): at least mark, better with id, classes, office, status, filed, owner; or the USPTO's XML or zip.",
)
# What registers call their other columns.
_PUBLISHED = ("published", "publication_date", "published_on", "公告日期", "初审公告日期", "公告日")
_OFFICE, _OWNER = ("office", "商标局"), ("owner", "applicant", "申请人", "权利人")


def read(*, register: Mapping[str, str], progress: Progress) -> dict[str, Any]:
    """What is in a register: rows, how many live, offices, the oldest and the newest filing. Its index is kept."""
    built = _built(register, progress)
    rows = list(built.entries)
    offices = Counter(_of(row, _OFFICE) for row in rows)
    days = sorted(day for row in rows if (day := row.filed_on))
    return {
        "rows": len(rows),
        "alive": int(built.alive.sum()),
        "named": sum(bool(row.mark) for row in rows),
        "offices": [[office, many] for office, many in offices.most_common(10) if office],
        "first": days[0].isoformat() if days else "",
        "last": days[-1].isoformat() if days else "",
    }


def screen(
    *, register: Mapping[str, str], name: str, classes: str, progress: Progress
) -> dict[str, Any]:
    """The nearest earlier marks with their factors, best first; `near`: how many of them reach what a watch would tell."""
    built = _built(register, progress)
    hits = [_hit(n, hit) for n, hit in enumerate(built.screen(name, classes, SHOWN), 1)]
    near = sum(hit["score"] >= THRESHOLD for hit in hits)
    return {"looked_at": len(built), "hits": hits, "near": near, "threshold": THRESHOLD}


def compare(
    *, register: Mapping[str, str], name: str, classes: str, report: Mapping[str, str], progress: Progress
) -> dict[str, Any]:  # fmt: skip
    """The partner's report beside ours: named by both, by us alone, by the partner alone and why we did not show it."""
    theirs = _entries(report)
    built = _built(register, progress)
    hits = [_hit(n, hit) for n, hit in enumerate(built.screen(name, classes, _LOOKED_AT), 1)]
    asked = {word for row in theirs for word in (bare(row.id), _sign(row))} - {""}
    here = {word for row in built.entries for word in (bare(row.id), _sign(row)) if word in asked}
    numbers, signs = _looked_up(hits)
    ours = hits[:SHOWN]
    both: list[dict[str, Any]] = []
    alone: list[dict[str, Any]] = []
    named: set[int] = set()
    for one in theirs:
        found = _same(one, numbers, signs)
        told = {"id": one.id, "mark": one.mark, "classes": one.classes, "status": one.status}
        if found is not None and found["place"] <= SHOWN:
            if found["place"] not in named:
                both.append(found)
        else:
            is_here = found is not None or bare(one.id) in here or _sign(one) in here
            alone.append(told | {"found": found, "in_register": is_here})
        if found is not None:
            named.add(found["place"])
    missed = [hit for hit in ours if hit["place"] not in named and hit["score"] >= THRESHOLD]
    return {
        "rows": len(theirs), "both": both, "theirs": alone[:SHOWN], "more_theirs": max(0, len(alone) - SHOWN),
        "ours": [hit for hit in missed if hit["alive"]], "ours_ended": [hit for hit in missed if not hit["alive"]],
        "threshold": THRESHOLD,
    }  # fmt: skip


def watch(
    *, register: Mapping[str, str], office: str, portfolio: Sequence[Mapping[str, Any]], progress: Progress
) -> dict[str, Any]:  # fmt: skip
    """New filings near the portfolio, the nearest first. None are own filings, ended ones, and of a mark those that
    are older or were `told` of. `office` is that of rows that name none.
    """
    built = _built(register, _first_half_of(progress))
    others, days = _others(built, portfolio)
    told = {mark["ref"]: mark["told"] for mark in portfolio}
    places = _places(built, office, {filing for filings in told.values() for filing in filings})
    since = {mark["ref"]: day_of(mark["since"]) or date.min for mark in portfolio}
    ours = [Entry(mark["ref"], mark["sign"], mark["classes"]) for mark in portfolio]

    def among(one: Entry) -> NDArray[np.bool_]:
        counts: NDArray[np.bool_] = others & (days >= since[one.id].toordinal())
        for filing in told[one.id]:
            counts[places.get(filing, [])] = False
        return counts

    found = [
        {"mark": alert.ours.id, "filed": _filed(alert.filed), "factors": asdict(alert.likeness)}
        for alert in watched(ours, built, progress=_second_half_of(progress), among=among)
    ]
    found.sort(key=lambda one: -one["factors"]["score"])
    return {
        "rows": int(built.alive.sum()), "marks": len(ours), "alerts": found[:_MOST_ALERTS],
        "left_out": max(0, len(found) - _MOST_ALERTS), "most_each": MOST_EACH,
    }  # fmt: skip


def _others(
    built: Register, portfolio: Sequence[Mapping[str, Any]]
) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """Of every filing: whether it lives and is another's, and its day (ordinal; one that nobody can tell: the last of all).

    Told before anything is compared: a brand filed in all 45 classes would take the places of whoever comes near it.
    """
    own = {bare(number) for mark in portfolio for number in mark["numbers"]} - {""}
    owners = {bare(mark["owner"]) for mark in portfolio} - {""}
    others = built.alive.copy()
    days = np.full(len(built), date.max.toordinal(), dtype=np.int32)
    for n in np.flatnonzero(built.alive):
        entry = built.entries[int(n)]
        others[n] = bare(entry.id) not in own and bare(_of(entry, _OWNER)) not in owners
        if day := entry.filed_on:
            days[n] = day.toordinal()
    return others, days


def _places(built: Register, office: str, filings: Collection[str]) -> dict[str, list[int]]:
    """Where each of these filings stands in the register."""
    found: dict[str, list[int]] = {}
    for n in np.flatnonzero(built.alive) if filings else ():
        filing = filing_of(_filed(built.entries[int(n)]), office)
        if filing in filings:
            found.setdefault(filing, []).append(int(n))
    return found


def _built(file: Mapping[str, str], progress: Progress) -> Register:
    """The register with its index: as it was kept beside the file, or built anew and kept there."""
    where, made_of = file.get("index"), file.get("sha256", "")
    if where and (found := kept(Path(where), made_of)):
        return found
    built = Register(_entries(file), _most_of(progress))
    if where:
        # A full disk costs time at the next question, no answer.
        with suppress(OSError):
            keep(built, Path(where), made_of)
    return built


def _most_of(progress: Progress) -> Progress:
    """Building the index is nearly all of the work; what comes after it is the last tenth."""
    return lambda done, total: progress(done, total + total // 9 + 1)


def _first_half_of(progress: Progress) -> Progress:
    return lambda done, total: progress(50 * done // total, 100)


def _second_half_of(progress: Progress) -> Progress:
    """Told by the hundredth: each word costs the parent a write, and a portfolio has thousands of marks."""
    told = -1

    def tell(done: int, total: int) -> None:
        nonlocal told
        reached = 50 + 50 * done // max(total, 1)
        if reached > told:
            told = reached
            progress(reached, 100)

    return tell


def _entries(file: Mapping[str, str]) -> list[Entry]:
    with _under_its_name(file) as path:
        if zipfile.is_zipfile(path):
            _check_unpacked(path)
        try:
            rows = entries(path)
        except Invalid as refused:  # the same words, with a step that a page can ask for
            raise Invalid(refused.code, refused.says, _NEXT) from None
    if len(rows) > MOST_ROWS:
        raise Invalid(
            "TOO_MANY_MARKS",
            Text("{name} 有 {rows} 条，最多 {most} 条。", "{name} has {rows} rows, at most {most}."),
            Text("请按年份或商标局拆分。", "Split it by year or by office."),
            name=file["name"], rows=len(rows), most=MOST_ROWS,
        )  # fmt: skip
    if not any(row.mark for row in rows):
        raise Invalid(
            "NO_MARKS_IN_FILE",
            Text("{name} 里没有商标。", "There is no mark in {name}."),
            Text("请检查 mark 列是否有内容。", "See that the column mark is filled."),
            name=file["name"],
        )
    return rows


@contextmanager
def _under_its_name(file: Mapping[str, str]) -> Iterator[Path]:
    """Kept files are named by their hash; what is said of one names it as its sender did."""
    with tempfile.TemporaryDirectory(prefix="pilotage-brand-") as folder:
        path = Path(folder) / fitting(file["name"])
        path.symlink_to(file["path"])
        yield path


def _check_unpacked(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile:
        return  # the reader says so in words
    if unpacked > _MOST_UNPACKED:
        raise Invalid(
            "FILE_TOO_LARGE",
            Text("{name} 解开后太大。", "{name} is too large once unpacked."),
            Text("请使用每日文件，或按年份拆分。", "Use the daily files, or split it by year."),
            name=path.name,
        )


def _hit(place: int, hit: Hit) -> dict[str, Any]:
    return _filed(hit.entry) | asdict(hit.likeness) | {"place": place}


def _filed(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id[:100], "mark": entry.mark[:200], "classes": entry.classes[:140], "status": entry.status[:60],
        "alive": entry.alive, "filed": _day(entry.filed), "office": _of(entry, _OFFICE)[:40],
        "owner": _of(entry, _OWNER)[:200], "published": _day(_of(entry, _PUBLISHED)),
    }  # fmt: skip


def _day(text: str) -> str:
    """`2026-11-02` where it can be told, else as it stands."""
    day = day_of(text)
    return day.isoformat() if day else text[:10]


def _of(entry: Entry, names: tuple[str, ...]) -> str:
    return next((value for name, value in entry.more if name.strip().lower() in names), "")


def _looked_up(hits: Sequence[_Hit]) -> tuple[dict[str, _Hit], dict[str, list[_Hit]]]:
    """The nearest hit of each number, and every hit of each sign."""
    numbers: dict[str, _Hit] = {}
    signs: dict[str, list[_Hit]] = {}
    for hit in hits:
        numbers.setdefault(bare(hit["id"]), hit)
        signs.setdefault(bare(hit["mark"]), []).append(hit)
    return numbers, signs


def _same(one: Entry, numbers: Mapping[str, _Hit], signs: Mapping[str, list[_Hit]]) -> _Hit | None:
    """By number; where that says nothing, by the same sign in classes that meet."""
    number, sign, classes = bare(one.id), _sign(one), classes_of(one.classes)
    if number and number in numbers:
        return numbers[number]
    for hit in signs.get(sign, ()) if sign else ():
        theirs = classes_of(hit["classes"])
        if not classes or not theirs or classes & theirs:
            return hit
    return None


def _sign(entry: Entry) -> str:
    return bare(entry.mark)
