"""The expression on the embedded engine, from its kept text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pilotage.engines.mill.cells import literal
from pilotage.engines.tax.seller import Seller
from pilotage.engines.tax.slots import Scales

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def on_duckdb(
    connection: DuckDBPyConnection, seller: Seller, scales: Scales, scratch: Path
) -> None:
    """Offer `determined` beside the tables of `inputs`; stages lie in `scratch`."""
    # Not above: the statement's module is also a command, and runs as one only when not imported.
    from pilotage.engines.tax.statement import statement

    parts = statement(seller, scales)
    _store(connection, "facts", parts.facts, scratch)
    connection.execute(f"CREATE TEMP TABLE situations AS {parts.situations}")
    _store(connection, "determined", parts.rows, scratch)


def _store(connection: DuckDBPyConnection, name: str, select: str, scratch: Path) -> None:
    """Keep a SELECT's rows beside the run and offer them as a view."""
    stored = literal(str(scratch / f"{name}.parquet"))
    connection.execute(f"COPY ({select}) TO {stored} (FORMAT parquet, COMPRESSION lz4_raw)")
    connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({stored})")  # noqa: S608
