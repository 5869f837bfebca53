"""Addresses by level, and the first level at which two part."""

from __future__ import annotations

import pytest

from pilotage.engines.dossier.addresses import parting

PRINTED = "杭州市滨江区梅龙大道222号1幢712室"
CASES = [line.split("|") for line in """
浙江省杭州市滨江区梅龙大道222号1幢712室|
浙江省杭州市濱江區梅龍大道２２２號 1幢712室|
宁波市滨江区梅龙大道222号1幢712室|city
杭州市西湖区梅龙大道222号1幢712室|district
杭州市滨江区滨河路222号1幢712室|road
杭州市滨江区梅龙大道223号1幢712室|house
杭州市滨江区梅龙大道222号2幢712室|building
杭州市滨江区梅龙大道222号1幢713室|room
杭州市滨江区长河街道梅龙大道222号1幢712室|
""".split("\n") if line]  # fmt: skip


@pytest.mark.parametrize(("typed", "level"), CASES)
def test_where_two_addresses_part(typed: str, level: str) -> None:
    part = parting(typed, PRINTED)
    assert (part.level if part else "") == level


def test_two_provinces_are_a_difference() -> None:
    part = parting("广东省中山市中山一路1号", "广西壮族自治区中山市中山一路1号")
    assert part is not None
    assert part.level == "province"
