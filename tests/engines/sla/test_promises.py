"""What is built on verdicts: escalations, warnings, the law's dates, reversals, and credits without a claim."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pilotage.engines.fees import credits
from pilotage.engines.sla import (
    Opened,
    PartnerReplied,
    Promise,
    Resolved,
    State,
    Terms,
    attained,
    escalations,
    filing_due,
    replay,
    reversals,
    warning,
)
from pilotage.engines.worktime import Hours, WorkingDays, calendar_of

SHANGHAI = calendar_of(
    {"tz": "Asia/Shanghai", "week": {str(day): [["09:00", "18:00"]] for day in range(5)}}
)
BERLIN = calendar_of(
    {"tz": "Europe/Berlin", "week": {str(day): [["08:00", "18:00"]] for day in range(5)}}
)
TERMS = Terms(
    SHANGHAI, {Promise.FIRST_RESPONSE: Hours(2 * 3600), Promise.CORRECTION: Hours(16 * 3600)}
)


def local(day, clock, hours=8):
    """An instant of March 2026, given as the wall clock `hours` east of Greenwich."""
    return datetime.fromisoformat(f"2026-03-{day:02d}T{clock}").replace(tzinfo=UTC) - timedelta(
        hours=hours
    )


def test_escalations_count_working_time_forwards():
    assert escalations(SHANGHAI, local(2, "10:00"), Hours(16 * 3600)) == (
        (50, local(2, "18:00")),
        (75, local(3, "13:00")),
        (90, local(3, "15:24")),
        (100, local(3, "17:00")),
    )


def test_a_pause_moves_the_escalations_after_it():
    pause = (local(2, "11:00"), local(2, "15:00"))
    found = dict(escalations(SHANGHAI, local(2, "10:00"), Hours(16 * 3600), [pause]))
    assert found[50] == local(3, "13:00") and found[100] == local(4, "12:00")


def test_working_days_escalate_by_their_hours():
    # Received Monday 10:00, due Tuesday 18:00: 17 hours, half of them are over on Tuesday 09:30.
    found = dict(escalations(SHANGHAI, local(2, "10:00"), WorkingDays(1)))
    assert found[50] == local(3, "09:30") and found[100] == local(3, "18:00")


def test_a_warning_one_working_hour_before_looks_back_over_the_night():
    found = warning(BERLIN, local(2, "17:00", hours=1), Hours(4 * 3600), Hours(3600))
    assert found == local(3, "10:00", hours=1)


@pytest.mark.parametrize(("promised_day", "due_day"), [(10, 10), (19, 18), (25, 18)])
def test_the_laws_date_does_not_wait_for_what_was_promised(promised_day, due_day):
    found = filing_due(local(promised_day, "18:00"), local(20, "18:00"), timedelta(days=2))
    assert found == local(due_day, "18:00")


def test_a_late_arrival_corrects_a_closed_verdict_by_a_reversal():
    story = [Opened(at=local(2, "10:00")), PartnerReplied(at=local(2, "12:30"))]
    kept = replay(TERMS, story).verdicts
    assert reversals(kept, replay(TERMS, [*story, Resolved(at=local(3, "10:00"))]).verdicts) == ()
    arrived = replay(TERMS, [*story, PartnerReplied(at=local(2, "11:30"))]).verdicts
    (reversal,) = reversals(kept, arrived)
    assert reversal.kept.state is State.BREACHED
    assert reversal.now is not None and reversal.now.state is State.MET
    (unowed,) = reversals(kept, ())
    assert unowed.now is None


def test_verdicts_become_credits_without_a_claim():
    late, in_time = local(2, "12:00:01"), local(2, "12:00:00")
    months = [
        replay(TERMS, [Opened(at=local(2, "10:00")), PartnerReplied(at=at)]).verdicts
        for at in (late, late, *[in_time] * 17)
    ]
    judged = attained(verdict for verdicts in months for verdict in verdicts)
    assert [(j.key, j.met, j.breached) for j in judged] == [
        ("first_response", 17, 2),
        ("correction", 0, 0),  # still open: no obligation of this month
    ]
    found = credits(
        {
            "id": "c",
            "currency": "EUR",
            "fee": "80.00",
            "period": {"from": "2026-03-01", "to": "2026-04-01"},
            "cap": "50%",
            "tiers": [
                {"at_least": "95%", "credit": "0%"},
                {"at_least": "90%", "credit": "10%"},
                {"at_least": "80%", "credit": "25%"},
                {"at_least": "0%", "credit": "50%"},
            ],
            "judged": [{"key": j.key, "met": j.met, "breached": j.breached} for j in judged],
        }
    )
    assert found["credit"] == "20.00"
    assert [line["attainment"] for line in found["lines"]] == ["no obligations", "17/19"]
