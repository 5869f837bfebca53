"""Who can take a request now, best first. For the programme and the product; not a public list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from pilotage.engines.matching.eligibility import why_not
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification.queries import moment
from pilotage.platform.directory import eligibility
from pilotage.platform.directory.cards import Card
from pilotage.platform.directory.catalogue import opened
from pilotage.platform.directory.queries.terms import Term, terms_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner listed for all needs, accepting, with room. `score` is the sum of `terms`."""

    partner_ref: str
    organisation_id: int
    organisation_ref: str
    name_zh: str
    name_en: str
    calendar: str
    score: Decimal
    terms: tuple[Term, ...]


def candidates(
    viewer: Viewer,
    *,
    needs: Sequence[tuple[str, str]],
    languages: frozenset[str],
    on: date,
    exclude: frozenset[str],
    seed: int,
    among: Collection[str] | None = None,
    most: int | None = None,
) -> list[Candidate]:
    """Who can take all `needs` in all `languages` on that day, best first: everybody, or only these refs.

    With `most`, no further than that is looked.
    """
    check_may(viewer, "request.oversee")
    categories = tuple(dict.fromkeys(category for category, _ in needs))
    with opened(moment(viewer, on)) as catalogue:
        cards = [
            card
            for card in eligibility.offering_all(catalogue, needs)
            if card.ref not in exclude and (among is None or card.ref in among)
        ]
        ranked = catalogue.index.order((card.ref for card in cards), categories, str(seed))
    # All are put in order at once, in columns; each is looked at closely only when its turn comes.
    fitting = (
        _candidate(card, placed.terms)
        for placed in ranked
        if why_not(card := cards[placed.row], needs, languages) is None
    )
    return list(islice(fitting, most))


def why_none(
    viewer: Viewer, needs: Sequence[tuple[str, str]], languages: frozenset[str], on: date
) -> list[Text]:
    """Why nobody can take all of this: nobody listed, no language, all paused or full."""
    with opened(moment(viewer, on)) as catalogue:
        return eligibility.reasons_for_none(catalogue, needs, languages)


def _candidate(card: Card, micro: dict[str, int]) -> Candidate:
    return Candidate(
        partner_ref=card.ref,
        organisation_id=card.organisation_id,
        organisation_ref=card.organisation_ref,
        name_zh=card.name.zh,
        name_en=card.name.en,
        calendar=card.calendar,
        score=eligibility.points(sum(micro.values())),
        terms=terms_of(micro),
    )
