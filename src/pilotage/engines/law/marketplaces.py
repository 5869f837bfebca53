"""Amazon's sites: marketplace id, domain, currency, languages, region of the API."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from pilotage.engines.law.loader import Table, topic_tables
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Marketplace:
    """One Amazon site; `region` is the API's: na, eu (with the Middle East, India), fe."""

    country: str
    marketplace_id: str
    domain: str
    currency: str
    languages: tuple[str, ...]
    region: str


@cache
def marketplaces() -> dict[str, Marketplace]:
    """Every site by its country."""
    return {place: _site(found) for place, found in topic_tables("marketplaces").items()}


def marketplace_of(text: str) -> Marketplace | None:
    """The site that a report means: by domain (`amazon.co.uk`), marketplace id or country."""
    wanted = text.strip().lower().removeprefix("www.")
    for site in marketplaces().values():
        if wanted in (site.domain, site.marketplace_id.lower(), site.country.lower()):
            return site
    return None


def check_marketplace(country: str) -> Marketplace:
    """The site of a country; raises `Invalid` MARKETPLACE_UNKNOWN, naming those there are."""
    if country not in marketplaces():
        raise no_marketplace(country)
    return marketplaces()[country]


def no_marketplace(text: str) -> Invalid:
    """What is said of a site that is none."""
    return Invalid(
        "MARKETPLACE_UNKNOWN",
        Text("没有站点 {site}。", "There is no marketplace {site}."),
        Text("可用：{known}。", "There are: {known}."),
        site=text[:40],
        known=", ".join(sorted(marketplaces())),
    )


def _site(found: Table) -> Marketplace:
    latest = {key: history[-1].value for key, history in found.histories.items()}
    return Marketplace(
        country=found.place,
        marketplace_id=str(latest["marketplace_id"]),
        domain=str(latest["domain"]),
        currency=str(latest["currency"]),
        languages=cast("tuple[str, ...]", latest["languages"]),
        region=str(latest["region"]),
    )
