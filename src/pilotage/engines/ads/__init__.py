"""Sponsored Products: what a report says, exactly, and what to change next week, with its evidence."""

from __future__ import annotations

from pilotage.engines.ads.as_json import figures_json, plan_json, report_json
from pilotage.engines.ads.changes import Change
from pilotage.engines.ads.figures import Figures, Level, Report, report
from pilotage.engines.ads.plan import Plan, plan
from pilotage.engines.ads.sheet import write_sheet
from pilotage.engines.ads.wishes import Wishes

__all__ = [
    "Change",
    "Figures",
    "Level",
    "Plan",
    "Report",
    "Wishes",
    "figures_json",
    "plan",
    "plan_json",
    "report",
    "report_json",
    "write_sheet",
]
