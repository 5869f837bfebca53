"""The platform's application at Amazon as the settings name it; its secret is never handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from pilotage.engines import sp_api
from pilotage.kernel.errors import WrongState
from pilotage.kernel.text import Text

# Setting → the variable that fills it.
VARIABLES = {
    "application": "PILOTAGE_AMAZON_APPLICATION",
    "client": "PILOTAGE_AMAZON_CLIENT",
    "secret": "PILOTAGE_AMAZON_SECRET",
}


@dataclass(frozen=True, slots=True)
class Application:
    """`missing` names variables; `instead` is an address that stands in for Amazon's, empty for Amazon itself."""

    name: str
    missing: tuple[str, ...]
    secret_since: date | None
    instead: str

    @property
    def rotates_on(self) -> date | None:
        """The last day of the client secret; none where nobody said when it was issued."""
        days = sp_api.lasting("secret").days
        return self.secret_since + timedelta(days=days) if self.secret_since else None

    @property
    def back(self) -> str:
        """Where Amazon sends the browser back; the registration at Amazon must name it."""
        return settings.PUBLIC_ADDRESS + reverse("connections:back")

    def check_set(self) -> None:
        """Raises `WrongState` naming what the settings lack."""
        if self.missing:
            raise WrongState(
                "APPLICATION_NOT_SET",
                Text("平台尚未登记亚马逊应用。", "The platform has no application at Amazon yet."),
                Text("请平台设置 {names} 后重启。", "Have the programme set {names} and restart."),
                names=", ".join(self.missing),
            )


def application() -> Application:
    given = settings.AMAZON
    missing = tuple(name for key, name in VARIABLES.items() if not given[key])
    return Application(given["application"], missing, given["secret_since"], given["address"])
