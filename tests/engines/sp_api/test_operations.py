"""The tables say of every operation what it does; what moves stock or money stands on the never-list by name."""

from __future__ import annotations

from collections import Counter

import pytest

from pilotage.engines import sp_api
from pilotage.engines.sp_api import NEVER, OPEN, Kind

# The start lists of the facts, written down independently of the table.
FUNDS = {
    "initiatePayout", "createTransaction", "createTransferSchedule", "updateTransferSchedule",
    "deleteScheduleTransaction",
}  # fmt: skip
STOCK = {
    "createOutbound", "confirmOutbound", "updateOutbound", "createReplenishmentOrder",
    "confirmReplenishmentOrder", "createFulfillmentOrder", "updateFulfillmentOrder", "createOrder",
    "updateOrder", "createInboundPlan", "confirmPlacementOption", "confirmTransportationOptions",
    "addInventory", "batchInventory", "submitInventoryUpdate",
}  # fmt: skip
STOCK_FEEDS = """
    POST_FLAT_FILE_FBA_CREATE_REMOVAL POST_FLAT_FILE_FBA_CREATE_INBOUND_PLAN
    POST_FLAT_FILE_FBA_UPDATE_INBOUND_PLAN POST_FBA_INBOUND_CARTON_CONTENTS
    POST_FLAT_FILE_FROM_EXCEL_FBA_CREATE_CARTON_INFO POST_FLAT_FILE_FULFILLMENT_ORDER_REQUEST_DATA
    POST_FLAT_FILE_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA
    POST_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA POST_INVENTORY_AVAILABILITY_DATA
    POST_FLAT_FILE_PRICEANDQUANTITYONLY_UPDATE_DATA JSON_LISTINGS_FEED
""".split()


def test_every_operation_of_the_interface_is_classified_once():
    assert len(sp_api.operations()) == 370
    assert Counter(one.kind for one in sp_api.operations().values()) == {
        Kind.READ: 215, Kind.WRITE_OK: 20, Kind.REVIEW: 78, Kind.NEVER_STOCK: 52, Kind.NEVER_FUNDS: 5,
    }  # fmt: skip


@pytest.mark.parametrize(("names", "kind"), [(FUNDS, Kind.NEVER_FUNDS), (STOCK, Kind.NEVER_STOCK)])
def test_what_moves_money_or_stock_is_never(names, kind):
    found = [one for one in sp_api.operations().values() if one.name in names]
    assert {one.name for one in found} == names
    assert {one.kind for one in found} == {kind}


def test_looking_is_reading_and_a_verb_alone_decides_nothing():
    kinds = {one.kind for one in sp_api.operations().values() if one.method == "GET"}
    assert kinds == {Kind.READ}
    reading_puts = {
        one.name
        for one in sp_api.operations().values()
        if one.kind is Kind.READ and one.method not in ("GET", "POST")
    }
    assert reading_puts == {
        "getCarrierAccounts", "getCollectionFormHistory", "getUnmanifestedShipments",
    }  # fmt: skip


def test_what_can_carry_a_quantity_is_not_open():
    carrying = {"putListingsItem", "patchListingsItem", "createFeed", "createRestrictedDataToken"}
    found = [one for one in sp_api.operations().values() if one.name in carrying]
    assert {one.name for one in found} == carrying
    assert not OPEN & {one.kind for one in found}


def test_feeds_are_judged_by_their_type():
    assert {sp_api.feed(type).kind for type in STOCK_FEEDS} == {Kind.NEVER_STOCK}
    assert sp_api.feed("POST_PAYMENT_ADJUSTMENT_DATA").kind is Kind.NEVER_FUNDS
    assert sp_api.feed("UPLOAD_VAT_INVOICE").kind is Kind.WRITE_OK


@pytest.mark.parametrize("method", ["POST", "post", "DELETE", ""])
def test_what_nobody_classified_is_unknown(method):
    assert f"{method} /finances/transfers/2027-01-01/payouts" not in sp_api.operations()
    assert sp_api.feed("POST_SOMETHING_NEW") is None


def test_no_requested_role_opens_what_may_never_be_used():
    by_name = {role.name: role for role in sp_api.roles()}
    assert not by_name["payment-initiation"].requested
    assert not by_name["amazon-fulfillment"].requested
    never = {one.name for one in sp_api.operations().values() if one.kind in NEVER}
    assert {name for role in sp_api.roles() for name in role.opens_never} <= never
    assert [role.name for role in sp_api.roles() if role.requested and role.opens_never] == []
