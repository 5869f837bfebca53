"""The guide's two pages; open to everybody, also before they sign up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.web.guide.topics import KINDS, topics
from pilotage.web.viewer import viewer


@require_GET
def topic_list(request: HttpRequest) -> HttpResponse:
    """The topics of one kind of reader: of the viewer's own, unless another is chosen."""
    own = viewer(request).kind or "seller"
    kind = request.GET.get("for", own)
    kind = kind if kind in KINDS else own
    found = topics(kind).values()
    return render(request, "guide/list.html", {"kinds": KINDS, "kind": kind, "topics": found})


@require_GET
def topic_page(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One topic, and the way to the screen for those who have it."""
    found = topics(kind).get(key) if kind in KINDS else None
    if found is None:
        raise NotFound(
            "NO_SUCH_TOPIC",
            Text("指南里没有这一篇。", "The guide has no such page."),
            Text("请从使用指南重新选择。", "Choose again from the guide."),
        )
    here = list(topics(kind).values())
    place = here.index(found)
    context = {
        "topic": found,
        "kind_name": KINDS[kind],
        "address": reverse(found.page) if viewer(request).kind == kind else "",
        "before": here[place - 1] if place else None,
        "after": here[place + 1] if place + 1 < len(here) else None,
    }
    return render(request, "guide/topic.html", context)
