"""A portfolio as a table: columns by their names, each row a mark or a fault that names its line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pilotage.engines.marks import read_table
from pilotage.engines.marks.days import day_of
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.brand.models import Form, Status
from pilotage.platform.brand.readiness import offices

MOST_BYTES = 4 << 20
MOST_ROWS = 1000
COLUMNS = {
    "sign": ("sign", "mark", "trademark", "trade_mark", "商标", "商标文字", "商标名称"),
    "office": ("office", "商标局"),
    "status": ("status", "状态"),
    "form": ("form", "形式"),
    "classes": ("classes", "class", "nice", "类别", "国际分类"),
    "application_number": ("application_number", "serial_number", "申请号"),
    "registration_number": ("registration_number", "注册号"),
    "filed_on": ("filed_on", "filed", "filing_date", "申请日", "申请日期"),
    "registered_on": ("registered_on", "registered", "registration_date", "注册日", "注册日期"),
    "owner": ("owner", "applicant", "权利人", "申请人"),
    "attorney": ("attorney", "代理人"),
    "attorney_number": ("attorney_number", "代理人编号", "执业编号"),
}
_DAYS = ("filed_on", "registered_on")


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be used, counted with the header as the first, and why."""

    line: int
    says: Text


def marks_of(path: Path, name: str) -> tuple[list[tuple[int, dict[str, Any]]], list[Fault]]:
    """(line, what `add_mark` takes) for every row, and the lines that hold no day where one should stand.

    `name` is how its sender calls it. Raises `Invalid` for what is no table, lacks `sign` or `office`, or is too long.
    """
    try:
        table = read_table(path)
    except Invalid:
        raise Invalid(
            "FILE_UNUSABLE",
            Text("无法读取 {name}。", "{name} cannot be read."),
            Text("请给出带表头的 CSV（UTF-8）。", "Give a CSV with a header (UTF-8)."),
            name=name,
        ) from None
    if len(table.rows) > MOST_ROWS:
        raise Invalid(
            "TOO_MANY_MARKS",
            Text("一次最多导入 {most} 行。", "At most {most} lines at once."),
            Text("请分成几份。", "Split it."),
            most=MOST_ROWS,
        )
    at = {field: table.column(*names) for field, names in COLUMNS.items()}
    for needed in ("sign", "office"):
        if at[needed] is None:
            raise Invalid(
                "COLUMN_MISSING",
                Text("文件缺少 {column} 列。", "The file lacks the column {column}."),
                Text("列名：{columns}。", "Columns: {columns}."),
                column=needed, columns=", ".join(COLUMNS),
            )  # fmt: skip
    found: list[tuple[int, dict[str, Any]]] = []
    faults: list[Fault] = []
    for line, row in enumerate(table.rows, 2):
        cells = {field: row[n].strip() if n is not None else "" for field, n in at.items()}
        given: dict[str, Any] = cells | {
            "office": _coded(cells["office"], {code: one.says for code, one in offices().items()}),
            "status": _coded(cells["status"] or _usual(cells), _said(Status.choices)),
            "form": _coded(cells["form"] or Form.WORD, _said(Form.choices)),
        }
        wrong = [field for field in _DAYS if cells[field] and day_of(cells[field]) is None]
        if wrong:
            says = Text("日期写成 2026-11-25 的样子：{text}", "Write days as 2026-11-25: {text}")
            faults.append(Fault(line, says.with_(text=cells[wrong[0]][:40])))
            continue
        found.append((line, given | {field: day_of(cells[field]) for field in _DAYS}))
    return found, faults


def _usual(cells: dict[str, str]) -> str:
    """What is true of a mark whose status nobody wrote down."""
    if cells["registration_number"]:
        return Status.REGISTERED
    return Status.PENDING if cells["application_number"] else Status.PLANNED


def _coded(written: str, known: dict[str, Text]) -> str:
    """The code, for itself in any case or for its name in either language; anything else as it stands."""
    wanted = written.casefold()
    return next(
        (
            code
            for code, says in known.items()
            if wanted in (code.casefold(), says.zh.casefold(), says.en.casefold())
        ),
        written,
    )


def _said(choices: list[tuple[str, Any]]) -> dict[str, Text]:
    return {code: Text(*str(label).split(" · ", 1)) for code, label in choices}
