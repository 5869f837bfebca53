"""Certification as each side may see it. The gate itself is open to all: it says only why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

from django.db.models import F, Prefetch, QuerySet

from pilotage.kernel.errors import NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import check_may
from pilotage.platform.access.reading import M, first, own
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import gate, rules, scorecard, states
from pilotage.platform.certification.models import (
    Application,
    Board,
    Credential,
    Decision,
    Item,
    LegalEntity,
    Mark,
    Partner,
    RegisterCheck,
    Scorecard,
    StaffMember,
    StandingChange,
)
from pilotage.platform.certification.requirements import book
from pilotage.platform.certification.rules import Reason


def why_not(
    viewer: Viewer, partner_ref: str, category: str, country: str, on: date
) -> tuple[Reason, ...]:
    """Why the partner is not listed for this; empty when it is. Today means this very instant."""
    pk = Partner.objects.filter(ref=partner_ref).values_list("pk", flat=True).first()
    return gate.why_not(pk or -1, category, country, moment(viewer, on))


def lacking(
    viewer: Viewer, wanted: Mapping[str, Iterable[tuple[str, str]]]
) -> dict[tuple[str, str, str], Reason]:
    """The gate for many partners at once, at the viewer's instant.

    `wanted` names (category, country) pairs by partner ref; what is not listed comes back as
    (partner ref, category, country) with its first reason.
    """
    facts = gate.facts_by_ref(list(wanted))
    found = {}
    for ref, pairs in wanted.items():
        for category, country in pairs:
            reasons = rules.why_not_listed(facts.get(ref), category, country, viewer.at, book())
            if reasons:
                found[ref, category, country] = reasons[0]
    return found


def listed_until(
    viewer: Viewer, partner_ref: str, category: str, country: str, on: date
) -> datetime | None:
    """The instant the listing ends by time alone (`rules.NEVER`: no end); None when not listed."""
    facts = gate.facts_of([_partner_id(partner_ref)])
    at = moment(viewer, on)
    return rules.listed_until(next(iter(facts.values())), category, country, at, book())


def moment(viewer: Viewer, on: date) -> datetime:
    """Today is the viewer's own instant, so that evidence ends to the second; another day is its noon (UTC)."""
    return viewer.at if on == viewer.at.date() else datetime.combine(on, time(12), UTC)


def own_partner(viewer: Viewer) -> Partner:
    """The firm the viewer acts for, or `NotFound` when it has not registered."""
    return first(
        Partner.objects.filter(organisation_id=viewer.organisation_id or -1),
        NotFound(
            "NOT_REGISTERED",
            Text("贵司还没有登记为服务商。", "Your firm is not registered as a partner yet."),
            Text("请先登记，再提交资质。", "Register first, then file your evidence."),
        ),
    )


def partner(viewer: Viewer, ref: str) -> Partner:
    """A partner with its evidence: the firm itself and the programme; `NotFound` to all others."""
    rows = Partner.objects.select_related("organisation").filter(ref=ref)
    return first(_seen(viewer, rows, "organisation"), no_such_partner())


def partners(viewer: Viewer) -> QuerySet[Partner]:
    """Every partner, for the programme."""
    check_may(viewer, "application.review")
    return Partner.objects.select_related("organisation").order_by("-registered_at", "-pk")


def credentials(viewer: Viewer, firm: Partner) -> QuerySet[Credential]:
    """The evidence of a firm, newest first."""
    rows = _seen_firm(viewer, firm).credentials.select_related("legal_entity", "holder")
    return rows.order_by("-filed_at", "-pk")


def credential(viewer: Viewer, ref: str) -> Credential:
    """One piece of evidence, or `NotFound`."""
    rows = Credential.objects.select_related("partner__organisation").filter(ref=ref)
    return first(
        _seen(viewer, rows, "partner__organisation"),
        NotFound(
            "NO_SUCH_CREDENTIAL",
            Text("没有这份资质。", "There is no such credential."),
            Text("请从资质列表重新选择。", "Choose it again from the list."),
        ),
    )


def legal_entities(viewer: Viewer, firm: Partner) -> QuerySet[LegalEntity]:
    return _seen_firm(viewer, firm).legal_entities.order_by("pk")


def staff(viewer: Viewer, firm: Partner) -> QuerySet[StaffMember]:
    """Those who have not left."""
    return _seen_firm(viewer, firm).staff.filter(left_at__isnull=True).order_by("pk")


def items(viewer: Viewer, firm: Partner) -> QuerySet[Item]:
    """Every item of a firm with its decisions, latest first."""
    latest = Prefetch("decisions", Decision.objects.order_by("-at", "-pk"))
    rows = _seen_firm(viewer, firm).items.prefetch_related(latest)
    return rows.order_by("category", "country")


def applications(viewer: Viewer, firm: Partner) -> QuerySet[Application]:
    """The rounds of a firm, latest first."""
    return _seen_firm(viewer, firm).applications.order_by("-submitted_at", "-pk")


def application(viewer: Viewer, ref: str) -> Application:
    """One round with its items and decisions, or `NotFound`."""
    rows = Application.objects.select_related("partner__organisation").filter(ref=ref)
    seen = _seen(viewer, rows, "partner__organisation").prefetch_related("items__decisions")
    return first(seen, no_such_application())


def queue(viewer: Viewer) -> QuerySet[Application]:
    """Applications that wait for the programme, longest waiting first."""
    check_may(viewer, "application.review")
    waiting = Application.objects.filter(state=states.Application.SUBMITTED)
    return waiting.select_related("partner__organisation").order_by("submitted_at", "pk")


def standing_history(viewer: Viewer, firm: Partner) -> QuerySet[StandingChange]:
    """Changes of standing with their reasons, latest first."""
    return _seen_firm(viewer, firm).standing_changes.order_by("-at", "-pk")


def ahead(viewer: Viewer, firm: Partner, items: Iterable[Item]) -> list[tuple[Reason, ...]]:
    """For each item, what counts for a while only: in grace, by the version before, or asked by one that comes."""
    evidence = gate.facts_of([_seen_firm(viewer, firm).pk])[firm.pk].evidence
    return [rules.ahead(evidence, one.category, one.country, viewer.at, book()) for one in items]


def register_checks(viewer: Viewer, firm: Partner) -> QuerySet[RegisterCheck]:
    """Who looked where and what was to be seen, the latest first."""
    rows = RegisterCheck.objects.filter(credential__partner=_seen_firm(viewer, firm))
    return rows.order_by("-at", "-pk")


def marks(viewer: Viewer, firm: Partner) -> QuerySet[Mark]:
    """The marks on the firm's record, lifted ones too, the latest first."""
    return _seen_firm(viewer, firm).marks.order_by("-at", "-pk")


def board(viewer: Viewer, firm: Partner) -> Board | None:
    """The board that sits on the firm, or the last one that did."""
    rows = _seen_firm(viewer, firm).boards
    return rows.order_by(F("decided_at").desc(nulls_first=True), "-pk").first()


def boards(viewer: Viewer) -> QuerySet[Board]:
    """Boards that have to decide, the longest waiting first."""
    check_may(viewer, "application.review")
    rows = Board.objects.filter(decided_at__isnull=True)
    return rows.select_related("partner__organisation").order_by("opened_at", "pk")


def weeks(viewer: Viewer, firm: Partner) -> list[scorecard.Week]:
    """The weeks kept of the last year, the first first."""
    rows = list(_seen_firm(viewer, firm).score_weeks.order_by("-monday")[:52])[::-1]
    return [
        scorecard.Week(r.monday, r.met, r.breached, r.accepted, r.corrected, r.disputes_lost)
        for r in rows
    ]


def card(viewer: Viewer, firm: Partner) -> Scorecard | None:
    """Where the weeks leave the firm; None before the first."""
    return Scorecard.objects.filter(partner=_seen_firm(viewer, firm)).first()


def unmet(viewer: Viewer, firm: Partner, items: Iterable[Item]) -> list[tuple[Reason, ...]]:
    """For each item, what the firm's evidence does not meet now, whatever was decided before."""
    evidence = gate.facts_of([_seen_firm(viewer, firm).pk])[firm.pk].evidence
    return [rules.unmet(evidence, one.category, one.country, viewer.at, book()) for one in items]


def no_such_partner() -> NotFound:
    return NotFound(
        "NO_SUCH_PARTNER",
        Text("没有这家服务商。", "There is no such partner."),
        Text("请从名录重新选择。", "Choose it again from the directory."),
    )


def no_such_application() -> NotFound:
    return NotFound(
        "NO_SUCH_APPLICATION",
        Text("没有这份认证申请。", "There is no such application."),
        Text("请从申请列表重新打开。", "Open it again from the list."),
    )


def _seen_firm(viewer: Viewer, firm: Partner) -> Partner:
    """The firm as it was read; whoever may not see it hears that there is none."""
    if not viewer.is_operator and firm.organisation_id != viewer.organisation_id:
        raise no_such_partner()
    return firm


def _seen(viewer: Viewer, rows: QuerySet[M], owner: str) -> QuerySet[M]:
    """Those of the viewer's own firm; the programme sees all."""
    return rows if viewer.is_operator else own(viewer, rows, owner)


def _partner_id(ref: str) -> int:
    pk = Partner.objects.filter(ref=ref).values_list("pk", flat=True).first()
    if pk is None:
        raise no_such_partner()
    return pk
