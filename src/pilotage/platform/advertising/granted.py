"""As what somebody acts on a thing of a seller here: the seller, its deputy, a partner, or the product."""

from __future__ import annotations

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.advertising.states import Actor
from pilotage.platform.grants import reach
from pilotage.platform.parties.models import Organisation

READ, PLAN, APPROVE = "ads.read", "ads.plan", "ads.approve"


def acting(viewer: Viewer, seller: Organisation, site: str, scope: str, *, lock: bool = False) -> tuple[Actor, str]:  # fmt: skip
    """As what, and the ground an audit event names. Raises `NotAllowed`."""
    ground = reach.ground(viewer, seller, site, scope, lock=lock)
    if viewer.is_partner:
        return ("deputy" if scope == APPROVE else "partner"), ground
    return ("product" if viewer.job else "seller"), ground
