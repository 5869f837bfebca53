"""Working time: the contract's sentences one by one, and a minute-stepping referee over many zones."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.engines.worktime.referee import Referee

from pilotage.engines.worktime import Calendar, due, instant_of, kept, kept_names, working_seconds
from pilotage.engines.worktime.cases import answer

OFFICE = [["09:00", "12:00"], ["13:30", "18:00"]]
WEEKDAYS = {str(day): OFFICE for day in range(5)}
SPRING = {
    "tz": "Asia/Shanghai",
    "week": WEEKDAYS,
    "closed": [f"2026-02-{d}" for d in (16, 17, 18, 19, 20, 23)],
    "extra": {"2026-02-14": OFFICE},
    "published_until": "2026-12-31",
}
BERLIN = {"tz": "Europe/Berlin", "week": {str(d): [["00:00", "24:00"]] for d in range(7)}}


def _answer(calendar, start, budget, **fields):
    found = answer({"id": "x", "calendar": calendar, "start": start, "budget": budget, **fields})
    return found.get("error") or found["due"]


@pytest.mark.parametrize(
    ("start", "budget", "fields", "expected"),
    [
        # over the make-up Saturday and the holiday, with a pause on the Saturday (the contract's d1)
        (
            "2026-02-13T16:30:00",
            "PT10H",
            {"pauses": [["2026-02-14T09:30:00+08:00", "2026-02-14T11:30:00+08:00"]]},
            "2026-02-24T04:00:00Z",
        ),
        # received after the cut-off, three working days later at closing (d2)
        ("2026-02-13T09:30:00Z", "P3WD", {"cut_off": "17:00"}, "2026-02-26T10:00:00Z"),
        # a budget that fills the day is due at closing, not the next morning
        ("2026-03-02T09:00:00", "PT7H30M", {}, "2026-03-02T10:00:00Z"),
        ("2026-03-02T20:00:00", "PT0S", {}, "2026-03-02T12:00:00Z"),
        ("2026-03-02T08:00:00", "PT5400S", {}, "2026-03-02T02:30:00Z"),
        # overlapping and outside pauses count once or not at all
        (
            "2026-03-02T09:00:00",
            "PT1H",
            {
                "pauses": [
                    ["2026-03-02T09:00:00", "2026-03-02T10:00:00"],
                    ["2026-03-02T09:30:00", "2026-03-02T09:45:00"],
                    ["2026-03-02T19:00:00", "2026-03-02T20:00:00"],
                ]
            },
            "2026-03-02T03:00:00Z",
        ),
        # a Saturday counts as received on Monday
        ("2026-03-07T10:00:00", "P1WD", {}, "2026-03-10T10:00:00Z"),
        # a pause moves a working-day due by the working time it covers
        (
            "2026-03-02T10:00:00",
            "P1WD",
            {"pauses": [["2026-03-03T09:00:00", "2026-03-03T10:00:00"]]},
            "2026-03-04T02:00:00Z",
        ),
    ],
)
def test_the_contracts_rules(start, budget, fields, expected):
    assert _answer(SPRING, start, budget, **fields) == expected


@pytest.mark.parametrize(
    "budget", ["P1D", "P2W", "PT1.5H", "-PT1H", "PT", "P0WD", "pt1h", "PT1M1H", 4, None]
)
def test_every_other_budget_is_refused(budget):
    assert _answer(SPRING, "2026-03-02T09:00:00", budget) == "BAD_BUDGET"


@pytest.mark.parametrize(
    ("calendar", "start", "budget", "fields", "code"),
    [
        ({"name": "nowhere"}, "2026-03-02T09:00:00", "PT1H", {}, "UNKNOWN_CALENDAR"),
        ({"tz": "Mars/Base", "week": WEEKDAYS}, "x", "PT1H", {}, "UNKNOWN_ZONE"),
        ({"tz": "Asia/Shanghai", "week": {}}, "x", "x", {}, "EMPTY_CALENDAR"),
        (SPRING, "2026-03-02", "PT1H", {}, "BAD_TIME"),
        (SPRING, "2026-03-02T09:00:00.5", "PT1H", {}, "BAD_TIME"),
        (
            SPRING,
            "2026-03-02T09:00:00",
            "PT1H",
            {"pauses": [["2026-03-02T10:00:00", "2026-03-02T09:00:00"]]},
            "BAD_PAUSE",
        ),
        (
            {"tz": "UTC", "extra": {"2026-03-02": [["09:00", "10:00"]]}},
            "2026-03-03T09:00:00",
            "PT1H",
            {},
            "BEYOND_HORIZON",
        ),
    ],
)
def test_the_first_error_that_applies(calendar, start, budget, fields, code):
    assert _answer(calendar, start, budget, **fields) == code


def test_the_hour_that_happens_twice_and_the_one_that_does_not():
    # 2026-10-25 has 25 hours, 2026-03-29 has 23.
    assert _answer(BERLIN, "2026-10-25T00:00:00", "PT25H") == "2026-10-25T23:00:00Z"
    assert _answer(BERLIN, "2026-03-29T00:00:00", "PT23H") == "2026-03-29T22:00:00Z"
    skipped = {"tz": "Europe/Berlin", "week": {"6": [["02:00", "03:00"], ["10:00", "11:00"]]}}
    assert _answer(skipped, "2026-03-29T00:00:00", "PT1H") == "2026-03-29T09:00:00Z"


def test_provisional_begins_with_the_second_after_the_published_days():
    calendar = {
        "tz": "UTC",
        "week": {str(d): [["20:00", "24:00"]] for d in range(7)},
        "published_until": "2026-12-31",
    }
    case = {"calendar": calendar, "start": "2026-12-31T20:00:00Z"}
    assert answer({**case, "budget": "PT4H"})["provisional"] is False
    assert answer({**case, "budget": "PT4H1S"})["provisional"] is True


def test_chinas_calendar_knows_make_up_days_and_says_where_it_ends():
    china = kept("CN-standard")
    assert china.hours(date(2026, 2, 14)) == ((9 * 3600, 18 * 3600),)  # Saturday, made up for
    assert china.hours(date(2026, 10, 1)) == ()
    new_year = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
    assert due(china, new_year, "P1WD").provisional
    assert "DE-standard" in kept_names() and not kept("DE-standard").hours(date(2026, 12, 25))


def _random_case(dice: random.Random) -> dict:
    zone = dice.choice(ZONES)
    clock = lambda: dice.randrange(0, 1441, 15)
    spell = lambda m: f"{m // 60:02d}:{m % 60:02d}"

    def hours():
        found = []
        for _ in range(dice.randint(0, 2)):
            a, b = sorted((clock(), clock()))
            if a < b and a < 1440:
                found.append([spell(a), spell(b)])
        return found

    around = dice.choice(CHANGES) + timedelta(
        hours=dice.randint(-60, 60), minutes=dice.randint(0, 59)
    )
    near = [(around + timedelta(days=d)).date().isoformat() for d in range(-1, 3)]
    pauses = []
    for _ in range(dice.randint(0, 2)):
        begin = around + timedelta(minutes=dice.randint(0, 2000))
        pauses.append(
            [
                f"{begin:%Y-%m-%dT%H:%M}:00Z",
                f"{begin + timedelta(minutes=dice.randint(0, 400)):%Y-%m-%dT%H:%M}:00Z",
            ]
        )
    week = {str(day): hours() for day in range(7)}
    week[str(dice.randrange(7))] = [["08:00", "18:00"]]
    return {
        "id": "r",
        "calendar": {
            "tz": zone,
            "week": week,
            "closed": dice.sample(near, 1),
            "extra": {near[2]: hours()},
        },
        "start": f"{around:%Y-%m-%dT%H:%M}:00Z",
        "minutes": dice.randint(1, 900),
        "pauses": pauses,
    }


ZONES = (
    "Asia/Shanghai Europe/Berlin Europe/London America/New_York America/Los_Angeles America/Nuuk Asia/Kolkata "
    "Asia/Kathmandu Australia/Lord_Howe Australia/Sydney America/Santiago Africa/Cairo Asia/Tokyo Asia/Dubai "
    "America/Havana Europe/Istanbul Pacific/Chatham America/Sao_Paulo Asia/Beirut UTC Europe/Lisbon Asia/Tehran"
).split()
# Around changes of clocks on both hemispheres, and quiet days.
CHANGES = [
    datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 1), datetime(2026, 3, 8, 8), datetime(2026, 11, 1, 7),
    datetime(2026, 4, 4, 15), datetime(2026, 10, 3, 16), datetime(2022, 3, 27, 1), datetime(2018, 11, 4, 3), datetime(2026, 6, 17, 5),
]  # fmt: skip


def _agree(seed: int, cases: int) -> None:
    dice = random.Random(seed)
    for _ in range(cases):
        case = _random_case(dice)
        expected = Referee(case).due(case["start"], case["minutes"])
        found = answer({**case, "budget": f"PT{case['minutes']}M"})
        assert found.get("due") == f"{expected:%Y-%m-%dT%H:%M:%SZ}", case


def test_a_minute_stepping_referee_agrees():
    _agree(1, 10)


@pytest.mark.slow
def test_a_minute_stepping_referee_agrees_at_length():
    _agree(2, 150)


def test_working_seconds_are_the_inverse_of_due():
    china = kept("CN-standard")
    start = datetime(2026, 2, 13, 8, 30, tzinfo=UTC)
    for hours in (1, 9, 40, 200):
        assert working_seconds(china, start, due(china, start, f"PT{hours}H").at) == hours * 3600


def test_a_skipped_date_is_the_instant_of_the_jump():
    from zoneinfo import ZoneInfo

    apia = ZoneInfo("Pacific/Apia")  # had no 30 December 2011
    jump = instant_of(datetime(2011, 12, 30, 12), apia)
    assert datetime.fromtimestamp(jump, UTC) == datetime(2011, 12, 30, 10, tzinfo=UTC)
    assert Calendar(apia, {4: ((0, 86400),)}).hours(date(2011, 12, 30))
