"""seller.yaml: what is read, and what is refused by name before any row is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pilotage.engines.matching.fit_seller import read_seller
from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money

WHOLE = """\
name: 深圳恒益贸易
established_in: CN
vat_numbers: {DE: "DE 136 695 976", FR: "40303265045", GB: GB450241980, GR: EL094259216}
oss: {member_state: DE, from: 2025-01-01}
ioss: {number: IM2760000001}
italy_vies_guarantee: true
own_tax_staff: no
hours_per_return: 2.5
staff_hour_cost: {amount: 180.10, currency: CNY}
annual_sales: {amount: 1200000, currency: USD}
sites: [us, JP]
product_streams: {weee: true, batteries: false}
epr_numbers: {DE: {packaging: DE1234567890123}}
"""


def test_a_whole_profile() -> None:
    seller = read_seller(WHOLE.encode())
    assert seller.vat_numbers == {
        "DE": "DE136695976",
        "FR": "FR40303265045",
        "GB": "GB450241980",
        "GR": "EL094259216",
    }
    assert (
        seller.oss is not None
        and seller.oss_on(date(2025, 1, 1))
        and not seller.oss_on(date(2024, 12, 31))
    )
    assert seller.ioss_number == "IM2760000001" and seller.italy_vies_guarantee
    assert seller.own_tax_staff is False and seller.hours_per_return == Decimal("2.5")
    assert seller.staff_hour_cost == Money.of("180.10", "CNY")
    assert seller.sites == {"US", "JP"}
    assert (seller.answers("weee"), seller.answers("batteries"), seller.answers("toys")) == (
        True,
        False,
        None,
    )
    assert seller.epr_numbers == {"DE": {"packaging": "DE1234567890123"}}


@pytest.mark.parametrize(
    ("place", "written", "kept"),
    [
        ("XI", "GB450241980", "XI450241980"),
        ("XI", "XI 450 241 980", "XI450241980"),
        ("GB", "450.241.980", "GB450241980"),
        ("GR", "094259216", "EL094259216"),
        ("AT", "atu-74970105", "ATU74970105"),
        ("CH", "CHE-107.787.577 IVA", "CHE107787577IVA"),
        ("ES", "N5571768O", None),
    ],
)
def test_spellings_of_a_number(place: str, written: str, kept: str | None) -> None:
    content = f"name: A\nestablished_in: CN\nvat_numbers: {{{place}: '{written}'}}\n".encode()
    if kept is None:
        with pytest.raises(Invalid):
            read_seller(content)
    else:
        assert read_seller(content).vat_numbers == {place: kept}


def test_the_least_a_profile_needs() -> None:
    seller = read_seller(b"name: A\nestablished_in: VN\n")
    assert (
        seller.vat_numbers == {} and seller.own_tax_staff is None and seller.established_in == "VN"
    )


@pytest.mark.parametrize(
    ("field", "replaced", "by"),
    [
        ("vat_numbers.DE", "DE 136 695 976", "DE136695977"),
        ("vat_numbers.GB", "GB450241980", "GB450241981"),
        ("vat_numbers.US", "{DE:", "{US: '123', DE:"),
        ("vat_numbers", "{DE:", "{QQ: '123', DE:"),
        (
            "vat_numbers",
            'vat_numbers: {DE: "DE 136 695 976", FR: "40303265045", GB: GB450241980, GR: EL094259216}',
            "vat_numbers: DE136695976",
        ),
        ("established_in", "established_in: CN", "established_in: China"),
        ("name", "name: 深圳恒益贸易", "name: ''"),
        ("oss.member_state", "member_state: DE", "member_state: GB"),
        ("oss.from", "2025-01-01", "2025-13-01"),
        ("ioss.number", "IM2760000001", "IN2760000001"),
        ("italy_vies_guarantee", "italy_vies_guarantee: true", "italy_vies_guarantee: maybe"),
        ("hours_per_return", "2.5", "two"),
        ("hours_per_return", "2.5", "-1"),
        ("staff_hour_cost.currency", "currency: CNY", "currency: yuan"),
        ("staff_hour_cost", "{amount: 180.10, currency: CNY}", "{amount: 180.10}"),
        ("sites", "[us, JP]", "[us, QQ]"),
        ("sites", "[us, JP]", "us"),
        ("product_streams.shoes", "{weee: true,", "{shoes: true,"),
        ("epr_numbers.DE", "{packaging: DE1234567890123}", "DE1234567890123"),
        ("tax_staff", "own_tax_staff", "tax_staff"),
        ("seller.yaml", WHOLE, "- a list"),
        ("seller.yaml", WHOLE, "{broken"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(field: str, replaced: str, by: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_seller(WHOLE.replace(replaced, by).encode())
    assert refused.value.code == "SELLER_PROFILE_INVALID"
    assert refused.value.facts["field"] == field


def test_bytes_that_are_no_text_are_refused_too() -> None:
    with pytest.raises(Invalid):
        read_seller(b"\xff\xfe\x00name")
