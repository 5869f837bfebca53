"""The shortlist on real tables: who may be in it, what it costs, and what is said when there is none."""

from __future__ import annotations

import pytest
from tests.platform.directory import making

from pilotage.kernel.errors import Invalid
from pilotage.kernel.money import Money
from pilotage.platform.certification import actions as certification
from pilotage.platform.directory import actions as directory
from pilotage.platform.directory import pricing, queries
from pilotage.platform.directory.queries import Shortlist

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DE, FR, MARK = making.DE_VAT, ("vat_filing", "FR"), ("brand_registration", "DE")
TODAY = making.NOW.date()


def ask(*needs: tuple[str, str], **changes: object) -> Shortlist:
    question: dict[str, object] = {
        "needs": needs or (DE, FR),
        "languages": frozenset(("zh",)),
        "budget": None,
        "most_partners": 3,
        "currency": "EUR",
        "forecast": pricing.flat_forecast(TODAY, Money.of("20000", "EUR"), 1000),
        "on": TODAY,
        "objective": "cost",
    }
    return queries.shortlist(making.seller(), **(question | changes))  # type: ignore[arg-type]


def refs(found: Shortlist) -> list[list[str]]:
    return [[one.ref for one in each.partners] for each in found.sets]


def test_one_cheap_partner_for_both_countries_then_two_then_the_dear_one():
    both = making.listed_firm("两国皆可", [DE, FR], amount="80.00")
    dear = making.listed_firm("两国较贵", [DE, FR], amount="95.00")
    found = ask()
    assert refs(found) == [[both.ref], [dear.ref]]
    # Two countries, twelve months, eighty euros each.
    assert found.sets[0].total == Money.of("1920.00", "EUR")
    assert found.sets[0].service == found.sets[0].total
    assert found.sets[0].pass_through == Money.zero("EUR")
    assert found.sets[0].proven
    assert [says.in_("zh") for says in found.would_change] == [
        "若不选两国皆可，次优组合的总额增加 EUR 360.00"
    ]


def test_two_partners_where_nobody_offers_both():
    tax = making.listed_firm("只做税", [DE], amount="80.00")
    marks = making.listed_firm("只做商标", [MARK], amount="50.00")
    found = ask(DE, MARK)
    assert [sorted(each) for each in refs(found)] == [sorted([tax.ref, marks.ref])]
    assert found.sets[0].total == Money.of("1560.00", "EUR")
    assert len(found.would_change) == 2


def test_where_so_few_cannot_cover_everything_the_least_that_can_are_allowed():
    making.listed_firm("只做税", [DE])
    making.listed_firm("只做商标", [MARK])
    found = ask(DE, MARK, most_partners=1)
    assert found.most_partners == 2
    assert [len(one.partners) for one in found.sets] == [2]


def test_the_totals_are_in_the_currency_asked_for():
    making.listed_firm("两国皆可", [DE, FR])
    assert ask(currency="CNY").sets[0].total.currency == "CNY"


@pytest.mark.parametrize("why", ["suspended", "full", "paused", "language"])
def test_who_cannot_take_it_now_is_in_no_set(why):
    some = making.listed_firm("两国皆可", [DE, FR], capacity=0 if why == "full" else 3)
    by, at = making.product(), making.NOW
    if why == "suspended":
        certification.set_standing(
            by=by, at=at, partner_ref=some.ref, standing="suspended", reason=making.WHY
        )
    elif why == "paused":
        directory.set_accepting(by=by, at=at, partner=some.partner, accepting=False)
    found = ask(languages=frozenset(("ja",)) if why == "language" else frozenset(("zh",)))
    assert not found.sets
    assert len(found.left_out) == 2  # one reason for each country


def test_a_need_that_nobody_takes_is_named_and_the_others_are_covered():
    tax = making.listed_firm("只做税", [DE])
    found = ask(DE, MARK)
    assert refs(found) == [[tax.ref]]
    assert [says.in_("zh") for says in found.left_out] == [
        "目前没有在列服务商提供：商标注册与品牌备案（德国）"
    ]


def test_a_budget_too_small_says_what_the_cheapest_costs():
    making.listed_firm("两国皆可", [DE, FR], amount="80.00")
    found = ask(budget=Money.of("1000", "EUR"))
    assert not found.sets
    assert "EUR 1,920.00" in found.why_none[0].in_("zh")


@pytest.mark.parametrize(
    "changes",
    [{"needs": ()}, {"objective": "luck"}, {"budget": Money.of("1", "USD")}, {"currency": "XXX"}],
)
def test_a_question_that_cannot_be_answered_is_refused(changes):
    with pytest.raises(Invalid):
        ask(**changes)
