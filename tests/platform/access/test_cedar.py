"""The policies decide as the referee does, no wrong version of them survives, and nothing opens stock or money."""

from __future__ import annotations

import json
import logging
import random
from dataclasses import replace
from itertools import islice

import cedarpy
import pytest
from tests.platform.access import hostile, referee
from tests.platform.access.mutants import PERMIT_ALL, mutants

from pilotage.engines import sp_api
from pilotage.platform.access import cedar, scopes

# Filed by mistake under what can be granted as well: only the prohibition stands in the way.
MISFILED = ("misfiled stock", "misfiled funds")


def verdicts(cases, by: cedar.Book, extra: str = "[]") -> list[bool]:
    uses = [referee.use(case) for case in cases]
    entities = by.actions.with_added_json_str(cedar.entities_of(uses))
    entities = entities.with_added_json_str(extra)
    return [one.allowed for one in cedar.judge(list(map(cedar.request_of, uses)), entities, by)]


def edition(policies: str) -> cedar.Book:
    """The house's book with other policies, whether or not they would pass its schema."""
    return replace(cedar.book(), policies=cedarpy.PolicySet.from_str(policies))


def test_policies_that_do_not_fit_their_schema_are_refused_whole():
    assert cedar.book().digest == cedar.bound(cedar.policy_text()).digest
    with pytest.raises(ValueError, match="purpose"):
        cedar.bound("permit (principal, action, resource) when { resource.purpose == 1 };")


def test_every_scope_and_every_operation_is_an_action():
    known = {*scopes.SCOPES, *scopes.sp_api_actions()}
    entities = json.loads(str(cedar.book().actions))
    assert known <= {one["uid"]["id"] for one in entities}
    assert len(scopes.sp_api_actions()) == 370 + len(sp_api.feeds())
    datasets = {one.dataset for one in (*sp_api.operations().values(), *sp_api.feeds().values())}
    assert datasets <= set(scopes.DATASETS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_sample_of_the_matrix_agrees_with_the_referee(seed):
    picked = sorted(random.Random(seed).sample(range(referee.size()), 5_000))
    cases = [referee.nth(n) for n in picked]
    assert verdicts(cases, cedar.book()) == [referee.allowed(case) for case in cases]


@pytest.mark.slow
def test_everything_within_two_faults_of_the_good_case_agrees_with_the_referee():
    """The bench goes through the whole matrix."""
    cases = list(referee.around(2))
    assert len(cases) > 4_500
    expected = [referee.allowed(case) for case in cases]
    assert 11 < sum(expected) < len(cases) / 2
    assert verdicts(cases, cedar.book()) == expected


@pytest.mark.slow
def test_no_wrong_version_of_the_policies_survives():
    """With a permit for everything injected; only the one permit itself is judged without."""
    cases = list(referee.around(1))
    asked = [*cases, *(replace(good, action=name) for good in _good(cases) for name in MISFILED)]
    expected = [referee.allowed(case) for case in cases] + [False] * (len(asked) - len(cases))
    assert verdicts_with_misfiled(asked, edition(cedar.policy_text())) == expected
    survivors, many = [], 0
    for mutant in mutants(cedar.policy_text()):
        injected = "" if mutant.policy == "permitted" else PERMIT_ALL
        many += 1
        if verdicts_with_misfiled(asked, edition(mutant.text + injected)) == expected:
            survivors.append((mutant.policy, mutant.change))
    assert survivors == []
    assert many > 60


def verdicts_with_misfiled(cases, by: cedar.Book) -> list[bool]:
    filed = [
        {
            "uid": {"type": "Action", "id": name},
            "attrs": {},
            "parents": [{"type": "Action", "id": group} for group in (never, "store.write", "grantable")],
        }
        for name, never in zip(MISFILED, ("never.stock", "never.funds"), strict=True)
    ]  # fmt: skip
    return verdicts(cases, by, json.dumps(filed))


def _good(cases) -> list[referee.Case]:
    return [case for case in cases if case.action == "store.write" and referee.allowed(case)][:1]


@pytest.mark.slow
def test_no_hostile_request_moves_stock_or_money():
    """Against a superuser, a permit for everything, missing context and malformed people alike."""
    by = edition(cedar.policy_text() + PERMIT_ALL + hostile.SUPERUSER)
    logging.disable(logging.CRITICAL)
    try:
        for request, entities in islice(hostile.requests(seed=4), 3_000):
            (decision,) = cedar.judge([request], entities, by)
            assert not decision.allowed, request
    finally:
        logging.disable(logging.NOTSET)


def test_an_error_anywhere_is_a_refusal(caplog):
    """Cedar skips a prohibition that it cannot evaluate and says Allow; the house does not."""
    good = referee.use(next(referee.around(0)))
    request = cedar.request_of(good) | {"context": "{}"}
    entities = cedar.book().actions.with_added_json_str(cedar.entities_of([good]))
    raw = cedarpy.is_authorized(request, cedar.book().policies, entities)
    assert raw.allowed and raw.diagnostics.errors
    assert cedar.judge([request], entities, cedar.book()) == [cedar.Decision(False, (cedar.ERROR,))]
    assert cedar.judge([{}], "no JSON", cedar.book())[0].allowed is False
    assert "refused" in caplog.text
