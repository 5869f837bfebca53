"""The API's document says what the API answers: one shape for each name, and how it refuses."""

from __future__ import annotations

import pkgutil
from collections import Counter
from importlib import import_module

import pytest
from ninja import Schema

from pilotage import api as rooms
from pilotage.api.v1 import api
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.web.errors import http_status


def schemas():
    """Every shape that a room of the API defines, by its module."""
    for found in pkgutil.iter_modules(rooms.__path__):
        module = import_module(f"{rooms.__name__}.{found.name}")
        for one in vars(module).values():
            if (
                isinstance(one, type)
                and issubclass(one, Schema)
                and one.__module__ == module.__name__
            ):
                yield one


def test_no_two_shapes_share_a_name():
    # The document keeps shapes by name: of two with one name it would describe one and break the other.
    named = Counter(one.__name__ for one in schemas())
    assert len(named) > 100
    assert {name for name, times in named.items() if times > 1} == set()


def test_every_operation_says_how_it_refuses():
    document = api.get_openapi_schema()
    operations = [one for path in document["paths"].values() for one in path.values()]
    assert len(operations) > 100
    assert all({"4XX", "503"} <= one["responses"].keys() for one in operations)
    failure = document["components"]["schemas"]["FailureOut"]
    assert failure["required"] == ["code", "says", "next_step"]


class Narrower(Invalid):
    """A room's own kind of refusal."""


@pytest.mark.parametrize("kind", [Invalid, Narrower])
def test_a_rooms_own_refusal_is_no_fault_of_ours(kind):
    assert http_status(kind("X", Text("x", "x"))) == 422
