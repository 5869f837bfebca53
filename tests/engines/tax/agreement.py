"""A mix through the engine and through the referee, and every difference between the two."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from tests.engines.tax.mixed_rows import Mix, write
from tests.engines.tax.referee import Verdict, judge

from pilotage.engines.tax import Cost, Rate, read_seller, run


def both(mix: Mix, folder: Path) -> tuple[Verdict, Path]:
    """(the referee's verdict, the folder that the engine wrote)."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = [write(rows, folder / f"report{n}.csv") for n, rows in enumerate(mix.files, start=1)]
    run(
        reports,
        read_seller(mix.seller.yaml().encode()),
        folder / "out",
        costs=[Cost(*cost) for cost in mix.costs],
        rates=[Rate(*rate) for rate in mix.fx],
    )
    return judge(mix.files, mix.seller, mix.costs, mix.fx), folder / "out"


def differences(verdict: Verdict, out: Path, mix: Mix) -> Iterator[str]:
    """One line per difference: rows, blocked codes, summary, returns."""
    made: dict[str, Any] = {
        name: json.loads((out / f"{name}.json").read_text("utf-8"))
        for name in ("summary", "returns")
    }
    yield from _row_differences(verdict, out, mix)
    for name, value in verdict.summary.items():
        if made["summary"][name] != value:
            yield f"summary.{name}: engine {made['summary'][name]} referee {value}"
    with (out / "blocked.csv").open(encoding="utf-8", newline="") as file:
        blocked = Counter(row["code"] for row in csv.DictReader(file))
    if blocked != Counter(verdict.blocked):
        yield f"blocked: engine {dict(blocked)} referee {verdict.blocked}"
    yield from _return_differences(verdict, made["returns"])


def _row_differences(verdict: Verdict, out: Path, mix: Mix) -> Iterator[str]:
    table = pq.read_table(out / "determinations.parquet").to_pylist()
    numbers = {
        sha256(report.read_bytes()).hexdigest(): int(report.stem.removeprefix("report")) - 1
        for report in out.parent.glob("report*.csv")
    }
    seen: dict[tuple[int, int], str] = {}
    worth: dict[tuple[int, int], tuple[object, ...]] = {}
    for row in table:
        said = row["treatment"]
        if said in ("duplicate", "rejected"):
            continue
        code = row["findings"].split(",")[0] if said == "blocked" else said
        at = numbers[row["file_sha256"]], row["row"]
        seen[at] = code
        if row["return_key"]:
            parts = (row["base"] or 0, row["vat"] or 0, row["currency"], row["period"])
            worth[at] = parts
    for at in sorted(seen.keys() | verdict.decisions.keys()):
        if seen.get(at) != verdict.decisions.get(at):
            words = mix.files[at[0]][at[1] - 1]
            told = {k: v for k, v in words.items() if v}
            yield f"row {at}: engine {seen.get(at)} referee {verdict.decisions.get(at)} {told}"
    for at in sorted(worth.keys() | verdict.booked.keys()):
        if worth.get(at) != verdict.booked.get(at):
            yield f"row {at}: engine {worth.get(at)} referee {verdict.booked.get(at)}"


def _return_differences(verdict: Verdict, made: list[dict[str, Any]]) -> Iterator[str]:
    found = {(r["return"], r["jurisdiction"], r["period"]): r for r in made}
    wanted: dict[tuple[Any, ...], dict[str, Any]] = {
        (r["return"], r["jurisdiction"], r["period"]): r for r in verdict.returns
    }
    for key in sorted(found.keys() - wanted.keys()):
        yield f"return {key}: only the engine has it"
    for key in sorted(wanted.keys() - found.keys()):
        yield f"return {key}: only the referee has it: {wanted[key]}"
    for key in sorted(wanted.keys() & found.keys()):
        for name, value in wanted[key].items():
            if name == "boxes":
                boxes = found[key]["boxes"]
                for box in sorted(set(value) | (set(boxes) & _DOUBTLESS.get(key[1], set()))):
                    if boxes.get(box) != value.get(box):
                        yield f"{key} box {box}: engine {boxes.get(box)} referee {value.get(box)}"
            elif found[key].get(name) != value:
                yield f"{key} {name}: engine {found[key].get(name)} referee {value}"


_DOUBTLESS = {
    "DE": set("81 86 35 36 41 43 89 93 95 98 61 66 83".split()),
    "GB": set("123456789"),
    "PL": set("P_19 P_20 P_21 P_22 P_23 P_24".split()),
}
