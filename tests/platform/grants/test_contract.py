"""A grant can rest on the version of a contract that both signed, with that very firm, and on nothing else."""

from __future__ import annotations

import pytest
from tests.platform.directory import making
from tests.platform.engagements import signing
from tests.platform.grants import making as m

from pilotage.kernel.errors import Invalid
from pilotage.platform.audit.models import Event
from pilotage.platform.grants.models import Grant

pytestmark = pytest.mark.django_db


def test_the_signed_version_stands_in_the_grant_and_in_the_audit(at):
    table = signing.table(at)
    contract = signing.in_force(table, at)
    grant = m.granted(table.seller, table.partner, contract=contract.ref)
    version = contract.versions.get(number=contract.current)
    assert grant.contract == version
    event = Event.objects.get(action="grant.given")
    assert event.basis == f"{contract.ref} {version.hash}"


def test_neither_a_draft_nor_another_firms_contract_serves(at):
    table = signing.table(at)
    draft = signing.offered(table, at)
    with pytest.raises(Invalid, match="NO_SUCH_CONTRACT"):
        m.granted(table.seller, table.partner, contract=draft.ref)
    other = making.firm("别家")
    m.engaged(table.seller, other)
    signed = signing.in_force(signing.table(at), at)
    for holder in (table.partner, other.owner):
        with pytest.raises(Invalid, match="NO_SUCH_CONTRACT"):
            m.granted(table.seller, holder, contract=signed.ref)
    assert not Grant.objects.exists()
