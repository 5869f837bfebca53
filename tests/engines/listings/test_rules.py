"""Every rule at its edge: the table beside this file, on both sides of each change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.engines.listings.making import TODAY, listing, rules

from pilotage.engines.listings import check, codes

_TABLE = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
CASES = [
    pytest.param(code, case, id=f"{code}-{n}")
    for code, cases in _TABLE.items()
    for n, case in enumerate(cases)
]


@pytest.mark.parametrize(("code", "case"), CASES)
def test_the_code_is_found_exactly_where_the_table_says(code: str, case: dict[str, Any]) -> None:
    asked = dict(case)
    book = rules(asked.pop("site", "DE"), asked.pop("day", TODAY))
    wanted = asked.pop("found")
    found = [f for f in check(listing(**asked), book) if f.code == code]
    assert bool(found) is wanted, found or asked
    for one in found:
        assert one.rule is None or one.rule.holds(book.on)
        assert "{" not in one.message.zh.replace("{ }", "").replace("{", "", one.read.count("{"))


def test_the_table_has_every_code_on_both_sides() -> None:
    """`SKU_REPEATED` and the number of bullets need more than one row or text: they stand in test_reading."""
    elsewhere = {"SKU_REPEATED", "BULLETS_TOO_MANY"}
    assert set(codes()) - elsewhere == set(_TABLE)
    one_sided = {code for code, cases in _TABLE.items() if len({c["found"] for c in cases}) < 2}
    assert one_sided <= {"TITLE_SYMBOL", "TEXT_LOST"}


def test_what_no_rule_is_recorded_for_is_said() -> None:
    assert "safety.responsible_person" in rules("US").not_judged
    assert "title.length_media" in rules("DE", TODAY.replace(month=1)).not_judged
    assert rules("DE").not_judged == ()


@pytest.mark.parametrize(
    ("fields", "after"),
    [
        ({"title": "Lampe!! rot !"}, "Lampe rot"),
        ({"title": "USB_C Lampe"}, "USB C Lampe"),
        ({"title": "Lampe $5"}, None),  # a figure follows: nobody but the seller knows what it means
        ({"title": "Lampe  rot" + " " * 70 + "x"}, "Lampe rot x"),
        ({"title": "a" * 76}, None),  # nothing is cut off
        ({"title": "a\u0308" * 75}, "ä" * 75),
        ({"title": "Lampe", "description": "<p>Aus <b>Glas</b></p>"}, "Aus Glas"),
        ({"title": "Lampe", "bullet": "Höhe 12 inch, Breite 2.5 ft"}, "Höhe 30,48 cm (12 inch), Breite 76,2 cm (2.5 ft)"),
        ({"title": "Lampe", "bullet": "bis 212 °F"}, "bis 100 °C (212 °F)"),
        ({"title": "Lampe", "bullet": "bis 100 °F"}, None),  # 37.7… has no end
        ({"title": "Lampe", "bullet": "6 x 4 inch"}, None),  # a part of a row of figures
        ({"title": "Lampe", "bullet": "8 oz"}, None),  # of weight or of volume
        ({"title": "Lampe", "bullet": "1,500 lbs"}, None),  # a thousand, or one and a half
        ({"title": "Lampe", "search_terms": "tee " * 70}, "tee"),
        ({"title": "Lampe", "search_terms": "t" * 250}, None),
    ],
)  # fmt: skip
def test_a_suggestion_shows_what_it_changes_or_there_is_none(
    fields: dict[str, str], after: str | None
) -> None:
    (found,) = [f for f in check(listing(**fields), rules()) if f.suggestion] or [None]
    assert (found and found.suggestion and found.suggestion.after) == after
    if found and found.suggestion:
        assert (
            found.suggestion.before
            == next(w for w in listing(**fields).texts if w.field == found.field).text
        )
        assert "[-" in found.suggestion.diff or "{+" in found.suggestion.diff
