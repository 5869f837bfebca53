"""`pilotage demo seed|run`: an invented world, and the product served on it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time


def configure(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=lambda asked: parser.print_help())
    commands = parser.add_subparsers()
    for name, run, says in (
        ("seed", seed, "把虚构的世界写入空数据库 · write the world into an empty database"),
        ("run", serve, "迁移、必要时写入、启动网站 · migrate, seed if empty, serve"),
    ):
        command = commands.add_parser(name, help=says, description=says)
        command.add_argument("--partners", type=int, default=2000)
        command.add_argument("--sellers", type=int, default=50)
        command.add_argument("--seed", type=int, default=7)
        command.set_defaults(run=run)
        if name == "run":
            command.add_argument("--port", type=int, default=8000)


def seed(asked: argparse.Namespace) -> int:
    """Exit 2 when the database is not empty."""
    _set_up()
    from pilotage.config.demo import reports, world

    started = time.perf_counter()
    at = _now()
    world.seed(
        partners=asked.partners,
        sellers=asked.sellers,
        seed=asked.seed,
        at=at,
        progress=_progress,
    )
    world.engage(at)
    folder = reports.write()
    seconds = time.perf_counter() - started
    print(
        f"服务商 {asked.partners:,} 家，用时 {seconds:.0f} 秒 · partners seeded, in seconds"
        f"\n报告文件 · reports to drop in: {folder}"
    )
    return 0


def serve(asked: argparse.Namespace) -> int:
    """Serves until interrupted."""
    os.environ["PILOTAGE_DEMO"] = "1"
    _set_up()
    from pilotage.config.demo import reports, world

    if world.is_empty():
        seed(asked)
    _print_ways_in(asked.port, str(reports.folder()))
    command = [sys.executable, "-m", "pilotage.cli.main", "serve", "--port", str(asked.port)]
    return subprocess.run(command, check=False).returncode  # noqa: S603  (our own command)


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _now():  # type: ignore[no-untyped-def]
    from django.utils import timezone

    return timezone.now()


def _progress(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r服务商 · partners: {done:,}", end="", file=sys.stderr, flush=True)


def _print_ways_in(port: int, folder: str) -> None:
    from pilotage.config.demo.people import LOGINS, PASSWORD

    print(f"\n引航演示 · Pilotage demo   http://127.0.0.1:{port}/\n")
    for login in LOGINS.values():
        print(f"  {login.says.zh} · {login.says.en:<10} {login.email:<32} {PASSWORD}")
    print(f"\n  报告文件 · reports to drop in: {folder}\n", flush=True)
