"""What a store asks of the text and data of a listing on one day: lengths, characters, words, units, safety."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import Table, table, topic_tables
from pilotage.engines.law.places import is_eu
from pilotage.engines.law.schema import Value


def listing_rules(site: str, on: date) -> Mapping[str, Dated[Value]]:
    """Every rule in force by its key: the store's own, else the Union's for its stores, else everybody's.

    A key that is absent has no recorded rule on that day. `languages` is the store's row of `marketplaces`.
    RuleGap names the stores that have a table when `site` has none.
    """
    own, tables = table("listings", site), topic_tables("listings")
    union = (tables["EU"],) if site != "EU" and is_eu(site, on).value else ()
    found: dict[str, Dated[Value]] = {"languages": table("marketplaces", site).on("languages", on)}
    for asked in (tables["default"], *union, own):
        found |= _in_force(asked, on)
    return found


def _in_force(asked: Table, on: date) -> dict[str, Dated[Value]]:
    return {
        key: entry
        for key, history in asked.histories.items()
        for entry in history
        if entry.holds(on)
    }
