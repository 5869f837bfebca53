"""Deadlines worked by hand (docket.csv), a plain referee over random days, and every kind of error."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from pilotage.cli.main import main
from pilotage.engines.marks import OFFICES, docket, docket_case, office

DAYS = ("due", "opens", "extendable_to", "grace_until")


def worked() -> Iterator[Any]:
    with (Path(__file__).parent / "docket.csv").open() as file:
        for row in csv.DictReader(file):
            fact, _, value = row["fact"].partition("=")
            facts = {fact: int(value) if value.isdigit() else value} if fact else {}
            case = {k: row[k] for k in ("office", "event", "date")} | {"id": "x", "facts": facts}
            expected = {name: row[name] for name in DAYS if row[name]}
            title = " ".join(row[k] for k in ("office", "event", "date", "fact", "name"))
            yield pytest.param(case, row["name"], expected, id=title)


@pytest.mark.parametrize(("case", "name", "expected"), list(worked()))
def test_worked_by_hand(case: dict[str, Any], name: str, expected: dict[str, str]) -> None:
    answer: Any = docket_case(case)
    (found,) = [d for d in answer["deadlines"] if d["name"] == name]
    assert {key: found[key] for key in DAYS if key in found} == expected


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"office": "WIPO", "event": "publication", "date": "2025-01-01"}, "UNKNOWN_EVENT"),
        ({"office": "JPO", "event": "publication", "date": "2025-01-01"}, "UNKNOWN_EVENT"),
        ({"office": "EUIPO", "event": "publication", "date": "01.02.2025"}, "BAD_DATE"),
        ({"office": "EUIPO", "event": "publication", "date": "2025-02-30"}, "BAD_DATE"),
        ({"office": "EUIPO", "event": "publication", "date": "2025-02-03T10:00:00"}, "BAD_DATE"),
        ({"office": "EUIPO", "event": "publication", "date": "20250203"}, "BAD_DATE"),
        ({"office": "EUIPO", "event": "publication"}, "BAD_DATE"),
        ({"office": "USPTO", "event": "office_action", "date": "2025-01-02"}, "MISSING_FACT"),
        ({"office": "USPTO", "event": "notice_of_allowance", "date": "2025-01-02", "facts": {"extensions_granted": 6}}, "MISSING_FACT"),
        ({"office": "USPTO", "event": "notice_of_allowance", "date": "2025-01-02", "facts": {"extensions_granted": True}}, "MISSING_FACT"),
        ({"office": "JPO", "event": "refusal_reasons", "date": "2025-01-02", "facts": []}, "MISSING_FACT"),
        ({"office": "UKIPO", "event": "publication", "date": "2025-01-02", "facts": {"tm7a_filed": "soon"}}, "BAD_DATE"),
        ({"office": "UKIPO", "event": "publication", "date": "2008-09-30"}, "RULE_GAP"),
        ({"office": "USPTO", "event": "registration", "date": "2025-01-02", "facts": {"filing": "madrid"}}, "RULE_GAP"),
        ({"office": "EUIPO", "event": "filing", "date": "2055-01-02"}, "RULE_GAP"),
        ({"office": "EUIPO", "event": "filing", "date": "9999-12-31"}, "RULE_GAP"),
        ("not a case", "UNKNOWN_EVENT"),
    ],
)  # fmt: skip
def test_a_bad_case_is_named_and_stops_no_other(case: object, code: str) -> None:
    good = {"id": "good", "office": "EUIPO", "event": "publication", "date": "2025-03-17"}
    answers: Any = docket([case, good])
    assert answers[0]["error"] == code
    assert answers[1]["deadlines"][0]["due"] == "2025-06-17"


@pytest.mark.parametrize(
    ("event", "day", "due", "unverified"),
    [
        ("cooling_off_ended", "2026-03-01", "2026-05-04", ["2026-05-01"]),
        ("publication", "2026-01-02", "2026-04-07", ["2026-04-02"]),  # Maundy Thursday, then Easter
        (
            "publication",
            "2026-01-03",
            "2026-04-07",
            None,
        ),  # Good Friday and Easter Monday are sourced
        ("publication", "2026-02-05", "2026-05-05", None),  # not moved
    ],
)
def test_a_move_off_days_no_source_was_read_for_says_so(
    event: str, day: str, due: str, unverified: list[str] | None
) -> None:
    answer: Any = docket_case({"office": "EUIPO", "event": event, "date": day})
    (found,) = answer["deadlines"]
    assert found["due"] == due
    assert found["rule"]["confidence"] == "sourced"
    _, said, days = found["rule"]["source"].partition("; moved off ")
    assert bool(said) == bool(unverified)
    assert re.findall(r"\d{4}-\d\d-\d\d", days) == (unverified or [])


@given(
    st.sampled_from(["USPTO", "EUIPO", "UKIPO", "CNIPA"]), st.dates(date(2014, 1, 1), date(2040, 1, 1))
)  # fmt: skip
def test_priority_equals_a_plain_count(name: str, day: date) -> None:
    closed = office(name).closed
    expected = day + relativedelta(months=6)
    while expected.weekday() > 4 or expected in closed:
        expected += timedelta(days=1)
    answer: Any = docket_case(
        {"id": "p", "office": name, "event": "first_filing", "date": day.isoformat()}
    )
    assert answer["deadlines"][0]["due"] == expected.isoformat()


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_in_japan_a_later_event_is_never_due_earlier(day: date) -> None:
    due = [
        _due("JPO", "gazette", d) for d in (day, day + timedelta(days=1), day + timedelta(days=2))
    ]
    assert due == sorted(due)


def _due(name: str, event: str, day: date) -> str:
    answer: Any = docket_case({"office": name, "event": event, "date": day.isoformat()})
    return str(answer["deadlines"][0]["due"])


def test_the_office_day_ends_later_in_china() -> None:
    answer: Any = docket_case(
        {"office": "USPTO", "event": "publication", "date": "2026-06-01T03:59:59Z"}
    )
    (opposition,) = answer["deadlines"]  # 31 May in Washington, where summer time holds
    assert opposition["due"] == "2026-06-30"
    assert opposition["due_end_cn"] == "2026-07-01T11:59:59+08:00"


def test_every_office_is_closed_on_weekends_and_known_days() -> None:
    known = {
        "USPTO": date(2026, 7, 3),
        "EUIPO": date(2026, 4, 3),
        "UKIPO": date(2022, 9, 19),
        "JPO": date(2026, 9, 22),
        "CNIPA": date(2026, 10, 7),
    }
    for name in OFFICES:
        assert not office(name).is_open(known[name]), name
        assert not office(name).is_open(date(2026, 11, 28)), name
        assert office(name).is_open(date(2026, 11, 25)), name


def test_the_command_reads_a_list_and_refuses_anything_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.json"
    cases.write_text(
        '[{"id": "e", "office": "EUIPO", "event": "publication", "date": "2025-03-17"}]'
    )
    assert main(["marks", "docket", str(cases)]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["deadlines"][0]["rule"]["key"] == "euipo.publication"

    cases.write_text('{"id": 1}')
    assert main(["marks", "docket", str(cases)]) == 2
    assert "cases.json" in capsys.readouterr().err
