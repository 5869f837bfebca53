"""The invented directory is the same for the same seed and speaks the law's category codes."""

from pilotage.engines.law.services import service_categories
from pilotage.engines.search.invent import partners
from pilotage.kernel.places import NAMES


def test_same_seed_same_world():
    assert list(partners(50, 7)) == list(partners(50, 7)) != list(partners(50, 8))


def test_offers_use_known_codes_and_names_do_not_repeat():
    world = list(partners(800, 1))
    assert {c for p in world for c in p.categories} == set(service_categories())
    assert {s for p in world for s in p.sites} <= set(NAMES)
    assert len({p.name.zh for p in world}) == 800


def test_numbers_hold_together():
    for p in partners(500, 3):
        assert p.answered <= p.asked
        assert p.load <= p.capacity
        assert all(1 <= s <= 5 for s in p.stars)
        assert len({(o.category, o.country) for o in p.offers}) == len(p.offers)
