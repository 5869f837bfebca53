"""What every reading asks: which rows are the viewer's own, and is there such a one."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.platform.access.viewer import Viewer

M = TypeVar("M", bound=Model)


def own(viewer: Viewer, rows: QuerySet[M], owner: str = "organisation") -> QuerySet[M]:
    """Those whose column `owner` is the viewer's organisation; the product sees all."""
    return rows if viewer.job else rows.filter(**{f"{owner}_id": viewer.organisation_id or -1})


def first(rows: QuerySet[M], otherwise: NotFound) -> M:
    """The first row; raises `otherwise` when there is none, which also hides what others have."""
    found = rows.first()
    if found is None:
        raise otherwise
    return found
