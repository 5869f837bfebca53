"""Whatever happens in whatever order, no path shows or matches a partner that lacks something required.

The referee (plain loops over its own notes) and every path agree exactly: nobody is shown who must not
be, and nobody is hidden who may be. `python -m bench gate` walks through 100,000 events.
"""

from __future__ import annotations

import os
from statistics import mean

import pytest
from tests.platform.certification.walk import EVENTS, walk

from pilotage.platform.certification import changes, gate, rules, states

pytestmark = pytest.mark.django_db
WORLDS = int(os.environ.get("PILOTAGE_GATE_WORLDS", "1"))
EVENTS_EACH = int(os.environ.get("PILOTAGE_GATE_EVENTS", "700"))


@pytest.mark.slow
def test_every_path_agrees_with_the_referee():
    world = walk(seed=1, events=300, every=60)
    assert sum(world.happened.values()) >= 300
    assert mean(world.sizes) > 3, "hardly anybody was ever listed: nothing was tried"
    assert len(set(world.sizes)) > 5


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 10 + WORLDS))
def test_a_long_walk_in_which_everything_happens(seed):
    happened = walk(seed, EVENTS_EACH, every=400).happened
    print(f"gate: {sum(happened.values())} events")
    assert set(happened) >= {event.__name__ for event in EVENTS}


def suspended_is_forgotten(patch):
    true = rules.why_not_listed

    def wrong(facts, *asked):
        found = true(facts, *asked)
        return tuple(reason for reason in found if reason.code != "SUSPENDED")

    patch.setattr(rules, "why_not_listed", wrong)
    patch.setattr(gate, "why_not_listed", wrong)


def unchecked_evidence_counts(patch):
    true = rules._meets

    def wrong(one, *asked):
        filed = one.state == states.Credential.FILED
        return filed or true(one, *asked)

    patch.setattr(rules, "_meets", wrong)


def a_change_is_not_noted(patch):
    patch.setattr(changes, "note", lambda *partner_ids: None)


@pytest.mark.slow
@pytest.mark.parametrize(
    "leak",
    [
        suspended_is_forgotten,
        unchecked_evidence_counts,
        a_change_is_not_noted,
    ],
)
def test_the_walk_finds_a_planted_leak(leak, monkeypatch):
    leak(monkeypatch)
    with pytest.raises(AssertionError):
        walk(seed=1, events=4000, every=60)
