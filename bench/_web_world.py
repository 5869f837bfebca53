"""The world under the web bench: partners as the demo seeds them, a real audit chain, and people with sessions and keys."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime

PARTNERS = int(os.environ.get("BENCH_PARTNERS", "100000"))
EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
SELLERS = os.environ.get("BENCH_SELLERS", "50")
PEOPLE = (("seller", 30), ("partner", 15), ("operator", 5))
_EVENTS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Person:
    """One client: a session for pages, a key for the API."""

    cookie: str
    token: str
    kind: str


def prepare() -> list[Person]:
    """Migrate and fill the configured database; what is there already is kept."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "pilotage.config.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    _seed()
    _fill_chain()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return _people()


def some_partners(count: int) -> list[str]:
    """References for partner pages and for the programme to warn."""
    from pilotage.platform.certification.models import Partner

    return list(Partner.objects.order_by("pk").values_list("ref", flat=True)[:count])


def _seed() -> None:
    """The demo's world, unless the database already holds one (a second run on the same server)."""
    from pilotage.config.demo import world

    if not world.is_empty():
        return
    started = time.perf_counter()
    command = [".venv/bin/pilotage", "demo", "seed", "--sellers", SELLERS, "--seed", "7"]
    subprocess.run([*command, "--partners", str(PARTNERS)], check=True)
    print(f"seeded {PARTNERS:,} partners in {time.perf_counter() - started:.0f} s", flush=True)


def _fill_chain() -> None:
    """Events until the platform's chain has EVENTS, linked like any others; then the whole chain is taken again."""
    from django.db import transaction

    from pilotage.config.demo.chain import extend_chain
    from pilotage.platform.audit.models import PLATFORM, Event
    from pilotage.platform.audit.queries import verify

    chain, started = Event.objects.filter(tenant=PLATFORM), time.perf_counter()
    held = chain.count()
    # The demo's own events come first, and a chain's clock never goes back.
    at = chain.order_by("seq").values_list("at", flat=True).last() or datetime(
        2026, 1, 1, tzinfo=UTC
    )
    if held >= EVENTS:
        return
    for first in range(held, EVENTS, _EVENTS_AT_ONCE):
        with transaction.atomic():
            numbers = range(first, min(first + _EVENTS_AT_ONCE, EVENTS))
            happened = ((at, "bench.done", f"bench:{n % 1000}", {"n": n}) for n in numbers)
            extend_chain(happened, "bench")
    print(f"{EVENTS:,} audit events after {time.perf_counter() - started:.0f} s", flush=True)
    started = time.perf_counter()
    count, broken = verify(PLATFORM)
    if broken is not None:
        raise RuntimeError(f"the chain does not hold: {broken}")
    print(f"chain of {count:,} verified in {time.perf_counter() - started:.0f} s", flush=True)


def _people() -> list[Person]:
    """Owners of each kind of organisation, signed in (so no log-in is measured), each with a key."""
    from django.utils import timezone

    from pilotage.platform.access.actions import issue_token
    from pilotage.platform.access.viewer import Viewer
    from pilotage.platform.parties.models import Membership

    found = []
    for kind, count in PEOPLE:
        places = Membership.objects.filter(organisation__kind=kind, role="owner")
        rows = list(places.select_related("person", "organisation")[:count])
        for n in range(count):
            member, at = rows[n % len(rows)], timezone.now()
            token = issue_token(by=Viewer.member(member, at), at=at, label="bench")
            found.append(Person(_signed_in(member.person), token, kind))
    return found


def _signed_in(person) -> str:  # type: ignore[no-untyped-def]
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)
