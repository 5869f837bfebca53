"""Listings as tests write them: fields by name, `x*75` for a long text."""

from __future__ import annotations

import re
from datetime import date

from pilotage.engines.listings import Accepted, Finding, Listing, Rulebook, Written, rulebook

TEXTS = ("title", "highlights", "bullet", "description", "search_terms")
TODAY = date(2026, 11, 26)
_RULES: dict[tuple[str, date], Rulebook] = {}


def rules(site: str = "DE", on: date = TODAY) -> Rulebook:
    """The rules of a site, made once."""
    return _RULES.setdefault((site, on), rulebook(site, on))


def long(text: str) -> str:
    """`ä*75` is ä seventy-five times."""
    repeated = re.fullmatch(r"(.+)\*(\d+)", text, re.DOTALL)
    return repeated[1] * int(repeated[2]) if repeated else text


def listing(row: int = 1, sku: str = "A-1", **fields: str) -> Listing:
    """A listing of named fields; the title is fine unless it is given."""
    fields = {"title": "Lampe", **fields}
    texts = tuple(
        Written(name, "bullet_1" if name == "bullet" else name, long(fields[name]))  # type: ignore[arg-type]
        for name in TEXTS
        if fields.get(name)
    )
    facts = {name: value for name, value in fields.items() if name not in TEXTS}
    return Listing(row, sku, texts, facts)


def accepted(found: Finding) -> Accepted:
    """The suggestion of a finding as a person accepts it."""
    better = found.suggestion
    assert better
    return Accepted(found.code, found.field, found.allowed, better.before, better.after)
