"""Grace, versions, people, registers, standing: after any events whatever the gate lists what the referee lists, no more, no less.

`python -m bench gate` goes through 100,000 random sequences of these.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.platform.certification.play import KINDS, PAIRS, Play, invented, sequence
from tests.platform.certification.referee import Referee
from tests.platform.certification.walk import made_up_rules

from pilotage.platform.certification import gate, requirements, rules


@pytest.fixture(autouse=True)
def _rules():
    with made_up_rules():
        yield


class Machine(RuleBasedStateMachine):
    """Any events in any order; asked about every service and country after each."""

    @initialize(seed=st.integers(0, 10**6), days=st.integers(0, 320))
    def begins(self, seed, days):
        self.play = Play(Referee())
        self.play.passes(timedelta(days=days))
        self.play.comes(True)
        for number, kind in enumerate(KINDS):
            paper = invented(Random(seed + number), self.play.now, ["m0"])
            paper.kind = kind
            self.play.files(paper)
            self.play.becomes(number, "accepted")

    @rule(seconds=st.integers(1, 40 * 86_400))
    def passes(self, seconds):
        self.play.passes(timedelta(seconds=seconds))

    @rule(which=st.integers(0, 3), before=st.booleans())
    def to_an_edge(self, which, before):
        self.play.to_an_edge(which, before)

    @rule(seed=st.integers(0, 10**6), accepted=st.booleans())
    def files(self, seed, accepted):
        self.play.files(invented(Random(seed), self.play.now, list(self.play.firm.people)))
        if accepted:
            self.play.becomes(len(self.play.firm.papers) - 1, "accepted")

    @rule(which=st.integers(0, 20), state=st.sampled_from(("accepted", "refused", "withdrawn")))
    def becomes(self, which, state):
        self.play.becomes(which, state)

    @rule(which=st.integers(0, 20))
    def is_put_on_hold(self, which):
        self.play.is_put_on_hold(which)

    @rule(which=st.integers(0, 20))
    def is_completed(self, which):
        self.play.is_completed(which)

    @rule(identified=st.booleans())
    def comes(self, identified):
        self.play.comes(identified)

    @rule(which=st.integers(0, 5))
    def leaves(self, which):
        self.play.leaves(which)

    @rule(standing=st.sampled_from(("active", "warned", "suspended")))
    def stands(self, standing):
        self.play.stands(standing)

    @rule(pair=st.sampled_from(PAIRS), state=st.sampled_from(("approved", "revoked")))
    def item(self, pair, state):
        self.play.item(pair, state)

    @invariant()
    def gate_and_referee_agree(self):
        if hasattr(self, "play"):
            assert self.play.disagreements(PAIRS) == []
            self.play.check_steady(PAIRS[0])


Machine.TestCase.settings = settings(max_examples=12, stateful_step_count=14, deadline=None)
TestAnyEvents = Machine.TestCase


def agree(sequences: int = 60) -> None:
    referee, listed = Referee(), 0
    for seed in range(sequences):
        asked, shown, wrong = sequence(seed, referee)
        assert wrong == 0, f"sequence {seed}"
        listed += shown
    assert listed > asked, "hardly anything was ever listed: nothing was tried"


def test_random_sequences():
    agree()


def lasts_an_hour_longer(patch):
    true = rules.in_force

    def wrong(*days):
        begins, ends = true(*days)
        return begins, ends if ends == rules.NEVER else ends + timedelta(hours=1)

    patch.setattr(gate, "in_force", wrong)


def grace_has_no_end(patch):
    true = rules.lapses

    def wrong(one, terms):
        found = true(one, terms)
        is_grace = found[1] in ("CHECK_TOO_OLD", "SURVEILLANCE_LAPSED")
        return (rules.NEVER, "EXPIRED") if is_grace else found

    patch.setattr(rules, "lapses", wrong)


def grace_is_a_day_longer(patch):
    true = rules._after
    patch.setattr(rules, "_after", lambda day, days, zone: true(day, days + 1, zone))


def who_left_still_counts(patch):
    true = rules.lapses
    patch.setattr(rules, "lapses", lambda one, terms: true(replace(one, left=None), terms))


def on_hold_counts(patch):
    patch.setattr(rules, "_usable", lambda one: one.state == "accepted")


def the_old_version_never_ends(patch):
    true = requirements.Book.in_force
    patch.setattr(
        requirements.Book, "accepted",
        lambda book, at: [v for v in book.versions if v.begins <= true(book, at).begins][::-1],
    )  # fmt: skip


def the_old_version_ends_at_once(patch):
    patch.setattr(requirements.Book, "accepted", lambda book, at: (book.in_force(at),))


def any_edition_counts(patch):
    patch.setattr(rules, "_lacks", lambda one, terms: "")


@pytest.mark.parametrize("leak", [
    lasts_an_hour_longer, grace_has_no_end, grace_is_a_day_longer, who_left_still_counts, on_hold_counts,
    the_old_version_never_ends, the_old_version_ends_at_once, any_edition_counts,
])  # fmt: skip
def test_sequences_find_a_planted_leak(leak, monkeypatch):
    leak(monkeypatch)
    with pytest.raises(AssertionError):
        agree(400)
