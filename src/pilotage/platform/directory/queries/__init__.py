"""What the directory shows: search, one partner, a comparison, a shortlist; and candidates for a request."""

from pilotage.platform.directory.covering import Objective
from pilotage.platform.directory.queries.candidates import Candidate, candidates, why_none
from pilotage.platform.directory.queries.compare import Compared, Comparison, compare
from pilotage.platform.directory.queries.partner import (
    OfferShown,
    PartnerPage,
    measures_hold,
    partner,
)
from pilotage.platform.directory.queries.profile import own_offers, own_plans, own_profile
from pilotage.platform.directory.queries.search import Facet, Filters, Hit, Results, search
from pilotage.platform.directory.queries.shortlist import (
    Chosen,
    PartnerSet,
    Shortlist,
    shortlist,
)
from pilotage.platform.directory.queries.terms import Term

__all__ = [
    "Candidate",
    "Chosen",
    "Compared",
    "Comparison",
    "Facet",
    "Filters",
    "Hit",
    "Objective",
    "OfferShown",
    "PartnerPage",
    "PartnerSet",
    "Results",
    "Shortlist",
    "Term",
    "candidates",
    "compare",
    "measures_hold",
    "own_offers",
    "own_plans",
    "own_profile",
    "partner",
    "search",
    "shortlist",
    "why_none",
]
