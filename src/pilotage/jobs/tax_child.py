"""The child's side of a tax run: plain values in, plain values and files out."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pilotage import __version__
from pilotage.engines import law, tax
from pilotage.jobs.crunch import fitting

EXAMPLES = 3

Inputs = Sequence[Mapping[str, str]]


def compute(
    *,
    inputs: Inputs,
    seller: Mapping[str, object],
    out: str,
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """`inputs` are {"role", "path", "name"}; writes the files of the contract and `rows/` into `out`.

    Raises `Invalid` for a file or profile that cannot be used, before any row is read where it can.
    """
    profile = tax.read_seller(json.dumps(seller).encode())
    with tempfile.TemporaryDirectory(prefix="pilotage-tax-in-") as folder:
        result = tax.run(
            _named(inputs, Path(folder)),
            profile,
            Path(out),
            costs=[c for content in _of(inputs, "costs") for c in tax.read_costs(content)],
            rates=[r for content in _of(inputs, "rates") for r in tax.read_rates(content)],
            progress=progress,
            keep=Path(out) / "rows",
        )
    return {
        "summary": result.summary,
        "returns": result.returns,
        "blocked": blocked_by_code(Path(out) / "blocked.csv"),
        "law_digest": law.digest(),
        "version": __version__,
    }


def blocked_by_code(path: Path) -> list[dict[str, Any]]:
    """One entry per code, most rows first: what happened, the next step, where for example."""
    found: dict[str, dict[str, Any]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            entry = found.setdefault(
                line["code"],
                {
                    "code": line["code"],
                    "rows": 0,
                    "says": {"zh": line["message_zh"], "en": line["message_en"]},
                    "next_step": {"zh": line["next_step_zh"], "en": line["next_step_en"]},
                    "examples": [],
                },
            )
            entry["rows"] += 1
            if len(entry["examples"]) < EXAMPLES:
                entry["examples"].append({"file": line["file"], "row": int(line["row"])})
    return sorted(found.values(), key=lambda entry: -entry["rows"])


def _named(inputs: Inputs, folder: Path) -> list[Path]:
    """The reports under the names they were uploaded with, for what the run writes about them."""
    paths: list[Path] = []
    for number, report in enumerate((i for i in inputs if i["role"] == "report"), start=1):
        taken = {path.name for path in paths}
        name = fitting(report["name"])
        name = f"{number}-{name}" if name in taken else name
        paths.append(folder / name)
        paths[-1].symlink_to(report["path"])
    return paths


def _of(inputs: Inputs, role: str) -> list[bytes]:
    return [Path(one["path"]).read_bytes() for one in inputs if one["role"] == role]
