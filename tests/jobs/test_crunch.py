"""Heavy work runs in a child: its answer, its words and its death all reach the parent."""

from __future__ import annotations

import os

import pytest

from pilotage.jobs.crunch import Died, crunch, gave_up_error
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

HERE = "tests.jobs.test_crunch"


def double(*, n, progress):
    progress(1, 2)
    print("noise on standard output must not spoil the answer")
    return {"twice": 2 * n}


def refuse(*, progress):
    raise Invalid(
        "WRONG_FILE", Text("不是这个文件", "not this file"), Text("换一个", "take another")
    )


def die(*, progress):
    os._exit(9)


def test_the_answer_and_the_progress_come_back():
    steps = []
    assert crunch(f"{HERE}:double", {"n": 21}, lambda *s: steps.append(s)) == {"twice": 42}
    assert steps == [(1, 2)]


def test_the_childs_own_words_come_back():
    with pytest.raises(Invalid) as caught:
        crunch(f"{HERE}:refuse", {}, lambda *_: None)
    assert (caught.value.code, caught.value.next_step) == (
        "WRONG_FILE",
        Text("换一个", "take another"),
    )


def test_a_dead_child_does_not_take_the_parent_along():
    with pytest.raises(Died):
        crunch(f"{HERE}:die", {}, lambda *_: None)
    assert gave_up_error(Died("x", 9)).code == "COULD_NOT_COMPUTE"
