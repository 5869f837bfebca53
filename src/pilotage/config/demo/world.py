"""Seeding the whole world, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pilotage.config.demo.partners import seed_partners
from pilotage.config.demo.people import seed_logins, seed_own_partner, seed_owners, seed_sellers
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.directory.catalogue import warm
from pilotage.platform.parties.models import Organisation

# So many partner firms get an owner, for benches and for looking around.
_OWNED = 50


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
    firms = seed_logins(at)
    seed_sellers(sellers, seed, at)
    first = seed_partners(partners, seed, at, progress)
    seed_owners(first[:_OWNED], at)
    seed_own_partner(firms["partner"], at)
    warm(at)
