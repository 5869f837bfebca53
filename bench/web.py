"""Pages and API under load on PostgreSQL: 100,000 partners, 1,000,000 audit events, 50 people at once on 2 cores.

Bar: p95 < 300 ms for reads, < 600 ms for writes, no errors. Two runs, both printed:
 · 50 people who read what they get: one to three seconds between an answer and the next click. The bar is for these.
 · the same 50 clicking again at once, without a thought: what the machine can do at most, and how long they queue.
The load comes from this process on the same two cores, so the figures are the pessimistic ones. Nobody signs in
(sessions and keys are there), and traffic goes to this machine only.

BENCH_PARTNERS, BENCH_EVENTS and BENCH_SECONDS make it smaller; a database that PILOTAGE_DATABASE names is kept and used again.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from bench import _web_world
from bench._on_postgres import on_postgres
from bench._web_world import Person

# Two threads a process finish one page before they begin many: the slowest answers come sooner than with four.
SERVE = [".venv/bin/pilotage", "serve", "--workers", "2", "--threads", "2"]
SECONDS, PORT = int(os.environ.get("BENCH_SECONDS", "60")), 8765
THOUGHT = (1.0, 3.0)
BARS = {"read": 300, "write": 600}
WORDS = [
    "德国 VAT 申报",
    "包装法",
    "欧代",
    "广告 代运营",
    "ES EPR",
    "商标",
    "shui wu dai li",
    "深圳 法国",
]


@dataclass(frozen=True)
class Click:
    """One request: read or write, which page, seconds until the last byte, what went wrong."""

    kind: str
    page: str
    seconds: float
    error: str = ""


def main() -> None:
    if not on_postgres("web"):
        return
    people = _web_world.prepare()
    partners = _web_world.some_partners(200)
    started = time.perf_counter()
    server = subprocess.Popen([*SERVE, "--port", str(PORT)])
    worker = subprocess.Popen([".venv/bin/pilotage", "worker"])
    try:
        wait_until_up()
        print(f"serving after {time.perf_counter() - started:.0f} s", flush=True)
        all_click(people, partners, seconds=5, thought=(0.5, 1.0))
        low, high = THOUGHT
        print(f"50 people, {low:g}-{high:g} s of thought between clicks")
        report(all_click(people, partners, SECONDS, THOUGHT), SECONDS)
        print("50 people, no thought at all (no bar)")
        report(all_click(people, partners, SECONDS // 3, (0, 0)), SECONDS // 3)
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait()


def all_click(
    people: list[Person], partners: list[str], seconds: float, thought: tuple[float, float]
) -> list[Click]:
    until, clicks = time.monotonic() + seconds, list[Click]()
    threads = [
        threading.Thread(target=_behave, args=(one, Random(n), partners, until, thought, clicks))
        for n, one in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clicks


def _behave(
    person: Person,
    dice: Random,
    partners: list[str],
    until: float,
    thought: tuple[float, float],
    clicks: list[Click],
) -> None:
    """Nine clicks of ten read; sellers' and operators' tenth writes. People do not come all at the same instant."""
    time.sleep(dice.uniform(0, thought[1]))
    while time.monotonic() < until:
        writes = dice.random() < 0.1 and person.kind != "partner"
        clicks.append(_write(person, dice, partners) if writes else _read(person, dice, partners))
        time.sleep(dice.uniform(*thought))


def _read(person: Person, dice: Random, partners: list[str]) -> Click:
    word = quote(dice.choice(WORDS))
    common = {
        "home": "/",
        "search": f"/directory/?q={word}",
        "search, filtered": f"/directory/?q={word}&country=DE",
        "search, page n": f"/directory/?category=vat_filing&country=DE&page={dice.randint(1, 5)}",
        "partner": f"/directory/{dice.choice(partners)}/",
        "requests": "/requests/",
    }
    own = {
        "operator": {
            "audit": f"/audit/?page={dice.choice([1, 1, 9000])}",
            "queue": "/certification/queue/",
        },
        "seller": {"fit": "/fit/", "own audit": "/audit/"},
        "partner": {"certification": "/certification/"},
    }
    page, address = dice.choice(list({**common, **own[person.kind]}.items()))
    # A partner may just not be listed: its page says so with 404.
    return _ask(person, "read", page, address, allowed=(404,) if page == "partner" else ())


def _write(person: Person, dice: Random, partners: list[str]) -> Click:
    if person.kind == "operator":
        body = {
            "standing": dice.choice(["warned", "active"]),
            "reason": {"zh": "压测", "en": "bench"},
        }
        address = f"/api/v1/certification/partners/{dice.choice(partners)}/standing"
        # Warning the warned is refused in words.
        return _ask(person, "write", "standing", address, body, allowed=(409, 422))
    body = {
        "needs": [{"category": "vat_filing", "country": dice.choice(["DE", "FR", "IT", "ES"])}],
        "contact": {"name": "压测", "email": "bench@example.com"},
    }
    return _ask(person, "write", "request", "/api/v1/requests/", body)


def _ask(
    person: Person,
    kind: str,
    page: str,
    address: str,
    body: object = None,
    allowed: tuple[int, ...] = (),
) -> Click:
    headers = {"Cookie": f"sessionid={person.cookie}"}
    method, data = "GET", None
    if body is not None:
        headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/json"}
        method, data = "POST", json.dumps(body)
    started, error = time.perf_counter(), ""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        connection.request(method, address, data, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status >= 400 and answer.status not in allowed:
            error = f"{answer.status} {method} {address}"
    except OSError as broken:
        error = f"{broken} {method} {address}"
    return Click(kind, page, time.perf_counter() - started, error)


def wait_until_up() -> None:
    for _ in range(1200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the server did not come up")


def report(clicks: list[Click], seconds: float) -> None:
    print(
        f"  {len(clicks) / seconds:.0f} answers a second; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    for kind, bar in BARS.items():
        times = [click.seconds for click in clicks if click.kind == kind]
        print(f"  {kind + 's':28}{_percentiles(times)}   bar p95 < {bar} ms")
    by_page = defaultdict(list)
    for click in clicks:
        by_page[f"{click.kind} {click.page}"].append(click.seconds)
    for page, times in sorted(by_page.items()):
        print(f"    {page:26}{_percentiles(times)}")
    errors = sorted({click.error for click in clicks if click.error})
    print(
        f"  errors {sum(bool(click.error) for click in clicks)} (bar 0)", *errors[:10], sep="\n    "
    )


def _percentiles(seconds: Iterable[float]) -> str:
    times = sorted(1000 * one for one in seconds)
    if not times:
        return "none"
    p50, p95 = times[len(times) // 2], times[int(0.95 * len(times))]
    return f"{len(times):6} requests   p50 {p50:6.0f} ms   p95 {p95:6.0f} ms"


if __name__ == "__main__":
    main()
