"""Plans by hand, and against every path walked one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.engines.launch import Task, plan, tasks
from pilotage.kernel.text import Text


def task(code: str, days: int, *after: str, when: str = "", shorten: int = 0) -> Task:
    efforts = ((Text("快", "faster"), shorten),) if shorten else ()
    return Task(code, Text(code, code), "seller", (0, days, 2 * days), after, when, "", efforts)


def test_a_plan_by_hand():
    """a 3 → c 2 → d 1 and b 4 → d: the way over c takes 6 days, b may slip one."""
    made = plan((), steps=[task("a", 3), task("b", 4), task("c", 2, "a"), task("d", 1, "b", "c")])
    assert [(s.task.code, s.begins, s.ends, s.slack) for s in made.steps] == [
        ("a", 0, 3, 0), ("b", 0, 4, 1), ("c", 3, 5, 0), ("d", 5, 6, 0),
    ]  # fmt: skip
    assert made.days == (0, 6, 12)
    assert [s.task.code for s in made.critical] == ["a", "c", "d"]


def test_an_effort_is_worth_what_the_whole_gains():
    steps = [task("a", 5, shorten=5), task("b", 4, shorten=4), task("c", 1, "a", "b")]
    (best,) = plan((), steps=steps).shortenings
    assert (best.task.code, best.saves) == ("a", 1), (
        "b then holds everything up; b alone saves none"
    )


def test_what_is_not_wanted_holds_nobody_up_and_what_is_done_takes_no_time():
    steps = [task("a", 9, when="brand"), task("b", 2, "a"), task("c", 3, "b")]
    assert plan((), steps=steps).days[1] == 5
    assert plan(("brand",), steps=steps).days[1] == 14
    assert plan(("brand",), done=("a",), steps=steps).days[1] == 5


@st.composite
def networks(draw):
    count = draw(st.integers(1, 7))
    made = []
    for n in range(count):
        after = draw(st.sets(st.integers(0, n - 1), max_size=3)) if n else set()
        made.append(task(str(n), draw(st.integers(0, 9)), *(str(a) for a in sorted(after))))
    return made


def paths(steps):
    """Every way through the network, as lists of codes."""
    by_code = {one.code: one for one in steps}

    def to(code):
        before = by_code[code].after
        return [[code]] if not before else [[*way, code] for b in before for way in to(b)]

    return [way for one in steps for way in to(one.code)]


@given(networks())
def test_the_length_and_the_slack_are_those_of_the_longest_paths(steps):
    made = plan((), steps=steps)
    days = {one.code: one.days[1] for one in steps}
    lengths = [(sum(days[code] for code in way), way) for way in paths(steps)]
    longest = max(length for length, _ in lengths)
    assert made.days[1] == longest
    whole = [(sum(days[c] for c in way), way) for way in paths(steps)]
    for step in made.steps:
        through = max(length for length, way in whole if step.task.code in way)
        assert step.slack == longest - through


@pytest.mark.parametrize("wanted", [(), ("stock",), ("brand", "stock", "epr")])
def test_the_kept_steps_make_a_plan(wanted):
    made = plan(wanted)
    assert made.days[0] <= made.days[1] <= made.days[2] and made.critical
    assert made.steps[-1].task.code == "selling" and made.steps[-1].slack == 0


def test_owners_and_services_are_known():
    from pilotage.engines.law import service_categories

    assert {one.owner for one in tasks()} == {"seller", "partner", "amazon", "authority"}
    assert {one.service for one in tasks()} - {""} <= set(service_categories())
