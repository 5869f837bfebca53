"""The child's side of a check of producer duties: plain values in, plain values out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pilotage import __version__
from pilotage.engines import epr, law, mill


def compute(
    *,
    reports: Sequence[Mapping[str, str]],
    products: str,
    papers: Mapping[str, object],
    year: int,
    on: str,
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """`reports` are {"path", "name"}; `papers` is the content of epr.yaml; progress counts bytes read."""
    described = epr.read_products(Path(products))
    kept = epr.kept_of(papers, "epr.yaml")
    sizes = [Path(report["path"]).stat().st_size for report in reports]
    with tempfile.TemporaryDirectory(prefix="pilotage-epr-") as scratch:
        readings = {
            f"{number} {report['name']}": mill.read(
                Path(report["path"]),
                Path(scratch) / str(number),
                name=report["name"],
                columns=epr.COLUMNS,
                progress=partial(_told, progress, sum(sizes[:number]), sum(sizes)),
            )
            for number, report in enumerate(reports)
        }
        progress(sum(sizes), sum(sizes))
        shipped = epr.shipped_units(readings)
    answer = epr.check(shipped, described, kept, year=year, on=date.fromisoformat(on))
    return {"result": epr.as_json(answer), "law_digest": law.digest(), "version": __version__}


def _told(progress: Callable[[int, int], None], before: int, whole: int, done: int, _: int) -> None:
    progress(before + done, whole)
