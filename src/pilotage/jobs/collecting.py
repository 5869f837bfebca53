"""The job `reports.collect`: one turn at Amazon for a seller's month. What has no answer yet is left to the next turn.

Between two steps everything lies in rows, so a turn that is killed costs nothing but its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from pilotage.engines import sp_api
from pilotage.engines.law.marketplaces import marketplaces
from pilotage.integrations.sp_api.client import SIGN_IN, Client, Keys
from pilotage.integrations.sp_api.month import Asked
from pilotage.integrations.sp_api.month import collect as fetch
from pilotage.jobs.crunch import gave_up_error
from pilotage.kernel.errors import Invalid, NotAllowed, PilotageError, SourceDown
from pilotage.kernel.periods import Month, parse_period
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.connections import actions as accounts
from pilotage.platform.connections import queries as connections
from pilotage.platform.reports import actions, collected
from pilotage.platform.reports.models import Answer, Collection, Fetched

_JOB = "reports"
# A few looks in a turn, so that a slow report holds the worker up for seconds.
_POLLS, _TRIES = 5, 4
# What sign-in refuses concerns every file; any other refusal one file alone.
_SIGN_IN = frozenset({"CONSENT_WITHDRAWN", "APPLICATION_REFUSED", "AMAZON_SIGNED_OUT"})


@dataclass(slots=True)
class _Row:
    """Fulfils `integrations.sp_api.month.Kept` for one file."""

    file: Fetched
    by: Viewer

    def number(self, asked: Asked) -> str | None:
        return self.file.number or None

    def remember(self, asked: Asked, number: str | None) -> None:
        actions.remember(by=self.by, at=self.by.at, file=self.file, number=number)
        self.file.number = number or ""

    def has(self, number: str) -> bool:
        return self.file.state == Answer.KEPT

    def opens(self, asked: Asked, document: str) -> None:
        actions.note_opening(by=self.by, at=self.by.at, file=self.file, document=document)

    def keep(self, number: str, digest: str, content: bytes) -> None:
        actions.keep(by=self.by, at=self.by.at, file=self.file, number=number, content=content)


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A turn. A consent that Amazon takes no longer ends the collection, and the connection says so."""
    by, ref = Viewer.product(_JOB, at), args["ref"]
    about = collected.collection(by, ref)
    try:
        _turn(about, by)
    except PilotageError as error:
        if error.code == "CONSENT_WITHDRAWN":
            accounts.refuse(by=by, at=at, ref=about.connection.ref)
        actions.stop(by=by, at=at, ref=ref, error=error)
    else:
        actions.end_turn(by=by, at=at, ref=ref)


def gave_up(args: dict[str, Any], *, at: datetime, error: Exception) -> None:
    """After the last try of a turn the seller is told; what was collected is kept."""
    by = Viewer.product(_JOB, at)
    actions.stop(by=by, at=at, ref=args["ref"], error=gave_up_error(error))


def tick(at: datetime) -> int:
    """How many collections of last month were begun."""
    return actions.due(by=Viewer.product(_JOB, at), at=at)


def client_for(region: str, token: str) -> Client:
    """A client of the seller's region, or of what stands in for Amazon."""
    amazon = settings.AMAZON
    keys = Keys(amazon["client"], amazon["secret"], token)
    instead = amazon["address"]
    sign_in = f"{instead}/auth/o2/token" if instead else SIGN_IN
    return Client(keys, instead or sp_api.endpoint(region), sign_in, tries=_TRIES)


def _turn(about: Collection, by: Viewer) -> None:
    if not (files := actions.open_files(by=by, at=by.at, ref=about.ref)):
        return
    month = parse_period(about.month)
    if not isinstance(month, Month):
        raise TypeError(about.month)
    site = marketplaces()[about.connection.site].marketplace_id
    client = client_for(about.connection.region, connections.token(by, about.connection.ref))
    for file in files:
        asked = Asked(file.type, site, f"{month.first}T00:00:00Z", f"{month.last}T23:59:59Z")
        _one(client, asked, _Row(file, by))


def _one(client: Client, asked: Asked, row: _Row) -> None:
    try:
        missing = fetch(client, [asked], row, _POLLS)
        why = _NOT_MADE if missing else None
    except SourceDown:
        return  # the next turn
    except (NotAllowed, Invalid) as error:
        if error.code in _SIGN_IN:
            raise
        why = error.says
    if why:
        actions.unavailable(by=row.by, at=row.by.at, file=row.file, why=why)


_NOT_MADE = Text(
    "亚马逊说这个月没有这份报告，或没能生成。",
    "Amazon says that there is no such report of the month, or could not make it.",
)
