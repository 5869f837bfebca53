"""How many processes may write: one on SQLite, any number on PostgreSQL (docs/decisions/sqlite.md)."""

from __future__ import annotations

import sqlite3

from django.db import connection

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

# SQLite 3.7.0-3.51.2 can, rarely, reset the write-ahead log under a second writing process.
MENDED_IN = (3, 51, 3)


def on_sqlite() -> bool:
    """Whether the configured database is the embedded one."""
    return connection.vendor == "sqlite"


def check_one_writer(processes: int) -> None:
    """Raises `Invalid` when more than one process would write to SQLite."""
    if on_sqlite() and processes > 1:
        raise Invalid(
            "ONE_WRITER_ON_SQLITE",
            Text(
                "SQLite 只允许一个写入进程，却要求 {n} 个。",
                "SQLite allows one writing process; {n} were asked for.",
            ),
            Text(
                "去掉 --workers，或把 PILOTAGE_DATABASE 指向 PostgreSQL。",
                "Leave out --workers, or point PILOTAGE_DATABASE to PostgreSQL.",
            ),
            n=processes,
        )


def caution() -> Text | None:
    """What the start-up says about the SQLite library in use; None when there is nothing to say."""
    if not on_sqlite() or sqlite3.sqlite_version_info >= MENDED_IN:
        return None
    return Text(
        "SQLite {version}：只用一个进程写入（3.51.3 之前有罕见的 WAL 重置缺陷）。",
        "SQLite {version}: one process writes (before 3.51.3 a rare WAL-reset bug).",
    ).with_(version=sqlite3.sqlite_version)
