"""Wrong versions of the policies: each differs from the kept ones in one place. Made from Cedar's own JSON form."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cedarpy

# What somebody might add in a hurry; the prohibitions must hold all the same.
PERMIT_ALL = "permit (principal, action, resource);"
_SWAPPED = {"<=": "<", "<": "<=", "==": "!=", "&&": "||", "||": "&&"}
Tree = dict[str, Any]


@dataclass(frozen=True)
class Mutant:
    """What was changed in which policy, and the whole set with the change."""

    policy: str
    change: str
    text: str


def mutants(policies: str) -> Iterator[Mutant]:
    """Every deletion, flipped effect, dropped condition or scope, swapped operator, lost operand, moved boundary."""
    whole = json.loads(cedarpy.policies_to_json_str(policies))
    for key, policy in whole["staticPolicies"].items():
        name = policy["annotations"]["id"]
        yield Mutant(name, "deleted", _text(whole, key, None))
        for change, changed in _changed(policy):
            yield Mutant(name, change, _text(whole, key, changed))


def _changed(policy: Tree) -> Iterator[tuple[str, Tree]]:
    flipped = "forbid" if policy["effect"] == "permit" else "permit"
    yield f"effect {flipped}", {**policy, "effect": flipped}
    if policy["action"]["op"] != "All":
        yield "any action", {**policy, "action": {"op": "All"}}
    for n, condition in enumerate(policy["conditions"]):
        others = policy["conditions"][:n] + policy["conditions"][n + 1 :]
        turned = "unless" if condition["kind"] == "when" else "when"
        yield "condition dropped", {**policy, "conditions": others}
        yield turned, {**policy, "conditions": [*others, {**condition, "kind": turned}]}
        for change, body in _bodies(condition["body"]):
            yield change, {**policy, "conditions": [*others, {**condition, "body": body}]}


def _bodies(node: Any) -> Iterator[tuple[str, Any]]:
    """The expression with one thing wrong, anywhere in it."""
    if not isinstance(node, dict):
        return
    for operator, value in node.items():
        if operator in _SWAPPED:
            yield f"{operator} → {_SWAPPED[operator]}", {_SWAPPED[operator]: value}
        if operator in ("&&", "||"):
            yield f"{operator} left only", value["left"]
            yield f"{operator} right only", value["right"]
        if operator == "!":
            yield "! lost", value["arg"]
        if operator == "Value" and isinstance(value, int):
            yield from ((f"{value}{by:+d}", {"Value": value + by}) for by in (-1, 1))
        if operator == "Value" and value == "*":
            yield "* → A", {"Value": "A"}
        if isinstance(value, dict):
            for place, inner in value.items():
                for change, wrong in _bodies(inner):
                    yield change, {operator: {**value, place: wrong}}


def _text(whole: Tree, key: str, policy: Tree | None) -> str:
    changed = copy.deepcopy(whole)
    if policy is None:
        del changed["staticPolicies"][key]
    else:
        changed["staticPolicies"][key] = policy
    return cedarpy.policies_from_json_str(json.dumps(changed))
