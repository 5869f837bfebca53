"""Nothing leaves with a seller: the directory is what partners show."""

from pilotage.engines.exits import Apart, Tag
from pilotage.kernel.text import Text

_SHOWN = Apart("partner", Text("服务商公开的资料", "What a partner shows"))

TABLES: dict[str, Tag] = {"Profile": _SHOWN, "FeePlan": _SHOWN, "Offer": _SHOWN, "Track": _SHOWN}
