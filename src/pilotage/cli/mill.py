"""`pilotage mill read REPORT`, `pilotage mill invent`: typed rows with their account; invented reports."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.kernel.errors import Invalid
from pilotage.kernel.periods import Month, parse_period
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from pilotage.engines.mill import Manifest, Reading

_DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the two commands."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    read = commands.add_parser("read", help="读取报告 · read a report into typed rows")
    read.add_argument("report", type=Path)
    read.add_argument("--out", type=Path, help="文件夹：rows.parquet, rejects.csv, manifest.json")
    read.add_argument("--json", action="store_true", help="清单以 JSON 打印 · print the manifest")
    read.set_defaults(run=_read)
    invent = commands.add_parser("invent", help="生成虚构的报告 · write an invented report")
    invent.add_argument("--rows", type=int, required=True)
    invent.add_argument("--seed", type=int, default=7)
    invent.add_argument("--out", type=Path, required=True)
    invent.add_argument("--months", default="2026-01..2026-03", help="2026-01..2026-03")
    invent.add_argument("--dirty", type=float, default=0.0, help="无法读取的行的比例，如 0.01")
    invent.add_argument("--encoding", default="utf-8", choices=_ENCODINGS)
    invent.add_argument("--delimiter", default="comma", choices=sorted(_DELIMITERS))
    invent.set_defaults(run=_invent)


_ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")


def _read(asked: argparse.Namespace) -> int:
    import tempfile

    from pilotage.engines import mill

    if not asked.report.is_file():
        raise Invalid(
            "NO_SUCH_FILE",
            Text("找不到文件 {path}。", "There is no file {path}."),
            Text("请检查路径。", "Check the path."),
            path=asked.report,
        )
    with tempfile.TemporaryDirectory(prefix="pilotage-mill-") as scratch:
        out = asked.out or Path(scratch)
        reading = mill.read(asked.report, out)
        manifest = json.dumps(reading.manifest.as_json(), ensure_ascii=False, indent=1)
        if asked.out:
            (out / "manifest.json").write_text(manifest + "\n", encoding="utf-8")
            _write_rejects(reading, out / "rejects.csv")
        print(manifest if asked.json else _account(reading.manifest))
        if not asked.json:
            _print_rejects(reading)
    return 0


def _account(manifest: Manifest) -> str:
    months = f"{manifest.first_month} … {manifest.last_month}"
    lines = [
        f"{manifest.file}: {manifest.rows_in} 行 = 保留 {manifest.kept} + 拒收 {manifest.rejected}"
        f" · {manifest.rows_in} rows = {manifest.kept} kept + {manifest.rejected} rejected",
        f"  {manifest.layout} 列 · columns, {manifest.encoding}, {manifest.delimiter!r}, {months}",
        *(
            f"  {t.currency or '---'}: {t.rows} 行 · rows, {t.vat_excl} + {t.vat} = {t.vat_incl}"
            for t in manifest.totals
        ),
    ]
    return "\n".join(lines)


def _print_rejects(reading: Reading, most: int = 20) -> None:
    from pilotage.engines.mill import rejects

    found = rejects(reading)
    for reject in found[:most]:
        print(f"  行 · row {reject.row}: {reject.column} {reject.value!r}: {reject.reason}")
    if len(found) > most:
        print(f"  … 另有 {len(found) - most} 行，见 --out 下的 rejects.csv · more in rejects.csv")


def _write_rejects(reading: Reading, path: Path) -> None:
    import csv

    from pilotage.engines.mill import rejects

    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        write(["file", "row", "column", "value", "code", "reason_zh", "reason_en"])
        for r in rejects(reading):
            write([r.file, r.row, r.column, r.value, r.code, r.reason.zh, r.reason.en])


def _invent(asked: argparse.Namespace) -> int:
    from pilotage.engines.mill.invent import Wish, invent

    first, last = _months(asked.months)
    if asked.rows < 1 or not 0 <= asked.dirty <= 0.5:
        raise _unusable("--rows ≥ 1, 0 ≤ --dirty ≤ 0.5")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    wish = Wish(
        rows=asked.rows,
        seed=asked.seed,
        first=first,
        last=last,
        dirty=asked.dirty,
        encoding=asked.encoding,
        delimiter=_DELIMITERS[asked.delimiter],
    )
    invent(wish, asked.out)
    print(f"{asked.out}: {asked.rows} 行虚构数据 · invented rows", file=sys.stderr)
    return 0


def _months(text: str) -> tuple[Month, Month]:
    ends = [parse_period(end) for end in text.split("..")]
    match ends:
        case [Month() as first, Month() as last] if first <= last:
            return first, last
        case [Month() as only]:
            return only, only
    raise _unusable("--months 2026-01..2026-03")


def _unusable(wanted: str) -> Invalid:
    return Invalid(
        "UNUSABLE_ARGUMENT",
        Text("参数不能用。", "An argument cannot be used."),
        Text("应为 {wanted}", "Wanted: {wanted}"),
        wanted=wanted,
    )
