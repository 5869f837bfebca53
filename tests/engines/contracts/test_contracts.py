"""Contracts: nothing mandatory may be missing, nobody may promise a ranking, and the hash covers every word."""

from __future__ import annotations

import string
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.contracts.samples import VALUES, contract

from pilotage.engines.contracts import (
    Difference,
    Party,
    Term,
    Weight,
    canonical,
    contract_hash,
    credit_terms_of,
    differences,
    findings,
    library,
    machine_text,
    machine_values,
    policy_of,
    promises_in,
    rendered,
    signable,
)
from pilotage.engines.fees import credits
from pilotage.engines.sla.cases import answer
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

WHOLE = contract()
MANDATORY = library().mandatory


def codes(one, weight=Weight.REFUSED):
    return [(f.code, f.where) for f in findings(one) if f.weight is weight]


def test_the_sample_has_every_clause_and_can_be_signed():
    assert set(VALUES) == {clause.id for clause in library().clauses.values()}
    assert findings(WHOLE) == ()
    assert signable(WHOLE) == contract_hash(WHOLE)


@pytest.mark.slow
def test_no_subset_of_the_mandatory_clauses_short_of_all_can_be_signed():
    """All 2^11 of them, with everything optional present."""
    optional = tuple(term for term in WHOLE.terms if term.clause not in MANDATORY)
    mandatory = [term for term in WHOLE.terms if term.clause in MANDATORY]
    assert len(mandatory) == len(MANDATORY) == 11
    signed = 0
    for size in range(len(mandatory) + 1):
        for chosen in combinations(mandatory, size):
            one = replace(WHOLE, terms=(*chosen, *optional))
            absent = sorted(set(MANDATORY) - {term.clause for term in chosen})
            refused = [f for f in findings(one) if f.weight is Weight.REFUSED]
            assert sorted(f.where for f in refused if f.code == "CLAUSE_MISSING") == absent
            signed += not refused
    assert signed == 1


@pytest.mark.parametrize("side", ["seller", "partner"])
def test_a_party_without_its_registration_number_cannot_sign(side):
    unnamed = replace(WHOLE, **{side: Party("深圳市远航电子商务有限公司", " ")})
    assert codes(unnamed) == [("PARTY_UNNAMED", side)]


def test_what_cannot_be_signed_says_why_in_both_languages():
    with pytest.raises(Invalid) as caught:
        signable(WHOLE.without("liability").without("exit_export"))
    assert caught.value.code == "NOT_SIGNABLE"
    assert "责任限额" in caught.value.says.zh and "Exit and export" in caught.value.says.en


@pytest.mark.parametrize("clause", library().clauses.values(), ids=lambda clause: clause.id)
def test_the_words_have_a_place_for_each_variable_in_both_languages(clause):
    names = {variable.name for variable in clause.variables}
    for text in (clause.text.zh, clause.text.en):
        assert {field for _, field, _, _ in string.Formatter().parse(text) if field} == names
    assert clause.group == clause.id or clause.group in MANDATORY


def test_meanings_are_never_shared():
    meanings = [v.meaning for clause in library().clauses.values() for v in clause.variables]
    assert len(set(meanings)) == len(meanings)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_value_that_a_machine_reads_stands_in_the_text(language):
    text = rendered(WHOLE).in_(language)
    values = machine_values(WHOLE)
    assert len(values) == sum(len(given) for given in VALUES.values())
    for meaning, value in values.items():
        assert f"{meaning} = {machine_text(value)}\n" in text
    body, _, _ = text.partition("sla.calendar = ")
    for term in WHOLE.terms:
        clause = library().clauses[(term.clause, term.version)]
        for variable in clause.variables:
            assert variable.spoken(term.values[variable.name]).in_(language) in body
    assert contract_hash(WHOLE) in text


# Values of each type, for the same question asked of any contract.
_BY_KIND = {
    "first_response": st.integers(1, 99).map(lambda n: f"PT{n}H"),
    "next_response": st.integers(1, 99).map(lambda n: f"P{n}WD"),
    "calendar": st.sampled_from(["CN-standard", "DE-standard"]),
    "cut_off": st.integers(0, 23).map(lambda n: f"{n:02d}:30"),
}


@given(st.fixed_dictionaries(_BY_KIND))
def test_any_value_stands_in_the_text_and_moves_the_hash(values):
    one = contract(response=values)
    assert findings(one) == ()
    text = rendered(one)
    for value in values.values():
        assert value in text.zh and value in text.en
    assert (contract_hash(one) == contract_hash(WHOLE)) == (values == VALUES["response"])


@pytest.mark.parametrize(
    ("clause", "name", "value"),
    [
        ("response", "first_response", "P1D"),
        ("response", "first_response", "4 hours"),
        ("response", "first_response", 4),
        ("response", "calendar", " "),
        ("response", "cut_off", "25:00"),
        ("correction", "reopen", "never"),
        ("compensation", "cap", "50"),
        ("compensation", "cap", 0.5),
        ("compensation", "dispute_days", 0),
        ("compensation", "dispute_days", True),
        ("compensation", "dispute_days", "14"),
        ("compensation", "tiers", []),
        ("compensation", "tiers", [{"at_least": "90%", "credit": "10%"}]),
        ("compensation", "tiers", [{"at_least": "0%", "credit": "10%"}, {"at_least": "0.0%", "credit": "20%"}]),
        ("exit_export", "formats", []),
        ("exit_export", "formats", "CSV"),
        ("exit_export", "export_price", {"amount": 0, "currency": "CNY"}),
        ("exit_export", "export_price", {"amount": "0", "currency": "yuan"}),
        ("term", "starts", "2026-02-30"),
        ("term", "starts", "20261201"),
        ("information_security", "certificate", ""),
        ("sub_processors", "sub_processors", None),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(clause, name, value):
    one = contract(**{clause: {**VALUES[clause], name: value}})
    assert codes(one) == [("VALUE_FAULTY", clause)]


def test_what_the_library_does_not_know_is_refused():
    extra = contract(penalty={"penalty": "25%", "bonus": "5%"})
    assert codes(extra) == [("VALUE_UNKNOWN", "penalty")]
    unknown = replace(WHOLE, terms=(*WHOLE.terms, Term("free_holidays", "1.0", {})))
    assert codes(unknown) == [("CLAUSE_UNKNOWN", "free_holidays")]
    old = replace(WHOLE, terms=(Term("response", "0.9", VALUES["response"]), *WHOLE.terms[1:]))
    assert codes(old) == [("CLAUSE_MISSING", "response"), ("CLAUSE_UNKNOWN", "response")]
    twice = replace(WHOLE, terms=(*WHOLE.terms, WHOLE.terms[0]))
    assert codes(twice) == [("CLAUSE_TWICE", "response")]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("乙方保证关键词排名进入首页。", "RANKING_PROMISED"),
        ("三个月内首页排名，包上首页", "RANKING_PROMISED"),
        ("We guarantee a first page ranking within 30 days.", "RANKING_PROMISED"),
        ("First-page placement is guaranteed", "RANKING_PROMISED"),
        ("承诺 ROI 不低于 3。", "RETURN_PROMISED"),
        ("确保月销售额增长 30%", "RETURN_PROMISED"),
        ("ACOS 保证低于 20%", "RETURN_PROMISED"),
        ("The partner warrants a return on investment of 300 %.", "RETURN_PROMISED"),
        ("Sales growth guaranteed.", "RETURN_PROMISED"),
        ("保证账号不关联。", "LINKAGE_PROMISED"),
        ("多店铺防关联，包防关联", "LINKAGE_PROMISED"),
        ("We ensure that your accounts are never linked.", "LINKAGE_PROMISED"),
        ("保证 100% 过审", "REVIEW_PROMISED"),
        ("申诉成功率 100%", "REVIEW_PROMISED"),
        ("We guarantee reinstatement, or approval by Amazon.", "REVIEW_PROMISED"),
        ("另送刷单服务", "REVIEWS_TRADED"),
        ("Includes paid reviews.", "REVIEWS_TRADED"),
        ("保 证 搜 索 排 名 第 一", "RANKING_PROMISED"),
        ("承诺ＲＯＩ达到３", "RETURN_PROMISED"),
        ("不保证时效。但保证排名第一。", "RANKING_PROMISED"),
    ],
)
def test_forbidden_promises_are_refused_wherever_they_are_written(sentence, code):
    assert code in {promise.code for promise in promises_in(sentence)}
    special = replace(WHOLE, special=(Text(sentence, "—"),))
    assert (code, "special:1") in codes(special)
    hidden = contract(service_boundary={"services": ["德国增值税申报", sentence]})
    assert (code, "service_boundary") in codes(hidden)


@pytest.mark.parametrize(
    "sentence",
    [
        "服务商不承诺搜索排名、销售额或投资回报。",
        "乙方不作任何保证，包括排名与销量。",
        "The partner does not guarantee any ranking, sales or return.",
        "No warranty is given that accounts are never linked.",
        "每月提供广告报表，列明 ACOS、ROAS 与销售额。",
        "A monthly report lists ranking, ACOS and sales.",
        "服务商保证按时申报。",
        "The partner ensures that returns are filed on time",
        "关联公司清单见附件",
    ],
)
def test_a_denial_or_a_report_is_no_promise(sentence):
    assert promises_in(sentence) == ()


def test_the_librarys_own_words_promise_nothing():
    for clause in library().clauses.values():
        assert promises_in(f"{clause.text.zh}\n{clause.text.en}") == ()


@pytest.mark.parametrize(
    ("clause", "name", "value", "warned"),
    [
        ("settlement", "settlement_days", 15, False),
        ("settlement", "settlement_days", 16, True),
        ("penalty", "penalty", "20%", False),
        ("penalty", "penalty", "30%", False),
        ("penalty", "penalty", "30.01%", True),
        ("penalty", "penalty", "19.9%", True),
        ("exit_export", "export_days", 31, True),
        ("exit_export", "retrieval_days", 29, True),
        ("exit_export", "export_price", {"amount": "0.01", "currency": "EUR"}, True),
        ("information_security", "edition", 2013, True),
        ("information_security", "incident_hours", 73, True),
        ("compensation", "dispute_days", 6, True),
        ("term", "notice_days", 61, True),
    ],
)
def test_an_unusual_term_is_warned_of_and_can_be_signed(clause, name, value, warned):
    one = contract(**{clause: {**VALUES[clause], name: value}})
    assert codes(one, Weight.WARNED) == [("UNUSUAL", clause)] * warned
    assert signable(one) == contract_hash(one)


@pytest.mark.parametrize(
    ("clause", "fields", "code"),
    [
        ("data_authorisation", {"until": "2027-12-02"}, "GRANT_TOO_LONG"),
        ("data_authorisation", {"scopes": ["报告（只读）", "资金提现"]}, "NEVER_GRANTED"),
        ("data_authorisation", {"scopes": ["FBA inventory transfer"]}, "NEVER_GRANTED"),
        ("data_authorisation", {"scopes": ["initiatePayout"]}, "NEVER_GRANTED"),
        ("term", {"starts": "2026-12-01", "ends": "2026-11-30"}, "TERM_REVERSED"),
    ],
)
def test_an_authorisation_never_reaches_too_far(clause, fields, code):
    assert codes(contract(**{clause: {**VALUES[clause], **fields}})) == [(code, clause)]
    assert codes(contract(data_authorisation={**VALUES["data_authorisation"], "until": "2027-12-01"})) == []  # fmt: skip


def test_the_hash_covers_every_field_and_every_word():
    changed = [
        replace(WHOLE, number="HT-2026-0002"),
        replace(WHOLE, version=2),
        replace(WHOLE, seller=Party("深圳市远航电子商务有限公司", "91440300MA5EXAMPLF")),
        replace(WHOLE, partner=Party("杭州税引企业服务有限公司 ", "91330100MA2EXAMPLE")),
        replace(WHOLE, terms=WHOLE.terms[::-1]),
        replace(WHOLE, special=(Text("每季度现场复核一次。", "One review on site each quarter."),)),
        *(WHOLE.without(term.clause) for term in WHOLE.terms),
    ]
    assert len({contract_hash(one) for one in [WHOLE, *changed]}) == len(changed) + 1
    clause = library().newest("liability")
    reworded = replace(clause, text=Text("不承担责任。", "No liability."))
    assert reworded.digest != clause.digest and clause.digest.encode() in canonical(WHOLE)


def test_the_hash_does_not_depend_on_the_order_of_values():
    turned = {clause: dict(reversed(values.items())) for clause, values in VALUES.items()}
    assert contract_hash(contract(**turned)) == contract_hash(WHOLE)


def test_a_counter_offer_stands_beside_the_offer():
    offer = WHOLE.with_values("correction", correction="P2WD").with_values("penalty", penalty="20%")
    assert offer.version == 3
    assert differences(WHOLE, offer) == (
        Difference("money.penalty", "25%", "20%"),
        Difference("sla.correction", "P3WD", "P2WD"),
    )
    (*_, last) = differences(WHOLE, WHOLE.without("penalty"))
    assert last.what == "clauses" and "penalty 1.0" in last.before


def test_the_engines_read_the_contract():
    events = [
        {"at": "2026-12-01T16:00:00", "kind": "opened"},
        {"at": "2026-12-02T12:00:01", "kind": "partner_replied"},
    ]
    found = answer({"id": "x", "policy": policy_of(WHOLE), "events": events})["verdicts"]
    assert [(v["obligation"], v["state"], v["overrun_seconds"]) for v in found] == [
        ("first_response", "breached", 3601),
        ("correction", "running", 0),
    ]
    month = {"from": "2026-12-01", "to": "2027-01-01"}
    judged = [{"key": "first_response", "met": 18, "breached": 2}]
    case = {"id": "x", "currency": "CNY", "fee": "800.00", "period": month, "judged": judged}
    terms = credit_terms_of(WHOLE)
    assert terms.pop("dispute_days") == 14
    assert credits({**case, **terms})["credit"] == "80.00"
