"""How the directory ranks and who carries the badge, read from the code and tables that do it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pilotage.engines.search import quality, ranking
from pilotage.kernel.text import Text
from pilotage.platform.certification import badge
from pilotage.platform.certification.requirements import Requirement, book, credential_kinds
from pilotage.platform.directory.queries.terms import SAYS
from pilotage.web.directory import names
from pilotage.web.viewer import viewer

_HOW = {
    "relevance": Text(
        "搜索词与所列服务、国家、简介的符合程度；没有搜索词时为零。",
        "How well the words match services, countries and summary; nothing without words.",
    ),
    "fit": Text("与所选条件的符合程度。", "How well it fits what was chosen."),
    "quality": Text(
        "每次合作只计一次；评价少的从同类目平均开始，不从满分开始。",
        "Each engagement counts once; with few ratings it starts from the category's mean, not from full marks.",
    ),
    "responsiveness": Text(
        "到期请求中按时答复的比例，同样从未知开始。",
        "The share of due requests answered in time, starting from unknown as well.",
    ),
    "room": Text(
        "空余名额少于三成时逐渐后退，满额不再推荐。",
        "Steps back below three tenths of free places; a full partner is not referred to.",
    ),
    "badge": Text("官方顾问标识，最多三分。", "The Official Advisor badge, three points at most."),
    "exploration": Text(
        "有界的轮换：评价越少幅度越大，让新加入的好服务商被看见；由种子决定，可重算。",
        "A bounded rotation, wider with fewer ratings, so that good newcomers are seen; drawn by a seed, can be replayed.",
    ),
}


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The public page of the rules."""
    at = viewer(request).at
    version = book().in_force(at)
    context = {
        "version": ranking.RANKING_VERSION,
        "terms": [_term(name) for name in ranking.TERMS],
        "prior": quality.UNKNOWN,
        "badge": badge.in_force(at),
        "requirements": version,
        "needed": [_requirement(one) for one in version.requirements],
    }
    return render(request, "ranking/rules.html", context)


def _term(name: str) -> dict[str, object]:
    points = getattr(ranking.WEIGHTS, name, None)
    return {"says": SAYS[name], "how": _HOW[name], "points": points}


def _requirement(one: Requirement) -> dict[str, object]:
    kinds = names.alternatives(credential_kinds()[kind] for kind in one.kinds)
    categories = sorted(one.categories, key=names.position)
    countries = [code for code in names.site_codes() if code in one.countries]
    return {
        "kinds": kinds,
        "for": names.listed(names.category(code) for code in categories),
        "where": names.listed(names.place(code) for code in countries),
        "unverified": one.confidence == "unverified",
        "source": one.source,
    }
