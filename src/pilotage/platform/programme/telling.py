"""Telling organisations about a round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.notices.actions import tell_all
from pilotage.platform.parties.models import Organisation
from pilotage.platform.programme.models import Round

_NO_BODY = Text("", "")


def tell_of(row: Round, to: Iterable[Organisation], by: Viewer, at: datetime, title: Text, body: Text = _NO_BODY) -> None:  # fmt: skip
    """The same notice to each; it leads to the round's page."""
    tell_all(
        by=by, at=at, organisations=to, kind="resource", about=f"round:{row.ref}",
        title=Text(title.zh[:200], title.en[:200]), body=body, link=reverse("programme:round", args=[row.ref]),
    )  # fmt: skip


def titled(row: Round) -> Text:
    """What the round is called."""
    return Text(row.title_zh, row.title_en)
