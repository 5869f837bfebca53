"""What changes did: hand-worked effects, what is no effect, who made them, and files that say nothing."""

from __future__ import annotations

import json
import random
import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engines.ads.proof_made import DAYS, FIRST, TARGETS, change, history, report, steady

from pilotage.cli.main import main
from pilotage.engines.ads.proof import Authors, Proof, proof_json, prove
from pilotage.engines.ads.proof.log import read_log
from pilotage.kernel.errors import Invalid

ON = 28  # the day of the changes
FOUR = [change(ON, at) for at in range(4)]


def doubled() -> np.ndarray:
    """Four targets have twice as much from the day of their change on."""
    factor = np.ones((TARGETS, DAYS))
    factor[:4, ON:] = 2
    return factor


def chance(seed: int, conversion: float = 0.08) -> list[dict[str, object]]:
    """Targets alike but for chance: Poisson clicks, binomial orders of 25."""
    rng = np.random.default_rng(seed)
    clicks = rng.poisson(6, (TARGETS, DAYS))
    orders = rng.binomial(clicks, conversion)
    return [
        {"day": FIRST + timedelta(days=day), "target": at, "clicks": int(clicks[at, day]), "spend": round(clicks[at, day] * 0.6, 2),
         "sales": int(orders[at, day]) * 25, "orders": int(orders[at, day])}
        for at in range(TARGETS) for day in range(DAYS)
    ]  # fmt: skip


def worst(rows: list[dict[str, object]], many: int = 10) -> list[int]:
    """The targets that sold least in the week before the day of the changes."""
    sold = dict.fromkeys(range(TARGETS), 0.0)
    for row in rows:
        day, at = row["day"], row["target"]
        if isinstance(day, date) and isinstance(at, int) and ON - 7 <= (day - FIRST).days < ON:
            sold[at] += float(str(row["sales"]))
    return sorted(sold, key=lambda at: (sold[at], at))[:many]


def claims(found: Proof) -> list[str]:
    """What is said to be an effect."""
    parts = (found.total, *found.classes, *found.authors)
    return [f"{part.name} {one.name}" for part in parts for one in part.measures if one.shown]


def test_an_effect_worked_by_hand(tmp_path: Path):
    """4 targets × 20 days (from the day after to the last one fully attributed) × 5.00 spent and 20.00 sold more."""
    found = prove(report(tmp_path, steady(doubled())), history(tmp_path, FOUR), target_acos=0.30)
    assert found.ripe_until == FIRST + timedelta(days=DAYS - 1 - 7)
    total = found.total
    assert (total.entities, total.days, total.controls, total.changes) == (4, 80, 26, 4)
    assert (total.first, total.last) == (FIRST + timedelta(days=29), found.ripe_until)
    for name, effect in (("spend", 400), ("sales", 1600), ("gain", 0.30 * 1600 - 400), ("acos", 0)):
        one = total.measure(name)
        # untouched targets are pulled a little to the mean of their group, which the changed ones raise
        assert one.effect == pytest.approx(effect, rel=0.005, abs=0.2)
        assert one.low is not None
        assert one.high is not None
        assert one.low < effect < one.high
    assert total.measure("spend").shown
    assert total.measure("spend").share == pytest.approx(1.0, abs=0.005)
    assert [(one.name, one.changes) for one in found.classes] == [("bid_up", 4)]


def test_a_season_common_to_all_is_no_effect(tmp_path: Path):
    factor = np.ones((TARGETS, DAYS))
    factor[:, ON - 5 :] = 3
    found = prove(report(tmp_path, steady(factor)), history(tmp_path, FOUR))
    assert found.total.measure("sales").effect == pytest.approx(0, abs=1e-6)
    assert {one.code for one in found.total.measures} == {"INTERVAL_HOLDS_ZERO"}
    assert claims(found) == []
    assert "看不出效果" in found.total.says.zh
    assert "no effect can be shown" in found.total.says.en


def test_days_not_yet_attributed_do_not_count(tmp_path: Path):
    factor = np.ones((TARGETS, DAYS))
    factor[:4, DAYS - 7 :] = 0
    found = prove(report(tmp_path, steady(factor)), history(tmp_path, FOUR))
    assert found.total.measure("sales").effect == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_bad_luck_that_turns_is_named_and_not_claimed(tmp_path: Path, seed: int):
    """All targets are alike; the worst of a week get lower bids that do nothing. They sell more afterwards all the same."""
    rows = chance(seed)
    lowered = [change(ON, at, after="0.40") for at in worst(rows)]
    found = prove(report(tmp_path, rows), history(tmp_path, lowered))
    assert found.total.bounced is not None
    assert found.total.bounced > 300  # of about 2,300 sold by ten targets in 20 days
    assert claims(found) == []
    sales = found.total.measure("sales")
    assert sales.effect is not None
    assert abs(sales.effect) < found.total.bounced
    said = dict(found.notes)["MEAN"]
    assert "回归均值" in said.zh
    assert "regression to the mean" in said.en


def test_a_plain_difference_in_differences_agrees(tmp_path: Path):
    """Levels differ, seasons move, nothing is left to chance: after = before × what the others did."""
    level = np.linspace(1, 6, TARGETS)[:, None]
    season = 1 + 0.3 * np.sin(np.arange(DAYS) / 9)[None, :]
    factor = np.round(level * season * 10) / 10
    factor[:4, ON:] *= 1.5
    rows = steady(factor)
    found = prove(report(tmp_path, rows), history(tmp_path, FOUR)).total.measure("spend")
    spend = np.array([float(str(row["spend"])) for row in rows]).reshape(TARGETS, DAYS)
    before, after = slice(0, ON), slice(ON + 1, DAYS - 7)
    others = spend[4:, after].sum() / spend[4:, before].sum()
    assert found.effect == pytest.approx(
        spend[:4, after].sum() - spend[:4, before].sum() * others, rel=0.05
    )


def test_changes_within_a_week_are_judged_together(tmp_path: Path):
    both = [*FOUR, *(change(ON + 3, at, "STATUS", "ENABLED", "PAUSED") for at in range(4))]
    found = prove(report(tmp_path, steady(doubled())), history(tmp_path, both))
    assert [(one.name, one.judged) for one in found.classes] == [
        ("bid_up", 0),
        ("pause", 0),
        ("mixed", 8),
    ]
    assert found.classes[0].measures[0].code == "TOO_SHORT"
    assert found.total.changes == 8


def test_a_change_ends_where_the_next_one_begins(tmp_path: Path):
    twice = [*FOUR, *(change(ON + 12, at, before="0.60", after="0.70") for at in range(4))]
    found = prove(report(tmp_path, steady(doubled())), history(tmp_path, twice))
    spans = {
        (one.changed - FIRST).days: (one.last - one.first).days + 1
        for one in found.classes[0].spans
    }
    assert spans == {ON: 11}  # the second has no two weeks of past
    assert found.total.days == 4 * 20


def test_only_the_changes_of_the_days_asked_for_are_judged(tmp_path: Path):
    later = [*FOUR, *(change(ON + 10, at) for at in range(4, 6))]
    file, log = report(tmp_path, steady(doubled())), history(tmp_path, later)
    assert prove(file, log).total.entities == 6
    assert prove(file, log, start=FIRST + timedelta(days=ON + 1)).total.entities == 2
    assert prove(file, log, until=FIRST + timedelta(days=ON)).total.entities == 4


def test_nothing_is_claimed_when_everything_was_touched(tmp_path: Path):
    found = prove(
        report(tmp_path, steady()), history(tmp_path, [change(ON, at) for at in range(TARGETS)])
    )
    assert {one.code for one in found.total.measures} == {"NO_CONTROLS"}
    assert found.total.measure("sales").effect is None


def test_days_without_any_control_are_cut_off(tmp_path: Path):
    """Ten days later all the others are changed too: from then on nothing says what is common."""
    rest = [change(ON + 10, at) for at in range(4, TARGETS)]
    found = prove(report(tmp_path, steady(doubled())), history(tmp_path, [*FOUR, *rest]))
    assert found.total.last == FIRST + timedelta(days=ON + 9)
    assert (found.total.entities, found.total.days) == (4, 4 * 9)
    assert dict(found.notes)["BARE"].en.startswith("26 changes")
    assert found.total.measure("spend").effect == pytest.approx(4 * 9 * 5, rel=0.01)


def test_demand_of_a_product_is_no_effect(tmp_path: Path):
    """All of one campaign sells half as much again; three of its ten targets were changed that day."""
    factor = np.ones((TARGETS, DAYS))
    factor[0::3, ON:] = 1.5
    changes = [change(ON, at) for at in (0, 3, 6)]
    found = prove(report(tmp_path, steady(factor)), history(tmp_path, changes)).total
    sales = found.measure("sales")
    assert sales.effect is not None
    assert (
        abs(sales.effect) < 3 * 20 * 10 / 4
    )  # a quarter of what all targets as controls would call an effect
    assert not any(one.shown for one in found.measures)


def test_weekly_rows_serve_too(tmp_path: Path):
    factor = np.ones((TARGETS, 12))
    factor[:4, 6:] = 2
    rows = steady(factor, 12)
    for row in rows:
        row["day"] = FIRST + 7 * (row["day"] - FIRST)  # type: ignore[operator]
    found = prove(
        report(tmp_path, rows, step=7), history(tmp_path, [change(40, at) for at in range(4)])
    )
    assert found.step == 7
    assert found.total.measure("spend").effect == pytest.approx(
        4 * 5 * 5, rel=0.01
    )  # weeks 7 to 11


@pytest.mark.parametrize(
    ("row", "level", "kind"),
    [
        ({}, "target", "bid_up"),
        ({"to": "0.40"}, "target", "bid_down"),
        ({"to": "0.50"}, None, None),
        ({"type": "STATUS", "from": "ENABLED", "to": "PAUSED"}, "target", "pause"),
        ({"type": "STATUS", "from": "PAUSED", "to": "ENABLED"}, "target", "new"),
        ({"type": "CREATED", "from": "", "to": "ENABLED"}, "target", "new"),
        ({"type": "NAME", "from": "a", "to": "b"}, None, None),
        ({"eventSourceType": "CAMPAIGN", "type": "BUDGET_AMOUNT", "from": "30", "to": "45"}, "campaign", "budget"),
        ({"eventSourceType": "CAMPAIGN", "type": "IN_BUDGET", "from": "true", "to": "false"}, None, None),
        ({"eventSourceType": "CAMPAIGN", "type": "PLACEMENT_GROUP", "from": "0", "to": "25"}, "campaign", "placement"),
        ({"eventSourceType": "CAMPAIGN", "type": "SMART_BIDDING_STRATEGY", "from": "MANUAL", "to": "AUTO"}, "campaign", "other"),
        ({"eventSourceType": "NEGATIVE_KEYWORD", "type": "CREATED", "from": "", "to": "ENABLED"}, "group", "negative"),
        ({"eventSourceType": "CAMPAIGN_NEGATIVE_KEYWORD", "type": "CREATED", "from": "", "to": ""}, "campaign", "negative"),
        ({"eventSourceType": "AD_GROUP", "type": "BID_AMOUNT", "from": "1,20", "to": "1,10"}, "group", "bid_down"),
        ({"eventSourceType": "AD", "type": "STATUS", "from": "ENABLED", "to": "PAUSED"}, "group", "other"),
    ],
)  # fmt: skip
def test_what_a_row_of_the_log_is(
    tmp_path: Path, row: dict[str, str], level: str | None, kind: str | None
):
    log = read_log(history(tmp_path, [change(1, 1) | row]).tables, Authors())
    assert [(one.level, one.kind) for one in log.changes] == ([(level, kind)] if kind else [])
    assert log.idle == (0 if kind else 1)


def test_a_new_exact_word_negated_elsewhere_is_a_harvest(tmp_path: Path):
    rows = [
        change(3, 1, "CREATED", "", "ENABLED", name="red sock"),
        change(4, 2, "CREATED", "", "ENABLED", "NEGATIVE_KEYWORD", name="Red  Sock"),
        change(3, 3, "CREATED", "", "ENABLED", name="blue sock"),
    ]  # fmt: skip
    log = read_log(history(tmp_path, rows).tables, Authors())
    assert [one.kind for one in log.changes] == ["harvest", "new", "negative"]


def test_every_change_has_its_author_and_authors_their_totals(tmp_path: Path):
    rows = [
        change(ON, 0, isSystemEvent="true"),
        change(ON, 1, author="anna@partner.example"),
        change(ON, 2, metadata=json.dumps({"user": "boss"})),
        change(ON, 3),
        change(ON, 4, author="Somebody"),
    ]
    log = history(tmp_path, rows, heads=(*rows[1],))
    assert [one.author for one in read_log(log.tables, Authors()).changes].count("unknown") == 2
    log = history(tmp_path, rows, heads=(*rows[1], "metadata"))
    known = Authors(partner=frozenset({"Anna@partner.example"}), seller=frozenset({"boss"}))
    found = prove(report(tmp_path, steady(doubled())), log, authors=known)
    assert [(one.name, one.entities) for one in found.authors] == [("partner", 1), ("seller", 1), ("amazon", 1), ("Somebody", 1), ("unknown", 1)]  # fmt: skip
    assert found.authors[0].measure("spend").effect == pytest.approx(100, rel=0.005)


def test_names_join_where_the_report_has_no_ids(tmp_path: Path):
    by_id = prove(report(tmp_path, steady(doubled())), history(tmp_path, FOUR))
    by_name = prove(report(tmp_path, steady(doubled()), ids=False), history(tmp_path, FOUR))
    for one, two in zip(by_name.total.measures, by_id.total.measures, strict=True):
        assert (one.code, one.says) == (two.code, two.says)
    stranger = [*FOUR, change(ON, 99)]
    found = prove(report(tmp_path, steady(doubled()), ids=False), history(tmp_path, stranger))
    assert found.total.entities == 4
    assert dict(found.notes)["LOST"].en.startswith("1 changes")


def test_a_budget_touches_all_targets_of_its_campaign(tmp_path: Path):
    budget = [
        change(ON, 0, "BUDGET_AMOUNT", "30", "60", "CAMPAIGN", eventSourceId="100", name="K0")
    ]
    for ids in (True, False):
        assert (
            prove(report(tmp_path, steady(), ids=ids), history(tmp_path, budget)).total.entities
            == 10
        )


@given(st.integers(0, 10_000), st.sampled_from([0.01, 7.0, 160.0]), st.integers(0, 8))
@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_currency_order_and_silence(tmp_path: Path, seed: int, scale: float, many: int):
    """Money in another unit scales effects; the order of rows changes nothing; without changes nothing is claimed."""
    rows = chance(seed)
    changes = [change(ON + at % 3, at, after=f"0.{4 + at % 3}1") for at in range(many)]
    plain = prove(report(tmp_path, rows), history(tmp_path, changes), target_acos=0.3)
    shuffled = random.Random(seed)
    shuffled.shuffle(rows)
    shuffled.shuffle(changes)
    assert prove(report(tmp_path, rows), history(tmp_path, changes), target_acos=0.3) == plain
    other = prove(report(tmp_path, rows, scale=scale), history(tmp_path, changes), target_acos=0.3)
    for one, two in zip(plain.total.measures, other.total.measures, strict=True):
        factor = 1 if one.name == "acos" else scale
        assert (one.shown, one.code) == (two.shown, two.code)
        for a, b in ((one.effect, two.effect), (one.low, two.low), (one.high, two.high)):
            assert (a is None and b is None) or b == pytest.approx(
                a * factor, rel=1e-3, abs=1e-3 * factor
            )  # type: ignore[operator]
    if not many:
        assert claims(plain) == []
        assert {one.code for one in plain.total.measures} == {"NO_CHANGES"}
        assert plain.classes == plain.authors == ()


def test_bad_input_is_refused_with_a_next_step(tmp_path: Path):
    rows = steady(days=30, targets=3)
    good, log = report(tmp_path, rows), history(tmp_path, FOUR)

    def refusal(call: object) -> str:
        with pytest.raises(Invalid) as caught:
            call()  # type: ignore[operator]
        assert caught.value.next_step is not None
        return caught.value.code

    assert refusal(lambda: prove(good, good)) == "NO_HISTORY"
    assert refusal(lambda: prove(log, log)) == "NO_ROWS"
    assert refusal(lambda: prove(good, log, target_acos=float("nan"))) == "UNUSABLE_TARGET"
    assert (
        refusal(lambda: prove(good, log, start=date(2026, 5, 1), until=date(2026, 4, 1)))
        == "FROM_AFTER_UNTIL"
    )
    assert refusal(lambda: prove(report(tmp_path, rows, step=31), log)) == "ROWS_TOO_LONG"
    assert refusal(lambda: prove(report(tmp_path, rows, step=7), log)) == "PERIODS_OVERLAP"
    assert refusal(lambda: prove(report(tmp_path, rows[:2]), log)) == "TOO_FEW_PERIODS"


def test_the_command_says_it_in_both_languages_and_to_machines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    report(tmp_path, steady(doubled()))
    history(tmp_path, FOUR)
    files = [
        "ads",
        "proof",
        str(tmp_path / "daily.csv"),
        "--history",
        str(tmp_path / "history.csv"),
    ]
    assert main(files) == 0
    said = capsys.readouterr().out
    assert "提高出价（4 项）" in said
    assert "服务商" not in said  # the log names nobody, so nobody is named
    assert "记录未注明（4 项）" in said
    assert "-0.00" not in said
    assert re.search(r"花费 \+40[01]\.\d\d EUR（", said)
    assert main([*files, "--lang", "en", "--from", "2026-04-01"]) == 0
    assert "none is claimed" in capsys.readouterr().out
    assert main([*files, "--json", "--target-acos", "0.3"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"]["measures"]["spend"]["effect"] == pytest.approx(400, rel=0.005)
    assert told == json.loads(json.dumps(proof_json(prove(report(tmp_path, steady(doubled())), history(tmp_path, FOUR), target_acos=0.3))))  # fmt: skip
    assert main([*files[:3], "--history", files[2]]) == 2
    assert "NO_HISTORY" not in capsys.readouterr().out
