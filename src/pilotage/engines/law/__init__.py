"""The law as dated tables: what holds where, since when, and who says so.

One YAML file per topic and place under `tables/`; a tax person reviews them without Python.
Every answer is a `Dated` value: what, since, until, source; `.step()` puts it on a trail.
A day or place the tables do not cover raises `RuleGap`; nothing guesses.
"""

from __future__ import annotations

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.services import ServiceCategory, service_categories

__all__ = ["Dated", "ServiceCategory", "service_categories"]
