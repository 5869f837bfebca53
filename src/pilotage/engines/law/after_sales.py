"""What the law of a site gives its buyers after the sale (售后), as sentences with a date and a source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import topic_tables
from pilotage.engines.law.places import eu_states
from pilotage.kernel.text import Text

_TOPIC = "after_sales"


def buyer_rights(site: str, on: date) -> tuple[Dated[Text], ...]:
    """Those in force on `on`, the Union's for a member state; none where no table is kept."""
    place = "EU" if site != "GB" and site in eu_states(on) else site
    kept = topic_tables(_TOPIC).get(place)
    histories = kept.histories.values() if kept else ()
    return tuple(_said(one) for history in histories for one in history if one.holds(on))


def _said(entry: Dated[object]) -> Dated[Text]:
    raw = cast("Mapping[str, str]", entry.value)
    return entry.replaced(Text(raw["zh"], raw["en"]))
