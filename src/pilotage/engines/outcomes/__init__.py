"""Outcomes (成效): what became of a cohort, with its denominator, its interval and what is not known yet.

    share(cohort, good, of)            # exact interval (Clopper and Pearson)
    clustered(cohort, groups)          # a share whose cases come in groups: promises of a contract
    median(cohort, values)             # interval from order statistics, nothing assumed of their shape
    rate(cohort, events, exposure)     # exact interval (Garwood), per unit of exposure
    waiting(cohort, spells)            # time to an event that has not come for all: Kaplan and Meier
    difference(one, other)             # with its interval, or a reason why there is none

Pure: counts and days in, a `Figure` out. Below the least n a figure has its counts, never a value.
"""

from pilotage.engines.outcomes.comparing import Difference, difference
from pilotage.engines.outcomes.figures import LEAST, LEVEL, Cohort, Excluded, Figure, Kind, nothing
from pilotage.engines.outcomes.medians import median
from pilotage.engines.outcomes.rates import rate
from pilotage.engines.outcomes.shares import clustered, share
from pilotage.engines.outcomes.spells import Spell, waiting

__all__ = [
    "LEAST",
    "LEVEL",
    "Cohort",
    "Difference",
    "Excluded",
    "Figure",
    "Kind",
    "Spell",
    "clustered",
    "difference",
    "median",
    "nothing",
    "rate",
    "share",
    "waiting",
]
