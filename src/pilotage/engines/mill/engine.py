"""The embedded engine: an in-memory DuckDB connection that loads no extension and keeps its limits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use: worker threads, the engine's memory, where it spills."""

    threads: int = 2
    # The engine throttles its ordered Parquet writer to one thread at half of this; measured
    # use stays far below (bench/mill.py).
    memory: str = "2GB"
    spill_to: Path | None = None


def connect(limits: Limits | None = None) -> DuckDBPyConnection:
    """A fresh in-memory connection within `limits` (default: 2 threads)."""
    import duckdb  # 165 ms; only when a file is really read

    limits = limits or Limits()
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": limits.threads,
        "memory_limit": limits.memory,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "temp_directory": str(limits.spill_to) if limits.spill_to else "",
    }
    connection = duckdb.connect(":memory:", config=config)
    # On a terminal DuckDB would draw a bar of its own over what the door says.
    connection.execute("SET enable_progress_bar = false")
    return connection
