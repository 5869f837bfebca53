"""One sheet is told from another sheet of its form; a few papers here, the bar is `python -m bench reuse`."""

from __future__ import annotations

from random import Random

import pytest
from tests.engines.tax.receipts_made import COPIES, fields, pdf

from pilotage.engines.tax.evidence import one_sheet, print_of, read_evidence, why_same


@pytest.mark.slow
def test_a_scan_is_the_sheet_and_another_paper_of_the_form_is_not():
    chance = Random(11)
    filled = fields(chance)
    sheet = pdf("DE", filled)
    papers = [
        read_evidence(content).pages[0]
        for content in (
            sheet,
            COPIES["scan"](chance, "DE", filled, sheet),
            pdf("DE", fields(chance)),
        )
    ]
    assert [one_sheet(papers[0], other) for other in papers[1:]] == [True, False]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Transferticket: et1234 5678 9012 3456 Eingang", ("ET1234567890123456",)),
        ('{"formBundleNumber": "256660290587"}', ("256660290587",)),
        ("Número de justificante: 3032601234567", ("3032601234567",)),
        ("<NumerReferencyjny>a1b2c3d4e5f60718</NumerReferencyjny>", ("A1B2C3D4E5F60718",)),
        ("MRN 26DE123456789012A3", ("26DE123456789012A3",)),
        ("Steuernummer 12345678901, Tel 030 9024 32000", ()),
        ("MRN wird nachgereicht", ()),
    ],
)
def test_numbers_given_once_are_known_by_the_words_before_them(text, numbers):
    assert print_of(b"", read_evidence(text.encode())).numbers == numbers


def test_figures_that_many_sellers_hold_show_nothing():
    one, other = (
        print_of(content, read_evidence(content))
        for content in (pdf("GB", fields(Random(n)) | {"day": "01.02.2026"}) for n in (1, 2))
    )
    assert why_same(one, other, common=set()) is None
    assert why_same(one, one, common=set()) == "bytes"
