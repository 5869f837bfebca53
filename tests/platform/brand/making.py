"""A seller's portfolio and small registers; the worker's child called in this process, as the job would."""

from __future__ import annotations

from datetime import date, datetime

from tests.platform.directory import making

from pilotage.jobs import brand as job
from pilotage.jobs import brand_child
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand import actions
from pilotage.platform.brand.models import BrandWork, Mark, RegisterFile
from pilotage.platform.documents.actions import receive
from pilotage.platform.documents.models import Document
from pilotage.platform.parties.models import Organisation

NOW = making.NOW
HEAD = "id,mark,classes,office,status,filed,owner,published\n"
ROWS = (
    "018900001,VELTORA,9,EUIPO,registered,2019-04-01,Nordlicht GmbH,2019-05-01\n"
    "018900002,VELTORRA PRO,9,EUIPO,pending,2026-10-02,Another Ltd,2026-11-02\n"
    "018900003,FELDTORA,9,EUIPO,expired,2009-04-01,Old AG,\n"
    "018900004,SUNBREAD,30,EUIPO,registered,2015-04-01,Bakers BV,\n"
)
SIGN = {
    "sign": "VELTORA",
    "office": "EUIPO",
    "status": "registered",
    "form": "word",
    "classes": "9",
}


def direct(monkeypatch) -> None:
    """No process of its own: what the child says is the same."""

    def crunch(function, args, progress):
        return getattr(brand_child, function.partition(":")[2])(**args, progress=progress)

    monkeypatch.setattr(job, "crunch", crunch)


def mark(by: Viewer, at: datetime = NOW, **given: object) -> Mark:
    return actions.add_mark(by=by, at=at, given=SIGN | given)


def happened(by: Viewer, one: Mark, event: str, on: str, at: datetime = NOW, **facts: object):
    return actions.note_event(
        by=by, at=at, ref=one.ref, event=event, on=date.fromisoformat(on), facts=facts
    )


def file(
    by: Viewer, text: str | bytes, name: str = "register.csv", kind: str = "mark_register"
) -> Document:
    owner = Organisation.objects.get(pk=by.organisation_id)
    return receive(
        by=by,
        at=NOW,
        owner=owner,
        kind=kind,
        name=name,
        chunks=[text if isinstance(text, bytes) else text.encode()],
    )


def register(by: Viewer, text: str = HEAD + ROWS, name: str = "register.csv") -> RegisterFile:
    """Imported and read."""
    row = actions.import_register(by=by, at=NOW, document=file(by, text, name))
    done(row.work.filter(kind="read").latest("pk"))
    row.refresh_from_db()
    return row


def done(work: BrandWork, at: datetime = NOW) -> BrandWork:
    job.run({"ref": work.ref}, at=at)
    work.refresh_from_db()
    return work
