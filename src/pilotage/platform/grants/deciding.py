"""May this person do this with that seller's data, now? Asked for every opening and inside every write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from django.db.models import QuerySet

from pilotage.kernel.errors import NotAllowed
from pilotage.kernel.text import Text
from pilotage.platform.access.cedar import ERROR, Use, book, decide
from pilotage.platform.access.scopes import EVERYTHING, SCOPES
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification.models import Partner
from pilotage.platform.certification.states import Standing
from pilotage.platform.grants.models import Grant

WHY: Mapping[str, Text] = MappingProxyType(
    {
        "never": Text(
            "库存调拨和资金提现永远不允许。", "Moving stock and moving money are never allowed."
        ),
        "unlisted": Text(
            "此操作不在可授权清单内。", "This operation is not on the list of what can be granted."
        ),
        "who": Text("授权的不是您或这位卖家。", "The grant names another person or seller."),
        "when": Text(
            "授权尚未开始、已到期或已被收回。", "The grant has not begun, has ended or was revoked."
        ),
        "scope": Text("授权不包括此项权限。", "The grant does not include this."),
        "what": Text(
            "授权不包括这类数据、店铺或站点。", "The grant does not cover this data, store or site."
        ),
        "nda": Text("须先签保密协议。", "An NDA must be signed first."),
        "suspended": Text("贵公司已被暂停，不能写入。", "Your firm is suspended and cannot write."),
        ERROR: Text("无法判定，已拒绝。", "This could not be decided and was refused."),
        "no-grant": Text("卖家没有授权您。", "The seller has granted you nothing."),
    }
)


def held(viewer: Viewer) -> QuerySet[Grant]:
    """Every grant that names the viewer and the firm they act for, whatever its state."""
    return (
        Grant.objects.filter(person_id=viewer.person_id or -1, firm_id=viewer.organisation_id or -1)
        .select_related("seller", "firm", "person", "parent__seller", "parent__firm")
        .select_related("parent__person", "contract__contract")
        .prefetch_related("parts", "parent__parts")
        .order_by("pk")
    )


def check_granted(
    viewer: Viewer,
    seller: str,
    action: str,
    *,
    dataset: str = "",
    store: str = EVERYTHING,
    sites: Sequence[str] = (EVERYTHING,),
    lock: bool = False,
) -> Grant:
    """The grant that opens it; raises `NotAllowed` with the reason.

    `seller` is a reference, `action` a scope or the key of an operation of Amazon's interface; a scope of
    the platform knows its dataset. With `lock` the grants stay locked until the caller's transaction ends:
    what it writes is committed before a revocation, or not at all.
    """
    of_seller = held(viewer).filter(seller__ref=seller)
    grants = of_seller.filter(revoked_at__isnull=True, expires_at__gt=viewer.at)
    if lock:
        grants = grants.select_for_update(of=("self",))
    suspended = _suspended(viewer)
    best: tuple[str, ...] = ()
    for grant in grants:
        use = Use(
            at=viewer.at,
            person=viewer.person_ref,
            firm=viewer.organisation_ref,
            seller=seller,
            action=action,
            dataset=dataset or SCOPES[action].platform,
            store=store,
            site=EVERYTHING,
            suspended=suspended,
            terms=grant.terms,
        )
        against = [one.reasons for one in decide(_uses(use, grant, sites)) if not one.allowed]
        if sites and not against:
            return grant
        best = min(filter(None, [best, *against]), key=len, default=())
    raise _refusal(best or (("when",) if of_seller.exists() else ("no-grant",)))


def basis(grant: Grant) -> str:
    """What an audit event names as the ground of a decision: the grant and the edition of the policies."""
    return f"{grant.ref} · cedar:{book().digest[:16]}"


def _uses(use: Use, grant: Grant, sites: Sequence[str]) -> list[Use]:
    """The use at each site; what was handed on must be allowed to whoever handed it on, too."""
    asked = [replace(use, site=site) for site in sites]
    if grant.parent is None:
        return asked
    over = grant.parent
    return asked + [replace(one, person=over.person.ref, terms=over.terms) for one in asked]


def _suspended(viewer: Viewer) -> bool:
    return Partner.objects.filter(
        organisation_id=viewer.organisation_id or -1, standing=Standing.SUSPENDED
    ).exists()


def _refusal(reasons: tuple[str, ...]) -> NotAllowed:
    first = next((name for name in WHY if name in reasons), ERROR)
    return NotAllowed(
        "NOT_GRANTED",
        WHY[first],
        Text("如有需要，请向卖家申请授权。", "Ask the seller for a grant if you need it."),
        reasons=", ".join(reasons),
    )
