"""A grant names one person, ends, only narrows, can be taken back, and never opens stock or money."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.platform.directory import making
from tests.platform.grants import making as m

from pilotage.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from pilotage.platform.access.scopes import NEVER
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.models import Event
from pilotage.platform.certification import actions as certification
from pilotage.platform.grants import actions, queries
from pilotage.platform.grants.deciding import check_granted
from pilotage.platform.grants.models import Grant, GrantPart
from pilotage.platform.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAYOUT = "POST /finances/transfers/2024-06-01/payouts"
YEAR = timedelta(days=365)


@pytest.fixture
def seller() -> Viewer:
    return making.seller()


@pytest.fixture
def firm(seller) -> making.Firm:
    firm = making.firm()
    m.engaged(seller, firm)
    return firm


@pytest.fixture
def colleague(firm) -> Viewer:
    return making.member(firm.partner.organisation, "colleague", "member")


def test_the_named_person_is_let_in_and_everybody_else_refused(seller, firm, colleague):
    grant = m.granted(seller, firm.owner)
    assert check_granted(firm.owner, seller.organisation_ref, "tax.read") == grant
    for stranger in (colleague, making.firm("别家").owner, making.operator(), making.seller()):
        with pytest.raises(NotAllowed, match="NOT_GRANTED"):
            check_granted(stranger, seller.organisation_ref, "tax.read")
    with pytest.raises(NotAllowed):
        check_granted(firm.owner, making.seller().organisation_ref, "tax.read")


@pytest.mark.parametrize(
    ("action", "dataset", "store", "site", "opens"),
    [
        ("GET /orders/v0/orders", "orders", "S1", "DE", True),
        ("GET /orders/v0/orders", "orders", "S2", "DE", False),
        ("GET /orders/v0/orders", "orders", "S1", "FR", False),
        ("GET /finances/v0/financialEvents", "finances", "S1", "DE", False),
        ("POST /aplus/2020-11-01/contentDocuments", "listings", "S1", "DE", False),
        (PAYOUT, "orders", "S1", "DE", False),
        ("feed POST_FLAT_FILE_FBA_CREATE_REMOVAL", "orders", "S1", "DE", False),
        ("GET /something/new", "orders", "S1", "DE", False),
        ("tax.read", "", "*", "*", False),
    ],
)
def test_a_grant_opens_what_it_names_and_nothing_beside_it(
    seller, firm, action, dataset, store, site, opens
):
    m.granted(
        seller, firm.owner, scopes=frozenset({"store.read"}), datasets=frozenset({"orders"}),
        stores=frozenset({"S1"}), sites=frozenset({"DE"}),
    )  # fmt: skip
    ask = {"dataset": dataset, "store": store, "sites": (site,)}
    if opens:
        assert check_granted(firm.owner, seller.organisation_ref, action, **ask)
    else:
        with pytest.raises(NotAllowed):
            check_granted(firm.owner, seller.organisation_ref, action, **ask)


def test_revoked_is_at_once_with_all_that_was_handed_on(seller, firm, colleague):
    grant = m.granted(seller, firm.owner)
    m.handed_on(firm.owner, grant, colleague)
    assert check_granted(colleague, seller.organisation_ref, "filing.write")
    actions.revoke(by=seller, at=m.NOW, ref=grant.ref)
    actions.revoke(by=seller, at=m.NOW, ref=grant.ref)
    for person in (firm.owner, colleague):
        with pytest.raises(NotAllowed, match="revoked"):
            check_granted(person, seller.organisation_ref, "filing.write")
    assert Grant.objects.filter(revoked_at=m.NOW).count() == 2
    assert Event.objects.filter(tenant=seller.organisation_ref, action="grant.revoked").count() == 2
    assert Notice.objects.filter(kind="grant.revoked").count() == 1


@pytest.mark.parametrize(
    "wider",
    [
        {"scopes": frozenset({"tax.read", "tax.rows"})},
        {"datasets": frozenset({"tax", "orders"})},
        {"stores": frozenset({"*"})},
        {"sites": frozenset({"DE", "FR"})},
        {"sites": frozenset({"*"})},
        {"expires_at": m.NOW + timedelta(days=31)},
        {"not_before": m.NOW - timedelta(seconds=1)},
    ],
)
def test_handing_on_only_narrows(seller, firm, colleague, wider):
    narrow = {
        "scopes": frozenset({"tax.read"}), "datasets": frozenset({"tax"}),
        "stores": frozenset({"S1"}), "sites": frozenset({"DE"}),
    }  # fmt: skip
    grant = m.granted(seller, firm.owner, **narrow)
    with pytest.raises(NotAllowed, match="WIDER_THAN_GRANTED"):
        m.handed_on(firm.owner, grant, colleague, **{**narrow, **wider})
    child = m.handed_on(firm.owner, grant, colleague, **narrow)
    assert child.parent == grant and not child.may_delegate
    with pytest.raises(NotAllowed, match="NOT_YOURS_TO_HAND_ON"):
        m.handed_on(colleague, child, firm.owner, **narrow)


def test_only_within_the_firm_only_while_it_lasts_and_only_if_allowed(seller, firm, colleague):
    kept = m.granted(seller, firm.owner, may_delegate=False)
    with pytest.raises(NotAllowed):
        m.handed_on(firm.owner, kept, colleague)
    grant = m.granted(seller, firm.owner)
    with pytest.raises(NotFound):
        m.handed_on(firm.owner, grant, making.firm("别家").owner)
    actions.revoke(by=seller, at=m.NOW, ref=grant.ref)
    with pytest.raises(WrongState):
        m.handed_on(firm.owner, grant, colleague)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"scopes": frozenset({"tax.read", "never.funds"})}, "NEVER_GRANTED"),
        ({"datasets": frozenset({"tax", "never.stock"})}, "NEVER_GRANTED"),
        ({"scopes": frozenset({"everything"})}, "NO_SUCH_SCOPE"),
        ({"scopes": frozenset()}, "GRANT_NAMES_NOTHING"),
        ({"stores": frozenset({"x" * 41})}, "GRANT_NAMES_NOTHING"),
        ({"datasets": frozenset({"orders"})}, "SCOPE_WITHOUT_DATA"),
        ({"expires_at": m.NOW + YEAR + timedelta(seconds=1)}, "GRANT_TOO_LONG"),
        ({"expires_at": m.NOW}, "GRANT_TOO_LONG"),
        ({"nda_signed_on": None}, "NDA_FIRST"),
        ({"purpose": "  "}, "NO_PURPOSE"),
    ],
)
def test_what_makes_no_grant_is_refused_in_words(seller, firm, fields, code):
    with pytest.raises((Invalid, NotAllowed), match=code):
        m.granted(seller, firm.owner, **fields)
    assert not Grant.objects.exists()
    assert m.granted(seller, firm.owner, expires_at=m.NOW + YEAR)


def test_only_the_owner_gives_and_only_to_firms_that_accepted(seller, firm):
    manager = replace(seller, role="manager")
    with pytest.raises(NotAllowed):
        m.granted(manager, firm.owner)
    with pytest.raises(NotFound):
        m.granted(seller, making.firm("别家").owner)
    grant = m.granted(seller, firm.owner)
    assert actions.revoke(by=manager, at=m.NOW, ref=grant.ref).revoked_at == m.NOW


@pytest.mark.parametrize("value", [*NEVER, "everything"])
@pytest.mark.parametrize("way", ["create", "bulk", "update"])
def test_the_database_itself_refuses_a_scope_for_stock_or_money(seller, firm, value, way):
    grant = m.granted(seller, firm.owner)
    rows = GrantPart.objects.filter(grant=grant, kind="scope")
    with pytest.raises(IntegrityError), transaction.atomic():
        if way == "create":
            GrantPart.objects.create(grant=grant, kind="scope", value=value)
        elif way == "bulk":
            GrantPart.objects.bulk_create([GrantPart(grant=grant, kind="scope", value=value)])
        else:
            rows.filter(value="tax.read").update(value=value)


def test_a_suspended_firm_reads_what_it_must_hand_over_and_writes_nothing(seller, firm):
    m.granted(seller, firm.owner)
    certification.set_standing(
        by=making.product(), at=m.NOW, partner_ref=firm.ref, standing="suspended", reason=making.WHY
    )
    assert check_granted(firm.owner, seller.organisation_ref, "filing.read")
    with pytest.raises(NotAllowed, match="suspended"):
        check_granted(firm.owner, seller.organisation_ref, "filing.write")


def test_the_programme_learns_how_many_and_nothing_else(seller, firm):
    m.granted(seller, firm.owner, scopes=frozenset({"tax.read"}))
    gone = m.granted(seller, firm.owner)
    actions.revoke(by=seller, at=m.NOW, ref=gone.ref)
    operator = making.operator()
    counts = queries.counts(operator)
    assert (counts.live, counts.ended, counts.revoked) == (1, 0, 1)
    assert counts.scopes["tax.read"] == 1 and counts.scopes["filing.write"] == 0
    assert not queries.grants(operator).exists()
    with pytest.raises(NotAllowed):
        queries.counts(seller)
