"""Where bags lie until they are fetched: one folder each below PILOTAGE_VAR, written by a worker, read by a door."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

from django.conf import settings

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text

_MANY = 1 << 31


def unpacked(ref: str) -> Path:
    """The bag as a folder, while it is being made."""
    return _place(ref) / "bag"


def packed(ref: str) -> Path:
    """The bag as one file; raises `NotFound` when it is not (or no longer) there."""
    path = _packed(ref)
    if not path.is_file():
        raise NotFound(
            "BAG_NOT_ON_THE_SHELF",
            Text("这个数据包的文件已不在。", "The file of this bag is no longer there."),
            Text("请重新导出一份。", "Take another one."),
        )
    return path


def is_packed(ref: str) -> bool:
    """Whether the one file is there, whole."""
    return _packed(ref).is_file()


def pack(ref: str, name: str) -> int:
    """Make the folder one file whose entries lie below `name`; its bytes. Whole or not at all; the folder goes."""
    folder, target = unpacked(ref), _packed(ref)
    waiting = target.with_suffix(".part")
    with zipfile.ZipFile(waiting, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                inside = path.relative_to(folder)
                # Originals are mostly packed already; what is read again and again is not.
                is_original = inside.parts[:2] == ("data", "files")
                how = zipfile.ZIP_STORED if is_original else zipfile.ZIP_DEFLATED
                archive.write(path, f"{name}/{inside.as_posix()}", how)
    with waiting.open("rb") as file:
        os.fsync(file.fileno())
    waiting.replace(target)
    shutil.rmtree(folder)
    return target.stat().st_size


def throw_away(ref: str) -> None:
    """The bag and everything that was made on the way to it."""
    shutil.rmtree(_place(ref), ignore_errors=True)


def note_progress(ref: str, done: int, total: int) -> None:
    """Beside the bag and not in the database, whose snapshot the export reads meanwhile."""
    place = _place(ref)
    place.mkdir(parents=True, exist_ok=True)
    waiting = place / "progress.part"
    waiting.write_text(json.dumps([done, total]))
    waiting.replace(place / "progress")


def progress(ref: str) -> tuple[int, int]:
    """(done, total) of one that is being made; (0, 0) before it began."""
    try:
        done, total = json.loads((_place(ref) / "progress").read_text())
    except (OSError, ValueError):
        return 0, 0
    return min(int(done), _MANY), min(int(total), _MANY)


def _packed(ref: str) -> Path:
    return _place(ref) / "bag.zip"


def _place(ref: str) -> Path:
    return Path(settings.VAR) / "exits" / ref
