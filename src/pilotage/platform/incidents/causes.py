"""What an incident takes away: the services a partner is listed for by this evidence and by nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.text import Text
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.certification import gate, queries, states
from pilotage.platform.certification.models import Credential, Partner
from pilotage.platform.certification.resting import Pair, rests_on
from pilotage.platform.incidents.models import Kind

BY_HAND = (Kind.CREDENTIAL, Kind.STANDING, Kind.NUMBER)
"""What an operator opens; that a firm is silent the product finds by itself."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One partner, what it lost and by which evidence (none where the whole firm stopped)."""

    kind: Kind
    about: str
    partner: Partner
    lost: frozenset[Pair]
    evidence: tuple[Credential, ...] = ()


def causes(viewer: Viewer, kind: str, about: str) -> list[Cause]:
    """A cause a partner. Raises `NotFound`, and `Invalid` for a kind that nobody opens by hand."""
    if kind == Kind.CREDENTIAL:
        return [_by_evidence(viewer, Kind.CREDENTIAL, about, [queries.credential(viewer, about)])]
    if kind == Kind.STANDING:
        return [_of_firm(viewer, Kind.STANDING, queries.partner(viewer, about))]
    if kind == Kind.NUMBER:
        return _by_number(viewer, about)
    raise Invalid(
        "NO_SUCH_CAUSE",
        Text("请选择资质、服务商或编号。", "Choose a credential, a partner or a number."),
    )


def silent(viewer: Viewer, partner: Partner) -> Cause:
    """The firm answers nobody: all that it was approved for."""
    return _of_firm(viewer, Kind.SILENCE, partner)


def _of_firm(viewer: Viewer, kind: Kind, partner: Partner) -> Cause:
    facts = gate.facts_of([partner.pk])[partner.pk]
    return Cause(kind, partner.ref, partner, facts.approved)


def _by_number(viewer: Viewer, number: str) -> list[Cause]:
    """Whoever holds evidence under the number; spaces and marks in it do not count."""
    wanted = _bare(number)
    held: dict[int, list[Credential]] = defaultdict(list)
    if wanted:
        rows = Credential.objects.exclude(number="").exclude(state=states.Credential.WITHDRAWN)
        for row in rows.select_related("partner__organisation").order_by("pk").iterator():
            if _bare(row.number) == wanted:
                held[row.partner_id].append(row)
    if not held:
        raise NotFound(
            "NO_SUCH_NUMBER",
            Text("没有资质使用这个编号。", "No evidence has this number."),
            Text("请核对编号后再试。", "Check the number and try again."),
        )
    return [_by_evidence(viewer, Kind.NUMBER, wanted, rows) for rows in held.values()]


def _by_evidence(viewer: Viewer, kind: Kind, about: str, rows: Sequence[Credential]) -> Cause:
    partner = rows[0].partner
    return Cause(kind, about, partner, rests_on(partner, rows, viewer.at), tuple(rows))


def _bare(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum())
