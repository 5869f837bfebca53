"""What the owner does with addresses: add, rotate the secret, end the old one, switch off and on, delete, try, send again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.refs import new_ref
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Organisation
from pilotage.platform.webhooks import addresses, queries, queueing, sealing
from pilotage.platform.webhooks.kinds import offered
from pilotage.platform.webhooks.models import Delivery, Hook, State
from pilotage.platform.webhooks.noting import drop, note
from pilotage.platform.webhooks.noting import switch_off as stop

MOST = 10
KEPT = timedelta(days=30)
# So long a secret that was rotated out signs beside the new one, as receivers are changed.
OVERLAP = timedelta(hours=24)
_TESTS_EVERY = timedelta(seconds=10)


def add(*, by: Viewer, at: datetime, address: str, kinds: Iterable[str]) -> tuple[Hook, str]:
    """The address, and its secret, which is told here and never again.

    Raises `NotAllowed`, `Invalid` (written wrongly, unknown name, a private address, no subject), `WrongState`.
    """
    check_may(by, queries.VERB)
    address, wanted = addresses.fit(address), _wanted(by, kinds)
    ports.webhooks().check(address)  # asks the name, which may take seconds: no transaction is open
    return _add(by, at, address, wanted)


@transaction.atomic
def _add(by: Viewer, at: datetime, address: str, wanted: list[str]) -> tuple[Hook, str]:
    owner = access.own_organisation(by)
    Organisation.objects.select_for_update().get(pk=owner.pk)  # two at once are counted
    there = Hook.objects.filter(organisation=owner)
    if there.count() >= MOST:
        raise WrongState("ADDRESSES_FULL", Text("最多登记 {most} 个地址。", "At most {most} addresses."), Text("请先删除不用的。", "Delete one that is not used."), most=MOST)  # fmt: skip
    if there.filter(address=address).exists():
        raise WrongState("ADDRESS_THERE", Text("这个地址已经登记。", "This address is there already."))  # fmt: skip
    secret = sealing.new_secret()
    row = Hook(organisation=owner, address=address, kinds=wanted, secret_since=at, added_by=by.actor, added_at=at)  # fmt: skip
    row.sealed = sealing.sealed(row.ref, secret)
    row.save()
    note(row, "added", by, at, kinds=wanted)
    return row, secret


@transaction.atomic
def rotate(*, by: Viewer, at: datetime, ref: str) -> tuple[Hook, str]:
    """A new secret, told here and never again; the old one signs beside it for `OVERLAP`, one still older not any more."""
    row, secret = _locked(by, ref), sealing.new_secret()
    row.sealed_old, row.old_until = row.sealed, at + OVERLAP if row.sealed else None
    row.sealed, row.secret_since = sealing.sealed(row.ref, secret), at
    row.save()
    note(row, "rotated", by, at, old_until=row.old_until and row.old_until.isoformat())
    return row, secret


@transaction.atomic
def end_old_secret(*, by: Viewer, at: datetime, ref: str) -> Hook:
    """The old secret signs nothing from now on, and is gone. Raises `WrongState` where there is none."""
    row = _locked(by, ref)
    if not row.has_old(at):
        raise WrongState("NO_OLD_SECRET", Text("没有还在签名的旧密钥。", "There is no old secret that still signs."))  # fmt: skip
    return _forget_old(row, by, at)


@transaction.atomic
def switch_off(*, by: Viewer, at: datetime, ref: str) -> Hook:
    """At once; what waited is not sent. Raises `WrongState` when it is off."""
    row = _locked(by, ref)
    if row.off_at is not None:
        raise WrongState("OFF_ALREADY", Text("这个地址已经停用。", "This address is off already."))
    note(row, "switched_off", by, at, dropped=stop(row, by, at))
    return row


@transaction.atomic
def switch_on(*, by: Viewer, at: datetime, ref: str) -> Hook:
    """From now on; what was not sent meanwhile can be sent by hand. Raises `WrongState` when it is on."""
    row = _locked(by, ref)
    if row.off_at is None:
        raise WrongState("ON_ALREADY", Text("这个地址已经启用。", "This address is on already."))
    row.off_by, row.off_at, row.failures = "", None, 0
    row.save()
    # Also what was queued in the instant in which the address went off.
    note(row, "switched_on", by, at, dropped=drop(row))
    return row


@transaction.atomic
def delete(*, by: Viewer, at: datetime, ref: str) -> None:
    """With its secret and its deliveries."""
    row = _locked(by, ref)
    note(row, "deleted", by, at)
    row.delete()


@transaction.atomic
def test(*, by: Viewer, at: datetime, ref: str) -> Delivery:
    """Queues an event about nothing; it is tried once. Raises `WrongState` while off, or right after another."""
    row = _locked(by, ref)
    _check_live(row)
    if row.deliveries.filter(event__startswith="tst_", at__gt=at - _TESTS_EVERY).exists():
        raise WrongState("TESTED_JUST_NOW", Text("刚刚发过测试事件。", "A test event was sent just now."), Text("请十秒后再试。", "Try again in ten seconds."))  # fmt: skip
    made = queueing.test_event(row, new_ref("tst"), at)
    note(row, "tested", by, at, event=made.event)
    return made


@transaction.atomic
def send_again(*, by: Viewer, at: datetime, ref: str) -> Delivery:
    """The same event and content once more, for another day. Raises `WrongState` while it waits or its address is off."""
    seen = queries.delivery(by, ref)
    hook = _locked(by, seen.hook.ref)
    row = Delivery.objects.select_for_update().get(pk=seen.pk)
    _check_live(hook)
    if row.state == State.WAITING:
        raise WrongState("WAITS_ALREADY", Text("这条推送正在等待发送。", "This delivery waits to be sent."))  # fmt: skip
    row.state, row.tries, row.error, row.status = State.WAITING, 0, "", None
    row.next_try, row.until = at, at + queueing.GIVEN_UP_AFTER
    row.save()
    note(hook, "sent_again", by, at, event=row.event)
    return row


@transaction.atomic
def forget_old_secrets(*, by: Viewer, at: datetime) -> int:
    """Secrets whose overlap is over go for good; how many."""
    over = Hook.objects.select_for_update(of=("self",)).filter(old_until__lte=at)
    return len([_forget_old(row, by, at) for row in over.select_related("organisation")])


def put_away(*, by: Viewer, at: datetime) -> int:
    """Deliveries of more than thirty days ago go for good; how many."""
    return Delivery.objects.filter(at__lt=at - KEPT).delete()[0]


def _locked(by: Viewer, ref: str) -> Hook:
    seen = queries.hook(by, ref)
    return Hook.objects.select_for_update().select_related("organisation").get(pk=seen.pk)


def _forget_old(row: Hook, by: Viewer, at: datetime) -> Hook:
    row.sealed_old, row.old_until = "", None
    row.save(update_fields=["sealed_old", "old_until"])
    note(row, "old_secret_ended", by, at)
    return row


def _check_live(hook: Hook) -> None:
    if hook.off_at is not None or not hook.sealed:
        raise WrongState("ADDRESS_OFF", Text("这个地址已停用或没有密钥。", "This address is off, or has no secret here."), Text("请先启用，或更换密钥。", "Switch it on, or rotate its secret, first."))  # fmt: skip


def _wanted(by: Viewer, kinds: Iterable[str]) -> list[str]:
    wanted = sorted(set(kinds))
    if not wanted or set(wanted) - offered(by.kind).keys():
        raise Invalid(
            "NO_SUCH_SUBJECT",
            Text("没有选主题，或选了没有的主题。", "No subject was chosen, or one that is not offered."),
            Text("可选：{those}。", "There are: {those}."),
            those=", ".join(offered(by.kind)),
        )  # fmt: skip
    return wanted
