"""The invented world holds what the rooms themselves would have written, and room is left for more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from pilotage.config.demo import chain, rows, world
from pilotage.config.demo.partners import seed_partners
from pilotage.platform.audit import queries as audit
from pilotage.platform.audit.actions import record
from pilotage.platform.audit.models import PLATFORM, Event
from pilotage.platform.certification import gate
from pilotage.platform.certification.models import Credential, Item, Partner
from pilotage.platform.compliance.models import Filing
from pilotage.platform.directory import catalogue
from pilotage.platform.directory.models import FeePlan, Offer, Profile
from pilotage.platform.engagements.models import Contract
from pilotage.platform.parties.models import Kind, Organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def seeded(count: int = 40, seed: int = 7) -> list[Partner]:
    return seed_partners(count, seed, NOW, NOW, lambda done: None)


def test_the_chain_holds_over_bulk_and_single_events():
    seeded()
    record(by="test", at=NOW, action="test.done", object="test:1")
    chain.extend_chain([(NOW, "test.more", "test:2", {"n": n}) for n in range(3)], "test")
    record(by="test", at=NOW, action="test.done", object="test:1")
    assert audit.verify(PLATFORM) == (40 + 5, None)


def test_what_is_shown_passed_the_gate_and_all_that_passed_is_shown():
    seeded()
    passed = {
        (partner_id, category, country)
        for partner_id, category, country in Offer.objects.values_list(
            "partner_id", "category", "country"
        )
        if not gate.why_not(partner_id, category, country, NOW)
    }
    with catalogue.opened(NOW) as found:
        shown = {(pk, *pair) for pk, card in found.cards.items() for pair in card.pairs}
    assert shown == passed
    assert shown


def test_the_same_seed_gives_the_same_world():
    def refs(seed: int) -> list[str]:
        with transaction.atomic():
            made = [partner.ref for partner in seeded(seed=seed)]
            transaction.set_rollback(True)
        return made

    assert refs(7) == refs(7) != refs(8)


def test_later_rows_get_keys_of_their_own():
    seeded()
    made = Organisation.objects.create(kind=Kind.SELLER, name_zh="后来者", created_at=NOW)
    assert made.pk == max(Organisation.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("table", [Organisation, Partner, Credential, Profile, FeePlan, Item])
def test_the_bulk_way_stores_what_saving_stores(table):
    seeded(5)
    by_bulk = table.objects.order_by("pk").values().last()
    row = table.objects.get(pk=by_bulk["id"])
    row.save()
    assert table.objects.values().get(pk=row.pk) == by_bulk


@pytest.mark.slow
def test_the_demo_has_work_to_look_at(settings, tmp_path):
    settings.VAR = tmp_path
    world.seed(partners=5, sellers=1, seed=7, at=NOW, progress=lambda done: None)
    world.engage(NOW)
    contract = Contract.objects.get()
    assert contract.state == "in_force" and contract.in_force_at < NOW
    assert contract.seller.grants_given.get().contract.contract == contract
    assert contract.seller.tax_runs.get().returns.filter(jurisdiction="DE").exists()
    assert {filing.jurisdiction for filing in Filing.objects.all()} == {"DE", "FR"}
    assert {case.state for case in contract.cases.all()} == {"resolved", "waiting"}
    assert contract.service_credits.exists() and contract.invoices.filter(credit__lt=0).exists()
    assert contract.work_orders.get().state == "open"
    for tenant in Event.objects.values_list("tenant", flat=True).distinct():
        assert audit.verify(tenant)[1] is None


def test_nothing_to_insert_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        rows.insert(Organisation, [])
