"""Where a value stands beside its label: columns, rows, and lines that go on below."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pilotage.engines.dossier.reading.lines import Line
from pilotage.engines.dossier.values import Box, Field


@dataclass(slots=True)
class Row:
    """Lines that stand side by side, left to right."""

    lines: list[Line] = field(default_factory=list)

    @property
    def y(self) -> float:
        return sum(line.y for line in self.lines) / len(self.lines)

    @property
    def height(self) -> float:
        return max(line.height for line in self.lines)

    @property
    def text(self) -> str:
        return "".join(re.sub(r"\s", "", line.text) for line in self.lines)


@dataclass(slots=True)
class _Value:
    text: str
    lines: list[Line]
    last: Row


def rows(lines: Sequence[Line]) -> list[Row]:
    """Lines by row, top to bottom; a row is what overlaps by more than half a line in height."""
    made: list[Row] = []
    for line in sorted(lines, key=lambda one: one.y):
        row = made[-1] if made else None
        if row and abs(line.y - row.y) < 0.55 * min(line.height, row.height):
            row.lines.append(line)
        else:
            made.append(Row([line]))
    for row in made:
        row.lines.sort(key=lambda one: one.x)
    return made


def labelled(
    lines: Sequence[Line],
    labels: Mapping[str, str],
    stop: str = r"$^",
    goes_on: frozenset[str] = frozenset(),
    *,
    beside: bool = False,
) -> dict[str, Field]:
    """Values by name: what follows a label in its row, and for names in `goes_on` the rows below it.

    `labels` maps a name to the pattern of its label at the beginning of a row; `stop` matches rows that end everything.
    With `beside`, a label may also stand further right in a row (`户名 … 账号 …`), or above its value.
    """
    found: dict[str, _Value] = {}
    current = ""
    for row in _parts(rows(lines), labels) if beside else rows(lines):
        text = row.text
        if re.match(stop, text):
            current = ""
            continue
        name, rest = _label(text, labels)
        if name:
            current = name
            if name not in found or not found[name].text:
                found[name] = _Value(rest, list(row.lines), row)
        elif current in goes_on and _follows(row, found[current]):
            value = found[current]
            value.text += text
            value.lines += row.lines
            value.last = row
    if beside:
        for name, value in found.items():
            if not value.text and (under := _under(value.lines[0], lines, labels)):
                text = "".join(re.sub(r"\s", "", line.text) for line in under)
                found[name] = _Value(text, under, value.last)
    return {name: as_field(value.text, value.lines) for name, value in found.items() if value.text}


def _under(label: Line, lines: Sequence[Line], labels: Mapping[str, str]) -> list[Line]:
    """The line right below a label that stands alone, flush with it and itself no label, and those close below that."""
    flush = sorted(
        (line for line in lines if abs(line.x - label.x) < 1.2 * label.height and line.y > label.y),
        key=lambda line: line.y,
    )
    taken: list[Line] = []
    last, reach = label, 2.6
    for line in flush:
        step = (line.y - last.y) / label.height
        if step < 0.6:
            continue
        if step > reach or _label(re.sub(r"\s", "", line.text), labels)[0]:
            break
        taken.append(line)
        last, reach = line, 1.6
    return taken


def as_field(text: str, lines: Sequence[Line]) -> Field:
    """A value with the least confidence of its lines and the box around them."""
    return Field(text, min(line.confidence for line in lines), around(lines))


def around(lines: Sequence[Line]) -> Box:
    """The box that holds all of them."""
    boxes = [line.box for line in lines]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _parts(whole: Sequence[Row], labels: Mapping[str, str]) -> list[Row]:
    """Rows cut before every line that begins with another label; a label in two languages stays one."""
    made: list[Row] = []
    for row in whole:
        part = Row()
        for line in row.lines:
            name, _ = _label(re.sub(r"\s", "", line.text), labels)
            if part.lines and name and name != _label(part.text, labels)[0]:
                made.append(part)
                part = Row()
            part.lines.append(line)
        made.append(part)
    return made


def _label(text: str, labels: Mapping[str, str]) -> tuple[str, str]:
    for name, pattern in labels.items():
        if matched := re.match(pattern, text):
            return name, text[matched.end() :].lstrip(":：")
    return "", ""


def _follows(row: Row, value: _Value) -> bool:
    near = row.y - value.last.y < 2.3 * max(row.height, value.last.height)
    indented = row.lines[0].x > value.lines[0].x + 0.8 * row.height
    # A lone character before a value is what is left of another label: 住　　所, widely set.
    remnant = len(row.lines) > 1 and row.lines[0].text.strip() in ("称", "型", "所")
    return near and indented and not remnant
