"""A grant as its pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pilotage.kernel.text import Text
from pilotage.platform.access.scopes import DATASETS, EVERYTHING, SCOPES
from pilotage.platform.grants.models import Grant, Part
from pilotage.web.directory import names

EVERY_SITE = Text("全部站点", "every site")
EVERY_STORE = Text("全部店铺", "every store")


@dataclass(frozen=True, slots=True)
class Shown:
    """Who may see what of whom, until when."""

    grant: Grant
    at: datetime

    @property
    def is_live(self) -> bool:
        grant = self.grant
        return grant.revoked_at is None and grant.not_before <= self.at < grant.expires_at

    @property
    def state(self) -> Text:
        if self.grant.revoked_at is not None:
            return Text("已收回", "revoked")
        if self.is_live:
            return Text("生效中", "in force")
        begun = self.grant.not_before <= self.at
        return Text("已到期", "ended") if begun else Text("未开始", "not begun")

    @property
    def tone(self) -> str:
        return "good" if self.is_live else "off"

    @property
    def days_left(self) -> int:
        return max((self.grant.expires_at - self.at).days, 0)

    @property
    def scopes(self) -> list[Text]:
        return [SCOPES[name].says for name in SCOPES if name in self.grant.values(Part.SCOPE)]

    @property
    def datasets(self) -> list[Text]:
        return [DATASETS[name] for name in self.grant.values(Part.DATASET)]

    @property
    def places(self) -> list[Text]:
        """Sites, and stores where they are limited."""
        sites, stores = self.grant.values(Part.SITE), self.grant.values(Part.STORE)
        shown = [EVERY_SITE if code == EVERYTHING else names.place(code) for code in sites]
        return shown + [EVERY_STORE if one == EVERYTHING else Text(one, one) for one in stores]


def shown(grants: Sequence[Grant], at: datetime) -> list[Shown]:
    """Live ones first, in the order given."""
    return sorted((Shown(grant, at) for grant in grants), key=lambda one: not one.is_live)
