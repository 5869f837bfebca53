"""Months side by side: the same figure of each, and how it moved; nothing is filled in where a month has none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path

from pilotage.engines.statements.figure import Figure, Source
from pilotage.engines.statements.groups import in_groups
from pilotage.engines.statements.month import AdsOf, MonthReport, month_report
from pilotage.engines.statements.month_page import STYLE, both, number
from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import Month
from pilotage.kernel.text import Text

_FOLDER = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
# Those of one settlement or one balance are no series.
_NO_SERIES = ("settlement_total", "settlement_difference", "reserve_missing", "payout_difference")


@dataclass(frozen=True, slots=True)
class Series:
    """One figure month by month; None where the month does not tell it, or tells it more than once."""

    key: str
    says: Text
    unit: str
    definition: Text
    values: tuple[Decimal | None, ...]
    sources: tuple[tuple[Source, ...], ...]  # month by month


@dataclass(frozen=True, slots=True)
class Trends:
    """The months in order and every figure that any of them has."""

    months: tuple[Month, ...]
    series: tuple[Series, ...]
    reports: tuple[MonthReport, ...]


def trends(folder: Path, ads_of: AdsOf) -> Trends:
    """Of a folder with one folder a month, named `2026-09`. Raises `Invalid` when there is none."""
    try:
        found = sorted(
            path for path in folder.iterdir() if path.is_dir() and _FOLDER.fullmatch(path.name)
        )
    except OSError:
        found = []
    if not found:
        raise Invalid(
            "NO_MONTHS",
            Text("{name} 里没有以月份命名的文件夹。", "{name} has no folder that is named after a month."),
            Text("请按 2026-08、2026-09 分放文件。", "Put the files into folders like 2026-08, 2026-09."),
            name=folder.name or str(folder),
        )  # fmt: skip
    months = [Month(*map(int, path.name.split("-"))) for path in found]
    reports = [month_report(path, month, ads_of) for path, month in zip(found, months, strict=True)]
    return Trends(tuple(months), tuple(_series(reports)), tuple(reports))


def trends_json(made: Trends) -> dict[str, object]:
    """Months, and each series with its group, its definition and the files of each month's value."""
    return {
        "months": [str(month) for month in made.months],
        "series": [
            {
                "key": one.key, "group_zh": group.zh, "group_en": group.en, "says_zh": one.says.zh, "says_en": one.says.en, "unit": one.unit,
                "definition_zh": one.definition.zh, "definition_en": one.definition.en,
                "values": [None if value is None else str(value) for value in one.values],
                "sources": [[{"file": s.file, "sha256": s.sha256} for s in month] for month in one.sources],
            }
            for group, some in in_groups(made.series)
            for one in some
        ],
        "missing": {
            str(report.month): report.missing for report in made.reports if report.missing
        },
        "files": {
            str(report.month): [{"file": s.file, "sha256": s.sha256} for _, s in report.read]
            for report in made.reports
        },
    }  # fmt: skip


def trends_page(made: Trends) -> str:
    """One HTML file: a table of all series by subject, each with its line and its files."""
    heads = "".join(f'<th class="n">{month}</th>' for month in made.months)
    wide = len(made.months) + 2
    rows = "".join(
        f'<tr><th colspan="{wide}" scope="rowgroup">{both(group)}</th></tr>{"".join(map(_row, some))}'
        for group, some in in_groups(made.series)
    )
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>运营趋势 · Trends</title><style>{STYLE}</style></head><body><main>"
        '<h1>运营趋势<span class="en">Trends</span></h1><section><table><thead><tr>'
        f"<th></th>{heads}<th></th></tr></thead><tbody>{rows}</tbody></table></section></main></body></html>\n"
    )


def _series(reports: Sequence[MonthReport]) -> list[Series]:
    found: dict[tuple[str, str], Figure] = {}
    for report in reports:
        for figure in report.figures:
            if figure.key not in _NO_SERIES:
                found.setdefault((figure.key, figure.unit), figure)
    series = []
    for (key, unit), one in found.items():
        told = [_told(report, key, unit) for report in reports]
        values = tuple(figure.value if figure else None for figure in told)
        sources = tuple(figure.sources if figure else () for figure in told)
        series.append(Series(key, one.says, unit, one.definition, values, sources))
    return series


def _told(report: MonthReport, key: str, unit: str) -> Figure | None:
    """The month's one figure of that name; of several none."""
    found = [one for one in report.figures if (one.key, one.unit) == (key, unit)]
    return found[0] if len(found) == 1 else None


def _row(one: Series) -> str:
    cells = "".join(f'<td class="n">{number(one.key, one.unit, v)}</td>' for v in one.values)
    unit = "" if one.unit in ("ratio", "rows") else f" ({escape(one.unit)})"
    files = sorted({(s.file, s.sha256[:12]) for month in one.sources for s in month})
    named = escape(", ".join(" ".join(pair) for pair in files))
    definition = f'<div class="small">{both(one.definition)}<br><bdi>{named}</bdi></div>'
    return (
        f"<tr><td>{both(one.says)}{unit}{definition}</td>{cells}<td>{_line(one.values)}</td></tr>"
    )


def _line(values: Sequence[Decimal | None]) -> str:
    """A small line through the months that tell; a gap stays a gap."""
    known = [float(value) for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    step, spread = 110 / max(1, len(values) - 1), (high - low) or 1.0
    points = [
        None if value is None else (5 + n * step, 27 - 22 * (float(value) - low) / spread)
        for n, value in enumerate(values)
    ]
    lines = "".join(
        f'<line x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}"/>'
        for a, b in itertools.pairwise(points)
        if a and b
    )
    dots = "".join(f'<circle cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="2"/>' for p in points if p)
    return f'<svg class="line" viewBox="0 0 120 32" width="120" height="32" aria-hidden="true">{lines}{dots}</svg>'
