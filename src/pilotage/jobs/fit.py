"""The job `compliance.fit`: read the reports, work out the advice, keep it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pilotage.jobs.working import answer_of, giving_up
from pilotage.platform import ports
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.compliance import actions, queries
from pilotage.platform.compliance.models import FitCheck


def run(args: dict[str, Any], *, at: datetime) -> None:
    """A file that cannot be used ends the job too: the reason is kept."""
    by, ref = Viewer.product("fit", at), args["ref"]
    check = queries.fit_check(by, ref)

    reports = [
        {"path": str(ports.files().path(document.sha256)), "name": document.name}
        for document in check.documents.order_by("pk")
    ]
    asked = {"reports": reports, "seller": check.profile, "on": check.on.isoformat()}
    answer = answer_of(
        "pilotage.engines.matching.fit_job:advise_json", asked, FitCheck, by=by, ref=ref
    )
    if answer is None:
        return
    actions.finish_fit(by=by, at=at, ref=ref, result=answer, law_digest=answer["law_digest"])


gave_up = giving_up(FitCheck, "fit")
