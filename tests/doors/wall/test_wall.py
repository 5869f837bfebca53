"""The tenant wall: every address × every role of every other organisation. No leak, no change, no address forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse
from tests.doors.wall.matrix import MATRIX
from tests.doors.wall.routes import every_route
from tests.doors.wall.row import Row
from tests.doors.wall.world import ROLES, SECRET, World, build

from pilotage.platform.audit.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
REFUSALS = {401, 403, 404, 405}
METHODS = ("get", "post")
API_METHODS = ("get", "post", "put", "patch", "delete")
OUTSIDE = ["visitor", *(f"{firm}.{role}" for firm in ("seller_b", "partner_b") for role in ROLES)]
INSIDE = [f"{firm}.{role}" for firm in ("seller_a", "partner_a", "operator") for role in ROLES]
# allauth's pages and questions asked first say nothing about a role; the API answers by method, not by opening.
OPENED_BY_ROLE = [
    name
    for name, row in sorted(MATRIX.items())
    if not (row.post_only or row.asks_first or name.startswith(("account_", "mfa_", "api:")))
]


@pytest.fixture(scope="module")
def built(at, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[World, Path]]:
    """The world and the folder of its files; built once, because every call is undone."""
    folder = tmp_path_factory.mktemp("wall")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(FILES_FOLDER=folder):
            world = build(at)
        world.clients = {who: _signed_in(world, who) for who in ("visitor", *world.people)}
        world.before = Event.objects.aggregate(last=Max("pk"))["last"] or 0
        yield world, folder
        transaction.set_rollback(True)


@pytest.fixture
def world(built, settings) -> World:
    world, settings.FILES_FOLDER = built
    settings.ALLOWED_HOSTS = ["testserver"]
    return world


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(every_route()) == set(MATRIX)


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_another_organisation_sees_and_changes_nothing(name, world):
    row = MATRIX[name]
    world.happened.clear()
    for who in (
        OUTSIDE if "operator" in _kinds(row) or not row.of_a else [*OUTSIDE, "operator.owner"]
    ):
        for method in API_METHODS if name.startswith("api:") else METHODS:
            answer = _call(world, who, name, row, method)
            assert SECRET not in _text(answer), f"{who} {method} {name} reads a secret of A"
            if row.of_a and not row.public and not (row.asks_first and method == "get"):
                refused = _refused(answer) or (row.unread and answer.status_code == 422)
                assert refused, f"{who} {method} {name} answers {answer.status_code}"
    assert set(world.happened) == {0}


@pytest.mark.parametrize("name", OPENED_BY_ROLE)
def test_inside_only_the_named_roles_may(name, world):
    """Whoever the row names opens the page; a colleague without the role, or the other side, is refused."""
    row = MATRIX[name]
    for who in INSIDE:
        answer = _call(world, who, name, row, "get")
        assert _refused(answer) != _is_open(row, who), f"{who} get {name}: {answer.status_code}"
        _text(answer)  # a file is closed once it is read


@pytest.mark.parametrize("name", [n for n in sorted(MATRIX) if MATRIX[n].post_only])
def test_inside_only_the_named_roles_may_act(name, world):
    """A colleague without the role is refused (nobody opens a POST address by a link)."""
    row = MATRIX[name]
    for who in INSIDE:
        assert _call(world, who, name, row, "get").status_code in {302, 404, 405}
        if not _is_open(row, who):
            answer = _call(world, who, name, row, "post")
            assert _refused(answer), f"{who} post {name}: {answer.status_code}"


def test_a_change_by_somebody_who_may_is_noticed_and_undone(world):
    """What the wall counts, it can count: else no change would ever be found."""
    for _ in range(2):
        world.happened.clear()
        answer = _call(
            world, "seller_a.owner", "proposals:refuse", MATRIX["proposals:refuse"], "post"
        )
        assert (answer.status_code, world.happened) == (302, [1])


def _call(world: World, who: str, name: str, row: Row, method: str) -> HttpResponseBase:
    """One request, undone afterwards."""
    client = world.clients[who]
    cookies = {name: one.value for name, one in client.cookies.items()}
    address = reverse(name, kwargs={k: world.refs[v] for k, v in row.of_a.items()} | row.fixed)
    with transaction.atomic():
        answer = client.get(address) if method == "get" else _send(client, method, address, row)
        world.happened.append(_new_events_of_a(world))
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    return answer


def _signed_in(world: World, who: str) -> Client:
    """A browser of that person; each call leaves it as it was, for making it anew costs as much as a call."""
    client = Client(raise_request_exception=True)
    if who != "visitor":
        client.force_login(world.people[who])
    return client


def _send(client: Client, method: str, address: str, row: Row) -> HttpResponseBase:
    if address.startswith("/api/"):
        return getattr(client, method)(address, row.posts, content_type="application/json")
    return getattr(client, method)(address, row.posts)


def _refused(answer: HttpResponseBase) -> bool:
    to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/account/login")
    return answer.status_code in REFUSALS or to_login


def _is_open(row: Row, who: str) -> bool:
    firm, role = who.split(".")
    kind = firm.split("_")[0]
    return bool({"visitor", "person", kind, f"{kind}.{role}"} & set(row.open_to))


def _kinds(row: Row) -> set[str]:
    return {one.split(".")[0] for one in row.open_to}


def _text(answer: HttpResponseBase) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", errors="replace")


def _new_events_of_a(world: World) -> int:
    """Events since the world was built: in the seller's chain, and in the platform's about things of A.

    What is named by a plain number shares it with others' things; its events stand in its owner's chain.
    """
    new = Event.objects.filter(pk__gt=world.before).values_list("tenant", "object")
    theirs, things = (
        world.firms["seller_a"].ref,
        {one for one in world.refs.values() if isinstance(one, str)},
    )
    return sum(tenant == theirs or about.rsplit(":", 1)[-1] in things for tenant, about in new)
