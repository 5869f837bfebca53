"""Listings in JSON: one object a line, a list of objects, or an object that holds such a list. Lists are streamed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pilotage.engines.listings.columns import known
from pilotage.engines.listings.refusals import refused

_BLOCK = 256 * 1024
_LONGEST = 8 * 1024 * 1024  # characters of one object
_LISTS = ("listings", "items", "products", "rows", "data", "商品")


def looks_like_json(head: str) -> bool:
    return head.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def objects(path: Path, encoding: str) -> Iterator[object]:
    """Every object of the file, in order; anything else in its place is handed out as it is.

    `Invalid` when a list breaks off. A broken line of a line file is handed out as None.
    """
    with path.open(encoding=encoding, errors="replace") as file:
        first = _first(file)
        file.seek(0)
        if first == "[":
            yield from _listed(path, file)
        else:
            yield from _lines(path, file)


def _first(file: io.TextIOBase) -> str:
    while block := file.read(_BLOCK):
        if bare := block.lstrip("\ufeff \t\r\n"):
            return bare[0]
    return ""


def _listed(path: Path, file: io.TextIOBase) -> Iterator[object]:
    decoder, buffer = json.JSONDecoder(), ""
    started = done = False
    while True:
        block = file.read(_BLOCK)
        buffer += block
        at = 0
        while True:
            at = _past(buffer, at, ("[",) if not started else (",",))
            started = started or at > 0
            if buffer[at : at + 1] == "]":
                done = True
                break
            try:
                value, end = decoder.raw_decode(buffer, at)
            except ValueError:
                break
            if end == len(buffer) and block:  # a number may go on in the next block
                break
            yield value
            at = end
        buffer = buffer[at:]
        if done:
            return
        if not block or len(buffer) > _LONGEST:
            raise refused("JSON_BROKEN", path)


def _past(buffer: str, at: int, marks: tuple[str, ...]) -> int:
    while at < len(buffer) and (buffer[at] in " \t\r\n\ufeff" or buffer[at] in marks):
        at += 1
    return at


def _lines(path: Path, file: io.TextIOBase) -> Iterator[object]:
    first = ""
    while not first.strip("\ufeff \t\r\n"):
        first = file.readline(_LONGEST)
    begun = _object(first)
    if begun is None:
        file.seek(0)
        yield from _whole(path, file.read(64 * _LONGEST))
        return
    yield from _held(begun)
    while line := file.readline(_LONGEST):
        if line.strip():
            yield _object(line)


def _whole(path: Path, text: str) -> Iterator[object]:
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except ValueError:
        raise refused("JSON_BROKEN", path) from None
    yield from _held(found)


def _held(found: Any) -> Iterator[object]:
    """The objects of a wrapping object, or the object itself."""
    if isinstance(found, dict):
        for name in _LISTS:
            if isinstance(found.get(name), list):
                yield from found[name]
                return
    yield found


def _object(line: str) -> object:
    try:
        return json.loads(line.lstrip("\ufeff"))
    except ValueError:
        return None


def cells_of(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(heading, text) for every field: lists number their headings, objects give their value or all they hold.

    Reads own objects and Amazon's `attributes` alike.
    """
    cells: list[tuple[str, str]] = []
    for name, value in found.items():
        inner = isinstance(value, Mapping) and any(known(str(key)) for key in value)
        if isinstance(value, Mapping) and (inner or not known(str(name))):
            cells += cells_of(value)
        elif isinstance(value, list):
            cells += [_item(str(name), n, item) for n, item in enumerate(value, 1)]
        else:
            cells.append((str(name), _plain(value)))
    return cells


def _item(name: str, number: int, item: Any) -> tuple[str, str]:
    """One of a list, its heading in the form of Amazon's attribute paths."""
    selectors = "".join(
        f"[{key}={item[key]}]"
        for key in ("marketplace_id", "language_tag")
        if isinstance(item, Mapping) and isinstance(item.get(key), str)
    )
    return f"{name}{selectors}#{number}" if name.isascii() else name, _plain(item)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        if "value" in value:
            unit = _plain(value.get("unit"))
            return f"{_plain(value['value'])} {unit}".strip()
        skipped = ("marketplace_id", "language_tag")
        return ", ".join(filter(None, (_plain(v) for k, v in value.items() if k not in skipped)))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_plain, value)))
    return str(value)
