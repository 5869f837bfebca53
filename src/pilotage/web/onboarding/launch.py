"""The launch plan of an application: what waits for what, what nothing may delay, who can do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pilotage.engines import launch as engine
from pilotage.engines import law
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.onboarding import queries
from pilotage.web.shell.door import signed_in
from pilotage.web.viewer import viewer

OWNERS = {
    "seller": Text("您", "You"),
    "partner": Text("服务商（或您自己）", "A partner, or yourself"),
    "authority": Text("税局", "The tax office"),
    "amazon": Text("亚马逊", "Amazon"),
}
# Of the chart, in its own units.
_WIDTH, _ROW = 1000, 26


@dataclass(frozen=True, slots=True)
class Bar:
    """A step on the chart, `x` and `width` of a thousand."""

    step: engine.Step
    owner: Text
    begins: date
    ends: date
    x: int
    width: int
    y: int


@require_GET
@signed_in
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    """As chosen in the address: whether goods are kept there, an own brand, what is done already."""
    who = viewer(request)
    row = queries.application(who, ref)
    audit = queries.last_audit(who, row)
    asked = request.GET
    first_time = not asked
    wanted = {name for name in ("stock", "brand") if first_time or asked.get(name)}
    today = timezone.localdate(who.at)
    has_duties = bool(law.epr_schemes(row.marketplace, today))
    done = set(asked.getlist("done"))
    if audit is not None and audit.verdict == "ready":
        done.add("dossier")
    made = engine.plan(wanted | ({"epr"} if has_duties else set()), done)
    context = {
        "row": row,
        "place": places.name(row.marketplace),
        "plan": made,
        "bars": _bars(made, today),
        "height": _ROW * len(made.steps),
        "wanted": wanted,
        "done": done,
        "ends": [today + timedelta(days=days) for days in made.days],
        "checked_on": engine.CHECKED_ON,
    }
    return render(request, "onboarding/plan.html", context)


def _bars(made: engine.Plan, today: date) -> list[Bar]:
    whole = max(1, made.days[1])
    return [
        Bar(
            step,
            OWNERS[step.task.owner],
            today + timedelta(days=step.begins),
            today + timedelta(days=step.ends),
            _WIDTH * step.begins // whole,
            max(4, _WIDTH * (step.ends - step.begins) // whole),
            _ROW * number,
        )
        for number, step in enumerate(made.steps)
    ]
