"""Nothing leaves with a seller: certification is the partners' and the programme's."""

from pilotage.engines.exits import Apart, Tag
from pilotage.kernel.text import Text

_PARTNERS = Apart("partner", Text("服务商的认证资料", "A partner's certification"))
_COUNTING = Apart("platform", Text("平台的内部计数", "The platform's own counting"))

TABLES: dict[str, Tag] = {
    "Partner": _PARTNERS,
    "StandingChange": _PARTNERS,
    "LegalEntity": _PARTNERS,
    "StaffMember": _PARTNERS,
    "Credential": _PARTNERS,
    "ExpiryWarning": _PARTNERS,
    "Application": _PARTNERS,
    "Item": _PARTNERS,
    "Decision": _PARTNERS,
    "RegisterCheck": _PARTNERS,
    "Mark": _PARTNERS,
    "Board": _PARTNERS,
    "ScoreWeek": _PARTNERS,
    "Scorecard": _PARTNERS,
    "Counter": _COUNTING,
    "Change": _COUNTING,
}
