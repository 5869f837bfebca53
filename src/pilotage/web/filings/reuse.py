"""Receipts of two sellers that look like one paper, for the programme's people only."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pilotage.engines.tax.evidence import NAMES, Why
from pilotage.kernel import places
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.compliance import actions, evidence
from pilotage.platform.compliance.models import EvidencePrint
from pilotage.web.shell.door import signed_in
from pilotage.web.viewer import viewer

PER_PAGE = 20
VERDICTS = {
    "": (Text("待判定", "To be judged"), "wait"),
    "reused": (Text("重复使用", "Used twice"), "bad"),
    "honest": (Text("并非重复", "Not used twice"), "good"),
}


@require_GET
@signed_in
def everything(request: HttpRequest) -> HttpResponse:
    """Those to be judged first."""
    page = Paginator(evidence.findings(viewer(request)), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, NAMES[Why(one.why)], *VERDICTS[one.verdict]) for one in page]
    return render(request, "filings/reuse.html", {"page": page, "rows": rows})


@require_GET
@signed_in
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Whose papers they are, side by side; what stands in them is not shown here either."""
    who = viewer(request)
    found = evidence.finding(who, ref)
    says, tone = VERDICTS[found.verdict]
    context = {
        "found": found,
        "why": NAMES[Why(found.why)],
        "sides": [_side(found.first), _side(found.second)],
        "verdict": says,
        "tone": tone,
        "may_judge": may(who, "evidence.judge"),
    }
    return render(request, "filings/reuse_pair.html", context)


@require_POST
@signed_in
def judge(request: HttpRequest, ref: str) -> HttpResponse:
    """The programme's word and its reason."""
    who = viewer(request)
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    actions.judge_reuse(by=who, at=who.at, ref=ref, verdict=verdict, reason=reason)
    return redirect("filings:reuse-pair", ref)


def _side(print_: EvidencePrint) -> tuple[EvidencePrint, Text]:
    return print_, places.name(print_.filing.jurisdiction)
