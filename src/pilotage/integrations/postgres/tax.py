"""The tax expression on PostgreSQL, for rows that are stored there: another way to determine, like `on_duckdb`.

    run(reports, seller, out, determine=OnPostgres(dsn))

Everything lies in temporary tables of one session and is gone with it; nothing of the database's own is read or
written. Its answer equals that of the embedded engine row by row (`tests/platform/compliance/test_tax_on_postgres.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from pilotage.engines.mill.cells import literal, quoted
from pilotage.engines.tax.determine import compiled
from pilotage.engines.tax.for_postgres import planned
from pilotage.engines.tax.inputs import TABLES
from pilotage.engines.tax.seller import Seller
from pilotage.engines.tax.slots import Scales, filled
from pilotage.kernel.errors import SourceDown
from pilotage.kernel.text import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE = 10_000
_TYPES = {
    "BIGINT": "bigint", "INTEGER": "integer", "VARCHAR": "text", "DATE": "date", "BOOLEAN": "boolean",
    "HUGEINT": "numeric(38, 0)",
}  # fmt: skip
# What comes back, by PostgreSQL's own numbers of its types.
_BACK = {16: "BOOLEAN", 20: "BIGINT", 23: "INTEGER", 25: "VARCHAR", 1043: "VARCHAR", 1082: "DATE", 1700: "HUGEINT"}  # fmt: skip
# Compiling to machine code costs more than these statements take.
_SETTINGS = ("SET jit = off", "SET work_mem = '256MB'")
_NOTHING = "\\N"


@dataclass(frozen=True, slots=True)
class OnPostgres:
    """`dsn` is a connection string of psycopg. Raises `SourceDown` when the server cannot be reached."""

    dsn: str

    def __call__(
        self, connection: DuckDBPyConnection, seller: Seller, scales: Scales, scratch: Path
    ) -> None:
        """Offer `determined` beside the tables of `inputs`; it lies in `scratch`."""
        parts = filled(compiled("postgres"), seller, scales)
        stages = {"facts": parts.facts, "situations": parts.situations, "determined": parts.rows}
        stored = scratch / "determined.csv"
        try:
            with psycopg.connect(self.dsn) as session:
                for setting in _SETTINGS:
                    session.execute(setting)
                for name in TABLES:
                    _put(session, connection, name)
                for name, select in stages.items():
                    session.execute(f"CREATE TEMP TABLE {name} AS {planned(select)}".encode())
                    session.execute(f"ANALYZE {name}".encode())
                columns = _take(session, stored)
        except psycopg.OperationalError:
            raise SourceDown(
                "POSTGRES_DOWN",
                Text("无法连接 PostgreSQL，没有写出任何文件。", "PostgreSQL cannot be reached; nothing was written."),
                Text("请检查连接设置，或使用默认引擎。", "Check the connection, or use the default engine."),
            ) from None  # fmt: skip
        how = f"header = true, nullstr = {literal(_NOTHING)}, delim = ',', quote = '\"', escape = '\"'"
        connection.execute(
            f"CREATE VIEW determined AS SELECT * FROM read_csv({literal(str(stored))}, {how}, columns = {{{columns}}})"  # noqa: S608
        )


def _put(session: psycopg.Connection[Any], connection: DuckDBPyConnection, name: str) -> None:
    """A table of the run, with its rows, as a temporary one of the session."""
    described = connection.execute(f"DESCRIBE SELECT * FROM {name}").fetchall()  # noqa: S608
    columns = ", ".join(f"{quoted(column)} {_type(kind)}" for column, kind, *_ in described)
    session.execute(f"CREATE TEMP TABLE {name} ({columns})".encode())
    rows = connection.execute(f"SELECT * FROM {name}")  # noqa: S608
    with session.cursor().copy(f"COPY {name} FROM STDIN".encode()) as copy:
        while some := rows.fetchmany(_AT_ONCE):
            for row in some:
                copy.write_row(row)
    session.execute(f"ANALYZE {name}".encode())


def _take(session: psycopg.Connection[Any], stored: Path) -> str:
    """Writes `determined` as CSV; its columns with their types, as DuckDB's reader wants them."""
    how = f"FORMAT csv, HEADER, NULL '{_NOTHING}'"
    with stored.open("wb") as out, session.cursor().copy(f"COPY determined TO STDOUT ({how})".encode()) as copy:  # fmt: skip
        for block in copy:
            out.write(block)
    told = session.execute("SELECT * FROM determined LIMIT 0").description or ()
    return ", ".join(f"{literal(one.name)}: {literal(_BACK[one.type_code])}" for one in told)


def _type(kind: str) -> str:
    return kind.replace("DECIMAL", "numeric") if kind.startswith("DECIMAL") else _TYPES[kind]
