"""The pre-audit over a folder of dossiers with answers: fields exact, codes, verdicts, seconds per page, memory.

`--dossiers=FOLDER` holds `D001/files` and `D001/truth.json` each; without it the examples beside the checkout are read.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from pilotage.engines.dossier.folder import check_folder
from pilotage.engines.dossier.reading import document

EXAMPLES = Path(__file__).parents[2] / "shared/examples/dossier"


def main() -> int:
    """One line per dossier, then the figures; 1 when a verdict or a first code is wrong."""
    named = [word.partition("=")[2] for word in sys.argv if word.startswith("--dossiers=")]
    folders = sorted(p.parent for p in Path(named[0] if named else EXAMPLES).glob("*/truth.json"))
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    pages: list[float] = []
    wrong = 0
    timed = _timed(pages)
    for folder in folders:
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        answer: Any = check_folder(folder / "files", "DE", date(2026, 11, 4))
        faults = [*_fields(truth, answer, right, asked), *_codes(truth, answer)]
        wrong += bool(_codes(truth, answer))
        print(folder.name, answer["verdict"], "; ".join(faults) or "all right", flush=True)
    document.read_page = timed
    for name in sorted(asked):
        print(f"{name:50} {right[name]:4} of {asked[name]:4}")
    print(f"verdict and first code right: {len(folders) - wrong} of {len(folders)}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"page: median {median(pages):.1f} s (≤ 4), slowest {max(pages):.1f} s; {memory:.2f} GB (≤ 1)"
    )
    return 1 if wrong else 0


def _timed(pages: list[float]) -> Any:
    """Reading a page is timed from outside; the engine has no clock."""
    read = document.read_page

    def timed(*asked: Any) -> Any:
        begun = perf_counter()
        page = read(*asked)
        pages.append(perf_counter() - begun)
        return page

    document.read_page = timed
    return read


def _fields(truth: Any, answer: Any, right: Counter[str], asked: Counter[str]) -> list[str]:
    faults = []
    for name, printed in truth["fields"].items():
        kind = re.sub(r"_\d$", "", name)
        for field, value in printed.items():
            read = answer["fields"].get(name, {}).get(field, {}).get("value", "")
            asked[f"{kind}.{field}"] += 1
            right[f"{kind}.{field}"] += _bare(read) == _bare(value)
            if _bare(read) != _bare(value):
                faults.append(f"{name}.{field}: {read!r} for {value!r}")
    return faults


def _codes(truth: Any, answer: Any) -> list[str]:
    """What is wrong with the verdict or the codes; a clean dossier gets neither reject nor warning."""
    faults = []
    told = [found["code"] for found in answer["findings"] if found["severity"] != "info"]
    if answer["verdict"] not in truth["verdicts"]:
        faults.append(f"verdict {answer['verdict']}")
    accepted = {code for defect in truth["defects"] for code in defect["accept"]}
    if set(told) - accepted or (accepted and not told):
        faults.append(f"told {told}")
    faults += [d["code"] for d in truth["defects"] if not set(d["accept"]) & set(told)]
    return faults


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).upper()


if __name__ == "__main__":
    sys.exit(main())
