"""Fields whose values stand on a list: the document names the list, the platform's own rule refuses the rest in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from ninja import Field
from pydantic import WithJsonSchema

from pilotage.engines.law import marketplaces, service_categories
from pilotage.kernel import places
from pilotage.platform.access.scopes import DATASETS, SCOPES
from pilotage.platform.brand.readiness import offices
from pilotage.platform.certification import reasons, states
from pilotage.platform.certification.requirements import credential_kinds
from pilotage.platform.delivery.templates import templates
from pilotage.platform.disputes.rules import grounds
from pilotage.platform.incidents.causes import BY_HAND
from pilotage.platform.programme.models import Answer, Audience
from pilotage.platform.programme.resources import resources
from pilotage.platform.webhooks.kinds import SUBJECTS


def _one_of(values: Iterable[str]) -> dict[str, object]:
    """For the document only."""
    return {"enum": sorted(values)}


_TWO_TEXTS = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
Pair = Annotated[tuple[str, str], WithJsonSchema(_TWO_TEXTS)]
"""A service category and a country. Not every reader of the document knows `prefixItems`."""
Category = Annotated[str, Field(json_schema_extra=_one_of(service_categories()))]
Country = Annotated[str, Field(json_schema_extra=_one_of(places.NAMES))]
Site = Annotated[str, Field(max_length=4, json_schema_extra=_one_of(marketplaces()))]
Ground = Annotated[str, Field(json_schema_extra=_one_of(grounds()))]
Office = Annotated[str, Field(max_length=10, json_schema_extra=_one_of(offices()))]
Subject = Annotated[str, Field(json_schema_extra=_one_of(SUBJECTS))]
Evidence = Annotated[str, Field(json_schema_extra=_one_of(credential_kinds()))]
Standing = Annotated[str, Field(json_schema_extra=_one_of(states.Standing))]
Found = Annotated[str, Field(json_schema_extra=_one_of(states.Register))]
Reason = Annotated[str, Field(json_schema_extra=_one_of(reasons.MARK))]
Ruling = Annotated[str, Field(json_schema_extra=_one_of(states.Outcome))]
WorkKind = Annotated[str, Field(json_schema_extra=_one_of(templates()))]
Scope = Annotated[str, Field(json_schema_extra=_one_of(SCOPES))]
Dataset = Annotated[str, Field(json_schema_extra=_one_of(DATASETS))]
Cause = Annotated[str, Field(max_length=10, json_schema_extra=_one_of(BY_HAND))]
ShopAnswer = Annotated[str, Field(max_length=10, json_schema_extra=_one_of(Answer.values))]
Readers = Annotated[str, Field(max_length=10, json_schema_extra=_one_of(Audience.values))]
Resource = Annotated[str, Field(max_length=20, json_schema_extra=_one_of(resources()))]
