"""`pilotage exit`: a seller's bag: taken, checked offline, brought into an empty instance."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    says = "导出卖家的全部数据 · everything of a seller into a bag; run it again after a stop"
    command = commands.add_parser("export", help=says, description=says)
    command.add_argument("seller", help="卖家编号，如 org_… · the seller's reference")
    command.add_argument("--out", required=True, metavar="BAG", help="新文件夹 · a new folder")
    command.set_defaults(run=_export)
    says = "验证退出数据包 · check an exit bag; no database, no network"
    command = commands.add_parser("verify", help=says, description=says)
    command.add_argument("bag", help="数据包文件夹 · the bag's folder")
    says = "平台公布的公钥；给出后，只有用它签的包才通过 · only a bag signed with this public key holds"
    command.add_argument("--key", default="", metavar="HEX", help=says)
    command.set_defaults(run=_verify)
    says = "验证删除证明 · check a certificate of erasure; no database, no network"
    command = commands.add_parser("certificate", help=says, description=says)
    command.add_argument("file", help="证明文件 · the certificate's file")
    command.add_argument("--key", default="", metavar="HEX", help="平台公布的公钥 · the public key")
    command.set_defaults(run=_certificate)
    says = "把数据包导入空实例 · bring a bag into an empty instance"
    command = commands.add_parser("import", help=says, description=says)
    command.add_argument("bag", help="数据包文件夹 · the bag's folder")
    command.set_defaults(run=_import)


def _export(asked: argparse.Namespace) -> int:
    _django()
    from pilotage.platform.access.viewer import Viewer
    from pilotage.platform.exits.actions import export

    now = datetime.now(UTC)
    by = Viewer.product("exit", now)
    taken = export(by=by, at=now, seller=asked.seller, folder=Path(asked.out).resolve())
    for sha256 in taken.missing:
        print(f"文件库缺少 · not in the file store: {sha256}", file=sys.stderr)
    print(f"ok: root {taken.root}")
    return 1 if taken.missing else 0


def _verify(asked: argparse.Namespace) -> int:
    from pilotage.engines.exits import verifier

    return verifier.main([f"--key={asked.key}", "--", asked.bag])


def _certificate(asked: argparse.Namespace) -> int:
    from pilotage.engines.exits import is_certified

    try:
        said = json.loads(Path(asked.file).read_bytes())
    except (OSError, ValueError):
        print(f"无法读取证明 · not a certificate: {asked.file}", file=sys.stderr)
        return 2
    if not is_certified(said, asked.key):
        print("bad: 签名不成立 · the signature does not hold")
        return 1
    told = said["statement"]
    print(
        f"ok: {told['certificate']}, erased at {told['erased_at']}, signed by {said['key']} {said['public']}"
    )
    return 0


def _import(asked: argparse.Namespace) -> int:
    _django()
    from pilotage.platform.access.viewer import Viewer
    from pilotage.platform.exits.arrival import import_bag

    now = datetime.now(UTC)
    seller = import_bag(by=Viewer.product("exit", now), at=now, bag=Path(asked.bag))
    print(f"ok: {seller}")
    return 0


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
    import django

    django.setup()
