"""Pages and API under load on PostgreSQL: 100,000 partners, 1,000,000 audit events, 50 people at once.

Bar: p95 < 300 ms for reads, < 600 ms for writes, no errors. The load comes from a process of its own
on the same two cores, so the figures are the pessimistic ones. Sends traffic to this machine only.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

PARTNERS = int(os.environ.get("BENCH_PARTNERS", "100000"))
EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
PEOPLE, SECONDS, PORT = 50, int(os.environ.get("BENCH_SECONDS", "60")), 8765
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


@dataclass
class Person:
    """One client: a session for pages, a key for the API."""

    cookie: str
    token: str
    kind: str
    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def main() -> None:
    if not os.environ.get("PILOTAGE_DATABASE", "").startswith("postgres"):
        subprocess.run(["bin/postgres", sys.executable, "-m", "bench", "web"], check=True)
        return
    people = _prepare()
    server = subprocess.Popen(
        [".venv/bin/pilotage", "serve", "--port", str(PORT), "--workers", "2", "--threads", "8"]
    )
    worker = subprocess.Popen([".venv/bin/pilotage", "worker"])
    try:
        _wait_until_up()
        for person in people[:2] * 4:
            _read(person, random.Random(0))
        for person in people:
            person.reads.clear()
        _load(people)
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait()
    _report(people)


def _prepare() -> list[Person]:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "pilotage.config.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _seed()
    _fill_chain()
    return _people()


def _seed() -> None:
    """The demo's world, unless the database already holds one (a second run on the same server)."""
    from pilotage.config.demo import world

    if not world.is_empty():
        return
    started = time.perf_counter()
    command = [".venv/bin/pilotage", "demo", "seed", "--sellers", "50", "--seed", "7"]
    subprocess.run([*command, "--partners", str(PARTNERS)], check=True)
    print(f"seeded {PARTNERS:,} partners in {time.perf_counter() - started:.0f} s", flush=True)


def _fill_chain() -> None:
    """Events until the platform's chain has EVENTS, the same links as any others; then the whole chain is taken again."""
    from datetime import UTC, datetime

    from django.db import transaction

    from pilotage.config.demo.chain import extend_chain
    from pilotage.platform.audit.models import PLATFORM, Event
    from pilotage.platform.audit.queries import verify

    at, started = datetime(2026, 1, 1, tzinfo=UTC), time.perf_counter()
    held = Event.objects.filter(tenant=PLATFORM).count()
    for first in range(held, EVENTS, 20_000):
        with transaction.atomic():
            numbers = range(first, min(first + 20_000, EVENTS))
            happened = ((at, "bench.done", f"bench:{n % 1000}", {"n": n}) for n in numbers)
            extend_chain(happened, "bench")
    print(f"{EVENTS:,} audit events after {time.perf_counter() - started:.0f} s", flush=True)
    started = time.perf_counter()
    count, broken = verify(PLATFORM)
    if broken is not None:
        raise RuntimeError(f"the chain does not hold: {broken}")
    print(f"chain of {count:,} verified in {time.perf_counter() - started:.0f} s", flush=True)


def _people() -> list[Person]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from pilotage.platform.access.actions import issue_token
    from pilotage.platform.access.viewer import Viewer
    from pilotage.platform.parties.models import Membership

    found = []
    for kind, count in (("seller", 30), ("partner", 15), ("operator", 5)):
        places = Membership.objects.filter(organisation__kind=kind, role="owner").select_related(
            "person", "organisation"
        )
        rows = list(places[:count])
        for n in range(count):
            member = rows[n % len(rows)]
            store = SessionStore()
            store[SESSION_KEY] = str(member.person.pk)
            store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
            store[HASH_SESSION_KEY] = member.person.get_session_auth_hash()
            store.create()
            at = timezone.now()
            token = issue_token(by=Viewer.member(member, at), at=at, label="bench")
            found.append(Person(store.session_key, token, kind))
    return found


def _load(people: list[Person]) -> None:
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=_behave, args=(p, n, until)) for n, p in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _behave(person: Person, number: int, until: float) -> None:
    """Reads nine times out of ten, with a second of thought between."""
    dice = random.Random(number)
    while time.monotonic() < until:
        if dice.random() < 0.1:
            _write(person, dice)
        else:
            _read(person, dice)
        time.sleep(dice.uniform(0.5, 1.5))


def _read(person: Person, dice: random.Random) -> None:
    word = _quoted(dice.choice(WORDS))
    common = [
        "/",
        f"/directory/?q={word}",
        f"/directory/?q={word}&country=DE",
        f"/directory/?category=vat_filing&country=DE&page={dice.randint(1, 5)}",
        "/requests/",
    ]
    own = {
        "operator": ["/audit/", "/certification/queue/"],
        "seller": ["/fit/", "/audit/"],
        "partner": ["/certification/"],
    }
    address = dice.choice(common + own[person.kind])
    person.reads.append(_ask(person, "GET", address, None))


def _write(person: Person, dice: random.Random) -> None:
    if person.kind != "seller":
        return _read(person, dice)
    brief = {
        "needs": [{"category": "vat_filing", "country": dice.choice(["DE", "FR", "IT", "ES"])}],
        "contact": {"name": "压测", "email": "bench@example.com"},
    }
    person.writes.append(_ask(person, "POST", "/api/v1/requests/", json.dumps(brief)))
    return None


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)


def _ask(person: Person, method: str, address: str, body: str | None) -> float:
    headers = (
        {"Cookie": f"sessionid={person.cookie}"}
        if body is None
        else {
            "Authorization": f"Bearer {person.token}",
            "Content-Type": "application/json",
        }
    )
    started = time.perf_counter()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        connection.request(method, address, body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status >= 400:
            person.errors.append(f"{answer.status} {method} {address}")
    except OSError as error:
        person.errors.append(f"{error} {method} {address}")
    return time.perf_counter() - started


def _wait_until_up() -> None:
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the server did not come up")


def _report(people: list[Person]) -> None:
    reads = sorted(t for p in people for t in p.reads)
    writes = sorted(t for p in people for t in p.writes)
    errors = [e for p in people for e in p.errors]
    for name, times, bar in (("reads", reads, 300), ("writes", writes, 600)):
        if times:
            p50, p95 = times[len(times) // 2], times[int(0.95 * len(times))]
            print(
                f"{name}: {len(times)} requests, p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms (bar < {bar} ms)"
            )
    print(f"errors: {len(errors)} (bar 0)", *sorted(set(errors))[:10], sep="\n  ")


if __name__ == "__main__":
    main()
