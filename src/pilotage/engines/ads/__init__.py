"""Sponsored Products: what a report says, exactly, and what to change next week, with its evidence."""

from __future__ import annotations

from pilotage.engines.ads.as_json import figures_json, report_json
from pilotage.engines.ads.figures import Figures, Level, Report, report

__all__ = ["Figures", "Level", "Report", "figures_json", "report", "report_json"]
