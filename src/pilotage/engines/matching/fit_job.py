"""The fit advice as one call with plain values in and out, for a worker's child process."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from pilotage.engines import mill
from pilotage.engines.matching.fit import advise
from pilotage.engines.matching.fit_json import Json, as_json
from pilotage.engines.matching.fit_query import COLUMNS, evidence_of
from pilotage.engines.matching.fit_seller import read_seller
from pilotage.engines.mill import Reading


def advise_json(
    *,
    reports: Sequence[Mapping[str, str]],
    seller: Mapping[str, object],
    on: str,
    progress: Callable[[int, int], None],
) -> Json:
    """`reports` are {"path", "name"}; `seller` is the content of seller.yaml; `on` is YYYY-MM-DD.

    Progress counts bytes of reports read. Raises `Invalid` for a file or profile that cannot be used.
    """
    profile = read_seller(json.dumps(seller).encode())  # refused before any row is read
    sizes = [Path(report["path"]).stat().st_size for report in reports]
    readings: dict[str, Reading] = {}
    with tempfile.TemporaryDirectory(prefix="pilotage-fit-") as scratch:
        for number, report in enumerate(reports):
            before = sum(sizes[:number])
            taken = report["name"] in readings
            name = f"{report['name']} ({number + 1})" if taken else report["name"]
            readings[name] = mill.read(
                Path(report["path"]),
                Path(scratch) / str(number),
                name=report["name"],
                columns=COLUMNS,
                progress=lambda done, _, before=before: progress(before + done, sum(sizes)),  # type: ignore[misc]
            )
        progress(sum(sizes), sum(sizes))
        evidence = evidence_of(readings)
    return as_json(advise(evidence, profile, date.fromisoformat(on)))
