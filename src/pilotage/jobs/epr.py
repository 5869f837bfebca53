"""The job `compliance.epr`: reports, product table and papers in, producer duties out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.jobs.working import answer_of, giving_up
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, producer
from pilotage.platform.compliance.models import EprCheck


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A file that cannot be used ends the job too: the reason is kept."""
    by, ref = Viewer.product("epr", at), args["ref"]
    check = producer.check(by, ref)

    asked = {
        "reports": [
            {"path": str(ports.files().path(document.sha256)), "name": document.name}
            for document in check.documents.order_by("pk")
        ],
        "products": str(ports.files().path(check.products.sha256)),
        "papers": check.papers,
        "year": check.year,
        "on": check.on.isoformat(),
    }
    answer = answer_of("pilotage.jobs.epr_child:compute", asked, EprCheck, by=by, ref=ref)
    if answer is None:
        return
    actions.finish_epr(by=by, at=at, ref=ref, answer=answer)


gave_up = giving_up(EprCheck, "epr")
