"""`pilotage sandbox`: Amazon's two interfaces, invented, on this machine."""

from __future__ import annotations

import argparse

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=9010)
    parser.add_argument(
        "--seed", type=int, default=7, help="the same seed, the same data and failures"
    )
    parser.add_argument("--failures", type=int, default=0, help="percent of requests that fail")
    parser.add_argument("--speed", type=float, default=1, help="how much faster its clock runs")
    parser.add_argument("--rows", type=int, default=300, help="rows of a VAT report")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Serves until SIGINT, to this machine only."""
    from pilotage.integrations import sandbox

    right = 0 <= asked.failures <= 90 and 0 < asked.speed <= 10_000 and 1 <= asked.rows <= 1_000_000
    if not right or not 0 <= asked.port <= 65535:
        raise Invalid(
            "SANDBOX_OPTIONS",
            Text(
                "参数超出范围：failures 0-90，speed 大于 0 且不超过 10000，rows 1-1000000，port 0-65535。",
                "Out of range: failures 0-90, speed above 0 up to 10000, rows 1-1000000, port 0-65535.",
            ),
            Text("请修改参数后重试。", "Change the option and try again."),
        )
    wish = sandbox.Wish(asked.seed, asked.failures, asked.speed, rows=asked.rows)
    server = sandbox.Sandbox(wish, port=asked.port)
    print(f"沙盒（数据均为虚构） · sandbox, all data invented   {server.address}")
    print(f"  client_id      {sandbox.CLIENT_ID}")
    print(f"  client_secret  {sandbox.CLIENT_KEY}")
    print(f"  refresh_token  {sandbox.REFRESH}", flush=True)
    with server:
        server.serve_forever()
    return 0
