"""`pilotage worker`: does background jobs until SIGTERM or SIGINT; the job in hand is finished first."""

from __future__ import annotations

import argparse
import os
import signal
import threading

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="end when nothing is due")
    parser.add_argument(
        "--alone",
        action="store_true",
        help="on SQLite: no other pilotage process is writing to this database",
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
    import django

    django.setup()
    _check_alone(asked.alone)
    from pilotage.jobs.worker import work

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print("后台任务已启动 · the worker is running", flush=True)
    done = work(stop, once=asked.once)
    print(f"完成任务 {done} 个 · {done} jobs done", flush=True)
    return 0


def _check_alone(alone: bool) -> None:
    from pilotage.cli.writers import on_sqlite

    if on_sqlite() and not alone:
        raise Invalid(
            "ONE_WRITER_ON_SQLITE",
            Text(
                "SQLite 只允许一个写入进程，pilotage serve 已内置后台任务。",
                "SQLite allows one writing process, and pilotage serve already does the jobs.",
            ),
            Text(
                "没有运行 serve 时请加 --alone。",
                "If serve is not running, add --alone.",
            ),
        )
