"""What is done about the duties of a contract: they begin when their time comes, are fulfilled, warned of and frozen."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from pilotage.engines import sla
from pilotage.kernel.errors import NotAllowed, WrongState
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import duties, telling
from pilotage.platform.cases.actions.freeze import kept_inputs
from pilotage.platform.cases.models import Duty, DutyWatch
from pilotage.platform.cases.owed import Promised, export, of_filing, owed_of, promised, signed
from pilotage.platform.compliance.models import Filing
from pilotage.platform.documents.models import Document
from pilotage.platform.engagements.contracts import queries as contracts
from pilotage.platform.engagements.contracts import said
from pilotage.platform.engagements.contracts.legal_day import legal_day
from pilotage.platform.engagements.contracts.states import State
from pilotage.platform.engagements.models import Contract, ContractVersion

WORKED = (State.IN_FORCE, State.ENDED)


def watch_duties(*, by: Viewer, at: datetime, most: int = 500) -> int:
    """Looks at the contracts whose duties have something to say; how many words were said or duties begun."""
    signed_ones = Contract.objects.filter(state__in=WORKED)
    new = signed_ones.filter(duty_watch__isnull=True).order_by("pk")
    due = signed_ones.filter(duty_watch__wake_at__lte=at).order_by("duty_watch__wake_at")
    found = [*new.values_list("ref", flat=True)[:most], *due.values_list("ref", flat=True)[:most]]
    return sum(look_at_duties(by=by, at=at, ref=ref) for ref in found)


@transaction.atomic
def look_at_duties(*, by: Viewer, at: datetime, ref: str) -> int:
    """Begins what has become due to begin, says what time has used up, and sets when to look again."""
    contract = _locked(by, ref)
    version = contract.versions.get(number=contract.current)
    begun = [_begun(contract, one, by, at) for one in _missing(contract, at)]
    said_of = sum(_look(row, by, at) for row in _unsettled(contract))
    _set_watch(contract, version, at)
    return len(begun) + said_of


@transaction.atomic
def deliver_duty(*, by: Viewer, at: datetime, ref: str, document: Document, text: str = "") -> Duty:
    """The partner hands over the report, or the exported data, that a duty asks for; said again it is the same."""
    check_may(by, "case.write")
    found = duties.duty(by, ref)
    duties.check_deliverer(by, found)
    contract = _locked(by, found.contract.ref)
    row = duties.duty(by, ref)
    if row.ended_at is not None:
        if row.document_id and row.document is not None and row.document.sha256 == document.sha256:
            return row
        raise _done_already()
    row.document, row.text = document, text.strip()[: said.LONGEST]
    return _fulfilled(contract, row, by, at, sha256=document.sha256)


@transaction.atomic
def ask_export(*, by: Viewer, at: datetime, contract: str) -> Duty:
    """The seller asks for all its data; the days of the clause on exit begin. The open request if there is one."""
    check_may(by, "case.write")
    found = contracts.contract(by, contract)
    if contracts.side_of(by, found) != "seller":
        raise NotAllowed(
            "THE_SELLERS_TO_ASK",
            Text("数据导出由卖家提出。", "The export of data is the seller's to ask for."),
        )
    row = _locked(by, contract)
    if row.state not in WORKED:
        raise WrongState(
            "CONTRACT_NOT_SIGNED",
            Text("合同签署后才有导出义务。", "An export is owed once the contract is signed."),
            Text("请先签署合同。", "Sign the contract first."),
        )
    asked = Duty.objects.filter(contract=row, kind=sla.Duty.DATA_EXPORT)
    if open_one := asked.filter(ended_at__isnull=True).first():
        return open_one
    version = row.versions.get(number=row.current)
    made = _begun(row, export(version, asked.count() + 1, _second(at)), by, at)
    telling.export_asked(made, at=at)
    _set_watch(row, version, at)
    return made


@transaction.atomic
def note_export_delivered(
    *, by: Viewer, at: datetime, contract: str, sha256: str = ""
) -> Duty | None:
    """The seller's data were handed over (a bag with this digest): the open request is fulfilled; None without one.

    For the job that makes the bag, which acts as the product.
    """
    if not by.job:
        raise NotAllowed(
            "THE_PRODUCTS_TO_NOTE",
            Text(
                "由系统在数据包交付后登记。", "The product notes this once the bag is handed over."
            ),
        )
    found = _locked(by, contract)
    row = duties.duties(by).filter(
        contract=found, kind=sla.Duty.DATA_EXPORT, ended_at__isnull=True
    ).first()  # fmt: skip
    return None if row is None else _fulfilled(found, row, by, at, sha256=sha256)


@transaction.atomic
def fulfil_by_receipt(*, by: Viewer, at: datetime, filing: Filing) -> None:
    """A receipt is on file since `filing.received_at`: every open duty that it is about is fulfilled by it."""
    product = Viewer.product("duties", at)
    rows = Duty.objects.filter(
        contract__seller=filing.organisation,
        kind=sla.Duty.STATUTORY_FILING,
        of=of_filing(filing),
        ended_at__isnull=True,
    )
    for ref in rows.values_list("ref", flat=True):
        row = duties.duty(product, ref)
        contract = _locked(product, row.contract.ref)
        sha256 = filing.receipt.sha256 if filing.receipt else ""
        row.ended_at = _second(filing.received_at or at)
        _fulfilled(contract, row, by, at, sha256=sha256, filing=filing.ref)


def _missing(contract: Contract, at: datetime) -> list[Promised]:
    there = set(Duty.objects.filter(contract=contract).values_list("kind", "of"))
    return [one for one in promised(contract, at) if (str(one.owed.duty), one.owed.of) not in there]


def _begun(contract: Contract, one: Promised, by: Viewer, at: datetime) -> Duty:
    """The row of a duty; a filing whose receipt came before anybody looked is fulfilled at once."""
    owed, found = one.owed, sla.due_of(one.owed)
    row = Duty.objects.create(
        contract=contract,
        version=one.version,
        kind=owed.duty,
        of=owed.of,
        about_zh=one.about.zh[:200],
        about_en=one.about.en[:200],
        started_at=owed.start,
        within=sla.budget_text(owed.within),
        law_at=owed.by_law and owed.by_law.at,
        buffer_days=owed.by_law and owed.by_law.buffer.days,
        due=found.at,
        provisional=found.provisional,
        asked_by=by.actor if owed.duty is sla.Duty.DATA_EXPORT else "",
        wake_at=at,
    )
    _noted(row, "began", by, at, due=found.at.isoformat())
    if owed.duty is sla.Duty.STATUTORY_FILING and (filing := _received(row)):
        fulfil_by_receipt(by=Viewer.product("duties", at), at=at, filing=filing)
        row.refresh_from_db()
    return row


def _received(row: Duty) -> Filing | None:
    kind, place, period = row.of.split("/")
    where = Q(jurisdiction=place) if place else Q()
    found = Filing.objects.filter(
        where, organisation=row.contract.seller, kind=kind, period=period, received_at__isnull=False
    )
    return found.order_by("received_at").first()


def _fulfilled(contract: Contract, row: Duty, by: Viewer, at: datetime, **more: str) -> Duty:
    row.ended_at, row.done_by = row.ended_at or _second(at), by.actor
    _settle(row, by, at)
    _noted(row, "fulfilled", by, at, **{key: value for key, value in more.items() if value})
    telling.duty_done(row, at=at)
    _set_watch(contract, row.version, at)
    return row


def _look(row: Duty, by: Viewer, at: datetime) -> bool:
    """The share of its time that is over is said once; what rests on days now published is settled."""
    before = row.due
    _settle(row, by, at)
    if row.due != before:  # both values stay in the chain
        _noted(row, "due_moved", by, at, earlier=before.isoformat(), due=row.due.isoformat())
    if row.ended_at is not None:
        return False
    share = _share(row, at)
    if share <= row.warned:
        return False
    row.warned = share
    row.wake_at = _wake(row, at)
    row.save(update_fields=["warned", "wake_at"])
    telling.duty_says(row, share, at=at)
    _noted(row, "warned", by, at, percent=share)
    return True


def _settle(row: Duty, by: Viewer, at: datetime) -> None:
    """The row as the engine sees it at `at`; closed, its verdict is frozen with what it rests on."""
    standing = sla.stands(owed_of(row), _second(at))
    row.due, row.provisional = standing.due, standing.is_provisional
    row.state, row.overrun_seconds = standing.state, standing.overrun_seconds
    if standing.closed:
        row.hash, row.kept_at = standing.hash or "", at
        row.inputs = kept_inputs(row.contract, *sla.kept_duty(standing.owed), at=at)
    row.wake_at = _wake(row, at)
    row.save()


def _share(row: Duty, at: datetime) -> int:
    owed = owed_of(row)
    over = [p for p in sla.PERCENTS if p < 100 and sla.reached(owed, p) <= at]
    return 100 if at > row.due and not row.provisional else max(over, default=0)


def _wake(row: Duty, at: datetime) -> datetime | None:
    """The next share, or the next day while the days that decide are not published."""
    if row.kept_at is not None:
        return None
    if row.provisional and (row.ended_at is not None or at > row.due):
        return at + timedelta(days=1)
    ahead = [p for p in sla.PERCENTS if p > max(row.warned, _share(row, at))]
    if not ahead or row.ended_at is not None:
        return None
    return sla.reached(owed_of(row), ahead[0]) + timedelta(seconds=1)


def _unsettled(contract: Contract) -> list[Duty]:
    rows = Duty.objects.filter(contract=contract, kept_at__isnull=True)
    return list(rows.select_related("contract__seller", "contract__partner", "version"))


def _set_watch(contract: Contract, version: ContractVersion, at: datetime) -> None:
    """The first of the duties' own moments and, while time brings new ones, the next midnight."""
    rows = Duty.objects.filter(contract=contract, wake_at__isnull=False)
    moments = list(rows.values_list("wake_at", flat=True))
    over = contract.ends_on is not None and legal_day(contract, at) > contract.ends_on + _AFTER
    if signed(version).recurs and not over:
        moments.append(duties.next_midnight(version, at))
    DutyWatch.objects.update_or_create(
        contract=contract, defaults={"wake_at": min(moments, default=None)}
    )


def _locked(by: Viewer, ref: str) -> Contract:
    found = contracts.contract(by, ref)
    Contract.objects.select_for_update().get(pk=found.pk)
    return contracts.contract(by, ref)


def _noted(row: Duty, action: str, by: Viewer, at: datetime, **after: object) -> None:
    said.noted(
        row.contract, f"duty:{row.ref}", action, by=by, at=at, basis=row.version.hash,
        kind=str(row.kind), of=row.of, state=str(row.state), hash=row.hash, **after,
    )  # fmt: skip


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _done_already() -> WrongState:
    return WrongState(
        "DUTY_DONE",
        Text("这项义务已经完成。", "This duty has been fulfilled."),
        Text("补充材料请在服务单里发送。", "Send anything further in a case."),
    )


_AFTER = timedelta(days=2)
