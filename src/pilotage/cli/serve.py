"""`pilotage serve`: the pages and the API over granian; on SQLite the background worker lives inside."""

from __future__ import annotations

import argparse
import gc
import os
from importlib import import_module

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="processes (PostgreSQL only)")
    parser.add_argument("--threads", type=int, default=4, help="threads of each process")
    parser.add_argument(
        "--embedded-worker",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="run background jobs inside (default: on SQLite yes, on PostgreSQL no)",
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Serves until SIGTERM or SIGINT; open requests are finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
    import django

    django.setup()
    embedded = prepare(asked)
    os.environ["PILOTAGE_EMBEDDED_WORKER"] = "1" if embedded else "0"
    share_with_processes()
    _announce(asked, embedded)

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "pilotage.config.wsgi:application",
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=asked.threads,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        log_level=LogLevels.warning,
    ).serve()
    return 0


def prepare(asked: argparse.Namespace) -> bool:
    """Refuses what cannot work; returns whether the background worker runs inside."""
    from pilotage.cli.writers import check_one_writer, on_sqlite
    from pilotage.platform.access import standing

    embedded = on_sqlite() if asked.embedded_worker is None else asked.embedded_worker
    check_one_writer(asked.workers)
    if embedded and asked.workers > 1:
        raise Invalid(
            "WORKER_PER_PROCESS",
            Text("多个进程时不内置后台任务。", "With several processes the worker stands outside."),
            Text("请另行运行 pilotage worker。", "Run pilotage worker beside it."),
        )
    _check_migrated()
    standing.check_not_in_danger()
    return embedded


def share_with_processes() -> None:
    """The directory and every page's code, made once here: serving processes are forks and share them."""
    from django.conf import settings
    from django.db import connections
    from django.utils import timezone

    from pilotage.platform.directory.catalogue import warm

    warm(timezone.now())
    import_module(settings.ROOT_URLCONF)
    # The serving processes open their own connections; this one must not be inherited by a fork.
    connections.close_all()
    # A collection that walks the directory would stop every request and copy the shared pages.
    gc.collect()
    gc.freeze()


def _check_migrated() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Invalid(
            "NOT_MIGRATED",
            Text("数据库结构还没有更新。", "The database is not up to date."),
            Text("请先运行 pilotage manage migrate。", "Run pilotage manage migrate first."),
        )


def _announce(asked: argparse.Namespace, embedded: bool) -> None:
    from pilotage.cli.writers import caution
    from pilotage.platform.access.standing import standing

    print(f"引航 · Pilotage  http://{asked.host}:{asked.port}/", flush=True)
    if said := caution():
        print(said, flush=True)
    if lacks := standing().lacks:
        print(f"{lacks.zh} · {lacks.en}", flush=True)
    if not embedded:
        print("后台任务由 pilotage worker 处理 · jobs are done by pilotage worker", flush=True)
