"""Why a row is rejected, and which cell beside the vital ones could not be read.

The rule is contracts/tax.md: one of the four dates, ACTIVITY_PERIOD, QTY, the rate or a total that
cannot be read; no period or no date at all; QTY blank or 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pilotage.engines.mill.blocks import Block
from pilotage.engines.mill.columns import BY_NAME, DATES, VITAL, Column, Kind
from pilotage.engines.mill.values import Values

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_UNREADABLE = {Kind.DECIMAL: "NOT_A_NUMBER", Kind.DATE: "NOT_A_DATE", Kind.MONTH: "NOT_A_MONTH"}
_SHOWN = 200  # characters of a cell that is told


def fault_type() -> pa.DataType:
    """STRUCT(column, value, reason): header, its text, code."""
    import pyarrow as pa

    return pa.struct([(name, pa.string()) for name in ("column", "value", "reason")])


def faults(block: Block, typed: Mapping[str, Values]) -> pa.Array:
    """The first fault of each row, null for a good row."""
    import pyarrow as pa

    found: list[dict[str, str] | None] = [None] * block.rows
    for name, reason, rows in reversed(list(_vital(typed))):  # the first one is written last
        for row in rows.nonzero()[0].tolist():
            found[row] = _fault(name, block.cells[name][row].as_py(), reason)
    for row, broken in block.broken.items():
        found[row] = {"column": "", "value": broken.shown, "reason": broken.reason}
    return pa.array(found, fault_type())


def _fault(name: str, text: str | None, reason: str) -> dict[str, str]:
    return {"column": BY_NAME[name].header, "value": (text or "")[:_SHOWN], "reason": reason}


def _vital(typed: Mapping[str, Values]) -> Iterator[tuple[str, str, np.ndarray]]:
    """Column, reason, and in which rows: in the order of precedence."""
    import pyarrow.compute as pc

    for name in VITAL:
        if (wrong := typed[name].unreadable) is not None:
            yield name, _UNREADABLE[BY_NAME[name].kind], _rows(wrong)
    none = {
        name: _rows(typed[name].values.is_null()) for name in (*DATES, "qty", "activity_period")
    }
    yield "qty", "QTY_BLANK", none["qty"]
    yield "qty", "QTY_ZERO", _rows(pc.equal(typed["qty"].values, 0).fill_null(False))
    without = none[DATES[0]]
    for name in DATES[1:]:
        without = without & none[name]
    yield "transaction_complete_date", "NO_DATE", without
    yield (
        "activity_period",
        "NO_PERIOD",
        none["activity_period"] & none["transaction_complete_date"],
    )


def unread(columns: tuple[Column, ...], typed: Mapping[str, Values], rows: int) -> pa.Array:
    """The header of each row's first cell outside the vital ones that should be a value and is none."""
    import pyarrow as pa

    found: list[str | None] = [None] * rows
    for column in reversed(columns):
        if not column.vital and (wrong := typed[column.name].unreadable) is not None:
            for row in _rows(wrong).nonzero()[0].tolist():
                found[row] = column.header
    return pa.array(found, pa.string())


def _rows(mask: pa.BooleanArray) -> np.ndarray:
    rows: np.ndarray = mask.to_numpy(zero_copy_only=False)
    return rows
