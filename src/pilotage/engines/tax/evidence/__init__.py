"""Evidence of a filing (申报凭证): what it is known by, and whether two papers are one.

one, other = read_evidence(content), read_evidence(more)
why_same(print_of(content, one), print_of(more, other), common=set())      # Why.NUMBER, or None
any(one_sheet(page, sheet) for page in one.pages for sheet in other.pages)
"""

from pilotage.engines.tax.evidence.pictures import one_sheet
from pilotage.engines.tax.evidence.reading import Evidence, read_evidence
from pilotage.engines.tax.evidence.reuse import (
    MOST_HOLDERS,
    NAMES,
    Print,
    Why,
    nearest,
    print_of,
    why_same,
)

__all__ = [
    "MOST_HOLDERS",
    "NAMES",
    "Evidence",
    "Print",
    "Why",
    "nearest",
    "one_sheet",
    "print_of",
    "read_evidence",
    "why_same",
]
