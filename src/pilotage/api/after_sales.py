"""After-sales packs over the API: a site's return address and its replies to buyers."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from pilotage.api.examples import such_as
from pilotage.api.paging import Offset, page
from pilotage.engines import law
from pilotage.platform.localops import actions, after_sales
from pilotage.platform.localops.models import Reply, ReturnSpot
from pilotage.web.viewer import viewer

router = Router(tags=["local operations · 本地运营"])


class ReturnAddressIn(Schema):
    """`lines`: one to six, parted by line ends. `country`: ISO 3166-1 alpha-2."""

    model_config = such_as(
        lines="Lager Nord\nMusterstr. 1\nHamburg", postcode="20095", country="DE"
    )
    lines: str
    postcode: str = ""
    country: str


class ReturnAddressOut(Schema):
    """`site`: DE, FR, …"""

    site: str
    lines: list[str]
    postcode: str
    country: str
    changed_at: datetime


class BuyerRightOut(Schema):
    """One thing the law gives a buyer. `confidence`: `sourced`, or `unverified` where no text was read."""

    key: str
    zh: str
    en: str
    since: date | None
    source: str
    address: str
    checked_on: date
    confidence: str


class BuyerReplyIn(Schema):
    """`text` may hold {order}, {buyer}, {product}, {address}."""

    language: str
    title: str
    text: str


class BuyerReplyOut(BuyerReplyIn):
    """As it is kept, its places not filled."""

    ref: str
    site: str
    changed_at: datetime


@router.get("/after-sales/addresses", response=list[ReturnAddressOut])
def return_addresses(request: HttpRequest, offset: Offset = 0) -> list[ReturnSpot]:
    """Your own, by site, fifty from `offset` on."""
    return list(page(after_sales.addresses(viewer(request)), offset))


@router.put("/after-sales/{site}/address", response=ReturnAddressOut)
def keep_return_address(request: HttpRequest, site: str, asked: ReturnAddressIn) -> ReturnSpot:
    """It takes the place of the site's former one."""
    who = viewer(request)
    return actions.keep_address(by=who, at=who.at, site=site, **asked.dict())


@router.get("/after-sales/{site}/law", response=list[BuyerRightOut])
def buyer_rights(request: HttpRequest, site: str) -> list[BuyerRightOut]:
    """What is recorded for the site today; none where nothing is."""
    law.check_marketplace(site)
    return [
        BuyerRightOut(
            key=one.key, zh=one.value.zh, en=one.value.en, since=one.since,
            source=f"{one.source.title} {one.source.article}".strip(), address=one.source.address,
            checked_on=one.source.checked_on, confidence=one.source.confidence,
        )
        for one in after_sales.buyer_rights(viewer(request), site)
    ]  # fmt: skip


@router.get("/after-sales/replies", response=list[BuyerReplyOut])
def buyer_replies(request: HttpRequest, site: str = "", offset: Offset = 0) -> list[Reply]:
    """Your own, by site, language and title, fifty from `offset` on."""
    return list(page(after_sales.replies(viewer(request), site), offset))


@router.put("/after-sales/{site}/replies", response=BuyerReplyOut)
def keep_buyer_reply(request: HttpRequest, site: str, asked: BuyerReplyIn) -> Reply:
    """One of the same language and title is replaced."""
    who = viewer(request)
    return actions.keep_reply(by=who, at=who.at, site=site, **asked.dict())


@router.delete("/after-sales/replies/{ref}", response={204: None})
def delete_buyer_reply(request: HttpRequest, ref: str) -> Status[None]:
    who = viewer(request)
    actions.drop_reply(by=who, at=who.at, ref=ref)
    return Status(204, None)
