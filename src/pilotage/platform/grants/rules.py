"""What a grant may say: within the closed lists, at most 365 days, and handed on never wider than it was given."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pilotage.kernel.errors import Invalid, NotAllowed
from pilotage.kernel.text import Text
from pilotage.platform.access.scopes import DATASETS, EVERYTHING, NEVER, SCOPES
from pilotage.platform.grants.models import Grant, Part

LONGEST = timedelta(days=365)
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What a seller (or a holder handing on) writes into a grant; `contract` is a reference, or blank."""

    scopes: frozenset[str]
    datasets: frozenset[str]
    stores: frozenset[str]
    sites: frozenset[str]
    not_before: datetime
    expires_at: datetime
    purpose: str
    nda_signed_on: date | None = None
    contract: str = ""
    may_delegate: bool = False

    def named(self) -> dict[str, frozenset[str]]:
        """The named things by their kind."""
        return {
            Part.SCOPE: self.scopes,
            Part.DATASET: self.datasets,
            Part.STORE: self.stores,
            Part.SITE: self.sites,
        }


def check(wish: Wish) -> None:
    """Raises `NotAllowed` for what nobody can grant, `Invalid` for what makes no grant."""
    if (wish.scopes | wish.datasets) & set(NEVER):
        raise NotAllowed(
            "NEVER_GRANTED",
            Text(
                "库存调拨和资金提现永远不能授权。",
                "Moving stock and moving money can never be granted.",
            ),
            Text("请去掉这一项。", "Leave it out."),
        )
    _check_names(wish)
    _check_time(wish)
    _check_confidential(wish)
    if not wish.purpose.strip():
        raise Invalid("NO_PURPOSE", Text("请写明用途。", "Say what it is for."))


def check_narrower(wish: Wish, parent: Grant) -> None:
    """Raises `NotAllowed` when the wish is wider than the grant it hands on, in any respect."""
    wider = [kind for kind, named in wish.named().items() if not _within(named, parent, kind)]
    if wish.not_before < parent.not_before or wish.expires_at > parent.expires_at:
        wider.append("time")
    if wider:
        raise NotAllowed(
            "WIDER_THAN_GRANTED",
            Text("转授只能缩小，不能扩大。", "Handing on can only narrow."),
            Text(
                "请在原授权的范围、数据、站点与期限之内选择。",
                "Choose within the scopes, data, sites and time you were given.",
            ),
            wider=", ".join(wider),
        )


def _within(named: Collection[str], parent: Grant, kind: str) -> bool:
    held = parent.values(kind)
    anything = kind in (Part.STORE, Part.SITE) and EVERYTHING in held
    return anything or set(named) <= set(held)


def _check_names(wish: Wish) -> None:
    unknown = (wish.scopes - set(SCOPES)) | (wish.datasets - set(DATASETS))
    if unknown:
        raise Invalid(
            "NO_SUCH_SCOPE",
            Text("没有这个授权项：{names}。", "There is no such scope or dataset: {names}."),
            names=", ".join(sorted(unknown))[:100],
        )
    for named in wish.named().values():
        if not named or len(named) > MOST_NAMED or any(len(one) > 40 for one in named):
            raise Invalid(
                "GRANT_NAMES_NOTHING",
                Text(
                    "请至少选择一项权限、一类数据、一个店铺和一个站点。",
                    "Choose at least one scope, one kind of data, one store and one site.",
                ),
            )
    idle = [s for s in wish.scopes if SCOPES[s].platform not in {"", *wish.datasets}]
    if idle:
        raise Invalid(
            "SCOPE_WITHOUT_DATA",
            Text(
                "“{scope}”需要同时选择数据“{dataset}”。",
                "To “{scope}” the data “{dataset}” must be chosen too.",
            ),
            scope=SCOPES[min(idle)].says,
            dataset=DATASETS[SCOPES[min(idle)].platform],
        )


def _check_time(wish: Wish) -> None:
    if not timedelta(0) < wish.expires_at - wish.not_before <= LONGEST:
        raise Invalid(
            "GRANT_TOO_LONG",
            Text("授权须有结束日期，最长 365 天。", "A grant has an end, at most 365 days away."),
            Text("到期后可以再次授权。", "It can be given again when it ends."),
        )


def _check_confidential(wish: Wish) -> None:
    secret = [scope for scope in wish.scopes if SCOPES[scope].confidential]
    if secret and wish.nda_signed_on is None:
        raise Invalid(
            "NDA_FIRST",
            Text("“{scope}”须先签保密协议。", "To “{scope}”, an NDA must be signed first."),
            Text("请填写保密协议的签署日期。", "Give the day on which the NDA was signed."),
            scope=SCOPES[min(secret)].says,
        )
