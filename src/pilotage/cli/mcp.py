"""`pilotage mcp`: the door for assistants, over stdio or HTTP, with a key of the page of API keys."""

from __future__ import annotations

import argparse
import os

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

KEY = "PILOTAGE_KEY"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "把智能助手接到引航：只读，改动先成为提议由人批准。密钥放在环境变量 PILOTAGE_KEY。 · "
        "Connect an assistant: it reads, and proposes changes that a person approves. The key is in PILOTAGE_KEY."
    )
    parser.add_argument("--http", action="store_true", help="HTTP，各请求自带密钥 · over HTTP, each request with its own key")  # fmt: skip
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8200)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Serves until the client leaves (stdio) or the process is stopped (HTTP)."""
    key = os.environ.get(KEY, "")
    if not asked.http and not key:
        raise Invalid(
            "NO_KEY",
            Text("缺少接口密钥。", "A key is missing."),
            Text(
                "请在“接口密钥”页生成，放入环境变量 PILOTAGE_KEY。",
                "Make one on the page of keys and put it into PILOTAGE_KEY.",
            ),
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pilotage.config.settings")
    import django

    django.setup()
    from pilotage.mcp.server import server

    if asked.http:
        address = f"http://{asked.host}:{asked.port}"
        server(address=address).run("streamable-http", host=asked.host, port=asked.port)
    else:
        server(key).run("stdio")
    return 0
