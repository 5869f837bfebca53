"""Sending what is due: claimed in one transaction, sent in none, its outcome noted in another. At least once.

A worker that dies in between leaves the claim to lapse; the event is sent again under the same number.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min, QuerySet
from django.urls import reverse

from pilotage.kernel.errors import PilotageError
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.notices.actions import tell
from pilotage.platform.webhooks import sealing, signing
from pilotage.platform.webhooks.kinds import OFF, TEST
from pilotage.platform.webhooks.models import Delivery, Hook, State
from pilotage.platform.webhooks.noting import note, switch_off

# After the first, second … try; together with the tries themselves just under a day.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
FAILURES_TO_OFF = 3
# Longer than a try can take with its resolving and its wait for a thread.
_CLAIM = timedelta(minutes=2)
# So many addresses at once, so few of each: one that hangs holds up none but itself.
_ADDRESSES, _OF_EACH, _AT_ONCE = 16, 2, 16


@dataclass(frozen=True, slots=True)
class _Outcome:
    status: int | None
    error: str

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def send_round(*, by: Viewer, at: datetime) -> int:
    """Sends a round of what is due; how many were tried. Called between jobs until it is 0."""
    claimed = _claim(at)
    if claimed:
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            outcomes = list(threads.map(_send, claimed, [at] * len(claimed)))
        for row, outcome in zip(claimed, outcomes, strict=True):
            _settle(by, at, row, outcome)
    return len(claimed)


@transaction.atomic
def _claim(at: datetime) -> list[Delivery]:
    """Each is ours until its claim lapses; another worker passes over it."""
    claimed: list[Delivery] = []
    hooks = _due(at).values("hook").annotate(first=Min("next_try")).order_by("first", "hook")
    for one in hooks[:_ADDRESSES]:
        rows = _due(at).filter(hook=one["hook"]).select_related("hook")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        claimed += rows.order_by("next_try", "pk")[:_OF_EACH]
    for row in claimed:
        row.tries, row.tried_at, row.next_try = row.tries + 1, at, at + _CLAIM
    Delivery.objects.bulk_update(claimed, ["tries", "tried_at", "next_try"])
    return claimed


def _due(at: datetime) -> QuerySet[Delivery]:
    live = Delivery.objects.filter(state=State.WAITING, hook__off_at=None)
    return live.filter(next_try__lte=at).exclude(hook__sealed="")


def _send(row: Delivery, at: datetime) -> _Outcome:
    """In a thread of its own, without the database."""
    try:
        body = row.body.encode()
        held = [row.hook.sealed, *([row.hook.sealed_old] if row.hook.has_old(at) else [])]
        secrets = [sealing.opened(row.hook.ref, one) for one in held]
        said = signing.headers(secrets, row.event, row.kind, body, at)
        return _Outcome(ports.webhooks().post(row.hook.address, said, body), "")
    except PilotageError as error:
        return _Outcome(None, error.code)


@transaction.atomic
def _settle(by: Viewer, at: datetime, tried: Delivery, outcome: _Outcome) -> None:
    """Unless it was deleted, switched off or sent by another meanwhile."""
    hook = Hook.objects.select_for_update().select_related("organisation").filter(pk=tried.hook_id)
    found, mine = hook.first(), Delivery.objects.select_for_update().filter(pk=tried.pk)
    row = mine.filter(state=State.WAITING, tries=tried.tries, next_try=tried.next_try).first()
    if found is None or row is None:
        return
    row.status, row.error = outcome.status, outcome.error
    if outcome.arrived:
        row.state = State.DELIVERED
    elif next_try := _next_try(row, at):
        row.next_try = next_try
    else:
        row.state = State.FAILED
    row.save()
    if row.kind == TEST:
        return
    if row.state == State.DELIVERED:
        Hook.objects.filter(pk=found.pk).update(failures=0)
    elif row.state == State.FAILED:
        _failed(by, at, found)


def _next_try(row: Delivery, at: datetime) -> datetime | None:
    """None when there is none: a test event is tried once."""
    if row.kind == TEST or row.tries > len(WAITS):
        return None
    then = at + WAITS[row.tries - 1]
    return then if then <= row.until else None


def _failed(by: Viewer, at: datetime, hook: Hook) -> None:
    """After the third in a row the address is switched off, and its organisation told in the product and by mail."""
    hook.failures += 1
    hook.save(update_fields=["failures"])
    if hook.failures < FAILURES_TO_OFF or hook.off_at is not None:
        return
    note(hook, "gave_up", by, at, failures=hook.failures, dropped=switch_off(hook, by, at))
    tell(
        by=by, at=at, organisation=hook.organisation, kind=OFF, about=f"webhook:{hook.ref}",
        title=_OFF, body=_HOW_ON, link=reverse("webhooks:list"),
    )  # fmt: skip


_OFF = Text("一个推送地址已自动停用", "A webhook address was switched off")
_HOW_ON = Text(
    "连续三条推送一天内都没有送达。请由负责人在「消息推送」查看原因，修好后重新启用；没有送达的可以再次发送。",
    "Three deliveries in a row did not arrive within a day. The owner sees why under “Webhooks”, mends it and switches it on again; what did not arrive can be sent again.",
)
