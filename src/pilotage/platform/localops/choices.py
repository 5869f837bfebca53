"""Which suggestions of a check are accepted: the last word on each, worked out from the choices in their order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pilotage.platform.localops.models import ListingCheck

ACCEPTED, LEFT = "accepted", "left"
VERDICTS = (ACCEPTED, LEFT)


def accepted(made: ListingCheck) -> NDArray[np.bool_]:
    """For each finding of a check, by its position, whether its suggestion is accepted. What nobody chose is left."""
    found = np.zeros((made.summary or {}).get("findings", 0), np.bool_)
    for verdict, spans in made.choices.order_by("pk").values_list("verdict", "spans"):
        for first, last in spans:
            found[first : last + 1] = verdict == ACCEPTED
    return found


def is_open(made: ListingCheck) -> bool:
    """Whether suggestions can be accepted still: until the corrected listings are asked for."""
    return bool(made.rows_sha256) and made.ordered_at is None and not made.sheet_sha256
