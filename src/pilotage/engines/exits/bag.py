"""Writing a bag: tables, original files by their hash, papers, and the manifests over all of it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pilotage.engines.exits import verifier
from pilotage.engines.exits.tables import Table, write_table
from pilotage.engines.exits.verifier import (
    COUNTS,
    PAYLOAD,
    SEAL,
    TAGS,
    VERSION,
    digest,
    root_of,
    stated,
)
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

Sign = Callable[[dict[str, str]], bytes]


def signing(name: str, key: Ed25519PrivateKey) -> Sign:
    """Signs what a bag states (owner, root, day) under this name: the content of `signature.json`."""
    public = key.public_key().public_bytes_raw().hex()

    def sign(statement: dict[str, str]) -> bytes:
        signature = key.sign(stated(statement)).hex()
        return _json(
            {"statement": statement, "key": name, "public": public, "signature": signature}
        )

    return sign


class Bag:
    """A bag that is being written beside its place, in `NAME.part`. `close` makes it valid and moves it there.

    After a stop, tables are written anew: one snapshot does not outlive its transaction. Original files,
    which cannot change under their hash, are found again and kept.
    """

    def __init__(self, folder: Path, owner: str) -> None:
        if folder.exists() and any(folder.iterdir()):
            raise Invalid("NOT_EMPTY", _NOT_EMPTY, _ANOTHER, folder=str(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._place, self._owner = folder, owner
        self._folder = folder.with_name(f"{folder.name}.part")
        self._files: set[str] = set()
        self._counts: dict[str, int] = {}
        self._dictionary: dict[str, object] = {}
        self._forget_all_but_files()
        for name in ("data/tables", "data/files", "lines"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)

    def add_table(self, table: Table) -> None:
        """Write a table; raises `Invalid("ROWS_LOST")` when its rows are not as many as were counted."""
        rows = write_table(table, self._folder / "data" / "tables", self._folder / "lines")
        if rows != table.counted:
            raise Invalid(
                "ROWS_LOST", _LOST, _AGAIN, table=table.name, rows=rows, counted=table.counted
            )
        self._counts[table.name] = rows
        self._dictionary[table.name] = {
            "zh": table.says.zh,
            "en": table.says.en,
            "columns": {c.name: {"zh": c.says.zh, "en": c.says.en} for c in table.columns},
            "withheld": {c.name: {"zh": c.says.zh, "en": c.says.en} for c in table.withheld},
        }

    def add_file(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep an original file under its SHA-256, `name`; raises `Invalid("FILE_CHANGED")` for other content.

        A file that an attempt before this one has kept is not read again: its name says that it came whole.
        """
        self._files.add(name)
        target = self._folder / "data" / "files" / name
        if target.is_file():
            return
        waiting, hashed = target.with_name(_WAITING), sha256()
        with waiting.open("wb") as file:
            for piece in pieces:
                hashed.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if hashed.hexdigest() != name:
            waiting.unlink()
            raise Invalid("FILE_CHANGED", _CHANGED, _RESTORE, file=name)
        waiting.replace(target)

    def add_paper(self, name: str, pieces: Iterable[bytes]) -> None:
        """Put a paper under `data/`: `contracts/HT-1.json`, `audit/bundle.jsonl`."""
        path = self._folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.writelines(pieces)

    def close(self, on: date, sign: Sign | None = None) -> str:
        """Counts, dictionary, verifier, manifests, signature; the root of the bag."""
        self._drop_files_of_nobody()
        self.add_paper(COUNTS.removeprefix("data/"), [_json(self._counts)])
        self.add_paper("dictionary.json", [_json(self._dictionary)])
        shutil.copyfile(verifier.__file__, self._folder / "data" / "verify_bag.py")
        payload = self._hashed("data")
        root = root_of(payload)
        size = sum((self._folder / name).stat().st_size for name in payload)
        self._tag("bagit.txt", VERSION)
        self._tag("bag-info.txt", self._info(on, f"{size}.{len(payload)}", root))
        self._tag(PAYLOAD, _listed(payload))
        if sign is not None:
            self._tag(SEAL, sign({"owner": self._owner, "root": root, "on": on.isoformat()}))
        tags = {n: h for n, h in self._hashed(".").items() if not n.startswith("data/")}
        self._tag(TAGS, _listed(tags))
        self._folder.replace(self._place)
        return root

    def _forget_all_but_files(self) -> None:
        """What an attempt before this one left: only whole original files stay."""
        kept = self._folder / "data" / "files"
        for path in self._folder.rglob("*"):
            if path.is_file() and (path.parent != kept or path.name == _WAITING):
                path.unlink()

    def _drop_files_of_nobody(self) -> None:
        for path in (self._folder / "data" / "files").iterdir():
            if path.name not in self._files:
                path.unlink()

    def _info(self, on: date, oxum: str, root: str) -> bytes:
        told = {
            "Bagging-Date": on.isoformat(),
            "External-Identifier": self._owner,
            "Payload-Oxum": oxum,
            "Pilotage-Root": root,
        }
        return "".join(f"{label}: {value}\n" for label, value in told.items()).encode()

    def _hashed(self, under: str) -> dict[str, str]:
        paths = [path for path in (self._folder / under).rglob("*") if path.is_file()]
        names = {path.relative_to(self._folder).as_posix(): path for path in paths}
        return {name: digest(names[name]) for name in sorted(names)}

    def _tag(self, name: str, content: bytes) -> None:
        (self._folder / name).write_bytes(content)


def _listed(hashes: dict[str, str]) -> bytes:
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


_WAITING = ".waiting"
_NOT_EMPTY = Text("文件夹 {folder} 不是空的，未写入任何内容。", "The folder {folder} is not empty; nothing was written.")  # fmt: skip
_ANOTHER = Text("请换一个空文件夹。", "Name an empty folder.")
_LOST = Text(
    "表 {table} 导出 {rows} 行，另一查询数得 {counted} 行；数据包未完成。",
    "The table {table} gave {rows} rows where another query counted {counted}; the bag is not finished.",
)
_AGAIN = Text("数据未改动，请重新导出。", "No data were changed; export again.")
_CHANGED = Text("文件 {file} 的内容与其 SHA-256 不符；数据包未完成。", "The file {file} is not what its SHA-256 says; the bag is not finished.")  # fmt: skip
_RESTORE = Text("请从备份恢复该文件，再导出。", "Restore the file from a backup and export again.")
