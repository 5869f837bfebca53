#!/usr/bin/env python3
"""退出数据包的离线验证 · offline check of an exit bag. One file, standard library only.

    python verify_bag.py BAG [--key HEX]

Prints `ok: N rows, M files, root …` and who signed it (exit 0) or names the first file, and where it can the
line, that is wrong (exit 1). No database, no network. With `--key`, the public key that the platform publishes,
only a bag signed with it holds. The signature is checked where the `cryptography` package is installed.

A bag is a folder after BagIt (RFC 8493): `bagit.txt`, `bag-info.txt` with Payload-Oxum and the root, `data/`,
and SHA-256 manifests of the payload and of the tags. Under `data/tables/` each table is JSON Lines, one
canonical JSON object a line, with a CSV twin; `lines/TABLE.txt` has a short hash for each line, so that a
change can be told by its line. `data/COUNTS.json` has the rows of each table as another query counted them.
The root covers the payload but for what is made from it again at each export: the CSV twins, this file, and
the audit bundle (whose closing checkpoint bears the time of the export; it has signatures of its own).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

VERSION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
COUNTS = "data/COUNTS.json"
SEAL, DOMAIN = "signature.json", b"pilotage-exit-bag-1\n"
_ENTRY = re.compile(r"([0-9a-f]{64})  (\S.*)")
_CHUNK = 1 << 20
# Hexadecimal digits kept of each line's hash: enough to tell lines apart, not to replace the manifest.
LINE_DIGITS = 16


class Bad(Exception):
    """The first thing that is wrong, in which file."""

    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(f"{name}: {zh} · {en}")
        self.name, self.zh, self.en = name, zh, en


def check(bag: Path) -> tuple[int, int, str]:
    """(rows, payload files, root) of a bag that is complete and valid; raises `Bad`."""
    if _read(bag, "bagit.txt") != VERSION:
        raise Bad("bagit.txt", "不是 BagIt 1.0 数据包", "not a BagIt 1.0 bag")
    tags = _manifest(bag, TAGS)
    _complete(bag, tags, _tag_files(bag), TAGS)
    payload = _manifest(bag, PAYLOAD)
    _complete(bag, payload, _payload_files(bag), PAYLOAD)
    for name in sorted(tags):
        if digest(bag / name) != tags[name]:
            raise Bad(name, "内容被改动", "its content was changed")
    for name in sorted(payload):
        if digest(bag / name) != payload[name]:
            raise _changed(bag, name)
    rows = _counted(bag, payload)
    root = root_of(payload)
    _told(bag, payload, root)
    return rows, len(payload), root


def signer(bag: Path, root: str, key: str = "") -> tuple[str, str, bool] | None:
    """(name, public key, whether it was checked) of who signed the root, None of an unsigned bag; raises `Bad`.

    With `key`, a bag that is unsigned, signed with another, or that cannot be checked here is bad.
    """
    if not key and not (bag / SEAL).exists():
        return None
    said = _sealed(bag)
    if said["statement"].get("root") != root:
        raise Bad(SEAL, "签的是另一个数据包", "it signs another bag")
    if key and said["public"] != key:
        raise Bad(SEAL, "不是用此公钥签的", "it was signed with another key")
    checked = _signature_holds(said)
    if checked is False:
        raise Bad(SEAL, "签名不成立", "the signature does not hold")
    if key and checked is None:
        raise Bad(
            SEAL,
            "未安装 cryptography，无法验签",
            "cryptography is not installed: nothing was checked",
        )
    return said["key"], said["public"], checked is True


def _sealed(bag: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(_text(bag, SEAL))
        words = (said["key"], said["public"], said["signature"])
        if isinstance(said["statement"], dict) and all(isinstance(w, str) for w in words):
            return said
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise Bad(SEAL, "无法读取签名", "the signature cannot be read")


def stated(statement: dict[str, Any]) -> bytes:
    """What is signed: never mistaken for another kind of paper."""
    return DOMAIN + json.dumps(statement, sort_keys=True, separators=(",", ":")).encode()


def _signature_holds(said: dict[str, Any]) -> bool | None:
    """None where it cannot be checked."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(said["public"]))
        public.verify(bytes.fromhex(said["signature"]), stated(said["statement"]))
    except (ValueError, InvalidSignature):
        return False
    return True


def root_of(payload: dict[str, str]) -> str:
    """One hash over names and hashes of the payload, what is derived left out."""
    listed = [f"{payload[name]}  {name}\n" for name in sorted(payload) if not is_derived(name)]
    return sha256("".join(listed).encode()).hexdigest()


def is_derived(name: str) -> bool:
    """Whether a payload file is made again at each export."""
    is_twin = name.startswith("data/tables/") and name.endswith(".csv")
    return is_twin or name == "data/verify_bag.py" or name.startswith("data/audit/")


def digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    hashed = sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            hashed.update(piece)
    return hashed.hexdigest()


def line_digest(line: bytes) -> str:
    """The short hash of one line of a table, its line end left out."""
    return sha256(line.rstrip(b"\n")).hexdigest()[:LINE_DIGITS]


def _manifest(bag: Path, manifest: str) -> dict[str, str]:
    """Hashes by file name; names stay inside the bag and come once."""
    found: dict[str, str] = {}
    for line in _text(bag, manifest).splitlines():
        match = _ENTRY.fullmatch(line)
        if match is None:
            raise Bad(manifest, "此行无法读取", f"a line cannot be read: {line[:80]!r}")
        value, name = match.groups()
        if name in found or not _is_inside(name):
            raise Bad(manifest, "文件名重复或越界", f"a name comes twice or leads outside: {name}")
        found[name] = value
    return found


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and str(path) == name


def _complete(bag: Path, listed: dict[str, str], there: Iterable[str], manifest: str) -> None:
    names = set(there)
    for name in sorted(names ^ listed.keys()):
        if name in listed:
            raise Bad(name, "文件缺失", f"the file is missing, {manifest} lists it")
        raise Bad(name, "清单中没有此文件", f"{manifest} does not list this file")


def _payload_files(bag: Path) -> Iterator[str]:
    return _files(bag, bag / "data")


def _tag_files(bag: Path) -> Iterator[str]:
    for name in _files(bag, bag):
        if not name.startswith("data/") and name != TAGS:
            yield name


def _files(bag: Path, folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(bag).as_posix()
        if path.is_symlink():
            raise Bad(name, "数据包中不得有链接", "a bag has no links")
        if path.is_file():
            yield name


def _changed(bag: Path, name: str) -> Bad:
    """With the first line that differs, for a table."""
    table = _table(name)
    if table is None:
        return Bad(name, "内容被改动", "its content was changed")
    kept = _text(bag, f"lines/{table}.txt").split()
    number = 0
    with (bag / name).open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if number > len(kept) or line_digest(line) != kept[number - 1]:
                return Bad(name, f"第 {number} 行被改动", f"line {number} was changed")
    return Bad(name, f"第 {number + 1} 行起缺失", f"line {number + 1} and what follows is missing")


def _table(name: str) -> str | None:
    match = re.fullmatch(r"data/tables/([^/]+)\.jsonl", name)
    return match[1] if match else None


def _counted(bag: Path, payload: dict[str, str]) -> int:
    """All rows; each table has as many as the other query counted."""
    counts = _counts(bag)
    tables = {table: name for name in payload if (table := _table(name)) is not None}
    for table in sorted(tables.keys() ^ counts.keys()):
        raise Bad(COUNTS, f"表 {table} 不对应", f"the table {table} has no count, or no rows")
    for table, name in sorted(tables.items()):
        with (bag / name).open("rb") as lines:
            rows = sum(1 for _ in lines)
        if rows != counts[table]:
            raise Bad(name, f"有 {rows} 行，应为 {counts[table]} 行", f"it has {rows} rows, counted were {counts[table]}")  # fmt: skip
    return sum(counts.values())


def _counts(bag: Path) -> dict[str, int]:
    try:
        counts = json.loads(_text(bag, COUNTS))
    except (ValueError, RecursionError):
        counts = None
    if not isinstance(counts, dict) or not all(type(n) is int for n in counts.values()):
        raise Bad(COUNTS, "无法读取行数", "it has no counts by table")
    return counts


def _told(bag: Path, payload: dict[str, str], root: str) -> None:
    """What `bag-info.txt` says of size, number and root is so."""
    lines = _text(bag, "bag-info.txt").splitlines()
    told = {label: value for label, _, value in (line.partition(": ") for line in lines)}
    size = sum((bag / name).stat().st_size for name in payload)
    for label, is_so in (("Payload-Oxum", f"{size}.{len(payload)}"), ("Pilotage-Root", root)):
        if told.get(label) != is_so:
            raise Bad("bag-info.txt", f"{label} 不符", f"{label} is {is_so}, not {told.get(label)}")


def _text(bag: Path, name: str) -> str:
    try:
        return _read(bag, name).decode()
    except UnicodeDecodeError:
        raise Bad(name, "不是 UTF-8 文本", "not UTF-8 text") from None


def _read(bag: Path, name: str) -> bytes:
    try:
        return (bag / name).read_bytes()
    except OSError:
        raise Bad(name, "文件缺失", "the file is missing") from None


def main(argv: list[str] | None = None) -> int:
    """0: everything holds. 1: the first thing that does not. 2: no such folder."""
    parser = argparse.ArgumentParser(prog="verify_bag.py")
    parser.add_argument("bag")
    parser.add_argument("--key", default="", metavar="HEX")
    asked = parser.parse_args(argv)
    bag = Path(asked.bag)
    if not bag.is_dir():
        sys.stderr.write(f"没有此文件夹 · no such folder: {bag}\n")
        return 2
    try:
        rows, files, root = check(bag)
        signed = _said_of(signer(bag, root, asked.key))
    except Bad as bad:
        sys.stdout.write(f"bad: {bad}\n")
        return 1
    sys.stdout.write(f"ok: {rows} rows, {files} files, root {root}, {signed}\n")
    return 0


def _said_of(signed: tuple[str, str, bool] | None) -> str:
    if signed is None:
        return "unsigned"
    name, public, checked = signed
    return f"signed by {name} {public}" + ("" if checked else " (not checked: no cryptography)")


if __name__ == "__main__":
    sys.exit(main())
