"""`sla replay`: the contract's own case, the shared vectors, and what must hold for every story."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pilotage.engines.sla.cases import answer
from pilotage.engines.sla.proof import zone_data_version

CASES = Path(__file__).parent / "cases"
OFFICE = {"tz": "Asia/Shanghai", "week": {str(day): [["09:00", "18:00"]] for day in range(5)}}
POLICY = {
    "calendar": OFFICE,
    "first_response": "PT2H",
    "next_response": "PT4H",
    "correction": "PT16H",
}


def read(name):
    return json.loads((CASES / name).read_text(encoding="utf-8"))


def at(clock, kind, **fields):
    """An event of Monday 2026-03-02, or of another day of that March: `at("3 10:00:00", …)`."""
    day, _, time = clock.rpartition(" ")
    return {"at": f"2026-03-{int(day or 2):02d}T{time}", "kind": kind, **fields}


OPENED = at("10:00:00", "opened")


def verdicts(*events, as_of=None, **policy):
    told = {"policy": {**POLICY, **policy}, "events": list(events), "as_of": as_of}
    return {v["obligation"]: v for v in answer(told)["verdicts"]}


def seen(verdict):
    return verdict["due"], verdict["state"], verdict["overrun_seconds"]


def test_the_contracts_own_case():
    events = [
        OPENED,
        at("10:00:05", "partner_replied", auto=True),
        at("12:00:01", "partner_replied", auto=False),
        at("13:00:00", "waiting_for_seller", question="Which invoice?"),
        at("17:00:00", "seller_replied"),
        at("3 16:00:00", "resolved"),
        at("5 10:00:00", "reopened"),
    ]
    found = verdicts(*events)
    assert seen(found["first_response"]) == ("2026-03-02T04:00:00Z", "breached", 1)
    assert seen(found["correction"]) == ("2026-03-05T07:00:00Z", "running", 0)


@pytest.mark.parametrize(
    ("case", "expected"),
    list(zip(read("replay.cases.json"), read("replay.answers.json"), strict=True)),
    ids=lambda value: value.get("id") if isinstance(value, dict) else None,
)
def test_the_shared_examples(case, expected):
    found = answer(case)["verdicts"]
    assert len(found) == len(expected["verdicts"])
    for verdict, wanted in zip(found, expected["verdicts"], strict=True):
        assert wanted.items() <= verdict.items()


def _states():
    file = read("states.json")
    for vector in file["state_vectors"]:
        for number, case in enumerate(c for c in vector["cases"] if "events" in c):
            policy = {**file["default_policy"], **case.get("policy", {})}
            policy["calendar"] = file["calendars"][policy["calendar"]]
            yield pytest.param(policy, case, id=f"{vector['id']}-{number}")


@pytest.mark.parametrize(("policy", "case"), list(_states()))
def test_the_state_vectors(policy, case):
    expect = case["expect"]
    found = answer({"id": "x", "policy": policy, "events": case["events"]})
    for wanted in expect.get("verdicts", ()):
        same = [
            v
            for v in found["verdicts"]
            if (v["obligation"], v.get("case")) == (wanted["obligation"], wanted.get("case"))
        ]
        verdict = same[wanted.get("n", 1) - 1]
        told = {k: v for k, v in wanted.items() if k not in ("n", "due_local")}
        assert told.items() <= verdict.items()
        if owners := expect.get("owner_working_seconds"):
            assert verdict["owner_working_seconds"] == owners
    for absent in expect.get("absent_obligations_after_resolve", ()):
        assert absent not in {v["obligation"] for v in found["verdicts"]}
    refused = [case["events"][i]["kind"] for i in expect.get("refused_events", ())]
    assert [r["kind"] for r in found.get("refused", ())] == refused
    for instant, overrun in expect.get("overrun_seconds_at", ()):
        then = answer({"policy": policy, "events": case["events"], "as_of": instant})
        assert then["verdicts"][-1]["overrun_seconds"] == overrun


def test_a_question_stops_the_clock_until_the_cap_and_not_longer():
    asked = at("11:00:00", "waiting_for_seller", question="哪张发票？")
    paused = verdicts(OPENED, asked, as_of="2026-03-02T15:00:00", pause_cap="PT5H")["correction"]
    assert seen(paused) == ("2026-03-04T04:00:00Z", "paused", 0)
    later = verdicts(OPENED, asked, as_of="2026-03-02T17:00:00", pause_cap="PT5H")["correction"]
    assert seen(later) == ("2026-03-04T05:00:00Z", "running", 0)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"question": "  "}, "NO_QUESTION"),
        ({"question": None}, "NO_QUESTION"),
        ({}, "NO_QUESTION"),
        ({"question": "Which?", "received_at": "2026-03-02T10:54:59"}, "FUTURE"),
    ],
)
def test_a_refused_event_changes_nothing_and_is_named(fields, reason):
    asked = at("11:00:00", "waiting_for_seller", **fields)
    found = answer({"id": "x", "policy": POLICY, "events": [OPENED, asked]})
    assert found["refused"] == [
        {"at": "2026-03-02T03:00:00Z", "kind": "waiting_for_seller", "reason": reason}
    ]
    assert found["verdicts"] == answer({"policy": POLICY, "events": [OPENED]})["verdicts"]


def test_a_retroactive_change_counts_from_the_very_start_even_after_a_prospective_one():
    prospective = at("12:00:00", "policy_changed", mode="prospective", correction="PT8H")
    retroactive = at("13:00:00", "policy_changed", mode="retroactive", correction="PT12H")
    assert verdicts(OPENED, prospective)["correction"]["due"] == "2026-03-03T03:00:00Z"
    assert verdicts(OPENED, prospective, retroactive)["correction"]["due"] == "2026-03-03T05:00:00Z"


def test_the_cap_of_a_pause_knows_the_cut_off():
    asked = at("17:30:00", "waiting_for_seller", question="Which invoice?")
    policy = {"pause_cap": "P1WD", "as_of": "2026-03-04T17:00:00"}
    assert verdicts(OPENED, asked, **policy)["correction"]["state"] == "running"
    assert verdicts(OPENED, asked, cut_off="17:00", **policy)["correction"]["state"] == "paused"


def test_of_two_cases_due_together_the_one_that_began_first_goes_on():
    events = [
        at("1 20:00:00", "opened", case="A"),
        at("1 21:00:00", "opened", case="B"),  # both on a Sunday: due Monday 11:00
        at("2 09:30:00", "merged", cases=["B", "A"]),
        at("2 10:00:00", "partner_replied"),
        at("2 10:30:00", "seller_replied", case="A"),
    ]
    found = answer({"policy": {**POLICY, "correction": None}, "events": events})["verdicts"]
    assert [(v["obligation"], v["case"], v["state"]) for v in found] == [
        ("first_response", "A", "met"),
        ("first_response", "B", "superseded"),
        ("next_response", "B", "running"),  # what starts later belongs to the first name
    ]


def test_a_dates_closing_needs_a_signature():
    closing = at("15:00:00", "policy_changed", mode="retroactive", add_closed=["2026-03-03"])
    found = answer({"policy": POLICY, "events": [OPENED, closing]})
    assert found["refused"][0]["reason"] == "NOT_SIGNED"


def test_a_closed_verdict_keeps_its_hash_when_the_policy_is_edited_later():
    story = [OPENED, at("3 16:00:00", "resolved")]
    edit = {"mode": "retroactive", "signed_amendment": True, "add_closed": ["2026-03-03"]}
    plain = verdicts(*story)["correction"]
    edited = verdicts(*story, at("4 10:00:00", "policy_changed", **edit))["correction"]
    assert plain == edited and len(plain["verdict_hash"]) == 64
    # What does not reach into the hours it was judged in leaves it alone as well; what does, changes it.
    outside = {**OFFICE, "closed": ["2026-03-09"], "published_until": "2027-01-01"}
    assert verdicts(*story, calendar=outside)["correction"] == plain
    inside = {**OFFICE, "extra": {"2026-03-02": [["09:00", "12:00"], ["12:30", "18:30"]]}}
    assert verdicts(*story, calendar=inside)["correction"]["verdict_hash"] != plain["verdict_hash"]


def test_an_open_verdict_has_no_hash():
    assert "verdict_hash" not in verdicts(OPENED)["correction"]


@pytest.mark.parametrize(
    ("policy", "events", "code"),
    [
        ({"calendar": {"name": "nowhere"}}, [OPENED], "UNKNOWN_CALENDAR"),
        ({"calendar": {"tz": "Mars/Base", "week": {}}}, [OPENED], "UNKNOWN_ZONE"),
        ({"calendar": {"tz": "UTC", "week": {}}}, [OPENED], "EMPTY_CALENDAR"),
        ({"correction": "2 days"}, [OPENED], "BAD_BUDGET"),
        ({"pause_cap": "P1D"}, [OPENED], "BAD_BUDGET"),
        ({}, [{"at": "yesterday", "kind": "opened"}], "BAD_TIME"),
        ({"calendar": {"tz": "UTC", "extra": {"2026-03-02": [["09:00", "10:00"]]}}}, [OPENED], "BEYOND_HORIZON"),
        ({"reopen": "never"}, [OPENED], "BAD_POLICY"),
        ({}, [at("10:00:00", "sneezed")], "BAD_EVENT"),
        ({}, [at("10:00:00", "policy_changed")], "BAD_EVENT"),
        ({}, "events", "BAD_EVENT"),
        ({}, [at("10:00:00", "policy_changed", mode="prospective", correction="PT")], "BAD_BUDGET"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(policy, events, code):
    found = answer({"id": "x", "policy": {**POLICY, **policy}, "events": events})
    assert found == {"id": "x", "error": code}


def test_nothing_happened_and_nothing_is_owed():
    assert answer({"id": "x", "policy": POLICY})["verdicts"] == []


def test_the_version_of_the_time_zone_data_is_known():
    assert zone_data_version()[:2] == "20"


STORY = [
    OPENED,
    at("10:20:00", "partner_replied"),
    at("11:00:00", "waiting_for_seller", question="Which invoice?"),
    at("15:00:00", "seller_replied"),
    at("15:00:00", "policy_changed", mode="retroactive", correction="PT8H"),
    at("15:00:00", "policy_changed", mode="prospective", correction="PT9H"),
    at("16:00:00", "handed_over", **{"from": "A", "to": "B"}),
    at("4 12:00:00", "resolved"),
]


@settings(deadline=None, max_examples=60)
@given(st.permutations(STORY), st.lists(st.sampled_from(STORY), max_size=4), st.booleans())
def test_order_repetition_and_spelling_of_events_say_nothing(order, again, spelt):
    told = [*order, *again]
    if spelt:  # the same instants with the zone's offset
        told = [{**event, "at": event["at"] + "+08:00"} for event in told]
    found = answer({"id": "x", "policy": POLICY, "events": told})
    assert found == answer({"id": "x", "policy": POLICY, "events": STORY})


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 40), st.integers(0, 7 * 60))
def test_a_pause_never_brings_a_due_forward(hours, minute):
    clock = f"{10 + minute // 60}:{minute % 60:02d}:00"
    asked = at(clock, "waiting_for_seller", question="Which invoice?")
    target, until = f"PT{hours}H", "2026-03-12T18:00:00"
    plain = verdicts(OPENED, as_of=until, correction=target)["correction"]
    assert (
        verdicts(OPENED, asked, as_of=until, correction=target)["correction"]["due"] >= plain["due"]
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_two_engines_agree(seed):
    """500 random stories a seed, over 22 zones and five changes of clocks; 0 differences."""
    from tests.engines.sla.stories import Story

    dice = random.Random(seed)
    for _ in range(500):
        story = Story(dice)
        found = answer(story.case)
        told = [{k: v for k, v in v.items() if k != "verdict_hash"} for v in found["verdicts"]]
        assert told == story.expected, story.case
