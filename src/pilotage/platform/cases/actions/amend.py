"""A signed amendment names the cases that are open: their clocks go on as it says, from its second signature on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Concat

from pilotage.engines import contracts as engine
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import queries
from pilotage.platform.cases.actions.step import Told, kept, noted, settle
from pilotage.platform.cases.models import Case, CaseEvent
from pilotage.platform.cases.states import State
from pilotage.platform.engagements.contracts.actions import Open
from pilotage.platform.engagements.contracts.states import State as ContractState
from pilotage.platform.engagements.models import Amendment

_CHANGES = ("first_response", "next_response", "correction", "calendar")
_NAMING = (Open.PROSPECTIVE, Open.RETROACTIVE)


def follow_amendments(*, by: Viewer, at: datetime, most: int = 500) -> int:
    """Every case that an amendment in force names and that has not followed it yet; how many did now."""
    key = Concat(Value("amendment:"), "ref")
    followed = CaseEvent.objects.filter(case=OuterRef(OuterRef("pk")), key=OuterRef("key"))
    naming = Amendment.objects.filter(
        contract=OuterRef("contract"),
        state=ContractState.IN_FORCE,
        open_cases__in=_NAMING,
        in_force_at__gt=OuterRef("opened_at"),
    )
    behind = Case.objects.filter(Exists(naming.annotate(key=key).filter(~Exists(followed))))
    behind = behind.filter(opened_side="seller").exclude(state=State.MERGED).order_by("pk")
    return sum(_follow(ref, by, at) for ref in behind.values_list("ref", flat=True)[:most])


@transaction.atomic
def _follow(ref: str, by: Viewer, at: datetime) -> int:
    found = queries.case(by, ref)
    Case.objects.select_for_update().get(pk=found.pk)
    row = queries.case(by, ref)
    named = Amendment.objects.filter(
        contract=row.contract,
        state=ContractState.IN_FORCE,
        open_cases__in=_NAMING,
        in_force_at__gt=row.opened_at,
    )
    known = set(row.events.values_list("key", flat=True))
    new = [one for one in named.order_by("in_force_at") if _key(one) not in known]
    for amendment in new:
        policy = engine.policy_of(engine.contract_from(_body(amendment)))
        facts = {name: policy[name] for name in _CHANGES if name in policy}
        kept(
            row, "policy_changed", "seller", by=by, at=amendment.in_force_at or at,
            told=Told(key=_key(amendment)), mode=amendment.open_cases, signed_amendment=True,
            **facts,
        )  # fmt: skip
        noted(row, "policy_changed", by=by, at=at, amendment=amendment.ref)
    settle(row, by, at)
    return bool(new)


def _key(amendment: Amendment) -> str:
    return f"amendment:{amendment.ref}"


def _body(amendment: Amendment) -> dict[str, object]:
    return amendment.versions.get(number=F("amendment__current")).body
