"""What a billing period of a contract costs: its charges, period by period, as the engine of fees bills them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pilotage.engines import contracts, fees
from pilotage.engines.fees import Span
from pilotage.kernel.money import Money
from pilotage.kernel.periods import add_months

_LONGEST = 12 * 20
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Done:
    """Accepted work with a charge: the charge's code, the milestone, what the work is called."""

    code: str
    milestone: str
    title: str


@dataclass(frozen=True, slots=True)
class Charged:
    """One charge of a period; `about` is the milestone that made it due, blank for what recurs."""

    code: str
    amount: Money
    is_passed_on: bool
    about: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a signed contract says of money: the term, the plan, how often is billed, when it is due."""

    starts: date
    ends: date
    plan: fees.FeePlan
    months: int
    days_to_pay: int
    dispute_days: int

    @classmethod
    def of(cls, body: contracts.Contract, ended_on: date | None = None) -> Agreed:
        """From the clauses; `ended_on` is the last day where notice was given."""
        values = contracts.machine_values(body)
        ends = date.fromisoformat(values["term.ends"])
        return cls(
            starts=date.fromisoformat(values["term.starts"]),
            ends=min(ends, ended_on or ends),
            plan=fees.plan_from(values["fees.plan"]),
            months=_MONTHS[values["money.billing"]],
            days_to_pay=int(values["money.settlement_days"]),
            dispute_days=int(values["credits.dispute_days"]),
        )

    def periods(self, until: date) -> Iterator[Span]:
        """Billing periods that are over by `until`: calendar months or quarters, cut at the ends of the term."""
        month = self.starts.month - (self.starts.month - 1) % self.months
        begin = date(self.starts.year, month, 1)
        last = self.ends + timedelta(days=1)
        while begin < last:
            after = add_months(begin, self.months)
            period = Span(max(begin, self.starts), min(after, last))
            if period.end > until:
                return
            yield period
            begin = after

    @property
    def needs_figures(self) -> bool:
        """Whether a charge depends on sales or quantities that the partner has to state."""
        charges = map(fees.charge_of, self.plan.items)
        return any(isinstance(one, (fees.Share, fees.PerUnit)) for one in charges)

    def charged(
        self, period: Span, stated: Sequence[Mapping[str, Any]], done: Iterable[Done]
    ) -> list[Charged]:
        """What a period costs with the work done in it; nothing that costs nothing.

        Raises `Invalid` FORECAST_MISSING where stated figures are wanted.
        """
        forecast = fees.forecast_from(stated)
        found = [one for item in self.plan.items for one in self._recurring(item, period, forecast)]
        return found + self.projects(done)

    def projects(self, done: Iterable[Done]) -> list[Charged]:
        """A project's price when its milestone was accepted."""
        projects = {
            charge.code: (charge, isinstance(item, fees.PassThrough))
            for item in self.plan.items
            if isinstance(charge := fees.charge_of(item), fees.Project)
        }
        found = []
        for one in done:
            if one.code not in projects:
                continue
            charge, is_passed_on = projects[one.code]
            (line,) = fees.lines(charge, fees.Window(self.starts, 1), fees.forecast_from([]))
            if line.amount.amount:
                found.append(Charged(one.code, line.amount, is_passed_on, one.milestone, one.title))
        return found

    def _recurring(
        self, item: fees.FeeItem, period: Span, forecast: fees.Forecast
    ) -> Iterator[Charged]:
        charge = fees.charge_of(item)
        if isinstance(charge, fees.Project):
            return
        for line in fees.lines(charge, self._window(charge, period), forecast):
            if period.first <= line.first < period.end and line.amount.amount:
                yield Charged(charge.code, line.amount, isinstance(item, fees.PassThrough))

    def _window(self, charge: fees.ServiceItem, period: Span) -> fees.Window:
        """The whole term for what recurs, since its periods count from there; the period for what follows figures."""
        if isinstance(charge, fees.Recurring):
            return fees.Window(self.starts, _LONGEST, self.ends + timedelta(days=1))
        return fees.Window(period.first, self.months + 1, period.end)
