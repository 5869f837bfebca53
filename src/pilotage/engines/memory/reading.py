"""A TMX file as units, one `tu` after the other; what cannot be a unit is counted with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, NamedTuple
from xml.parsers import expat

from pilotage.engines.memory.unit import LONGEST_ORIGIN, LONGEST_TEXT, Unit, language
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

REASONS = {
    "BAD_LANGUAGE": Text("语言代码不认识", "a language code is not known"),
    "NO_SOURCE": Text("没有源语言的文本", "no text in the source language"),
    "NO_TARGET": Text("没有译文", "no translation"),
    "EMPTY": Text("文本是空的", "a text is empty"),
    "TOO_MANY": Text("一条超过 100 种语言", "a unit has more than 100 languages"),
    "TOO_LONG": Text(f"文本超过 {LONGEST_TEXT} 字", f"a text is longer than {LONGEST_TEXT} characters"),
}  # fmt: skip
# Rejected units shown by line; all are counted.
SHOWN = 50
_BLOCK = 1 << 16
# Languages of one `tu`: what has more is no memory of a person, and would be held whole.
_MOST_VARIANTS = 100
_ANY = "*all*"
# Formatting of another program, not text; `hi` marks text and stays.
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut", "sub"})
_SAYS = {
    "NOT_TMX": (Text("{file} 不是 TMX 文件。", "{file} is no TMX file."), Text("请从翻译工具导出 TMX 1.4 后再上传。", "Export TMX 1.4 from your translation tool and upload that.")),
    "TMX_ENTITIES": (Text("{file} 第 {line} 行有自定义实体，不予读取。", "{file} has an entity of its own in line {line}; it is not read."), Text("请导出不含 <!ENTITY 和 &名称; 的文件。", "Export a file without <!ENTITY and without &names; of its own.")),
    "TMX_BROKEN": (Text("{file} 在第 {line} 行第 {column} 列不完整：{fault}。", "{file} is broken in line {line}, column {column}: {fault}."), Text("请重新导出该文件。", "Export the file again.")),
}  # fmt: skip


class Reject(NamedTuple):
    """The line of a `tu` that gives no unit, and why (`REASONS`)."""

    line: int
    reason: str


@dataclass
class Account:
    """What came of a file: `read` translations + `rejected` ones; `coded` texts lost formatting codes."""

    read: int = 0
    rejected: int = 0
    coded: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)

    def reject(self, line: int, reason: str) -> None:
        self.rejected += 1
        self.reasons[reason] += 1
        if len(self.rejects) < SHOWN:
            self.rejects.append(Reject(line, reason))


def read(file: IO[bytes], name: str, account: Account) -> Iterator[Unit]:
    """Every unit, in order; a `tu` of several translations gives several.

    Raises `Invalid` NOT_TMX, TMX_ENTITIES, TMX_BROKEN with the place, when that place is reached.
    """
    reader = _Reader(name, account)
    while block := file.read(_BLOCK):
        reader.feed(block)
        yield from reader.taken()
    reader.feed(b"", last=True)
    yield from reader.taken()


@dataclass
class _Variant:
    language: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    coded: bool = False


@dataclass
class _Open:
    """A `tu` that has not ended."""

    line: int
    srclang: str
    attributes: dict[str, str]
    origin: str | None = None
    variants: list[_Variant] = field(default_factory=list)
    seen: int = 0


class _Reader:
    def __init__(self, name: str, account: Account) -> None:
        self._name, self._account = name, account
        self._ready: list[Unit] = []
        self._header: dict[str, str] = {}
        self._unit: _Open | None = None
        self._began = self._in_segment = self._in_origin = False
        self._codes = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        # With a DTD outside, expat would leave the text of an entity out and say nothing.
        parser.SkippedEntityHandler = self._entity
        self._parser = parser

    def feed(self, block: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(block, last)
        except expat.ExpatError as error:
            if not self._began:
                raise self._refused("NOT_TMX") from None
            fault = expat.ErrorString(error.code)
            raise self._refused("TMX_BROKEN", line=error.lineno, column=error.offset + 1, fault=fault) from None  # fmt: skip

    def taken(self) -> list[Unit]:
        ready, self._ready = self._ready, []
        return ready

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if not self._began:
            if tag != "tmx":
                raise self._refused("NOT_TMX")
            self._began = True
        elif tag == "header":
            self._header = given
        elif tag == "tu":
            self._unit = _Open(self._parser.CurrentLineNumber, given.get("srclang", self._header.get("srclang", _ANY)), given)  # fmt: skip
        elif self._unit is not None:
            self._within(self._unit, tag, given)

    def _within(self, unit: _Open, tag: str, given: dict[str, str]) -> None:
        if tag == "tuv":
            unit.seen += 1
            if unit.seen <= _MOST_VARIANTS:
                unit.variants.append(_Variant(given.get("xml:lang", given.get("lang", ""))))
        elif tag == "prop":
            self._in_origin = given.get("type") == "x-origin" and not unit.variants
            if self._in_origin:
                unit.origin = ""
        elif tag == "seg" and 0 < unit.seen <= _MOST_VARIANTS:
            self._in_segment = True
        elif self._in_segment and tag in _CODES:
            self._codes += 1
            unit.variants[-1].coded = True

    def _end(self, tag: str) -> None:
        if tag == "tu" and self._unit is not None:
            self._close(self._unit)
            self._unit = None
        elif tag == "seg":
            self._in_segment, self._codes = False, 0
        elif tag == "prop":
            self._in_origin = False
        elif self._in_segment and tag in _CODES:
            self._codes -= 1

    def _text(self, text: str) -> None:
        if self._unit is None:
            return
        if self._in_origin:
            self._unit.origin = ((self._unit.origin or "") + text)[:LONGEST_ORIGIN]
        elif self._in_segment and not self._codes:
            variant = self._unit.variants[-1]
            variant.length += len(text)
            if variant.length <= LONGEST_TEXT:  # a longer one is refused; it need not be held
                variant.parts.append(text)

    def _entity(self, *_: object) -> None:
        raise self._refused("TMX_ENTITIES", line=self._parser.CurrentLineNumber)

    def _close(self, unit: _Open) -> None:
        """The units of a `tu`: its source with each of its other languages."""
        if unit.seen > _MOST_VARIANTS:
            self._account.reject(unit.line, "TOO_MANY")
            return
        wanted = unit.srclang.lower().replace("_", "-")
        source = next(
            (one for one in unit.variants if wanted == _ANY or one.language.lower().replace("_", "-") == wanted),
            None,
        )  # fmt: skip
        if source is None:
            self._account.reject(unit.line, "NO_SOURCE")
            return
        others = [one for one in unit.variants if one is not source]
        if not others:
            self._account.reject(unit.line, "NO_TARGET")
        for other in others:
            if fault := _fault(source, other):
                self._account.reject(unit.line, fault)
                continue
            self._account.read += 1
            self._account.coded += source.coded or other.coded
            self._ready.append(self._made(unit, source, other))

    def _made(self, unit: _Open, source: _Variant, other: _Variant) -> Unit:
        given = self._header | unit.attributes
        said = (
            unit.origin
            if unit.origin is not None
            else given.get("creationid") or given.get("creationtool", "")
        )
        return Unit(
            language(source.language), language(other.language),
            "".join(source.parts), "".join(other.parts), said[:LONGEST_ORIGIN],
            _instant(unit.attributes.get("creationdate", "")), _instant(unit.attributes.get("changedate", "")),
        )  # fmt: skip

    def _refused(self, code: str, **facts: object) -> Invalid:
        says, step = _SAYS[code]
        return Invalid(code, says, step, file=self._name, **facts)


def _fault(*variants: _Variant) -> str:
    """Why a pair is no unit; blank where it is one."""
    if not all(language(one.language) for one in variants):
        return "BAD_LANGUAGE"
    if any(one.length > LONGEST_TEXT for one in variants):
        return "TOO_LONG"
    return "" if all("".join(one.parts).strip() for one in variants) else "EMPTY"


def _instant(text: str) -> datetime | None:
    """`20260131T120000Z`; None for anything else."""
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
