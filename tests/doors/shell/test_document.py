"""The API's document says what the API answers: one shape for each name, and how it refuses."""

from __future__ import annotations

import pkgutil
from collections import Counter
from importlib import import_module

import pytest
from ninja import Schema
from pydantic import Strict

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


def test_a_flag_in_a_body_is_true_or_false_alone():
    """The library takes 0 and "no" for a flag, which the document does not."""
    flags = {
        f"{shape.__name__}.{name}": field.metadata
        for shape in schemas()
        if shape.__name__.endswith("In")
        for name, field in shape.model_fields.items()
        if field.annotation is bool
    }
    assert flags
    assert [name for name, told in flags.items() if Strict() not in told] == []


def test_every_operation_says_how_it_refuses():
    document = api.get_openapi_schema()
    operations = [one for path in document["paths"].values() for one in path.values()]
    assert len(operations) > 100
    assert all({"4XX", "503"} <= one["responses"].keys() for one in operations)
    failure = document["components"]["schemas"]["FailureOut"]
    assert failure["required"] == ["code", "says", "next_step"]


def linked(document):
    """(answer's shape, parameter, pointer into the answer, operation it leads to) of every link."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for answer in operation["responses"].values():
                for link in answer.get("links", {}).values():
                    ((parameter, said),) = link["parameters"].items()
                    shape = answer["content"]["application/json"]["schema"]
                    yield (
                        shape,
                        parameter,
                        said.removeprefix("$response.body#"),
                        link["operationId"],
                    )


def held(document, shape, pointer):
    """The shape that stands there; fails where there is none."""
    shapes = document["components"]["schemas"]
    for part in pointer.split("/")[1:]:
        if "anyOf" in shape:
            shape = shape["anyOf"][0]
        shape = shapes[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
        shape = shape["items"] if part == "0" else shape["properties"][part]
    return shape


def test_a_link_leads_from_what_an_answer_holds_to_an_operation_that_takes_it():
    document = api.get_openapi_schema()
    stands = {one["operationId"]: path for path, way in document["paths"].items() for one in way.values()}  # fmt: skip
    links = list(linked(document))
    assert len(links) > 200
    for shape, parameter, pointer, operation in links:
        assert f"{{{parameter}}}" in stands[operation]
        assert held(document, shape, pointer)["type"] == "string"


def test_whatever_an_address_takes_some_answer_holds():
    document = api.get_openapi_schema()
    given = {operation for *_, operation in linked(document)}
    lacks = {
        path.removeprefix("/api/v1")
        for path, way in document["paths"].items()
        if "{" in path and any(one["operationId"] not in given for one in way.values())
    }
    # Sites and kinds stand on closed lists; whose staff it is, only the page of the partner tells.
    assert {path for path in lacks if "/{site}" not in path and "/{kind}" not in path} == {
        "/certification/staff/{ref}/identify",
        "/certification/staff/{ref}/left",
    }


def test_what_a_shape_shows_as_its_like_fits_it():
    shown = [(one, like) for one in schemas() for like in one.model_config.get("json_schema_extra", {}).get("examples", ())]  # fmt: skip
    assert len(shown) >= 10
    for shape, like in shown:
        assert like.keys() <= shape.model_fields.keys()
        shape.model_validate(like)


class Narrower(Invalid):
    """A room's own kind of refusal."""


@pytest.mark.parametrize("kind", [Invalid, Narrower])
def test_a_rooms_own_refusal_is_no_fault_of_ours(kind):
    assert http_status(kind("X", Text("x", "x"))) == 422
