"""The tables themselves: each value says where it comes from, histories never overlap, gaps are gaps."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.engines import law
from pilotage.engines.law import loader
from pilotage.engines.law.loader import read_table, topic_tables, topics
from pilotage.kernel.errors import Invalid, RuleGap
from pilotage.kernel.places import country

WHOLE = """\
topic: periods
place: DE
values:
  local:
    - from: 2020-01-01
      value: "month"
      source: {title: T, address: A}
      checked_on: 2026-11-25
      confidence: sourced
"""


def test_every_value_has_source_check_date_and_confidence() -> None:
    entries = list(law.entries())
    assert len(entries) > 400
    for entry in entries:
        source = entry.source
        assert source.title and source.address, (entry.table, entry.key)
        assert date(2026, 1, 1) <= source.checked_on <= date(2026, 11, 27)
        assert source.confidence in ("sourced", "unverified")


def test_histories_are_in_order_and_never_overlap() -> None:
    for topic in topics():
        for table in topic_tables(topic).values():
            for key, history in table.histories.items():
                for earlier, later in pairwise(history):
                    assert earlier.until and later.since, (table.name, key)
                    assert earlier.until < later.since, (table.name, key)


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_on_any_day_at_most_one_value_holds(on: date) -> None:
    for table in topic_tables("vat_rates").values():
        for history in table.histories.values():
            assert sum(entry.holds(on) for entry in history) <= 1


@given(st.dates(date(2021, 7, 1), date(2030, 12, 31)))
def test_every_member_state_has_rates_currency_and_period(on: date) -> None:
    for state in law.eu_states(on):
        assert law.STANDARD in law.legal_rates(state, on)
        assert len(law.currency(state, on).value) == 3
        assert law.local_period(state, on).value in ("month", "quarter")


@pytest.mark.parametrize(
    ("fault", "replaced", "by"),
    [
        ("lacks source", "      source: {title: T, address: A}\n", ""),
        ("lacks checked_on", "      checked_on: 2026-11-25\n", ""),
        ("lacks confidence", "      confidence: sourced\n", ""),
        ("lacks from", "    - from: 2020-01-01\n      value", "    - value"),
        ("title and address", "{title: T, address: A}", "{title: T}"),
        ("sourced or unverified", "sourced", "certain"),
        ("not a date", "2020-01-01", "yesterday"),
        ("must be quoted text", '"month"', "12"),
        ("is not one of", '"month"', '"week"'),
        ("no key like", "local", "foreign"),
        ("folder and file name", "place: DE", "place: FR"),
        ("the head must be", "topic: periods", "topic: periods\nowner: me"),
        ("holds only", "      checked_on", "      colour: red\n      checked_on"),
        ("not readable YAML, line", 'value: "month"', 'value: "month'),
    ],
)
def test_a_file_that_is_not_whole_is_refused_by_name(fault: str, replaced: str, by: str) -> None:
    with pytest.raises(Invalid, match="LAW_TABLE_BROKEN") as refused:
        read_table(WHOLE.replace(replaced, by).encode(), "periods", "DE")
    assert fault in refused.value.says.en and "periods/DE" in refused.value.says.en


def test_entries_that_overlap_are_refused() -> None:
    second = WHOLE[WHOLE.index("    - from") :]
    with pytest.raises(Invalid, match="two entries begin on 2020-01-01"):
        read_table((WHOLE + second).encode(), "periods", "DE")
    ending = WHOLE.replace("from: 2020-01-01", "from: 2020-01-01\n      to: 2022-01-01")
    with pytest.raises(Invalid, match="overlap on 2021-01-01"):
        read_table((ending + second.replace("2020", "2021")).encode(), "periods", "DE")
    backwards = WHOLE.replace("from: 2020-01-01", "from: 2020-01-01\n      to: 2019-01-01")
    with pytest.raises(Invalid, match="before it begins"):
        read_table(backwards.encode(), "periods", "DE")


def test_a_value_ends_the_day_before_the_next_and_a_gap_stays_a_gap() -> None:
    second = WHOLE[WHOLE.index("    - from") :].replace("2020-01-01", "2024-01-01")
    joined = read_table((WHOLE + second).encode(), "periods", "DE").history("local")
    assert joined[0].until == date(2023, 12, 31) and joined[1].until is None
    apart = WHOLE.replace("from: 2020-01-01", "from: 2020-01-01\n      to: 2020-06-30") + second
    table = read_table(apart.encode(), "periods", "DE")
    with pytest.raises(RuleGap):
        table.on("local", date(2022, 1, 1))


@pytest.mark.parametrize(
    ("ask", "table"),
    [
        (lambda: law.vat_rate("DE", "standard", date(2020, 6, 30)), "vat_rates/DE"),
        (lambda: law.vat_rate("DE", "luxury", date(2026, 1, 1)), "vat_rates/DE"),
        (lambda: law.legal_rates("CH", date(2017, 12, 31)), "vat_rates/CH"),
        (lambda: law.is_eu("HR", date(2013, 6, 30)), "places/HR"),
        (lambda: law.threshold("EU", "ioss_consignment", date(2021, 6, 30)), "thresholds/EU"),
        (lambda: law.form("HU", "65", date(2026, 1, 1)), "filing/HU"),
        (lambda: law.annual_due_date("DE", "UStVA", 2026), "filing/DE"),
    ],
)
def test_silence_is_a_rule_gap_that_names_table_and_day(ask, table: str) -> None:
    with pytest.raises(RuleGap) as silent:
        ask()
    assert silent.value.facts["table"] == table
    assert "补入" in silent.value.next_step.zh


@pytest.mark.parametrize(
    ("topic", "place", "known"), [("vat_rates", "ZZ", "DE"), ("../x", "y", "vat_rates")]
)
def test_a_table_that_does_not_exist_is_named_with_those_that_do(
    topic: str, place: str, known: str
) -> None:
    with pytest.raises(RuleGap, match=f"no law table {topic}/{place}") as silent:
        loader.table(topic, place)
    assert known in silent.value.next_step.en


def test_the_digest_knows_content_not_layout() -> None:
    assert law.digest() == law.digest() and len(law.digest()) == 64
    plain = read_table(WHOLE.encode(), "periods", "DE")
    commented = read_table(
        ("# note\n" + WHOLE.replace("2020-01-01", "2020-01-01 ")).encode(), "periods", "DE"
    )
    assert plain == commented
    assert plain != read_table(WHOLE.replace("2020", "2021").encode(), "periods", "DE")


def test_stale_lists_what_nobody_looked_at_the_longest_neglected_first() -> None:
    oldest = min(entry.source.checked_on for entry in law.entries())
    assert law.stale(oldest + timedelta(days=180), 180) == ()
    late = law.stale(oldest + timedelta(days=181), 180)
    assert late and {entry.source.checked_on for entry in late} == {oldest}
    everything = law.stale(date(2030, 1, 1), 180)
    assert len(everything) == sum(1 for _ in law.entries())
    checked = [entry.source.checked_on for entry in everything]
    assert checked == sorted(checked)


def test_every_place_is_a_country_the_kernel_names() -> None:
    others = {"EU", "MC", "IM", "default", "categories", "streams", "fees", "fit", "commission"}
    others |= {"USPTO", "EUIPO", "UKIPO", "JPO", "CNIPA", "PARIS"}  # trade-mark offices
    for topic in topics():
        for place in topic_tables(topic):
            assert place in others or country(place.partition("-")[0]), (topic, place)


def test_service_categories_are_the_codes_that_the_rooms_share() -> None:
    categories = law.service_categories()
    assert len(categories) == 24
    assert categories["vat_filing"].per_country and not categories["ioss_intermediary"].per_country
    assert all(c.name.zh and c.name.en for c in categories.values())
    assert {s.category for s in law.epr_streams().values()} <= set(categories)


@pytest.mark.parametrize(
    ("entry", "value", "says"),
    [
        (
            lambda on: law.vat_rate("FI", "standard", on),
            "25.5",
            "standard = 25.5 (since 2024-09-01)",
        ),
        (lambda on: law.threshold("EU", "ioss_consignment", on), "EUR 150", "since 2021-07-01"),
        (
            lambda on: law.guide_fee("germany_epr_vat_bundle_year", on),
            "CNY 18000–25000",
            "since before records",
        ),
        (lambda on: law.guide_fee("vat_filing_country_month", on), "EUR 80", "= EUR 80"),
        (lambda on: law.guide_sites("weak", on), "CA, MX, US", "weak_sites"),
        (lambda on: law.form("DE", "UStVA", on), "DE UStVA", "filing/DE"),
        (lambda on: law.next_due("DE", "UStVA", on), "DE UStVA 2026-11: 2026-12-10", "filing/DE"),
        (lambda on: law.fiscal_representation("FR", on), "yes", "fiscal_representation/FR"),
        (lambda on: law.authorised_representative("AT", "packaging", on), "yes", "epr/AT"),
        (
            lambda on: law.epr_number_format("DE", "packaging", on),
            "DE packaging: DE + 13 digits",
            "epr/DE",
        ),
        (lambda on: law.epr_deadlines("AT", "packaging", on)[0], "Annual report", "epr/AT"),
    ],
)
def test_every_answer_can_be_a_step_of_a_trail(entry, value: str, says: str) -> None:
    step = entry(date(2026, 11, 25)).step()
    assert step.value == value and says in step.says.en
    assert step.source is not None and step.table and step.key
