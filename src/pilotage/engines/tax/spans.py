"""The period a row belongs to, and the earlier one that a refund of an OSS or IOSS sale corrects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from pilotage.engines.tax.inputs import periods

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

YEARS_TO_CORRECT = 3  # Impl. Reg. 282/2011 art. 61


def with_periods(t: Table) -> Table:
    """`month_name`, `quarter_name`, `quarter`, `corrects`, `corrected_…` and `too_old`."""
    own = periods().rename(o_month="month")
    t = t.left_join(own, [("period_month", "o_month")]).drop("o_month")
    oss, ioss = t.treatment == "distance_sale_oss", t.treatment == "ioss_sale"
    sold_in = ibis.coalesce(
        ibis.ifelse(t.sold, t.sale_period_month, t.own_rate_date.truncate("M").cast("date")),
        t.period_month,
    )
    earlier = (oss | ioss) & t.is_refund & (sold_in < t.period_month)
    t = t.mutate(sold_in=ibis.ifelse(earlier, sold_in, t.period_month))
    corrected = periods().rename(
        corrected_month="month",
        corrected_month_name="month_name",
        corrected_quarter_name="quarter_name",
        corrected_quarter="quarter",
    )
    t = t.left_join(corrected, [("sold_in", "corrected_month")])
    before = (oss & (t.corrected_quarter < t.quarter)) | (
        ioss & (t.corrected_month < t.period_month)
    )
    t = t.mutate(corrects=before.fill_null(False))
    return t.mutate(too_old=(t.corrects & _late(t)).fill_null(False))


def _late(t: Table) -> Value:
    """Whether a refund completes later than the third anniversary of its period's due date.

    A quarter's return is due at the end of the month after it, a month's likewise.
    """
    done = t.done_on.year() * 12 + t.done_on.month()
    oss = t.treatment == "distance_sale_oss"
    first = ibis.ifelse(oss, t.corrected_quarter, t.corrected_month)
    due = first.year() * 12 + first.month() + ibis.ifelse(oss, 3, 1) + 12 * YEARS_TO_CORRECT
    # Due on 28 February of an ordinary year, the third anniversary may meet a 29 February.
    leap = (t.done_on.month() == 2) & (t.done_on.day() == 29)
    return (done > due) | ((done == due) & leap)
