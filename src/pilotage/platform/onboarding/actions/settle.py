"""A person looks at what the reader was unsure of, and says what stands there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pilotage.engines.dossier.settled import settled
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.onboarding import queries
from pilotage.platform.onboarding.actions.apply import locked, noted, touched
from pilotage.platform.onboarding.models import FieldWord


@transaction.atomic
def settle(*, by: Viewer, at: datetime, ref: str, field: str, value: str) -> FieldWord:
    """`ref` names the paper. The chain says who settled which field, not what stands there.

    Raises `NotFound` where nothing waits, `Invalid` for what cannot stand there (`engines.dossier.settled`).
    """
    row = locked(by, queries.paper(by, ref).application.ref)
    asked = queries.question(by, ref, field)
    word = FieldWord.objects.create(
        paper=asked.paper, field=field, value=settled(field, value), read=asked.read[:1000],
        by=by.actor, by_name=by.person_name or by.actor, at=at,
    )  # fmt: skip
    touched(row, at)
    noted(row, "field_settled", by, at, paper=asked.paper.name, field=field, as_read=word.value == asked.read)  # fmt: skip
    return word
