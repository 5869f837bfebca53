"""Every way by which somebody outside can come to see or be matched with a partner, as sets of what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import datetime
from random import Random
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from pilotage.kernel.errors import NotFound
from pilotage.kernel.money import Money
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.directory import pricing, queries
from pilotage.platform.directory.catalogue import Catalogue
from pilotage.platform.directory.queries import Filters

Pair = tuple[str, str]
Shown = set[tuple[str, Pair]]
_REF = re.compile(r"ptr_[0-9A-Za-z]+")


def by_search(by: Viewer, text: str = "", filters: Filters | None = None) -> Shown:
    """All pages of the search."""
    hits, page, pages = [], 1, 1
    while page <= pages:
        found = queries.search(by, text, filters or Filters(), seed=7, page=page)
        hits, page, pages = hits + list(found.hits), page + 1, found.pages
    return {(hit.ref, pair) for hit in hits for pair in hit.services}


def counted(by: Viewer, pairs: Iterable[Pair]) -> dict[Pair, int]:
    """What the facets say: how many partners there are for a category in a country."""
    found = {}
    for category, country in pairs:
        results = queries.search(by, "", Filters(country=frozenset({country})), seed=7, page=1)
        counts = {facet.value: facet.count for facet in results.facets["category"]}
        found[category, country] = counts.get(category, 0)
    return found


def by_page(by: Viewer, refs: Iterable[str]) -> Shown:
    """The page of each partner, where there is one."""
    shown: Shown = set()
    for ref in refs:
        try:
            page = queries.partner(by, ref)
        except NotFound:
            continue
        assert page.offers, f"{ref} has a page with nothing to offer"
        shown |= {(ref, (offer.category, offer.country)) for offer in page.offers}
    return shown


def by_comparison(by: Viewer, refs: list[str], pairs: list[Pair]) -> Shown | None:
    """What the comparison says these cover; None when it refuses one of them."""
    try:
        found = queries.compare(by, refs, pairs, _forecast(by.at), "EUR", by.at.date())
    except NotFound:
        return None
    return {(column.page.ref, pair) for column in found.columns for pair in column.covers}


def by_candidates(at: datetime, needs: list[Pair]) -> set[str]:
    """Whom the product would put a request before."""
    found = queries.candidates(
        Viewer.product("test", at), needs=needs, languages=frozenset({"zh"}), on=at.date(),
        exclude=frozenset(), seed=7,
    )  # fmt: skip
    return {one.partner_ref for one in found}


def by_shortlist(by: Viewer, needs: list[Pair]) -> Shown:
    """Who serves what in the sets of the shortlist."""
    found = queries.shortlist(
        by, needs=needs, languages=frozenset({"zh"}), budget=None, most_partners=3, currency="EUR",
        forecast=_forecast(by.at), on=by.at.date(), objective="cost",
    )  # fmt: skip
    return {(one.ref, pair) for each in found.sets for one in each.partners for pair in one.serves}


def by_other_process(catalogue: Catalogue, at: datetime) -> Shown:
    """A process that answers seldom, with a directory of its own in memory."""
    with catalogue.opened(at) as found:
        return {(found.cards[pk].ref, pair) for pair, held in found.offering.items() for pk in held}


def by_api_search(client: Client) -> Shown:
    hits, page, pages = [], 1, 1
    while page <= pages:
        found = client.get(reverse("api:search"), {"page": page}).json()
        hits, page, pages = hits + found["hits"], page + 1, found["pages"]
    return {(hit["ref"], (s["category"], s["country"])) for hit in hits for s in hit["services"]}


def by_api_page(client: Client, ref: str) -> Shown:
    answer = client.get(reverse("api:partner", args=[ref]))
    assert answer.status_code in (200, 404)
    offers = answer.json()["offers"] if answer.status_code == 200 else []
    return {(ref, (offer["category"], offer["country"])) for offer in offers}


def by_api_comparison(client: Client, refs: list[str], pairs: list[Pair]) -> Shown | None:
    asked = {
        "partners": refs,
        "needs": [{"category": category, "country": country} for category, country in pairs],
        "monthly_sales": {"amount": "20000", "currency": "EUR"},
        "currency": "EUR",
    }
    answer = client.post(reverse("api:compare"), asked, content_type="application/json")
    assert answer.status_code in (200, 404)
    if answer.status_code == 404:
        return None
    columns = answer.json()["partners"]
    return {(c["partner"], (s["category"], s["country"])) for c in columns for s in c["covers"]}


def by_html(browser: Client, address: str) -> set[str]:
    """Every partner named anywhere in the page; none when the page is not found."""
    answer = browser.get(address)
    assert answer.status_code in (200, 404), (address, answer.status_code)
    text = answer.content.decode()
    return set(_REF.findall(text)) if answer.status_code == 200 else set()


@contextmanager
def clock(at: datetime):
    """The doors read the clock; here it stands at `at`."""
    with patch("django.utils.timezone.now", lambda: at):
        yield


def some(random: Random, things: Iterable, most: int) -> list:
    """Between one and `most` of these."""
    pool = list(things)
    return random.sample(pool, random.randint(1, min(most, len(pool))))


def _forecast(at: datetime):
    return pricing.flat_forecast(at.date(), Money.of("20000", "EUR"), 1000)
