"""Each measure counted: cases from the rooms that know them, split into those with a partner and those without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pilotage.engines.outcomes import (
    Cohort,
    Excluded,
    Figure,
    Kind,
    Spell,
    clustered,
    median,
    nothing,
    rate,
    share,
    waiting,
)
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.cases import queries as cases
from pilotage.platform.compliance.models import EprCheck
from pilotage.platform.compliance.models import State as CheckState
from pilotage.platform.directory.catalogue import opened
from pilotage.platform.disputes import queries as disputes
from pilotage.platform.engagements.models import Referral
from pilotage.platform.programme.cohorts import (
    Engaged,
    Held,
    latest,
    midnight,
    stretch,
    year_until,
)
from pilotage.platform.programme.measures import MEASURES
from pilotage.platform.programme.models import Answer, ShopRecord
from pilotage.platform.reports.models import MonthReport
from pilotage.platform.reports.models import State as ReportState

SAYS = {
    "all": Text("与服务商有合同的卖家", "sellers under contract with a partner"),
    "own": Text("与该服务商有合同的卖家", "sellers under contract with this partner"),
    "none": Text("没有服务商的卖家", "sellers without a partner"),
    "contracts": Text("合同", "contracts"),
    "listed": Text("统计日在列的服务商", "partners listed on the day counted"),
}
Case = tuple[int, date, Any]
"""Seller, the day on which it is asked whether it had a partner, and what is counted."""
Judge = Callable[[Cohort, Sequence[Any]], Figure]


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure of the programme, or of one `partner`'s sellers, and of sellers without a partner where there are any."""

    measure: str
    partner: int | None
    figure: Figure
    other: Figure | None


def count(viewer: Viewer, as_of: date) -> Iterator[Counted]:
    """Every measure as known at the end of `as_of`, for the whole and for each firm that had a contract."""
    check_may(viewer, "programme.oversee")
    engaged = Engaged(viewer, midnight(as_of + timedelta(days=1)))
    year = year_until(SAYS["all"], as_of)
    for name, (found, judge) in _of_sellers(year).items():
        yield from _split(name, found, judge, engaged, as_of)
    promised, argued = _promised(viewer, engaged, year), _argued(viewer, year)
    for firm in (None, *engaged.firms()):
        held = [one for one in engaged.all if firm in (None, one.contract.partner_id)]
        cohort = year_until(SAYS["contracts"], as_of)
        groups = [promised[one.contract.pk] for one in held]
        yield Counted("sla", firm, clustered(cohort, groups), None)
        yield Counted("disputes", firm, _disputes(cohort, held, argued), None)
    yield Counted("exposure", None, _exposure(viewer, as_of), None)


def _of_sellers(year: Cohort) -> dict[str, tuple[list[Case], Judge]]:
    shops = list(_shops(year))
    return {
        "approval": (shops, _approval),
        "epr": (_checks(year), _compliant),
        "acos": (_acos(year), _median),
        "cold_start": ([one for one in shops if one[2].answer == Answer.APPROVED], _cold_start),
    }


def _split(name: str, found: list[Case], judge: Judge, engaged: Engaged, as_of: date) -> Iterator[Counted]:  # fmt: skip
    """The whole beside sellers without a partner; each firm beside the same."""
    kinds = MEASURES[name].categories
    held = [(case, engaged.partners(case[0], case[1], kinds)) for case in found]
    without = [case[2] for case, firms in held if not firms]
    other = judge(year_until(SAYS["none"], as_of), without) if without else None
    for firm in (None, *sorted({firm for _, firms in held for firm in firms})):
        mine = [case[2] for case, firms in held if (firm in firms if firm else firms)]
        says = SAYS["own" if firm else "all"]
        yield Counted(name, firm, judge(year_until(says, as_of), mine), other)


def _shops(year: Cohort) -> Iterator[Case]:
    """Applications sent in within the year; what happened after the day counted is not known yet."""
    rows = ShopRecord.objects.filter(submitted_on__gte=year.since, submitted_on__lt=year.until)
    for row in rows.order_by("pk"):
        if row.answered_on and row.answered_on > year.as_of:
            row.answer, row.answered_on = Answer.WAITING, None
        if row.first_sale_on and row.first_sale_on > year.as_of:
            row.first_sale_on = None
        yield row.organisation_id, row.submitted_on, row


def _approval(cohort: Cohort, rows: Sequence[ShopRecord]) -> Figure:
    held = [row.answer for row in rows]
    approved = held.count(Answer.APPROVED)
    left_out = Excluded(
        Text("已撤回的申请", "applications withdrawn"), held.count(Answer.WITHDRAWN)
    )
    return share(
        cohort, approved, approved + held.count(Answer.DECLINED),
        open=held.count(Answer.WAITING), excluded=[left_out] if left_out.count else [],
    )  # fmt: skip


def _cold_start(cohort: Cohort, rows: Sequence[ShopRecord]) -> Figure:
    spells = [
        Spell(((row.first_sale_on or cohort.as_of) - row.answered_on).days, row.first_sale_on is not None)
        for row in rows
        if row.answered_on
    ]  # fmt: skip
    return waiting(cohort, spells)


def _checks(year: Cohort) -> list[Case]:
    since, until = stretch(year)
    rows = EprCheck.objects.filter(state=CheckState.DONE, ended_at__gte=since, ended_at__lt=until)
    told = rows.order_by("ended_at", "pk").values_list("organisation_id", "on", "result__findings", "result__duties")  # fmt: skip
    return list(latest((seller, on, (found, duties)) for seller, on, found, duties in told))


def _compliant(cohort: Cohort, rows: Sequence[tuple[Any, Any]]) -> Figure:
    asked = [found or [] for found, duties in rows if duties]
    good = sum(not any(one.get("weight") == "act" for one in found) for found in asked)
    none = len(rows) - len(asked)
    left_out = Excluded(Text("没有生产者责任的卖家", "sellers without a producer duty"), none)
    return share(cohort, good, len(asked), excluded=[left_out] if none else [])


def _acos(year: Cohort) -> list[Case]:
    since, until = stretch(year)
    rows = MonthReport.objects.filter(
        state=ReportState.DONE, ended_at__gte=since, ended_at__lt=until
    )
    told = rows.order_by("month", "pk").values_list("organisation_id", "month", "result__figures")
    return list(latest((seller, _last_day(month), value) for seller, month, figures in told if (value := _acos_in(figures)) is not None))  # fmt: skip


def _acos_in(figures: Any) -> float | None:
    """Over all currencies of the month there is no one ACoS: a report that gives several is left to its seller."""
    found = [one["value"] for one in figures or () if one["key"] == "acos"]
    return float(found[0]) if len(found) == 1 and found[0] is not None else None


def _median(cohort: Cohort, rows: Sequence[float]) -> Figure:
    return median(cohort, rows)


def _last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _promised(viewer: Viewer, engaged: Engaged, year: Cohort) -> dict[int, tuple[int, int]]:
    since, until = stretch(year)
    counts = {}
    for one in engaged.all:
        told = cases.judged(viewer, one.contract, since, until)
        met, broken = (sum(int(str(row[name])) for row in told) for name in ("met", "breached"))
        counts[one.contract.pk] = (met, met + broken)
    return counts


def _argued(viewer: Viewer, year: Cohort) -> dict[int, int]:
    since, until = stretch(year)
    counts: dict[int, int] = {}
    rows = disputes.disputes(viewer).filter(opened_at__gte=since, opened_at__lt=until)
    for contract in rows.values_list("contract_id", flat=True):
        counts[contract] = counts.get(contract, 0) + 1
    return counts


def _disputes(cohort: Cohort, held: Sequence[Held], argued: dict[int, int]) -> Figure:
    since, until = stretch(cohort)
    running = [(one, months) for one in held if (months := one.months(since, until)) > 0]
    events = sum(argued.get(one.contract.pk, 0) for one, _ in running)
    return rate(cohort, events, sum(months for _, months in running), n=len(running))


def _exposure(viewer: Viewer, as_of: date) -> Figure:
    cohort = year_until(SAYS["listed"], as_of)
    since, until = stretch(cohort)
    with opened(viewer.at) as catalogue:
        listed = {card.ref for card in catalogue.cards.values()}
    if not listed:
        return nothing(Kind.SHARE, cohort, Text("没有在列的服务商", "no partner is listed"))
    sent = Referral.objects.filter(named=False, sent_at__gte=since, sent_at__lt=until)
    reached = listed & set(sent.values_list("partner_ref", flat=True))
    return share(cohort, len(reached), len(listed))
