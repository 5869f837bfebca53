"""`pilotage manage …`: Django's own commands."""

from __future__ import annotations

import argparse
import os


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["pilotage manage", *asked.words])
    return 0
