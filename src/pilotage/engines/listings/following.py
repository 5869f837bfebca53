"""Suggestions that a person accepted are followed in a listing, one after the other; every other text stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pilotage.engines.listings.checks import check
from pilotage.engines.listings.findings import Finding
from pilotage.engines.listings.listing import Listing
from pilotage.engines.listings.rulebook import Rulebook


class Accepted(NamedTuple):
    """A suggestion as a person saw it. Rule, field and what is allowed name one finding of a listing."""

    code: str
    field: str
    allowed: str
    before: str
    after: str


def followed(
    listing: Listing, rules: Rulebook, accepted: Iterable[Accepted]
) -> tuple[Listing, list[Finding]]:
    """The listing with these suggestions followed, and the findings that they mended, in that order.

    Two of one text are worked out one on what the other left. One is not followed, and is not among the findings, where
    its cause went with another, or where it would now say something else of the text that the person saw.
    """
    waiting = {(one.code, one.field, one.allowed): one for one in accepted}
    done: list[Finding] = []
    while waiting:
        offered = next((f for f in check(listing, rules) if _is_wanted(f, waiting)), None)
        if offered is None or offered.suggestion is None:
            break
        del waiting[_name(offered)]
        listing = listing.with_text(offered.field, offered.suggestion.after)
        done.append(offered)
    return listing, done


def _is_wanted(found: Finding, waiting: dict[tuple[str, str, str], Accepted]) -> bool:
    seen, now = waiting.get(_name(found)), found.suggestion
    return bool(seen and now) and (now.before != seen.before or now.after == seen.after)  # type: ignore[union-attr]


def _name(found: Finding) -> tuple[str, str, str]:
    return found.code, found.field, found.allowed
