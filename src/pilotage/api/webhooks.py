"""Webhooks over the API: addresses, their secret once, their deliveries. For the owner only, as on the page."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from pilotage.api.listed import Subject
from pilotage.api.paging import Offset, page
from pilotage.platform.webhooks import actions, addresses, queries
from pilotage.platform.webhooks.kinds import SUBJECTS
from pilotage.platform.webhooks.models import Delivery, Hook
from pilotage.web.viewer import viewer

router = Router(tags=["webhooks · 消息推送"])


class HookIn(Schema):
    """`kinds`: subjects of notices, e.g. `contract`, `case`, `money`; a wrong one is refused with the list."""

    address: str = Field(max_length=addresses.LONGEST)
    kinds: list[Subject] = Field(max_length=len(SUBJECTS))


class HookOut(Schema):
    """`failures`: deliveries given up since the last that arrived; at three the address is switched off.

    `old_until`: until then the secret before signs too; null where none does.
    """

    ref: str
    address: str
    kinds: list[str]
    secret_since: datetime
    old_until: datetime | None
    failures: int
    added_at: datetime
    off_at: datetime | None


class HookSecretOut(HookOut):
    """`secret` is told here and never again."""

    secret: str


class HookDeliveryOut(Schema):
    """`state`: waiting, delivered or failed. `status`: the last answer; `error`: why there was none."""

    ref: str
    event: str
    kind: str
    state: str
    at: datetime
    tries: int
    next_try: datetime
    tried_at: datetime | None
    status: int | None
    error: str


@router.get("", response=list[HookOut])
def hooks(request: HttpRequest) -> list[Hook]:
    return list(queries.hooks(viewer(request)))


@router.post("", response={201: HookSecretOut})
def add_hook(request: HttpRequest, given: HookIn) -> Status[HookSecretOut]:
    """An https address on the public internet, and the subjects it is told of."""
    who = viewer(request)
    row, secret = actions.add(by=who, at=who.at, address=given.address, kinds=given.kinds)
    return Status(201, _told_once(row, secret))


@router.get("/{ref}", response=HookOut)
def hook(request: HttpRequest, ref: str) -> Hook:
    return queries.hook(viewer(request), ref)


@router.delete("/{ref}", response={204: None})
def delete_hook(request: HttpRequest, ref: str) -> Status[None]:
    """With its secret and its deliveries."""
    who = viewer(request)
    actions.delete(by=who, at=who.at, ref=ref)
    return Status(204, None)


@router.post("/{ref}/rotate", response=HookSecretOut)
def rotate_hook_secret(request: HttpRequest, ref: str) -> HookSecretOut:
    """For 24 hours messages carry a signature of each, the old secret's and the new one's; a secret still older ends."""
    who = viewer(request)
    return _told_once(*actions.rotate(by=who, at=who.at, ref=ref))


@router.post("/{ref}/old-secret/end", response=HookOut)
def end_old_hook_secret(request: HttpRequest, ref: str) -> Hook:
    """The old secret signs nothing from now on: every receiver has the new one, or the old one was lost."""
    who = viewer(request)
    return actions.end_old_secret(by=who, at=who.at, ref=ref)


@router.post("/{ref}/off", response=HookOut)
def switch_hook_off(request: HttpRequest, ref: str) -> Hook:
    who = viewer(request)
    return actions.switch_off(by=who, at=who.at, ref=ref)


@router.post("/{ref}/on", response=HookOut)
def switch_hook_on(request: HttpRequest, ref: str) -> Hook:
    who = viewer(request)
    return actions.switch_on(by=who, at=who.at, ref=ref)


@router.post("/{ref}/test", response={202: HookDeliveryOut})
def test_hook(request: HttpRequest, ref: str) -> Status[Delivery]:
    """An event about nothing, tried once within seconds."""
    who = viewer(request)
    return Status(202, actions.test(by=who, at=who.at, ref=ref))


@router.get("/{ref}/deliveries", response=list[HookDeliveryOut])
def hook_deliveries(request: HttpRequest, ref: str, offset: Offset = 0) -> list[Delivery]:
    """The latest 50 from `offset` on, of the last thirty days."""
    return list(page(queries.deliveries(viewer(request), ref), offset))


@router.post("/deliveries/{ref}/again", response={202: HookDeliveryOut})
def send_delivery_again(request: HttpRequest, ref: str) -> Status[Delivery]:
    """The same event with the same content."""
    who = viewer(request)
    return Status(202, actions.send_again(by=who, at=who.at, ref=ref))


def _told_once(row: Hook, secret: str) -> HookSecretOut:
    kept = {name: getattr(row, name) for name in HookOut.model_fields}
    return HookSecretOut(**kept, secret=secret)
