"""A's marks: one with an event, a register, a clearance, an alert."""

from __future__ import annotations

from datetime import datetime, timedelta

from pilotage.platform.access.viewer import Viewer
from pilotage.platform.brand.models import Alert, BrandWork, Mark, MarkEvent, RegisterFile
from pilotage.platform.documents.actions import receive
from pilotage.platform.parties.models import Organisation


def branded(seller: Organisation, at: datetime, secret: str) -> dict[str, str]:
    document = receive(
        by=Viewer.product("wall", at), at=at, owner=seller, kind="mark_register",
        name=f"{secret}.csv", chunks=[f"id,mark\n1,{secret}\n".encode()],
    )  # fmt: skip
    mark = Mark.objects.create(
        organisation=seller, sign=secret, office="EUIPO", status="registered", picture=document,
        added_by="test", added_at=at, changed_at=at,
    )  # fmt: skip
    event = MarkEvent.objects.create(
        mark=mark, event="publication", on=at.date() - timedelta(days=10), entered_by="test", entered_at=at,
    )  # fmt: skip
    register = RegisterFile.objects.create(
        organisation=seller, document=document, rows=1, facts={}, added_by="test", added_at=at
    )
    hit = {
        "id": "1",
        "mark": secret,
        "classes": "",
        "status": "",
        "filed": "",
        "alive": True,
        "office": "EUIPO",
    }
    factors = {"score": 0.9, "sound": 0.9, "look": 0.9, "meaning": 0.0, "goods": 1.0}
    screening = BrandWork.objects.create(
        organisation=seller, kind="screen", register=register, asked={"name": secret, "classes": ""},
        state="done", result={"looked_at": 1, "hits": [hit | factors | {"place": 1}]},
        started_by="test", started_at=at,
    )  # fmt: skip
    alert = Alert.objects.create(
        organisation=seller, mark=mark, register=register, filing=f"EUIPO/{secret}", filed=hit,
        factors=factors, score=9000, found_at=at,
    )  # fmt: skip
    return {
        "trade_mark": mark.ref, "mark_event": event.ref, "mark_register": register.ref,
        "clearance": screening.ref, "mark_alert": alert.ref,
    }  # fmt: skip
