"""What was written is read back equal; what cannot be read is refused in words."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.tax.test_filing import FILER, SELLER, line

from pilotage.engines.tax.figures import figures, one_stop_lines
from pilotage.engines.tax.filing import documents
from pilotage.engines.tax.filing.reading import MOST_BYTES, read_filed
from pilotage.engines.tax.returns import Sum, build
from pilotage.kernel.errors import Invalid

CENTS = st.decimals("-99999.99", "99999.99", places=2).map(str)
STATES = st.sampled_from([("FR", 20), ("GR", 24), ("IT", 22), ("ES", 21)])
DISPATCH = st.sampled_from(["DE", "FR", "PL"])


def written(form: str, sums: list[Sum]) -> tuple[dict[str, Any], bytes]:
    (made,) = build(sums, SELLER, [])
    (one,) = [document for document in documents([made], FILER) if document.format == form]
    return made, one.content


@given(base=CENTS, vat=CENTS, bought=CENTS)
@settings(max_examples=60, deadline=None)
def test_mtd_comes_back(base: str, vat: str, bought: str) -> None:
    sums = [
        line("GB", "2026-Q1", "taxed", base, vat, rate=20),
        line("GB", "2026-Q1", "input_vat", bought, bought),
    ]
    made, content = written("mtd", sums)
    filed = read_filed(content)
    assert (filed.kind, filed.jurisdiction) == ("LOCAL", "GB")
    assert filed.figures == figures(made, {})


@given(base=CENTS, vat=CENTS, exported=CENTS)
@settings(max_examples=60, deadline=None)
def test_jpk_comes_back(base: str, vat: str, exported: str) -> None:
    sums = [
        line("PL", "2026-02", "taxed", base, vat, rate=23),
        line("PL", "2026-02", "export", exported),
    ]
    made, content = written("jpk", sums)
    filed = read_filed(content)
    assert (filed.kind, filed.jurisdiction, filed.period) == ("LOCAL", "PL", "2026-02")
    assert filed.figures == figures(made, {})


@given(st.lists(st.tuples(STATES, DISPATCH, CENTS, CENTS), min_size=1, max_size=8), CENTS)
@settings(max_examples=60, deadline=None)
def test_oss_comes_back(sold: list[Any], fixed: str) -> None:
    lines = {
        (state, dispatch): line(
            "OSS", "2026-Q1", "oss", base, vat, state=state, dispatch=dispatch, rate=rate
        )
        for (state, rate), dispatch, base, vat in sold
    }
    more = line("OSS", "2026-Q1", "correction", "0", fixed, state="IT", corrected="2025-Q4")
    made, message = written("oss-json", [*lines.values(), more])
    filed = read_filed(message)
    assert (filed.kind, filed.jurisdiction, filed.period) == ("OSS", "DE", "2026-Q1")
    wanted = figures(made, {"due": Decimal(0)})
    assert filed.figures == {name: value for name, value in wanted.items() if value}
    _, table = written("oss-bzst", [*lines.values(), more])
    wanted = one_stop_lines(made["lines"])
    assert read_filed(table).figures == {name: value for name, value in wanted.items() if value}


@pytest.mark.parametrize(
    ("form", "place", "period", "rates"),
    [
        ("ustva", "DE", "2026-02", (19, 7)), ("ca3", "FR", "2026-02", (20, 10)),
        ("303", "ES", "2026-Q1", (21, 10)), ("lipe", "IT", "2026-02", (22, 10)),
    ],
)  # fmt: skip
@given(base=CENTS, vat=CENTS, bought=CENTS, moved=CENTS)
@settings(max_examples=25, deadline=None)
def test_local_forms_come_back(form, place, period, rates, base, vat, bought, moved) -> None:
    sums = [
        line(place, period, "taxed", base, vat, rate=rates[0]),
        line(place, period, "taxed", moved, bought, rate=rates[1]),
        line(place, period, "input_vat", bought, bought),
        line(place, period, "ic_supply", moved, party="FR40303265045"),
        line(place, period, "deemed_supply", base),
    ]
    made, content = written(form, sums)
    filed = read_filed(content, period)
    assert (filed.kind, filed.jurisdiction) == ("LOCAL", place)
    assert filed.period in ("", period)
    assert filed.figures == figures(made, {})


def test_a_quarter_of_italian_months_gives_the_month_asked_for() -> None:
    sums = [line("IT", f"2026-0{n}", "taxed", f"{n}00", "22", rate=22) for n in (1, 2)]
    made = build(sums, SELLER, [])
    (one,) = [document for document in documents(made, FILER) if document.format == "lipe"]
    assert read_filed(one.content, "2026-02").figures["VP2"] == Decimal(200)
    for period in ("", "2026-03", "2026-Q1"):
        with pytest.raises(Invalid):
            read_filed(one.content, period)


_LOL = b'<!DOCTYPE r [<!ENTITY a "1"><!ENTITY b "&a;&a;">]><JPK>&b;</JPK>'
_OUTSIDE = b'<!DOCTYPE r SYSTEM "http://192.0.2.1/r.dtd"><JPK/>'


@pytest.mark.parametrize(
    "content",
    [
        b"", b"%PDF-1.7", b"\xff\xfe1", _LOL, _OUTSIDE, b"<JPK>", b"<JPK/>", b"{", b"[]", b"{}",
        b'{"vatDueSales": NaN}', b'{"vatDueSales": 1}', b"{" * 50, b"[" * 100_000, b"#v1.0\n", b"#v2.0\n3,FR,x",
        b"#v2.0\n3,US,STANDARD,20.00,1.00,0.20", b"#v2.0\n3,FR,STANDARD,20.00,1;00,0.20", b"#v2.0\n\x00", b"Kz;Betrag\n99;1", b"Kz;Betrag\n81;x", b"casilla;importe\n01;1,5",
        b'{"form": "3310-CA3-SD", "lines": [{"line": "ZZ", "amount": "1"}]}', b'{"form": "3310-CA3-SD"}',
        b'{"period": {"year": 2026, "month": "x"}, "traderId": {"issuedBy": "DE"}, "msconSupplies": []}',
        b'{"period": {}, "traderId": {"issuedBy": []}, "msconSupplies": 3}', b" " * (MOST_BYTES + 1),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_both_languages(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_filed(content)
    assert refused.value.code == "FILED_UNREADABLE"
    assert refused.value.says.zh
    assert refused.value.next_step


def test_figures_keep_every_digit() -> None:
    _, content = written("mtd", [line("GB", "2026-Q1", "taxed", "100", "20.10", rate=20)])
    body = json.loads(content, parse_float=str) | {"vatDueSales": "9999999999999.99"}
    assert read_filed(json.dumps(body).encode()).figures["1"] == Decimal("9999999999999.99")
