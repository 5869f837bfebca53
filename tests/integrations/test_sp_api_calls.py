"""Amazon's interface has a way out only for what is on the allow-list; paths are filled, never built."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.engines import sp_api
from pilotage.engines.sp_api import CREATE_TOKEN, NEVER, OPEN
from pilotage.integrations.sp_api.calls import call
from pilotage.kernel.errors import Invalid, NotAllowed

FEED = "POST /feeds/2021-06-30/feeds"


def every_place(path: str) -> dict[str, str]:
    """A value for every `{place}` of a path."""
    return {part.partition("}")[0]: "x" for part in path.split("{")[1:]}


def test_every_operation_goes_out_exactly_when_it_is_open():
    for key, one in sp_api.operations().items():
        places = every_place(one.path)
        if one.kind in OPEN:
            made = call(key, places)
            assert (made.method, made.dataset, made.allowed_as) == (one.method, one.dataset, key)
            assert "{" not in made.path
        else:
            code = "NEVER_CALLED" if one.kind in NEVER else "NOT_ON_THE_LIST"
            with pytest.raises(NotAllowed, match=code):
                call(key, places)


def test_every_feed_goes_out_exactly_when_its_type_is_open():
    for one in sp_api.feeds().values():
        if one.kind in OPEN:
            assert call(FEED, {}, one.type).allowed_as == one.key
        else:
            with pytest.raises(NotAllowed):
                call(FEED, {}, one.type)


VAT, LEDGER = "GET_VAT_TRANSACTION_DATA", "GET_LEDGER_DETAIL_VIEW_DATA"
DOCUMENTS = {"x": VAT, "y": LEDGER}
EVERY = sorted(sp_api.operations().values(), key=lambda one: one.key)
# The method and path of any operation, filled or generic: what a token could be asked to open.
RESOURCES = st.builds(
    lambda one, place: {"method": one.method, "path": one.path if place == "{}" else one.path.format_map(dict.fromkeys(every_place(one.path), place))},
    st.sampled_from(EVERY), st.sampled_from(["x", "x", "y", "{}"]),
)  # fmt: skip
OPENED = {"method": "GET", "path": "/reports/2021-06-30/documents/x"}
BODIES = st.fixed_dictionaries(
    {"restrictedResources": st.lists(RESOURCES | st.just(OPENED), max_size=3)},
    optional={"targetApplication": st.just("app"), "marketplaceIds": st.just(["A1PA6795UKMFR9"])},
)


@given(BODIES)
def test_no_token_opens_what_moves_stock_or_money_nor_any_other_operation(body):
    """Each of the 370 with this body: no body opens a call that its row closes, but a token for known VAT documents."""
    named = body["restrictedResources"]
    fits = bool(named) and all(one == OPENED for one in named) and "targetApplication" not in body
    for one in EVERY:
        may = fits if one.key == CREATE_TOKEN else one.kind in OPEN
        try:
            made = call(one.key, every_place(one.path), body=body, documents=DOCUMENTS)
        except NotAllowed:
            assert not may
        else:
            assert may and "{" not in made.path
            assert made.allowed_as == (f"token {VAT}" if one.key == CREATE_TOKEN else one.key)


def test_a_token_for_any_one_operation_but_a_known_document_is_refused_with_its_reason():
    let_out = []
    for one in EVERY:
        path = one.path.format_map(dict.fromkeys(every_place(one.path), "x"))
        body = {"restrictedResources": [{"method": one.method, "path": path}]}
        try:
            let_out.append(
                (one.name, call(CREATE_TOKEN, {}, body=body, documents=DOCUMENTS).dataset)
            )
        except NotAllowed as no:
            assert no.code == "TOKEN_NOT_ASKED_FOR" and no.says.zh
    assert let_out == [("getReportDocument", "tax")]


def test_a_token_without_a_body_is_closed_and_only_what_creates_is_not_repeated():
    with pytest.raises(NotAllowed, match="NOT_ON_THE_LIST"):
        call(CREATE_TOKEN, {})
    body = {"restrictedResources": [OPENED]}
    assert not call(CREATE_TOKEN, {}, body=body, documents=DOCUMENTS).creates
    assert call("POST /reports/2021-06-30/reports", {}).creates


@pytest.mark.parametrize(
    ("key", "feed_type"),
    [
        ("GET /orders/v9/orders", ""), ("get /orders/v0/orders", ""), ("", ""), (FEED, ""),
        (FEED, "POST_NEW_THING"), ("GET /orders/v0/orders", "POST_PRODUCT_DATA"),
        ("POST  /feeds/2021-06-30/feeds", "POST_PRODUCT_DATA"),
    ],
)  # fmt: skip
def test_what_nobody_classified_has_no_way_out(key, feed_type):
    with pytest.raises(NotAllowed, match="NOT_ON_THE_LIST"):
        call(key, {}, feed_type)


@pytest.mark.parametrize("value", ["../../finances", "a/b", "x?y=1", "%2e%2e", "订单", "{sku}"])
def test_a_place_stays_one_place(value):
    """Whatever is filled in, the path keeps its segments and leads to the operation that was judged."""
    made = call("GET /orders/v0/orders/{orderId}", {"orderId": value})
    assert made.path.count("/") == 4
    assert made.path.startswith("/orders/v0/orders/")
    assert not {"?", "#"} & set(made.path)


@pytest.mark.parametrize("value", ["", "  ", ".", ".."])
def test_a_place_left_open_is_refused(value):
    with pytest.raises(Invalid, match="PLACE_MISSING"):
        call("GET /orders/v0/orders/{orderId}", {"orderId": value})
