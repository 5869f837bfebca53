"""Fields whose values stand on a list: the document names the list, the platform's own rule refuses the rest in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from ninja import Field

from pilotage.engines.law import marketplaces, service_categories
from pilotage.kernel import places
from pilotage.platform.disputes.rules import grounds


def _one_of(values: Iterable[str]) -> dict[str, object]:
    """For the document only."""
    return {"enum": sorted(values)}


Category = Annotated[str, Field(json_schema_extra=_one_of(service_categories()))]
Country = Annotated[str, Field(json_schema_extra=_one_of(places.NAMES))]
Site = Annotated[str, Field(max_length=4, json_schema_extra=_one_of(marketplaces()))]
Ground = Annotated[str, Field(json_schema_extra=_one_of(grounds()))]
