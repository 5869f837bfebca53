"""Every shared case and vector, exact; and the two examples on the contract's page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pilotage.engines.fees import allocate, credits, quote, read_cases
from pilotage.kernel.money import Money

HERE = Path(__file__).parent / "cases"
COMMANDS = {"quote": quote, "credits": credits}
VECTORS = json.loads((HERE / "vectors.json").read_text("utf-8"))


def _shared(command):
    cases = read_cases((HERE / f"{command}.cases.json").read_text("utf-8"))
    answers = json.loads((HERE / f"{command}.answers.json").read_text("utf-8"))
    page = json.loads((HERE / "contract.json").read_text("utf-8"))[command]
    return [
        pytest.param(command, case, answer, id=case["id"])
        for case, answer in zip([*cases, *page["cases"]], [*answers, *page["answers"]], strict=True)
    ]


@pytest.mark.parametrize(("command", "case", "answer"), _shared("quote") + _shared("credits"))
def test_shared_cases_are_answered_exactly(command, case, answer):
    assert COMMANDS[command](case) == answer


def _terms(judged, **more):
    terms = VECTORS["terms"]
    return {
        "id": "v",
        "currency": terms["currency"],
        "fee": terms["fee"],
        "period": {"from": "2026-03-01", "to": "2026-04-01"},
        "tiers": [
            {
                "at_least": f"{t['attainment_percent_at_least']}%",
                "credit": f"{t['credit_percent']}%",
            }
            for t in terms["tiers"]
        ],
        "cap": f"{terms['cap_percent']}%",
        "judged": judged,
    } | more


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS["credit_vectors"] if "met" in v], ids=lambda v: v["id"]
)
def test_attainment_vectors(vector):
    judged = [{"key": "k", "met": vector["met"], "breached": vector["breached"]}]

    answer = credits(_terms(judged))

    assert answer["credit"] == vector["credit"]
    assert answer["percent"] == str(vector["credit_percent"])
    if "attainment" in vector:
        assert answer["lines"][0]["attainment"] == vector["attainment"]


def test_three_breaches_meet_the_cap():
    judged = [{"key": f"B{n}", "credit": "25%"} for n in range(3)]

    answer = credits(_terms(judged))

    assert (answer["credit"], answer["percent"], answer["capped"]) == ("40.00", "50", True)
    assert [line["credit"] for line in answer["lines"]] == ["13.34", "13.33", "13.33"]


def test_half_a_month_bills_half_the_fee():
    billed = {"from": "2026-03-16", "to": "2026-04-01"}

    answer = credits(_terms([{"key": "B1", "credit": "10%"}], billed=billed))

    assert (answer["fee"], answer["credit"]) == ("41.29", "4.13")


def test_a_breach_judged_twice_is_one_line_and_an_upheld_dispute_one_reversal():
    breach = {"key": "B1", "credit": "10%"}
    upheld = {"key": "B1", "upheld": True}

    answer = credits(_terms([breach, dict(breach)], disputes=[upheld, dict(upheld)]))

    assert len(answer["lines"]) == 1
    assert answer["reversals"] == [{"key": "B1", "credit": "-8.00"}]
    assert answer["net"] == "0.00"


def _commission(orders, percent, level, mode):
    case = {
        "id": "r",
        "currency": "EUR",
        "from": "2026-01-01",
        "months": 1,
        "on": "2026-01-01",
        "fx": {},
        "forecast": [{"month": "2026-01", "of": "sales", "currency": "EUR", "orders": [orders]}],
        "plan": [
            {
                "code": "ads",
                "kind": "share",
                "of": "sales",
                "currency": "EUR",
                "rate": percent,
                "rounding": {"level": level, "mode": mode},
            }
        ],
    }
    return quote(case)["total"]


@pytest.mark.parametrize("vector", VECTORS["rounding_vectors"], ids=lambda v: v["id"])
def test_rounding_vectors(vector):
    orders, percent = [vector["orders"], vector["order_amount"]], f"{vector['percent']}%"

    assert _commission(orders, percent, "invoice", "half_up") == vector["per_invoice_half_up"]
    assert _commission(orders, percent, "line", "half_up") == vector["per_order_half_up"]
    if "per_order_down" in vector:
        assert _commission(orders, percent, "line", "down") == vector["per_order_down"]


@pytest.mark.parametrize("vector", VECTORS["allocation_vectors"], ids=lambda v: v["id"])
def test_allocation_vectors(vector):
    parts = allocate(Money.of(vector["amount"], "EUR"), vector["weights"])

    assert [part.text() for part in parts] == vector["parts"]
