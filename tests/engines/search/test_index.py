"""One directory through its life: found, filtered, changed, lapsed, suspended, saved, explained."""

from datetime import date
from decimal import Decimal
from random import Random
from time import perf_counter

import numpy as np
import pytest

from pilotage.engines.search.facets import FACETS, OFFER_FACETS, Filters
from pilotage.engines.search.index import Index
from pilotage.engines.search.invent import partners
from pilotage.engines.search.profile import Offer, Profile, Track
from pilotage.engines.search.reasons import read_as, reasons
from pilotage.engines.search.snapshot import from_bytes, to_bytes

pytestmark = pytest.mark.slow

ON = date(2026, 11, 25)


def offer(category, country, **more):
    return Offer(category, country, **more)


def partner(name, *offers, services="VAT申报", **more):
    return Profile(name, {"name_zh": f"{name}财税", "services": services}, offers, **more)


def ids(found, n=50):
    return {placed.id for placed in found.top(n)}


def world(count, seed=5):
    for p in partners(count, seed):
        offers = tuple(Offer(o.category, o.country, o.languages, o.fee_model) for o in p.offers)
        yield Profile(
            p.id, p.fields(), offers, badge=p.official_advisor, accepting=p.accepting,
            track={p.categories[0]: Track(len(p.stars) * 900_000, len(p.stars))} if p.stars else {},
        )  # fmt: skip


def test_category_and_country_must_meet_in_one_offer():
    index = Index(
        [
            partner("both", offer("vat_filing", "DE")),
            partner("apart", offer("vat_filing", "FR"), offer("epr_packaging", "DE")),
        ]
    )
    chosen = Filters(category=frozenset({"vat_filing"}), country=frozenset({"DE"}))
    assert ids(index.search(on=ON, filters=chosen)) == {"both"}


def test_only_certified_offers_are_matched_whatever_the_text_claims():
    index = Index([partner("a", offer("vat_filing", "DE"), services="VAT申报、代运营、欧代")])
    assert ids(index.search("德国税代", on=ON)) == {"a"}
    assert ids(index.search("欧代", on=ON)) == set()
    assert index.search("意大利税代", on=ON).top(1)[0].terms["relevance"] < 25_000_000


def test_an_offer_and_a_listing_vanish_after_their_last_day():
    last = date(2026, 11, 30)
    index = Index(
        [
            partner("offer", offer("vat_filing", "DE", valid_until=last)),
            partner("listing", offer("vat_filing", "DE"), valid_until=last),
        ]
    )
    for text in ("", "德国税代"):
        assert ids(index.search(text, on=last)) == {"offer", "listing"}
        gone = index.search(text, on=date(2026, 12, 1))
        assert (gone.total, gone.facets["country"]) == (0, {})


def test_a_suspended_partner_is_gone_and_a_removed_one_too():
    index = Index(
        [partner("a", offer("vat_filing", "DE")), partner("b", offer("vat_filing", "DE"))]
    )
    assert ids(index.search("税代", on=ON, barred={"a"})) == {"b"}
    assert index.remove("b") and not index.remove("b")
    assert ids(index.search("税代", on=ON, barred={"a"})) == set()


def test_a_changed_profile_is_found_by_the_next_question():
    index = Index(world(300))
    changed = Profile("partner-000007", {"name_zh": "镜湖仓储", "services": "日本海外仓"})
    begun = perf_counter()
    index.put(changed)
    assert "partner-000007" in ids(index.search("镜湖", on=ON))
    assert perf_counter() - begun < 1
    assert len(index) == 300


def test_updates_give_the_index_that_building_anew_gives():
    profiles = list(world(120))
    built, updated = Index(profiles), Index(reversed(profiles))
    for profile in profiles:
        updated.put(profile)
    for text in ("", "德国增值税申报", "hwc", "深圳 商标", "欧代不要检测"):
        one, other = (i.search(text, on=ON, seed="s") for i in (built, updated))
        assert one.ranked.record(50) == other.ranked.record(50)
        assert one.facets == other.facets


def test_a_snapshot_answers_alike_and_takes_updates():
    index = Index(world(150))
    index.remove("partner-000003")
    again = from_bytes(to_bytes(index))
    for text in ("", "美国海外仓", "ggtf", "税"):
        first, second = (i.search(text, on=ON, seed="x") for i in (index, again))
        assert first.ranked.record(30) == second.ranked.record(30)
        assert first.facets == second.facets
    again.put(partner("new", offer("vat_filing", "DE")))
    assert "new" in ids(again.search("德国税代", on=ON), 200)


def test_reasons_add_up_to_the_score_in_both_languages():
    index = Index(world(200))
    for placed in index.search("德国 增值税申报", on=ON, seed="day").top(20):
        said = reasons(placed)
        assert sum(placed.terms.values()) == placed.score
        assert placed.points == Decimal(placed.score) / 1_000_000
        assert len(said) == sum(value != 0 for value in placed.terms.values())
        assert all(s.zh and s.en for s in said)


def test_the_reader_is_told_what_was_understood():
    index = Index(world(200))
    said = [
        s.zh for s in read_as(index.understood("增值税申包 德国 不要注册"), index.table.lexicon)
    ]
    assert "“增值税申包”按“增值税申报”查找" in said
    assert {"要的服务：增值税申报", "站点：德国", "不要：增值税税号注册"} <= set(said)


def test_forbidden_services_find_nobody_and_say_why():
    index = Index([*world(50), Profile("x", {"name_zh": "评测科技", "services": "科技"})])
    found = index.search("测评 刷单", on=ON)
    assert found.total == 0
    assert any("禁止" in s.zh for s in read_as(found.question, index.table.lexicon))


def test_an_empty_directory_answers_everything_with_nothing():
    index = Index()
    for text in ("", "税代", "kaidian", "？？？", "\x00", "a" * 2000):
        assert index.search(text, on=ON).total == 0


def brute(profiles, filters, facet):
    """Counts by going through every partner and every offer."""
    counts = {}
    for p in profiles:
        if any(
            getattr(filters, flag) not in (None, getattr(p, flag))
            for flag in ("badge", "accepting")
            if flag != facet
        ):
            continue
        passing = [
            o for o in p.offers
            if all(
                name == facet or not getattr(filters, name) or getattr(filters, name) & values(o, name)
                for name in OFFER_FACETS
            )
        ]  # fmt: skip
        if not passing:
            continue
        if facet in OFFER_FACETS:
            seen = set().union(*(values(o, facet) for o in passing))
        else:
            seen = {str(getattr(p, facet)).lower()}
        for value in seen:
            counts[value] = counts.get(value, 0) + 1
    return counts


def values(one, name):
    held = getattr(one, name)
    return set(held) if isinstance(held, tuple) else {held}


def random_filters(random, choices):
    def some(name):
        size = random.choice([0, 0, 1, 1, 2, 3])
        return frozenset(random.sample(choices[name], min(size, len(choices[name]))))

    return Filters(
        **{name: some(name) for name in OFFER_FACETS},
        badge=random.choice([None, None, True, False]),
        accepting=random.choice([None, None, True, False]),
    )


@pytest.mark.parametrize("rounds", [200, pytest.param(4_000, marks=pytest.mark.slow)])
def test_facet_counts_equal_brute_force(rounds):
    profiles = list(world(40, seed=rounds))
    index = Index(profiles)
    choices = {
        n: sorted({v for p in profiles for o in p.offers for v in values(o, n)})
        for n in OFFER_FACETS
    }
    random = Random(rounds)
    for _ in range(rounds):
        filters = random_filters(random, choices)
        found = index.search(on=ON, filters=filters)
        assert set(found.facets) == set(FACETS)
        for facet in FACETS:
            assert found.facets[facet] == brute(profiles, filters, facet), (filters, facet)


def test_counts_under_a_question_count_its_answers():
    profiles = list(world(200))
    index = Index(profiles)
    found = index.search("海外仓", on=ON)
    answering = [p for p in profiles if p.id in ids(found, 500)]
    assert found.total == len(answering) > 0
    assert found.facets["country"] == brute(answering, Filters(), "country")


def test_nobody_is_scored_who_is_not_eligible():
    index = Index(world(100))
    found = index.search("税", on=ON, filters=Filters(accepting=True))
    rows = [index.table.row_of[placed.id] for placed in found.top(100)]
    assert np.all(index.table.rows.view("accepting")[rows])
