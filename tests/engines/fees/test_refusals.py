"""What cannot be answered gets its code, disturbs nobody else, and never a traceback."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pilotage.engines.fees import credits, quote, read_cases
from pilotage.kernel.errors import Invalid

PAGE = json.loads((Path(__file__).parent / "cases" / "contract.json").read_text("utf-8"))
QUOTE, CREDIT = PAGE["quote"]["cases"][0], PAGE["credits"]["cases"][0]


def _changed(case, path, value):
    """A copy with the value at `path` replaced; a Ellipsis takes the field away."""
    copy = deepcopy(case)
    *way, last = path
    inner = copy
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return copy


def _refused(command, case, path, value):
    text = json.dumps([_changed(case, path, value)])
    return command(read_cases(text)[0]).get("error")


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("plan", 0, "amount"), 80.5, "FLOAT_REFUSED"),
        (("plan", 0, "amount"), 80, "FLOAT_REFUSED"),
        (("plan", 0, "count"), 2.0, "FLOAT_REFUSED"),
        (("months",), 12.0, "FLOAT_REFUSED"),
        (("forecast", 0, "orders", 0, 1), 12, "FLOAT_REFUSED"),
        (("forecast", 0, "orders", 0, 0), 1000.0, "FLOAT_REFUSED"),
        (("note",), {"deep": [[{"x": 1}]]}, "FLOAT_REFUSED"),
        (("note",), float("nan"), "FLOAT_REFUSED"),
        (("plan", 0, "kind"), "gift", "BAD_ITEM"),
        (("plan", 0, "every"), "week", "BAD_ITEM"),
        (("plan", 0, "anchor"), "moon", "BAD_ITEM"),
        (("plan", 0, "amount"), "-1.00", "BAD_ITEM"),
        (("plan", 0, "amount"), "80,00", "BAD_ITEM"),
        (("plan", 0, "amount"), "1e60", "BAD_ITEM"),
        (("plan", 0, "currency"), "euro", "BAD_ITEM"),
        (("plan", 1, "rounding", "level"), "page", "BAD_ITEM"),
        (("plan", 1, "rounding", "mode"), "ceiling", "BAD_ITEM"),
        (("plan", 1, "tiers", 0, "rate"), "3", "BAD_ITEM"),
        (("plan", 1, "tiers", 0, "from"), "1", "BAD_ITEM"),
        (("plan", 1, "tiers"), ..., "BAD_ITEM"),
        (("plan", 1, "floor"), "-150.00", "BAD_ITEM"),
        (("fx", "EUR"), [], "FX_MISSING"),
        (("fx", "EUR", 0, "date"), "2026-01-06", None),
        (("on",), "2025-01-01", "FX_MISSING"),
        (("forecast", 1), {"month": "2026-04", "of": "labels", "quantity": 1}, "FORECAST_MISSING"),
        (("forecast", 0, "currency"), "USD", "FORECAST_MISSING"),
        (("from",), "2026-02-30", "BAD_CASE"),
        (("months",), 0, "BAD_CASE"),
        (("plan",), "everything", "BAD_CASE"),
        (("currency",), ..., "BAD_CASE"),
    ],
)
def test_quote_refusals(path, value, code):
    assert _refused(quote, QUOTE, path, value) == code


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("fee",), 79.99, "FLOAT_REFUSED"),
        (("judged", 0, "met"), 17.0, "FLOAT_REFUSED"),
        (("judged", 3, "credit"), 25, "FLOAT_REFUSED"),
        (("judged", 4, "credit"), "10%", "KEY_CONFLICT"),
        (("judged", 4, "credit"), "25.0%", None),
        (("judged", 4), {"key": "B-17", "met": 1, "breached": 0}, "KEY_CONFLICT"),
        (("judged", 3, "credit"), "25", "BAD_ITEM"),
        (("rounding", "mode"), "ceiling", "BAD_ITEM"),
        (("combine",), "worst", "BAD_ITEM"),
        (("fee",), "-80.00", "BAD_ITEM"),
        (("period", "to"), "2026-03-01", "BAD_CASE"),
        (("judged", 0, "met"), ..., "BAD_CASE"),
    ],
)
def test_credit_refusals(path, value, code):
    assert _refused(credits, CREDIT, path, value) == code


def test_a_refused_case_keeps_its_id():
    assert quote(_changed(QUOTE, ("plan", 0, "amount"), 80.5)) == {
        "id": "q1",
        "error": "FLOAT_REFUSED",
    }


@pytest.mark.parametrize("text", ["", "{}", "[1]", '["x"]', "[{}", "[" * 100_000, "null"])
def test_a_file_that_is_no_list_of_cases(text):
    with pytest.raises(Invalid) as refusal:
        read_cases(text)
    assert refusal.value.code == "NOT_CASES"
    assert refusal.value.next_step is not None


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


def _paths(value, way=()):
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*way, key)
            yield from _paths(part, (*way, key))


@settings(max_examples=400)
@given(st.data())
def test_any_value_anywhere_is_an_answer_or_a_code(data):
    command, case = data.draw(st.sampled_from([(quote, QUOTE), (credits, CREDIT)]))
    path = data.draw(st.sampled_from(sorted(_paths(case), key=str)))

    answer = command(_changed(case, path, data.draw(_ANY)))

    assert answer["id"] == answer["id"]
    assert answer.get("error", "") in {
        "",
        "FLOAT_REFUSED",
        "BAD_ITEM",
        "BAD_CASE",
        "FX_MISSING",
        "FORECAST_MISSING",
        "KEY_CONFLICT",
    }
