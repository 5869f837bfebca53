"""Where a reference comes from: links of the document, from answers that hold one to the operations that take it.

What stands below an address that lists or makes things takes the references it answers; those that lead elsewhere are
named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ninja.openapi.schema import OpenAPISchema

_ROOT = "/api/v1"
# An answer, where in it (of a list: in each) the value stands, and the addresses of what takes it.
_ELSEWHERE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("/amendments/of/{ref}", "/ref", ("/amendments/{ref}",)),
    ("/billing/credits", "/lines/0/ref", ("/billing/credits/lines/{ref}",)),
    ("/billing/credits/lines/{ref}/dispute", "/ref", ("/disputes/{ref}",)),
    ("/billing/invoices/{ref}/dispute", "/ref", ("/disputes/{ref}",)),
    ("/brand/clearances", "/ref", ("/brand/clearances/{ref}", "/brand/runs/{ref}")),
    ("/brand/clearances/{ref}/reports", "/ref", ("/brand/runs/{ref}",)),
    ("/brand/marks/{ref}", "/events/0/ref", ("/brand/events/{ref}",)),
    ("/brand/watches", "/ref", ("/brand/runs/{ref}",)),
    ("/certification/mine", "/credentials/0/ref", ("/certification/credentials/{ref}",)),
    ("/certification/mine", "/partner", ("/certification/partners/{ref}",)),
    ("/certification/partners/{ref}/record", "/board/ref", ("/certification/boards/{ref}",)),
    ("/certification/partners/{ref}/record", "/marks/0/ref", ("/certification/marks/{ref}",)),
    ("/certification/queue", "/items/0/ref", ("/certification/items/{ref}",)),
    ("/certification/queue", "/partner", ("/certification/partners/{ref}",)),
    ("/certification/queue", "/ref", ("/certification/applications/{ref}",)),
    ("/contracts/", "/ref", ("/amendments/of/{ref}", "/billing/contracts/{ref}", "/orders/of/{ref}")),
    ("/contracts/draft/{ref}", "/ref", ("/contracts/{ref}",)),
    ("/directory/search", "/hits/0/ref", ("/directory/partners/{ref}",)),
    ("/localops/memory/matches", "/ref", ("/localops/memory/{ref}",)),
    ("/onboarding/{ref}", "/papers/0/ref", ("/onboarding/papers/{ref}",)),
    ("/orders/deliverables/{ref}/dispute", "/ref", ("/disputes/{ref}",)),
    ("/orders/of/{ref}", "/ref", ("/orders/{ref}",)),
    ("/orders/reviews/{ref}/dispute", "/ref", ("/disputes/{ref}",)),
    ("/orders/{ref}", "/reviews/0/ref", ("/orders/reviews/{ref}",)),
    ("/orders/{ref}", "/steps/0/deliverables/0/ref", ("/orders/deliverables/{ref}",)),
    ("/orders/{ref}", "/steps/0/ref", ("/orders/steps/{ref}",)),
    ("/programme/resources", "/code", ("/programme/resources/{code}",)),
    ("/requests/incoming", "/ref", ("/contracts/draft/{ref}",)),
    ("/webhooks/{ref}/deliveries", "/ref", ("/webhooks/deliveries/{ref}",)),
)  # fmt: skip


def with_links(document: OpenAPISchema) -> OpenAPISchema:
    """The document with a link at each answer to every operation that takes a value of it."""
    shapes, taking = document["components"]["schemas"], _taking(document)
    for path, operations in document["paths"].items():
        here = path.removeprefix(_ROOT)
        for answer in _answers(operations):
            shape = answer["content"]["application/json"]["schema"]
            links = {
                name: {"operationId": name, "parameters": {parameter: f"$response.body#{pointer}"}}
                for pointer, address in _given(here, shape, shapes)
                for name, parameter in taking.get(address, ())
            }
            if links:
                answer["links"] = links
    return document


def _given(here: str, shape: dict[str, Any], shapes: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """JSON pointers to the values of the answer that something takes, of a list to the first, and the address of that."""
    first = "/0" if "items" in shape else ""
    name = shape.get("items", shape).get("$ref", "").rpartition("/")[2]
    fields = shapes.get(name, {}).get("properties", {})
    below = (here, "/ref", (f"{here.rstrip('/')}/{{ref}}",))
    for answer, pointer, addresses in (below, *_ELSEWHERE):
        if answer == here and pointer.split("/")[1] in fields:
            yield from ((first + pointer, address) for address in addresses)


def _answers(operations: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Answers in JSON to what was done."""
    for operation in operations.values():
        for status, answer in operation["responses"].items():
            if str(status).startswith("2") and "application/json" in answer.get("content", {}):
                yield answer


def _taking(document: OpenAPISchema) -> dict[str, list[tuple[str, str]]]:
    """By the address of one thing (`/cases/{ref}`) the operations there and below, with the parameter they take it in."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path, operations in document["paths"].items():
        before, opened, after = path.removeprefix(_ROOT).partition("{")
        if opened:
            parameter = after.partition("}")[0]
            for operation in operations.values():
                found.setdefault(f"{before}{{{parameter}}}", []).append((operation["operationId"], parameter))  # fmt: skip
    return found
