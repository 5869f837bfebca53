"""Amazon's interface has a way out only for what is on the allow-list; paths are filled, never built."""

from __future__ import annotations

import pytest

from pilotage.engines import sp_api
from pilotage.engines.sp_api import NEVER, OPEN
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
