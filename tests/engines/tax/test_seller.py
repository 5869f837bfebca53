"""seller.yaml as a tax run reads it: as written, and no other numbers than the fit check takes."""

from __future__ import annotations

from datetime import date

import pytest

from pilotage.engines import law
from pilotage.engines.matching.fit_seller import read_seller as as_fit_reads
from pilotage.engines.tax import read_seller
from pilotage.kernel.errors import Invalid

LEAST = "name: A\nestablished_in: {home}\n"


def test_nothing_is_guessed_from_how_a_word_looks() -> None:
    seller = read_seller(
        b"name: 007\nestablished_in: NO\nvat_numbers: {NO: 995525828MVA, GR: 062592798}\n"
        b"oss: {member_state: DE, from: 2025-01-01}\nioss:\nitaly_vies_guarantee: 'false'\n"
    )
    assert (seller.name, seller.established_in) == ("007", "NO")
    assert seller.vat_numbers == {"NO": "NO995525828MVA", "GR": "EL062592798"}
    assert (seller.oss_from, seller.ioss_number) == (date(2025, 1, 1), None)
    assert seller.italy_vies_guarantee is False


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ("DE", "DE 136 695 976"),
        ("XI", "GB450241980"),
        ("GB", "450.241.980"),
        ("AT", "atu-74970105"),
        ("CH", "CHE-107.787.577 IVA"),
        ("DE", "DE136695977"),
        ("DE", "FR40303265045"),
        ("US", "123"),
    ],
)
def test_a_number_counts_for_the_tax_run_as_for_the_fit_check(place: str, written: str) -> None:
    profile = f"{LEAST.format(home='CN')}vat_numbers: {{{place}: '{written}'}}\n".encode()
    known = law.own_number(written, place)
    if known:
        assert (
            read_seller(profile).vat_numbers == as_fit_reads(profile).vat_numbers == {place: known}
        )
        return
    for read in (read_seller, as_fit_reads):
        with pytest.raises(Invalid) as refused:
            read(profile)
        assert refused.value.facts["field"] == f"vat_numbers.{place}"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("italy_vies_guarantee: maybe", "italy_vies_guarantee"),
        ("oss: {member_state: DE, from: 2025-13-01}", "oss.from"),
        ("oss: {member_state: GB, from: 2025-01-01}", "oss.member_state"),
        ("ioss: {number: IM27600000012}", "ioss.number"),
        ("vat_numbers: DE136695976", "vat_numbers"),
        ("vat_numbers: {broken", "YAML"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(line: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_seller(f"{LEAST.format(home='CN')}{line}\n".encode())
    assert (refused.value.code, refused.value.facts["field"]) == ("SELLER_BROKEN", field)
