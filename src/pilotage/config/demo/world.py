"""Seeding the whole world, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from pilotage.config.demo.engagement import BEGAN, seed_engagement
from pilotage.config.demo.partners import seed_partners
from pilotage.config.demo.people import (
    LOGINS,
    seed_logins,
    seed_own_partner,
    seed_owners,
    seed_sellers,
)
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.certification.models import Partner
from pilotage.platform.directory.catalogue import warm
from pilotage.platform.parties.models import Kind, Organisation

# So many partner firms get an owner, for benches and for looking around.
_OWNED = 50
# The demo's own firms were there so long before the first request.
_BEFORE = timedelta(days=10)


def is_empty() -> bool:
    """Whether nobody is here yet."""
    return not Organisation.objects.exists()


def seed(
    *, partners: int, sellers: int, seed: int, at: datetime, progress: Callable[[int], None]
) -> None:
    """Write the world into an empty database; `progress` hears how many partners stand."""
    if not is_empty():
        raise Invalid(
            "NOT_EMPTY",
            Text("数据库里已有数据，没有改动。", "The database is not empty; nothing was changed."),
            Text(
                "请用 PILOTAGE_VAR 指向一个空文件夹后再试。",
                "Point PILOTAGE_VAR at an empty folder and try again.",
            ),
        )
    founded = at - BEGAN - _BEFORE
    firms = seed_logins(founded)
    seed_sellers(sellers, seed, founded)
    seed_own_partner(firms["partner"], founded)
    first = seed_partners(partners, seed, at, founded, progress)
    seed_owners(first[:_OWNED], founded)
    warm(at)


def engage(at: datetime) -> None:
    """The demo's seller and partner have worked together for a while: what the later pages are about."""
    seller = Organisation.objects.get(memberships__person__email=LOGINS[Kind.SELLER].email)
    partner = Partner.objects.get(
        organisation__memberships__person__email=LOGINS[Kind.PARTNER].email
    )
    seed_engagement(seller, partner, at)
