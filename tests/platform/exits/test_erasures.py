"""Erased: nothing is left but what a law keeps, nobody else loses anything, and the certificate says so."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import transaction
from tests.platform.directory import making
from tests.platform.exits.worlds import AT, World

from pilotage.engines.exits import is_certified
from pilotage.jobs import exits as job
from pilotage.kernel.errors import NotAllowed, NotFound, WrongState
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit import queries as audit
from pilotage.platform.engagements.models import Contract
from pilotage.platform.exits import actions, queries
from pilotage.platform.exits.belonging import belongings
from pilotage.platform.exits.keys import public_key
from pilotage.platform.exits.models import Erasure
from pilotage.platform.notices.models import Letter
from pilotage.platform.parties.models import Organisation, Person

pytestmark = pytest.mark.django_db
DAY = AT + timedelta(days=30)


def world(mark: str, seed: int) -> World:
    partner = Organisation.objects.create(kind="partner", name_zh="伙伴", created_at=AT)
    made = World(mark, random.Random(seed), partner, start=seed * 5000).fill(2)
    Contract.objects.filter(seller=made.seller).update(state="ended", ends_on=AT.date())
    return made


def owner(of: World) -> Viewer:
    return Viewer(
        at=AT, organisation_id=of.seller.pk, organisation_ref=of.seller.ref, kind="seller",
        role="owner", person_ref="per_owner",
    )  # fmt: skip


def counts(of: World) -> dict[str, int]:
    return {one.name: one.rows(of.seller.pk).count() for one in belongings()}


@pytest.fixture
def erased(settings, tmp_path, django_capture_on_commit_callbacks):
    """Two sellers, the first of whom was erased: (it, what it had, the other, what that one had, the erasure)."""
    settings.VAR = tmp_path
    mine, other = world("GONE", 1), world("STAYS", 2)
    had, others_had = counts(mine), counts(other)
    asked = actions.ask_erasure(by=owner(mine), at=AT)
    assert job.tick(DAY - timedelta(days=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert job.tick(DAY) == 1
    asked.refresh_from_db()
    return mine, had, other, others_had, asked


def test_every_row_is_erased_or_named_with_what_keeps_it(erased):
    mine, had, _, _, asked = erased
    told = asked.certificate["statement"]
    kept = {name: n for kind in told["kept"] for name, n in kind["tables"].items()}
    left = counts(mine)
    for one in belongings():
        if one.name in ("parties.organisation", "parties.person", "parties.membership"):
            continue
        assert left[one.name] == kept.get(one.name, 0) + told["referred_to"].get(one.name, 0), (
            one.name
        )
        if not one.tag.kept_as and one.name != "notices.notice":
            gone = told["erased"].get(one.name, 0)
            assert gone + told["referred_to"].get(one.name, 0) == had[one.name], one.name
    assert told["erased"]["compliance.sellerprofile"] == 1
    assert {kind["kind"] for kind in told["kept"]} == {"contracts", "invoices", "tax_records"}


def test_no_name_and_no_address_is_left_and_nobody_signs_in(erased):
    mine, *_ = erased
    firm = Organisation.objects.get(pk=mine.seller.pk)
    assert (
        "GONE"
        not in f"{firm.name_zh}{firm.name_en}{firm.city}{firm.contact_name}{firm.contact_email}"
    )
    person = Person.objects.get(memberships__organisation=firm)
    assert not person.is_active and not person.has_usable_password()
    assert (person.email, person.name) == (f"{person.ref}@erased.invalid".lower(), "")


def test_the_other_seller_has_lost_nothing(erased):
    _, _, other, others_had, _ = erased
    assert counts(other) == others_had
    for sha256 in other.canaries["documents.Document.sha256"]:
        assert ports.files().path(sha256).is_file()


def test_files_go_with_the_last_row_that_held_them(erased):
    mine, _, _, _, asked = erased
    held = {
        sha256
        for one in belongings()
        for column in one.tag.files
        for sha256 in one.rows(mine.seller.pk).values_list(column, flat=True)
    }
    gone = [s for s in mine.canaries["documents.Document.sha256"] if s not in held]
    for sha256 in gone:
        with pytest.raises(NotFound):
            ports.files().path(sha256)
    assert all(ports.files().path(sha256) for sha256 in held if sha256)
    assert asked.certificate["statement"]["files"]["kept"] == len(held - {""})


def test_the_certificate_is_signed_and_the_chain_still_holds(erased):
    mine, _, _, _, asked = erased
    assert is_certified(asked.certificate, public_key())
    assert queries.certificate(Viewer.nobody(DAY), asked.ref) == asked
    assert audit.verify(mine.seller.ref)[1] is None
    assert not Letter.objects.filter(to__icontains="gone", subject__contains="notices").exists()


def test_it_can_be_taken_back_until_then(settings, tmp_path):
    settings.VAR = tmp_path
    mine = world("GONE", 3)
    had, asked = counts(mine), actions.ask_erasure(by=owner(mine), at=AT)
    assert actions.ask_erasure(by=owner(mine), at=AT) == asked
    with pytest.raises(NotFound):
        actions.withdraw_erasure(by=making.seller(), at=AT, ref=asked.ref)
    actions.withdraw_erasure(by=owner(mine), at=AT, ref=asked.ref)
    assert job.tick(DAY) == 0
    assert counts(mine) == {**had, "notices.notice": had["notices.notice"] + 2}
    with pytest.raises(WrongState, match="ERASURE_ENDED"):
        actions.withdraw_erasure(by=owner(mine), at=AT, ref=asked.ref)


def test_a_running_contract_comes_first(settings, tmp_path):
    settings.VAR = tmp_path
    mine = world("GONE", 4)
    asked = actions.ask_erasure(by=owner(mine), at=AT)
    Contract.objects.filter(seller=mine.seller).update(state="in_force", evidence_sha256="0" * 64)
    assert job.tick(DAY) == 0
    Erasure.objects.filter(pk=asked.pk).update(state="withdrawn")
    with pytest.raises(WrongState, match="CONTRACTS_RUN"):
        actions.ask_erasure(by=owner(mine), at=AT)


def test_only_the_owner_asks(settings, tmp_path):
    settings.VAR = tmp_path
    with transaction.atomic(), pytest.raises(NotAllowed):
        actions.ask_erasure(by=making.operator(), at=AT)
    assert not Erasure.objects.exists()
