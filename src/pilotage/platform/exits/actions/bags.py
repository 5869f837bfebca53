"""A bag from asking for it to putting it away. No state of anything keeps a seller from its own data."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.errors import Invalid, PilotageError, WrongState
from pilotage.kernel.text import Text
from pilotage.platform import ports
from pilotage.platform.access import queries as access
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.engagements.contracts import second_factor
from pilotage.platform.exits import queries, shelf
from pilotage.platform.exits.actions.export import Taken, export
from pilotage.platform.exits.models import BagState, ExitBag
from pilotage.platform.notices.actions import tell

JOB = "exits.bag"
# As long as the usual contract lets data be fetched after its end.
KEPT = timedelta(days=30)
_OPEN = (BagState.WAITING, BagState.RUNNING)


@transaction.atomic
def ask(*, by: Viewer, at: datetime) -> ExitBag:
    """Queue the bag of the viewer's own firm; one that is being made already is the answer."""
    check_may(by, "exit.take")
    seller = access.own_organisation(by)
    under_way = ExitBag.objects.filter(organisation=seller, state__in=_OPEN).first()
    if under_way is not None:
        return under_way
    bag = ExitBag.objects.create(organisation=seller, started_by=by.actor, started_at=at)
    ports.queue().put(JOB, {"ref": bag.ref}, at=at, key=f"bag:{bag.ref}")
    _note(by, at, bag, "asked")
    return bag


def ask_with_code(*, by: Viewer, at: datetime, code: str) -> ExitBag:
    """The same for whoever comes with a key: the person's code comes with it."""
    check_may(by, "exit.take")
    second_factor.note_attempt(by=by, at=at)
    with transaction.atomic():
        second_factor.spend(by=by, at=at, code=code)
        return ask(by=by, at=at)


def make(*, by: Viewer, at: datetime, ref: str) -> None:
    """Write and pack it. Taken up again after a stop, what is whole already is not made twice."""
    bag = _begun(ref)
    if bag.state == BagState.DONE:
        return
    if not shelf.is_packed(ref):
        folder = shelf.unpacked(ref)
        if not folder.exists():
            export(
                by=by,
                at=at,
                seller=bag.organisation.ref,
                folder=folder,
                progress=lambda done, total: shelf.note_progress(ref, done, total),
            )
        taken = _taken(ref)
        shelf.pack(ref, f"{bag.organisation.ref}-{bag.started_at:%Y-%m-%d}")
    else:
        taken = _taken(ref)
    finish(by=by, at=at, ref=ref, taken=taken)


@transaction.atomic
def finish(*, by: Viewer, at: datetime, ref: str, taken: Taken) -> None:
    """The bag is there: the seller hears of it."""
    bag = ExitBag.objects.select_for_update().select_related("organisation").get(ref=ref)
    if bag.state == BagState.DONE:
        return
    bag.state, bag.root, bag.missing = BagState.DONE, taken.root, len(taken.missing)
    bag.size, bag.ended_at, bag.kept_until = shelf.packed(ref).stat().st_size, at, at + KEPT
    bag.save()
    _note(by, at, bag, "made", root=bag.root, missing_files=bag.missing)
    _tell(by, at, bag, Text("您的数据包已备好", "Your data are ready to fetch"))


@transaction.atomic
def fail(*, by: Viewer, at: datetime, ref: str, error: PilotageError) -> None:
    """After the last try: why, and that nothing was lost."""
    bag = ExitBag.objects.select_for_update().select_related("organisation").get(ref=ref)
    if bag.state not in _OPEN:
        return
    bag.state, bag.ended_at = BagState.FAILED, at
    told, again = error.told(), Text("请再导出一次。", "Take it again.")
    bag.error = told | {"next_step": told["next_step"] or again.both()}
    bag.save()
    _note(by, at, bag, "failed", code=error.code)
    _tell(by, at, bag, Text("数据包没有做成", "Your data could not be packed"))


@transaction.atomic
def fetched(*, by: Viewer, at: datetime, ref: str) -> ExitBag:
    """Somebody downloads it; the chain says who. Raises `WrongState` while (or once) there is nothing to fetch."""
    check_may(by, "exit.take")
    bag = queries.bag(by, ref)
    if bag.state != BagState.DONE:
        raise WrongState(
            "NO_BAG_TO_FETCH",
            Text("现在没有可下载的数据包。", "There is nothing to fetch now."),
            Text("等它完成，或重新导出一份。", "Wait until it is made, or take another."),
        )
    _note(by, at, bag, "fetched", root=bag.root)
    return bag


@transaction.atomic
def confirm(*, by: Viewer, at: datetime, ref: str, root: str) -> ExitBag:
    """The seller checked the bag by itself and says which root it found. Raises `Invalid` for another."""
    check_may(by, "exit.take")
    bag = ExitBag.objects.select_for_update().get(pk=queries.bag(by, ref).pk)
    if bag.state not in (BagState.DONE, BagState.GONE) or root.strip().lower() != bag.root:
        raise Invalid(
            "OTHER_ROOT",
            Text(
                "这不是该数据包的根。数据包可能不完整，请重新下载再验证。",
                "This is not the root of that bag. What you have may not be whole: fetch it again and check.",
            ),
            Text(
                "验证程序输出的 root 后面的 64 位字符就是它。",
                "It is the 64 characters after “root” in what the verifier says.",
            ),
        )
    if bag.confirmed_at is None:
        bag.confirmed_at = at
        bag.save(update_fields=["confirmed_at"])
        _note(by, at, bag, "confirmed", root=bag.root)
    return bag


def put_away(*, by: Viewer, at: datetime) -> int:
    """Bags past their time leave the shelf; how many."""
    late = ExitBag.objects.filter(state=BagState.DONE, kept_until__lte=at)
    gone = 0
    for bag in late.select_related("organisation"):
        with transaction.atomic():
            mine = ExitBag.objects.filter(pk=bag.pk, state=BagState.DONE)
            if mine.update(state=BagState.GONE):
                _note(by, at, bag, "put_away", root=bag.root)
                gone += 1
        shelf.throw_away(bag.ref)
    return gone


@transaction.atomic
def _begun(ref: str) -> ExitBag:
    bag = ExitBag.objects.select_for_update().select_related("organisation").get(ref=ref)
    if bag.state == BagState.WAITING:
        bag.state = BagState.RUNNING
        bag.save(update_fields=["state"])
    return bag


def _taken(ref: str) -> Taken:
    """What a finished bag says of itself; kept beside it, so that a stop after packing loses nothing."""
    kept = shelf.unpacked(ref).with_name("taken.json")
    folder = shelf.unpacked(ref)
    if folder.exists():
        signature = json.loads((folder / "signature.json").read_text())
        missing = json.loads((folder / "data" / "missing_files.json").read_text())
        kept.write_text(json.dumps([signature["statement"]["root"], missing]))
    root, missing = json.loads(kept.read_text())
    return Taken(root, tuple(missing))


def _note(by: Viewer, at: datetime, bag: ExitBag, what: str, **after: object) -> None:
    record(
        by=by.actor,
        at=at,
        tenant=bag.organisation.ref,
        action=f"bag.{what}",
        object=f"bag:{bag.ref}",
        after=after,
    )


def _tell(by: Viewer, at: datetime, bag: ExitBag, title: Text) -> None:
    tell(
        by=by,
        at=at,
        organisation=bag.organisation,
        kind="exit.bag",
        about=f"bag:{bag.ref}",
        title=title,
        link=reverse("exits:bag", args=[bag.ref]),
    )
