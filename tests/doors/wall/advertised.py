"""An advertising plan of A under review with a change, a decision and a sheet, and a proof, made without working it out."""

from __future__ import annotations

import tempfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from pilotage.engines.ads import Change, Plan
from pilotage.engines.ads.kept_plan import keep_plan
from pilotage.platform import ports
from pilotage.platform.advertising.models import AdDecision, AdPlan, AdProof
from pilotage.platform.parties.models import Organisation


def advertised(
    seller: Organisation, firm: Organisation, at: datetime, secret: str
) -> dict[str, str]:
    sheet, _ = ports.files().keep([f"{secret} sheet".encode()], limit=1 << 20)
    plan = AdPlan.objects.create(
        organisation=seller, firm=firm, site="DE", wishes={"target_acos": "0.3"}, state="review",
        summary={"summary": {"currency": "EUR"}, "files": [{"name": f"{secret}.xlsx", "role": "bulk"}]},
        changes=1, rows_sha256=_rows(secret), json_sha256=sheet, book_sha256=sheet,
        sheet_sha256=sheet, started_by="test", started_at=at, ended_at=at, note=secret,
    )  # fmt: skip
    AdDecision.objects.create(
        plan=plan, verdict="refused", reason=secret, spans=[[0, 0]], count=1, by="test",
        side="seller", at=at,
    )  # fmt: skip
    proof = AdProof.objects.create(
        organisation=seller, site="DE", state="failed", started_by="test", started_at=at,
        error={"says": {"zh": secret, "en": secret}, "next_step": None},
    )  # fmt: skip
    return {"ad_plan": plan.ref, "ad_proof": proof.ref}


def _rows(secret: str) -> str:
    ids = {"campaign_id": "1", "keyword_id": "2", "targeting": secret, "campaign_name": secret}
    change = Change(
        "Keyword", "Update", "bid", ids, Decimal("0.50"), Decimal("0.60"), "BID_UP",
        {"clicks": 9, "orders": 1, "value": 1.0}, {},
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        kept = keep_plan(Plan((change,), (), (), {}), Path(folder) / "rows.parquet")
        return ports.files().keep([kept.path.read_bytes()], limit=1 << 20)[0]
