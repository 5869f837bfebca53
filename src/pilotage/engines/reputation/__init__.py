"""Reputation (口碑): what sellers' opinions and a firm's own record amount to, and which opinions are made to order.

    tally(opinions)             # each engagement counts once, however many reviews it has
    prior_of(tallies)           # what is expected of a firm of this category, from all firms
    standing(tally, prior)      # mean, 90 % interval and n, or unknown
    share(good, of)             # an outcome with its denominator, beside opinions, never mixed into them
    rings(reviews, signs)       # groups of reviews that were probably agreed on, with reasons

Pure: values in, values out. What becomes of a suspicion is a person's decision.
"""

from pilotage.engines.reputation.opinions import (
    LEAST_SHOWN,
    UNKNOWN,
    Opinion,
    Prior,
    Standing,
    Tally,
    prior_of,
    standing,
    tally,
)
from pilotage.engines.reputation.outcomes import KINDS, Share, share
from pilotage.engines.reputation.rings import Ring, rings
from pilotage.engines.reputation.signs import WHY, Reviewed, Why

__all__ = [
    "KINDS",
    "LEAST_SHOWN",
    "UNKNOWN",
    "WHY",
    "Opinion",
    "Prior",
    "Reviewed",
    "Ring",
    "Share",
    "Standing",
    "Tally",
    "Why",
    "prior_of",
    "rings",
    "share",
    "standing",
    "tally",
]
