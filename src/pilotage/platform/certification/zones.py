"""In which zone an issuer's day begins, where the credential does not say: the capital's."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_CAPITALS = {
    code: zone
    for line in """\
Asia/Shanghai CN|Asia/Hong_Kong HK|Asia/Taipei TW|Asia/Tokyo JP|Asia/Seoul KR|Asia/Singapore SG|Asia/Kolkata IN
Asia/Dubai AE|Asia/Riyadh SA|Europe/Istanbul TR|Africa/Cairo EG|Africa/Johannesburg ZA|Australia/Sydney AU
America/New_York US|America/Toronto CA|America/Mexico_City MX|America/Sao_Paulo BR
Europe/London GB XI|Europe/Dublin IE|Europe/Lisbon PT|Europe/Paris FR|Europe/Madrid ES|Europe/Berlin DE
Europe/Rome IT|Europe/Vienna AT|Europe/Brussels BE|Europe/Amsterdam NL|Europe/Luxembourg LU|Europe/Zurich CH
Europe/Copenhagen DK|Europe/Stockholm SE|Europe/Oslo NO|Europe/Helsinki FI|Europe/Warsaw PL|Europe/Prague CZ
Europe/Bratislava SK|Europe/Budapest HU|Europe/Ljubljana SI|Europe/Zagreb HR|Europe/Bucharest RO
Europe/Sofia BG|Europe/Athens GR|Asia/Nicosia CY|Europe/Malta MT|Europe/Tallinn EE|Europe/Riga LV
Europe/Vilnius LT""".splitlines()
    for entry in line.split("|")
    for zone, *codes in [entry.split()]
    for code in codes
}
_PROGRAMME = "Asia/Shanghai"


def zone_of(country: str) -> str:
    """The zone of a country's capital; the programme's where the country is not known."""
    return _CAPITALS.get(country, _PROGRAMME)


def check_zone(zone: str) -> None:
    """Raises `Invalid` for a zone that nobody knows."""
    if zone not in _known():
        raise Invalid(
            "NO_SUCH_ZONE",
            Text("没有时区 {zone}。", "There is no time zone {zone}."),
            Text("请写成 Europe/Berlin 的形式。", "Write it like Europe/Berlin."),
            zone=zone,
        )
    ZoneInfo(zone)


@cache
def _known() -> frozenset[str]:
    """Asked once: the library walks the whole folder of zones each time."""
    return frozenset(available_timezones())
