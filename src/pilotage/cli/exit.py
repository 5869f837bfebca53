"""`pilotage exit verify BAG`: the offline check of an exit bag, as it also lies in every bag."""

from __future__ import annotations

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    says = "验证退出数据包 · check an exit bag; no database, no network"
    command = commands.add_parser("verify", help=says, description=says)
    command.add_argument("bag", help="数据包文件夹 · the bag's folder")
    command.set_defaults(run=_verify)


def _verify(asked: argparse.Namespace) -> int:
    from pilotage.engines.exits import verifier

    return verifier.main(["--", asked.bag])
