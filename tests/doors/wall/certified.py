"""What partner A has on record, and how its work for seller A began."""

from __future__ import annotations

from datetime import datetime, timedelta

from pilotage.platform.certification.models import Board, Mark, Partner, StaffMember
from pilotage.platform.engagements.models import Referral
from pilotage.platform.onboarding.models import Intake, IntakeMove


def on_record(partner: Partner, at: datetime, secret: str) -> dict[str, str]:
    """Somebody on its staff, a mark, and the board that sits on it."""
    member = StaffMember.objects.create(partner=partner, name=f"{secret} name", added_at=at)
    mark = Mark.objects.create(
        partner=partner, code="LATE", reason_zh=f"{secret} mark", by="test", at=at,
        until=at + timedelta(days=300),
    )  # fmt: skip
    board = Board.objects.create(partner=partner, marks=[mark.ref], opened_at=at)
    return {"staff": member.ref, "mark": mark.ref, "board": board.ref}


def before_contract(referral: Referral, at: datetime, secret: str) -> dict[str, str]:
    """A process that waits for the partner's diagnosis."""
    intake = Intake.objects.create(
        referral=referral, state="diagnosis", words="2026-11", calendar="CN-standard",
        opened_by="test", opened_at=at,
    )  # fmt: skip
    IntakeMove.objects.create(
        intake=intake, state="papers", event="hand_in", side="seller", note=f"{secret} where",
        by="test", by_name=secret, at=at,
    )  # fmt: skip
    return {"intake": intake.ref}
