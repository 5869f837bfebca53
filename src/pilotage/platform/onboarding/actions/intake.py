"""The moves of the process before a contract. Each is one step of the table, kept, told to the firm that did not make it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from pilotage.kernel.errors import Invalid, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.audit.actions import record
from pilotage.platform.engagements import states as requests
from pilotage.platform.notices.actions import tell
from pilotage.platform.onboarding import intake as rules
from pilotage.platform.onboarding import intakes
from pilotage.platform.onboarding.intake import NAMES, State
from pilotage.platform.onboarding.models import Intake, IntakeMove
from pilotage.platform.parties.models import Kind as OrganisationKind
from pilotage.platform.parties.models import Organisation

LONGEST = 4000


@transaction.atomic
def begin(*, by: Viewer, at: datetime, referral: str) -> Intake:
    """Under a request that was accepted; once. Raises `NotFound`, `NotAllowed`, `WrongState`."""
    check_may(by, "intake.move")
    found = intakes.referral(by, referral)
    if found.state != requests.Referral.ACCEPTED:
        raise WrongState(
            "NOT_ACCEPTED",
            Text("服务商还没有接受这份请求。", "The partner has not accepted this request."),
            Text("接受后即可开始。", "It can begin once it is accepted."),
        )
    if Intake.objects.filter(referral=found).exists():
        raise WrongState(
            "INTAKE_THERE",
            Text("这份请求的对接流程已经开始。", "The process under this request has begun already."),
            Text("请打开已有的流程。", "Open the one there is."),
        )  # fmt: skip
    seller = found.request.seller
    row = Intake.objects.create(
        referral=found, state=State.PAPERS, words=rules.words().version, calendar=seller.calendar,
        opened_by=by.actor, opened_at=at,
    )  # fmt: skip
    _keep(row, "begun", by, at)
    _say(row, by, at)
    return row


def move(
    *, by: Viewer, at: datetime, ref: str, event: str,
    note: str = "", papers: Iterable[str] = (), seen: str = "",
) -> Intake:  # fmt: skip
    """The move of that name, with what it needs of the rest. Raises `Invalid` for a name that is none."""
    intakes.intake(by, ref)
    whom: dict[str, Any] = {"by": by, "at": at, "ref": ref}
    if event == "hand_in":
        return hand_in(**whom, papers=papers, note=note)
    if event == "confirm":
        return confirm(**whom)
    if event == "sign":
        return sign(**whom, seen=seen)
    if event not in _WITH_WORDS:
        check_may(by, "intake.move")
        raise Invalid("NO_SUCH_MOVE", Text("没有这样的操作。", "There is no such move."))
    return _WITH_WORDS[event](**whom, note=note)


def hand_in(*, by: Viewer, at: datetime, ref: str, papers: Iterable[str], note: str) -> Intake:
    """The seller's papers: every one of the list, with a word on where they are."""
    ticked = sorted(set(papers))
    with transaction.atomic():
        row = _locked(by, ref, "intake.move")
        asked = rules.words(row.words).papers
        missing = [says for name, says in asked.items() if name not in ticked]
        if missing or set(ticked) - set(asked):
            raise Invalid(
                "PAPERS_MISSING",
                Text("还缺：{what}。", "Missing: {what}."),
                Text("逐项确认后再提交。", "Tick each of them."),
                what=Text(
                    "、".join(m.zh for m in missing) or "清单", ", ".join(m.en for m in missing) or "list"
                ),
            )  # fmt: skip
        return _move(row, "hand_in", by, at, note=_said(note, needed=False), papers=ticked)


@transaction.atomic
def confirm(*, by: Viewer, at: datetime, ref: str) -> Intake:
    """The programme found the papers complete."""
    return _move(_locked(by, ref, "intake.check"), "confirm", by, at)


@transaction.atomic
def send_back(*, by: Viewer, at: datetime, ref: str, note: str) -> Intake:
    """The programme says what is missing."""
    return _move(_locked(by, ref, "intake.check"), "send_back", by, at, note=_said(note))


@transaction.atomic
def sign(*, by: Viewer, at: datetime, ref: str, seen: str) -> Intake:
    """An owner signs the words whose SHA-256 they saw; what is kept is over what."""
    row = _locked(by, ref, "contract.sign")
    state = State(row.state)
    rules.after(state, "sign", intakes.side_of(by))
    signed = rules.hash_of(rules.words(row.words).signed(state))
    if seen != signed:
        raise WrongState(
            "OTHER_WORDS",
            Text("您看到的不是现在要签的文本。", "What you saw is not what is to be signed now."),
            Text("请刷新后重新阅读。", "Reload and read it again."),
        )
    return _move(row, "sign", by, at, signed=signed)


@transaction.atomic
def diagnose(*, by: Viewer, at: datetime, ref: str, note: str) -> Intake:
    """What the partner found, in its words."""
    return _move(_locked(by, ref, "intake.move"), "diagnose", by, at, note=_said(note))


@transaction.atomic
def propose(*, by: Viewer, at: datetime, ref: str, note: str) -> Intake:
    """What the partner proposes; the clock ends."""
    return _move(_locked(by, ref, "intake.move"), "propose", by, at, note=_said(note))


@transaction.atomic
def stop(*, by: Viewer, at: datetime, ref: str, note: str) -> Intake:
    """Either side ends it, with the reason."""
    return _move(_locked(by, ref, "intake.move"), "stop", by, at, note=_said(note))


_WITH_WORDS: dict[str, Callable[..., Intake]] = {
    "send_back": send_back,
    "diagnose": diagnose,
    "propose": propose,
    "stop": stop,
}


def _locked(by: Viewer, ref: str, verb: str) -> Intake:
    check_may(by, verb)
    seen = intakes.intake(by, ref)
    rows = Intake.objects.select_for_update(of=("self",))
    return rows.select_related("referral__request__seller", "referral__partner").get(pk=seen.pk)


def _move(
    row: Intake, event: str, by: Viewer, at: datetime,
    note: str = "", papers: Iterable[str] = (), signed: str = "",
) -> Intake:  # fmt: skip
    side, before = intakes.side_of(by), row.state
    row.state = rules.after(before, event, side)
    if row.state not in rules.OPEN:
        row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    IntakeMove.objects.create(
        intake=row, state=before, event=event, side=side, note=note, papers=list(papers),
        signed=signed, by=by.actor, by_name=by.person_name or by.actor, at=at,
    )  # fmt: skip
    _keep(row, event, by, at, state=row.state, signed=signed)
    _say(row, by, at)
    return row


def _said(note: str, needed: bool = True) -> str:
    text = note.strip()
    if needed and not text:
        raise Invalid(
            "NOTHING_SAID",
            Text("请写明内容，对方要看。", "Say what it is; the other side reads it."),
            Text("一两句即可。", "A sentence or two will do."),
        )
    if len(text) > LONGEST or "\0" in text:
        raise Invalid(
            "TOO_LONG",
            Text("最多 {most} 字，且不含空字符。", "At most {most} characters, without NUL."),
            most=LONGEST,
        )
    return text


def _keep(row: Intake, what: str, by: Viewer, at: datetime, **after: object) -> None:
    """One event on the seller's chain; no words."""
    record(
        by=by.actor, at=at, tenant=row.referral.request.seller.ref, action=f"intake.{what}",
        object=f"intake:{row.ref}", after=after,
    )  # fmt: skip


def _say(row: Intake, by: Viewer, at: datetime) -> None:
    """Seller and partner learn whose move it is, each but the one who acted; the programme when the move is its own."""
    asked, link = row.referral.request, reverse("intakes:detail", args=[row.ref])
    told = [asked.seller, row.referral.partner]
    if rules.MOVES.get(State(row.state)) == "operator":
        told += Organisation.objects.filter(kind=OrganisationKind.OPERATOR)
    for side in told:
        if side.pk != by.organisation_id:
            tell(
                by=by, at=at, organisation=side, kind="intake.moved", about=f"intake:{row.ref}",
                title=Text("对接流程：{now}", "Before the contract: {now}").with_(now=NAMES[row.state]),
                link=link,
            )  # fmt: skip
