"""Who may be chosen: each wall alone, and the hardest where there are several."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pilotage.engines.matching.eligibility import WhyNot, why_not

VAT_DE, VAT_FR = ("vat_filing", "DE"), ("vat_filing", "FR")


@dataclass(frozen=True)
class Service:
    category: str
    country: str
    languages: tuple[str, ...] = ("zh", "en")


@dataclass(frozen=True)
class Firm:
    offers: tuple[Service, ...] = (Service(*VAT_DE), Service(*VAT_FR, ("zh",)))
    accepting: bool = True
    free: int = 1


@pytest.mark.parametrize(
    ("firm", "needs", "languages", "reason"),
    [
        (Firm(), [VAT_DE], {"zh", "en"}, None),
        (Firm(), [VAT_DE, VAT_FR], {"zh"}, None),
        (Firm(), [VAT_DE, VAT_FR], {"zh", "en"}, WhyNot.LANGUAGE),
        (Firm(), [VAT_DE], {"de"}, WhyNot.LANGUAGE),
        (Firm(), [("vat_filing", "IT")], set(), WhyNot.NOT_OFFERED),
        (Firm(), [VAT_DE, ("epr_weee", "DE")], set(), WhyNot.NOT_OFFERED),
        (Firm(accepting=False), [VAT_DE], set(), WhyNot.PAUSED),
        (Firm(free=0), [VAT_DE], set(), WhyNot.FULL),
        (Firm(accepting=False, free=0), [VAT_DE], set(), WhyNot.PAUSED),
        (Firm(free=0), [VAT_DE], {"de"}, WhyNot.LANGUAGE),
        (Firm(free=0), [("vat_filing", "IT")], {"de"}, WhyNot.NOT_OFFERED),
    ],
)
def test_the_hardest_wall_is_named(firm, needs, languages, reason):
    assert why_not(firm, needs, languages) is reason
