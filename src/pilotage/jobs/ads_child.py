"""The child's side of advertising: files in, a plan or a sheet or a proof out, as plain values and files."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from pilotage.engines.ads import plan, plan_json, write_sheet
from pilotage.engines.ads.kept_plan import KeptPlan, keep_plan
from pilotage.engines.ads.plan_book import write_book
from pilotage.engines.mill.ads import AdsFile, read_ads
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.advertising.wishing import wishes_of

Progress = Callable[[int, int], None]
Inputs = Sequence[Mapping[str, str]]
ROWS, PLAN, BOOK, SHEET = "rows.parquet", "plan.json", "plan.xlsx", "sheet.xlsx"
_EXAMPLES = 20
# What a file given as … must hold to be of use.
_KINDS = {
    "terms": ("search_term", "targeting", "bulk"),
    "targeting": ("targeting",),
    "bulk": ("bulk",),
    "history": ("history",),
}
_OF_NO_USE = Text(
    "文件里没有所需的表，因此没有使用。", "It holds no table of that kind and was not used."
)
_NAMES = {
    "terms": Text("搜索词报告", "the search-term report"),
    "targeting": Text("投放报告", "the targeting report"),
    "bulk": Text("批量文件", "the bulk sheet"),
    "history": Text("变更记录", "the history of changes"),
}


def compute(
    *, inputs: Inputs, wishes: Mapping[str, Any], out: str, progress: Progress
) -> dict[str, Any]:
    """`inputs` are {"role", "path", "name"}. Writes rows, JSON and workbook of the plan into `out`.

    A file that cannot be used is told and left out; `Invalid` where none is left to plan from.
    """
    steps = len(inputs) + 4
    files, told = read(inputs, lambda done: progress(done, steps))
    main = next((files[role] for role in ("terms", "bulk", "targeting") if role in files), None)
    if main is None:
        raise _none_left(told)
    beside = {role: files[role] for role in ("targeting", "bulk", "history") if role in files and files[role] is not main}  # fmt: skip
    found = plan(main, wishes_of(wishes), **beside)
    progress(steps - 3, steps)
    folder = Path(out)
    keep_plan(found, folder / ROWS)
    progress(steps - 2, steps)
    said = plan_json(found)
    (folder / PLAN).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    progress(steps - 1, steps)
    write_book(found, folder / BOOK)
    progress(steps, steps)
    return {
        "summary": said["summary"],
        "changes": len(found.changes),
        "advice": len(found.advice),
        "files": told,
    }


def sheet(
    *, rows: str, accepted: Sequence[Sequence[int]], out: str, progress: Progress
) -> dict[str, Any]:
    """Write the changes of the runs `accepted` as the sheet that Amazon takes, in the order of the plan."""
    places = [np.arange(first, last + 1) for first, last in accepted]
    chosen = np.concatenate(places) if places else np.zeros(0, np.int64)
    progress(0, 1)
    write_sheet(KeptPlan(Path(rows)).changes(chosen), Path(out) / SHEET)
    progress(1, 1)
    return {"changes": len(chosen)}


def prove(*, inputs: Inputs, wishes: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """What the changes of the history did, as `proof_json` says it, and how the files were."""
    from pilotage.engines.ads import proof

    steps = len(inputs) + 1
    files, told = read(inputs, lambda done: progress(done, steps))
    main = next((files[role] for role in ("terms", "targeting") if role in files), None)
    if main is None or "history" not in files:
        raise _none_left(told)
    found = proof.prove(main, files["history"], bulk=files.get("bulk"), **proof_wishes(wishes))
    progress(steps, steps)
    return {"proof": proof.proof_json(found), "files": told}


def proof_wishes(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Kept wishes as `proof.prove` takes them."""
    from pilotage.engines.ads import proof

    days = {name: date.fromisoformat(kept[name]) for name in ("start", "until") if name in kept}
    target = float(kept["target_acos"]) if "target_acos" in kept else None
    authors = proof.Authors(
        frozenset(kept.get("partner", ())),
        frozenset(kept.get("seller", ())),
        kept.get("default", "unknown"),
    )
    return {**days, "target_acos": target, "authors": authors}


def read(
    inputs: Inputs, progress: Callable[[int], None]
) -> tuple[dict[str, AdsFile], list[dict[str, Any]]]:
    """The files that are of use by their role (the last of a role), and what is to be said of each of them."""
    files, told = {}, []
    for number, one in enumerate(inputs):
        progress(number)
        said, found = told_of(one)
        told.append(said)
        if found is not None:
            files[one["role"]] = found
    progress(len(inputs))
    return files, told


def told_of(one: Mapping[str, str]) -> tuple[dict[str, Any], AdsFile | None]:
    """What a file holds (rows in = kept + rejected), or why it is not used; and the file where it is."""
    said: dict[str, Any] = {"name": one["name"], "role": one["role"]}
    try:
        with tempfile.TemporaryDirectory(prefix="pilotage-ads-in-") as folder:
            found = read_ads(_named(one, Path(folder)))
    except Invalid as error:
        step = error.next_step
        return said | {"says": error.says.both(), "next_step": step.both() if step else None}, None
    tables = found.tables
    rejected = [(table.name, row) for table in tables for row in table.rejected]
    said |= {
        "rows": sum(one.rows_in for one in tables),
        "kept": sum(one.kept for one in tables),
        "rejected": len(rejected),
        "examples": [
            {"table": table, "row": row.row, "column": row.column, "value": row.value[:80], "reason": row.reason}
            for table, row in rejected[:_EXAMPLES]
        ],
        "unknown": sorted({name for table in tables for name in table.extra})[:_EXAMPLES],
    }  # fmt: skip
    if found.of_kind(*_KINDS[one["role"]]):
        return said, found
    asked = Text("请另选一个文件作为{what}。", "Choose another file as {what}.")
    step = asked.with_(what=_NAMES[one["role"]])
    return said | {"says": _OF_NO_USE.both(), "next_step": step.both()}, None


def _named(one: Mapping[str, str], folder: Path) -> Path:
    """The file under the name it came with, as far as a folder takes it: what is told of it says that name."""
    end = one["name"].encode()[-200:].decode(errors="ignore") or "file"
    link = folder / end
    link.symlink_to(one["path"])
    return link


def _none_left(told: list[dict[str, Any]]) -> Invalid:
    why = next((one for one in told if "says" in one), None)
    name = why["name"] if why else ""
    first = Text(**why["says"]) if why else _OF_NO_USE
    return Invalid(
        "NO_FILE_OF_USE",
        Text("没有可以使用的文件。{name}：{why}", "No file can be used. {name}: {why}").with_(name=name, why=first),
        Text(**why["next_step"]) if why and why["next_step"] else None,
    )  # fmt: skip
