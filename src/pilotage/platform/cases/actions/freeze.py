"""Keeping what a closed verdict was computed from, under its hash, beside the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pilotage.kernel.canonical import canonical_json, sha256
from pilotage.platform.cases.models import VerdictInput
from pilotage.platform.engagements.models import Contract


def kept_inputs(
    contract: Contract,
    inputs: dict[str, Any],
    calendars: Mapping[str, dict[str, Any]],
    *,
    at: datetime,
) -> VerdictInput:
    """The row of the inputs; calendars they name are kept with them. Equal content is one row."""
    for calendar in calendars.values():
        _kept(contract, calendar, at)
    return _kept(contract, inputs, at)


def _kept(contract: Contract, content: dict[str, Any], at: datetime) -> VerdictInput:
    row, _ = VerdictInput.objects.get_or_create(
        contract=contract,
        sha256=sha256(canonical_json(content)),
        defaults={"content": content, "kept_at": at},
    )
    return row
