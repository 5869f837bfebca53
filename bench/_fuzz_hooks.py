"""For the linked calls of `python -m bench fuzz`: what they ask with is, mostly, what was answered before or could be meant.

Read by schemathesis (SCHEMATHESIS_HOOKS). Shapes alone make no contract that exists, no day that lies ahead, no reason
of more than blanks. So the examples of the document are sent and all that can be read is read before the first call;
its values then stand in for those made up.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from random import Random
from typing import Any

import schemathesis
from schemathesis import Case, HookContext, Response

_HOST, _KEY = os.environ["BENCH_FUZZ_HOST"], os.environ["BENCH_FUZZ_KEY"]
_LUCK = Random(os.environ.get("BENCH_FUZZ_SEED") or None)
_REF = re.compile(r"([a-z]{3})_[0-9A-Z]{12}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORDS = "情况说明 as agreed"
# What a field takes that answers have under another name.
_ELSEWHERE = {"seen": "hash", "firm": "partner"}
# Values answered, by the name of their field, and references by their first letters.
_seen: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=100))
# Of an address, where in its answers something stands and the address that takes it; what came of that for each.
_leads: dict[str, set[tuple[str, str]]] = defaultdict(set)
_given: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=100))
_examples: dict[tuple[str, str], Any] = {}
_listed: set[str] = set()


@schemathesis.hook
def before_load_schema(context: HookContext, raw_schema: dict[str, Any]) -> None:
    _learn(raw_schema)
    for path, way in sorted(raw_schema["paths"].items(), key=lambda one: one[0].count("{")):
        for method, one in way.items():
            example = _examples.get((path, method))
            # Of what gives this kind of person nothing, no link is followed.
            if (method == "get" or example) and not _ask(path, method, example):
                for answer in one["responses"].values():
                    answer.pop("links", None)


@schemathesis.hook
def after_call(context: HookContext, case: Case, response: Response) -> None:
    if response.status_code < 300 and "json" in response.headers.get("content-type", [""])[0]:
        _keep(case.path, response.json())


@schemathesis.hook
def map_case(context: HookContext, case: Case) -> Case:
    for name, value in (case.path_parameters or {}).items():
        known = [*_given[case.path]] if name in ("ref", "code") else [*_seen[name]]
        if known and not _REF.fullmatch(str(value)):
            case.path_parameters[name] = _LUCK.choice(known)
    if case.query:
        case.query = {name: _meant(name, one) for name, one in case.query.items() if name != "offset"}  # fmt: skip
    if isinstance(case.body, dict) and case.media_type == "application/json":
        like = _examples.get((case.path, case.method.lower()))
        case.body = _real(like) if like and _LUCK.random() < 0.6 else _meant("", case.body)
    return case


def _learn(document: dict[str, Any]) -> None:
    """Links, examples and closed lists. Any of a list is taken, not its first, and an empty one is no fault."""
    shapes, paths = document["components"]["schemas"], document["paths"]
    stands = {one["operationId"]: path for path, way in paths.items() for one in way.values()}
    for values in re.findall(r'"enum": \[([^\]]*)', json.dumps(document)):
        _listed.update(json.loads(f"[{values}]"))
    for path, way in paths.items():
        for method, one in way.items():
            body = one.get("requestBody", {}).get("content", {}).get("application/json", {})
            shape = shapes.get(body.get("schema", {}).get("$ref", "").rpartition("/")[2], {})
            if shape.get("examples"):
                _examples[path, method] = shape["examples"][0]
            for link in (k for a in one["responses"].values() for k in a.get("links", {}).values()):
                link["x-schemathesis"] = {"is_inferred": True}
                link["parameters"] = {k: v.replace("/0/", "/*/") for k, v in link["parameters"].items()}  # fmt: skip
                (pointer,) = link["parameters"].values()
                _leads[path].add((pointer.partition("#/")[2], stands[link["operationId"]]))


def _ask(path: str, method: str, body: Any) -> bool:
    """Once, or of what it takes for the last three; whether any answer had something that leads on."""
    before = sum(map(len, _given.values()))
    headers = {"Authorization": f"Bearer {_KEY}", "Content-Type": "application/json"}
    for ref in [*_given[path]][-3:] if "{" in path else [""]:
        here = re.sub(r"\{\w+\}", ref, path, count=1)
        sent = None if body is None else json.dumps(_real(body)).encode()
        line = HTTPConnection(_HOST, timeout=60)
        line.request(method.upper(), here, sent, headers)
        answer = line.getresponse()
        if answer.status < 300 and "json" in answer.getheader("content-type", ""):
            _keep(path, json.load(answer))
        line.close()
    return sum(map(len, _given.values())) > before


def _keep(path: str, answer: Any) -> None:
    _name("", answer)
    for pointer, address in _leads[path]:
        _given[address].extend(one for one in _at(pointer.split("/"), answer) if one not in _given[address])  # fmt: skip


def _at(steps: list[str], value: Any) -> list[str]:
    if not steps:
        return [value] if isinstance(value, str) else []
    if steps[0] == "*":
        return [found for one in value or [] for found in _at(steps[1:], one)]
    return _at(steps[1:], value.get(steps[0])) if isinstance(value, dict) else []


def _name(name: str, value: Any) -> None:
    if isinstance(value, dict):
        for field, one in value.items():
            _name(field, one)
    elif isinstance(value, list):
        for one in value:
            _name(name, one)
    elif isinstance(value, str) and value:
        found = _REF.fullmatch(value)
        for kind in {name, found[1] if found else name}:
            if value not in _seen[kind]:
                _seen[kind].append(value)


def _real(like: Any) -> Any:
    """An example with references that exist and days near today."""
    if isinstance(like, dict):
        return {field: _real(one) for field, one in like.items()}
    if isinstance(like, list):
        return [_real(one) for one in like]
    if isinstance(like, str) and (found := _REF.fullmatch(like)):
        return _LUCK.choice([*_seen[found[1]]] or [like])
    return like


def _meant(name: str, value: Any) -> Any:
    """What was made up, or a value that such a field was seen with, a day near today, or words."""
    if isinstance(value, dict):
        return {field: _meant(field, one) for field, one in value.items()}
    if isinstance(value, list):
        return [_meant(name, one) for one in value or [*_seen[name.removesuffix("s")]][:2]]
    if not isinstance(value, str) or value in _listed or _LUCK.random() < 0.3:
        return value
    if _DAY.match(value):
        return f"{datetime.now(UTC).date() + timedelta(days=_LUCK.randint(-60, 120))}{value[10:]}"
    known = [*_seen[_ELSEWHERE.get(name, name)]] or [*_seen[name.removesuffix("s")]]
    return _LUCK.choice(known) if known else _WORDS
