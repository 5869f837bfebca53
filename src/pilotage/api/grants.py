"""Data grants over the API: give, look, hand on, revoke, and ask beforehand whether a call to Amazon is granted."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import StrictBool

from pilotage.api.days import Day, Moment
from pilotage.api.listed import Dataset, Scope
from pilotage.api.paging import Offset, page
from pilotage.integrations.sp_api import calls
from pilotage.kernel.errors import NotAllowed
from pilotage.platform.access.scopes import EVERYTHING
from pilotage.platform.grants import actions, deciding, queries
from pilotage.platform.grants.models import Grant
from pilotage.platform.grants.rules import Wish
from pilotage.web.viewer import viewer

router = Router(tags=["grants · 数据授权"])


class WishIn(Schema):
    """What is granted, from now until `expires_at` (at most 365 days). `*` names every store or site."""

    person: str
    scopes: list[Scope]
    datasets: list[Dataset]
    stores: list[str] = [EVERYTHING]
    sites: list[str] = [EVERYTHING]
    expires_at: Moment

    def wish(self, at: datetime, **more: object) -> Wish:
        named = {kind: frozenset(getattr(self, kind)) for kind in _NAMED}
        return Wish(**named, not_before=at, expires_at=self.expires_at, **more)  # type: ignore[arg-type]


_NAMED = ("scopes", "datasets", "stores", "sites")


class GrantIn(WishIn):
    """`contract`: the reference of a contract in force with the firm, or blank. `code`: of your authenticator app, now."""

    firm: str
    purpose: str = Field(max_length=200)
    nda_signed_on: Day | None = None
    contract: str = Field("", max_length=80)
    may_delegate: StrictBool = False
    code: str


class GrantOut(Schema):
    ref: str
    seller: str
    firm: str
    person: str
    scopes: list[str]
    datasets: list[str]
    stores: list[str]
    sites: list[str]
    purpose: str
    contract: str | None
    contract_hash: str | None
    nda_signed_on: date | None
    not_before: datetime
    expires_at: datetime
    may_delegate: bool
    parent: str | None
    revoked_at: datetime | None


class CallIn(Schema):
    """A call to Amazon's interface for a seller: `METHOD /path` as the documentation writes it."""

    seller: str
    operation: str
    places: dict[str, str] = {}
    feed_type: str = ""
    store: str = EVERYTHING
    site: str = EVERYTHING


class CallVerdictOut(Schema):
    """Whether the call is granted, by which grant, and the call itself; refused calls carry the reason."""

    allowed: bool
    grant: str | None = None
    method: str | None = None
    path: str | None = None
    code: str | None = None
    reason_zh: str | None = None
    reason_en: str | None = None


@router.get("", response=list[GrantOut])
def grants(request: HttpRequest, offset: Offset = 0) -> list[GrantOut]:
    """The latest 50 from `offset` on: the seller's own, or those that name you."""
    found = page(queries.grants(viewer(request)), offset)
    return [_facts(one) for one in found]


@router.post("", response={201: GrantOut})
def give_grant(request: HttpRequest, given: GrantIn) -> Status[GrantOut]:
    """The seller's owner grants to one named person; stock and money are refused."""
    who = viewer(request)
    wish = given.wish(
        who.at,
        purpose=given.purpose,
        nda_signed_on=given.nda_signed_on,
        contract=given.contract,
        may_delegate=given.may_delegate,
    )
    made = actions.give_with_code(
        by=who, at=who.at, to=given.person, firm=given.firm, wish=wish, code=given.code
    )
    return Status(201, _facts(made))


@router.post("/decisions", response=CallVerdictOut)
def decide_call(request: HttpRequest, asked: CallIn) -> CallVerdictOut:
    """Whether this call would be granted now. Asking is not doing: every write is decided again."""
    who = viewer(request)
    try:
        call = calls.call(asked.operation, asked.places, asked.feed_type)
        grant = deciding.check_granted(
            who,
            asked.seller,
            call.allowed_as,
            dataset=call.dataset,
            store=asked.store,
            sites=(asked.site,),
        )
    except NotAllowed as no:
        return CallVerdictOut(
            allowed=False, code=no.code, reason_zh=no.says.zh, reason_en=no.says.en
        )
    return CallVerdictOut(allowed=True, grant=grant.ref, method=call.method, path=call.path)


@router.get("/{ref}", response=GrantOut)
def grant(request: HttpRequest, ref: str) -> GrantOut:
    return _facts(queries.grant(viewer(request), ref))


@router.post("/{ref}/revoke", response=GrantOut)
def revoke_grant(request: HttpRequest, ref: str) -> GrantOut:
    """At once, with everything handed on from it."""
    who = viewer(request)
    actions.revoke(by=who, at=who.at, ref=ref)
    return _facts(queries.grant(who, ref))


@router.post("/{ref}/delegate", response={201: GrantOut})
def delegate_grant(request: HttpRequest, ref: str, given: WishIn) -> Status[GrantOut]:
    """Part of a grant to a colleague of the same firm; never wider, never longer."""
    who = viewer(request)
    parent = queries.grant(who, ref)
    wish = given.wish(who.at, purpose=parent.purpose)
    made = actions.delegate(by=who, at=who.at, ref=ref, to=given.person, wish=wish)
    return Status(201, _facts(made))


def _facts(one: Grant) -> GrantOut:
    terms = one.terms
    kept = ("purpose", "nda_signed_on", "may_delegate", "revoked_at")
    named = ("ref", "seller", "firm", "person", *_NAMED, "not_before", "expires_at")
    return GrantOut(
        **{name: getattr(terms, name) for name in named},
        **{name: getattr(one, name) for name in kept},
        contract=one.contract.contract.ref if one.contract else None,
        contract_hash=one.contract.hash if one.contract else None,
        parent=one.parent.ref if one.parent else None,
    )
