"""What a hand-over rests on: the returns around its last day, and which of the two firms takes them by contract."""

from __future__ import annotations

from datetime import date, timedelta

from pilotage.engines.exits import Duty, Held, Holder, coverage
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import obligations
from pilotage.platform.compliance import queries as compliance
from pilotage.platform.engagements.models import Contract
from pilotage.platform.exits.models import Handover
from pilotage.platform.parties.models import Organisation

LEAVING, SUCCESSOR, SELF = "leaving", "successor", "self"
# A quarter's return falls due up to two months after the quarter: what began under the leaving firm is in sight.
_AFTER = timedelta(days=150)
_SCHEMES = {"oss_registration": "OSS", "ioss_intermediary": "IOSS"}
_SHOPS = frozenset({"OSS", "IOSS"})


def held(viewer: Viewer, of: Handover) -> list[Held]:
    """Every return from the opening of the hand-over to five months after the last day, with who files it."""
    seller = of.contract.seller
    profile = compliance.profile_of(viewer, seller)
    since = of.opened_at.date()
    duties = [_duty(one) for one in _due(viewer, seller, profile, since, of.last_day + _AFTER)]
    shop = str((profile.get("oss") or {}).get("member_state", ""))
    return coverage(duties, _holders(of, shop), of.chosen)


def _due(
    viewer: Viewer, seller: Organisation, profile: dict[str, object], since: date, until: date
) -> list[obligations.Obligation]:
    statements = compliance.statement_places(viewer, seller)
    return obligations.obligations(profile, since, until, statements=statements)


def _duty(one: obligations.Obligation) -> Duty:
    scheme = one.code if one.place == "EU" and one.code in _SHOPS else "VAT"
    return Duty(one.key, one.place, scheme, one.period, one.day)


def _holders(of: Handover, shop: str) -> list[Holder]:
    begun = of.contract.in_force_at or of.opened_at
    ends = min(filter(None, (of.last_day, of.contract.ends_on)))
    everybody = [Holder(LEAVING, begun.date(), ends, taken_by(of.contract, shop))]
    if of.successor is not None:
        theirs = of.successor.in_force_at or of.opened_at
        takes = taken_by(of.successor, shop)
        everybody.append(Holder(SUCCESSOR, theirs.date(), of.successor.ends_on, takes))
        everybody.extend([Holder(SELF, of.opened_at.date())] if SELF in of.chosen.values() else [])
    else:
        everybody.append(Holder(SELF, of.last_day + timedelta(days=1)))
    return everybody


def taken_by(contract: Contract, shop: str) -> frozenset[tuple[str, str]]:
    """(scheme, place) of the returns that the contract's services are about; `shop` is the OSS member state."""
    found = set()
    for category, country in contract.referral.request.needs:
        if category == "vat_filing":
            found.add(("VAT", country))
            if country == shop:
                found.add(("OSS", "EU"))
        elif category in _SCHEMES:
            found.add((_SCHEMES[category], "EU"))
    return frozenset(found)
