"""What rests on a piece of evidence: the services a firm is listed for by it and by nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pilotage.platform.certification import gate, states
from pilotage.platform.certification.models import Credential, Partner
from pilotage.platform.certification.requirements import book
from pilotage.platform.certification.rules import is_listed

Pair = tuple[str, str]


def rests_on(partner: Partner, rows: Sequence[Credential], at: datetime) -> frozenset[Pair]:
    """(category, country) pairs listed while `rows` count and not without them; the firm's standing does not matter here.

    Evidence that was refused or has run out is taken as it counted before.
    """
    facts = replace(gate.facts_of([partner.pk])[partner.pk], standing=states.Standing.ACTIVE)
    named = {row.pk for row in rows}
    others = partner.credentials.exclude(state=states.Credential.WITHDRAWN).exclude(pk__in=named)
    rest = gate.evidence_of(others)
    counted = tuple(replace(one, assumed=True) for one in gate.evidence_of(rows))
    with_them = replace(facts, evidence=(*rest, *counted))
    without = replace(facts, evidence=rest)
    rules = book()
    return frozenset(
        pair
        for pair in facts.approved
        if is_listed(with_them, *pair, at, rules) and not is_listed(without, *pair, at, rules)
    )
