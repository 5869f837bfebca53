"""`pilotage audit verify BUNDLE`: the offline verifier, as it also lies in every bag."""

from __future__ import annotations

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    says = "验证审计包 · check an audit bundle; no database, no network"
    command = commands.add_parser("verify", help=says, description=says)
    command.add_argument("bundle", help="审计包文件 · the bundle's file")
    command.add_argument(
        "--key", action="append", default=[], metavar="HEX", help="您信任的公钥 · a key you trust"
    )
    command.add_argument(
        "--checkpoint", metavar="FILE", help="您自己保存的检查点 · a checkpoint you kept yourself"
    )
    command.set_defaults(run=_verify)


def _verify(asked: argparse.Namespace) -> int:
    from pilotage.engines.audit import verifier

    kept = [] if asked.checkpoint is None else ["--checkpoint", asked.checkpoint]
    keys = [word for key in asked.key for word in ("--key", key)]
    return verifier.main([*keys, *kept, "--", asked.bundle])
