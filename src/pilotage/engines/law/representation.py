"""Whether a Chinese seller needs a fiscal representative (税务代理), and who then is liable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from pilotage.engines.law.dated import Dated
from pilotage.engines.law.loader import topic_tables
from pilotage.engines.law.places import vat_home
from pilotage.kernel.text import Text

_TOPIC = "fiscal_representation"

Scheme = Literal["cn_seller", "oss", "ioss"]


@dataclass(frozen=True, slots=True)
class Representation:
    """`needed` is yes, no or if_directed; `joint_liability` says whether the representative owes too."""

    needed: Literal["yes", "no", "if_directed"]
    joint_liability: Literal["yes", "no", "limited", "if_appointed", "not_applicable"]
    says: Text

    def __str__(self) -> str:
        return self.needed


def fiscal_representation(
    country: str, on: date, scheme: Scheme = "cn_seller"
) -> Dated[Representation] | None:
    """The rule of a country (`EU` for the schemes `oss` and `ioss`); None when it is not known."""
    of_place = topic_tables(_TOPIC).get(vat_home(country))
    if of_place is None:
        return None
    entry = of_place.on(scheme, on)
    raw = cast("Mapping[str, str]", entry.value)
    return entry.replaced(
        Representation(
            needed=cast("Literal['yes', 'no', 'if_directed']", raw["needed"]),
            joint_liability=cast(
                "Literal['yes', 'no', 'limited', 'if_appointed', 'not_applicable']",
                raw["joint_liability"],
            ),
            says=Text(raw["zh"], raw["en"]),
        )
    )
