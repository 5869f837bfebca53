"""The shared worked examples, each through the command: summary, blocked rows, returns."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from pilotage.cli.main import main

CASES = Path(__file__).parent / "cases"


def answer(case: Path, out: Path) -> tuple[int, dict, list, Counter]:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    words = ["tax", "returns", "--seller", str(case / "seller.yaml"), "--out", str(out)]
    for report in expected["reports"]:
        words += ["--report", str(case / report)]
    for option, name in (("--costs", "costs.csv"), ("--fx", "fx.csv")):
        if (case / name).exists():
            words += [option, str(case / name)]
    status = main(words)
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    returns = json.loads((out / "returns.json").read_text("utf-8"))
    with (out / "blocked.csv").open(encoding="utf-8", newline="") as file:
        blocked = Counter(row["code"] for row in csv.DictReader(file))
    return status, summary, returns, blocked


def key(made: dict) -> tuple[str, str, str]:
    return made["return"], made["jurisdiction"], made["period"]


@pytest.mark.slow
@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_the_worked_example_agrees(case: Path, tmp_path: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    status, summary, returns, blocked = answer(case, tmp_path / "out")
    assert status == expected["exit"]
    assert {name: summary[name] for name in expected["summary"]} == expected["summary"]
    assert dict(blocked) == expected["blocked"]
    made = {key(found): found for found in returns}
    assert sorted(made) == sorted(key(wanted) for wanted in expected["returns"])
    for wanted in expected["returns"]:
        found = made[key(wanted)]
        boxes = wanted.pop("boxes", {})
        assert {name: found["boxes"].get(name) for name in boxes} == boxes
        assert {name: found.get(name) for name in wanted} == wanted, key(wanted)


@pytest.mark.slow
def test_other_files_in_the_output_folder_stay(tmp_path: Path) -> None:
    mine = tmp_path / "out" / "notes.txt"
    mine.parent.mkdir()
    mine.write_text("mine", "utf-8")
    answer(CASES / "rejected_values", tmp_path / "out")
    assert mine.read_text("utf-8") == "mine"
