"""Announcements: the public history, one version with its receipts, publishing and the next version."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may, may
from pilotage.platform.programme import actions, announcements
from pilotage.platform.programme.models import Announcement
from pilotage.web.programme.forms import AnnouncementForm
from pilotage.web.shell.door import signed_in
from pilotage.web.speech import in_words, say
from pilotage.web.viewer import viewer

PER_PAGE = 20


@require_GET
def everything(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first; a visitor reads it too."""
    who = viewer(request)
    page = Paginator(announcements.history(who), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_announce": may(who, "programme.announce"),
        "ahead": announcements.AHEAD,
    }
    return render(request, "programme/announcements.html", context)


@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One version beside the others; the programme sees how far it was read."""
    who = viewer(request)
    row = announcements.announcement(who, ref)
    overseen = may(who, "programme.oversee")
    context = {
        "row": row,
        "versions": list(announcements.versions(who, row)),
        "receipts": announcements.receipts(who, row) if overseen else None,
        "may_announce": may(who, "programme.announce") and not row.replaced,
        "may_note": who.organisation_id is not None and not row.seen,
    }
    return render(request, "programme/announcement.html", context)


@require_POST
@signed_in
def read(request: HttpRequest, ref: str) -> HttpResponse:
    """The receipt of the reader's organisation."""
    who = viewer(request)
    actions.note_read(by=who, at=who.at, ref=ref)
    return redirect("programme:announcement", ref)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Publishing the first version."""
    check_may(viewer(request), "programme.announce")
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@signed_in
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """Publishing the next version."""
    who = viewer(request)
    check_may(who, "programme.announce")
    return _form(request, announcements.announcement(who, ref))


def _form(request: HttpRequest, old: Announcement | None) -> HttpResponse:
    who = viewer(request)
    form = AnnouncementForm(request.POST or None, initial=_initial(old))
    error, status = "", 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            if old is None:
                made = actions.announce(by=who, at=who.at, words=form.words())
            else:
                made = actions.announce_again(by=who, at=who.at, ref=old.ref, words=form.words())
        except Invalid as refused:
            error = in_words(refused)
        else:
            messages.success(request, say(Text("已公布并通知。", "Published; everybody it is for is told.")))  # fmt: skip
            return redirect("programme:announcement", made.ref)
    context = {"form": form, "error": error, "old": old, "ahead": announcements.AHEAD}
    return render(request, "programme/announce.html", context, status=status)


def _initial(old: Announcement | None) -> dict[str, object]:
    return {name: getattr(old, name) for name in AnnouncementForm.base_fields} if old else {}
