"""Requests by somebody who wants to move stock or money: well-formed, malformed, all-powerful, out of nowhere."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import cedarpy
from tests.platform.access import referee

from pilotage.engines import sp_api
from pilotage.platform.access import cedar

SUPERUSER = """
permit (principal == Member::"root@platform", action, resource);
permit (principal is Superuser, action, resource);
"""
WRONG = (None, True, -1, 2**62, "", "*", [], ["*"], {}, {"__entity": {"type": "Action", "id": "x"}})
PRINCIPALS = (
    {"type": "Member", "id": "root@platform"},
    {"type": "Superuser", "id": "root"},
    {"type": "Member", "id": ""},
    {"type": "Action", "id": "grantable"},
    {"type": "Member", "id": 'x" || true'},
)


@cache
def never_actions() -> list[str]:
    """Every operation and feed of the never-list, and its groups."""
    known = (*sp_api.operations().values(), *sp_api.feeds().values())
    return [
        "never", "never.stock", "never.funds",
        *(one.key for one in known if one.kind in sp_api.NEVER),
    ]  # fmt: skip


def requests(seed: int) -> Iterator[tuple[dict[str, Any], str | cedarpy.Entities]]:
    """Without end: a request in Cedar's form with the entities that come with it, the same for fifty."""
    chance = random.Random(seed)
    good = referee.use(next(referee.around(0)))
    while True:
        entities = _read(_entities(chance, json.loads(cedar.entities_of([good]))))
        yield from ((_request(chance, cedar.request_of(good)), entities) for _ in range(50))


def _request(chance: random.Random, request: dict[str, Any]) -> dict[str, Any]:
    request["action"] = {"type": "Action", "id": chance.choice(never_actions())}
    if chance.random() < 0.5:
        request["principal"] = chance.choice(PRINCIPALS)
    if chance.random() < 0.5:
        request["context"] = _spoiled(chance, json.loads(request["context"]))
    if chance.random() < 0.1:
        request["resource"] = chance.choice(PRINCIPALS)
    if chance.random() < 0.05:
        del request[chance.choice(sorted(request))]
    return request


def _read(entities: str) -> str | cedarpy.Entities:
    """Parsed once for all who come with them; what cannot be parsed stays as it is."""
    try:
        return cedar.book().actions.with_added_json_str(entities)
    except ValueError:
        return entities


def _spoiled(chance: random.Random, context: dict[str, Any]) -> str:
    way = chance.random()
    if way < 0.1:
        return chance.choice(("", "null", "[]", "{", '"x"'))
    for name in chance.sample(sorted(context), chance.randint(1, len(context))):
        if chance.random() < 0.5:
            del context[name]
        else:
            context[name] = chance.choice(WRONG)
    context["superuser"] = True
    return json.dumps(context)


def _entities(chance: random.Random, entities: list[dict[str, Any]]) -> str:
    """The good ones, spoiled ones, none, or a grant that holds every action there is."""
    way = chance.random()
    if way < 0.1:
        return "[]"
    grant = next(one for one in entities if one["uid"]["type"] == "Grant")
    if way < 0.5:
        grant["attrs"]["scopes"] = [
            {"__entity": {"type": "Action", "id": name}} for name in never_actions()
        ]
    elif way < 0.8:
        grant["attrs"][chance.choice(sorted(grant["attrs"]))] = chance.choice(WRONG[1:])
    return json.dumps(entities)
