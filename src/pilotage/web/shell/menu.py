"""The navigation of each kind of reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from pilotage.kernel.text import Text
from pilotage.platform.access.permissions import may
from pilotage.platform.access.viewer import Viewer
from pilotage.platform.parties.models import Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; with a verb, only roles that hold it see the line."""

    says: Text
    name: str
    icon: str
    seen_by: tuple[str, ...]
    verb: str = ""


ANYBODY = ("", Kind.SELLER, Kind.PARTNER, Kind.OPERATOR)

ENTRIES: tuple[Entry, ...] = (
    Entry(Text("首页", "Home"), "home", "home", ANYBODY),
    Entry(Text("需求诊断", "What you need"), "fit:list", "report-search", (Kind.SELLER,)),
    Entry(Text("服务商名录", "Directory"), "directory:search", "compass", ANYBODY),
    Entry(Text("短名单", "Shortlist"), "shortlist:plan", "list-check", (Kind.SELLER,)),
    Entry(Text("服务请求", "Requests"), "requests:list", "send", ANYBODY[1:]),
    Entry(Text("公司资料", "Profile"), "profile:edit", "id-badge", (Kind.PARTNER,)),
    Entry(Text("资质认证", "Certification"), "certification:mine", "certificate", (Kind.PARTNER,)),
    Entry(Text("认证审核", "Reviews"), "certification:queue", "certificate", (Kind.OPERATOR,)),
    Entry(
        Text("审计", "Audit"),
        "audit:chain",
        "shield-check",
        (Kind.SELLER, Kind.OPERATOR),
        "audit.read",
    ),
)


def entries(viewer: Viewer, path: str) -> list[dict[str, object]]:
    """The lines this viewer sees, the current one marked."""
    shown = [(entry, _address(entry.name)) for entry in ENTRIES if _sees(viewer, entry)]
    return [
        {"says": entry.says, "icon": entry.icon, "href": href, "active": _is_here(path, href)}
        for entry, href in shown
        if href
    ]


def _sees(viewer: Viewer, entry: Entry) -> bool:
    return viewer.kind in entry.seen_by and (not entry.verb or may(viewer, entry.verb))


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_here(path: str, href: str) -> bool:
    return path == href if href == "/" else path.startswith(href)
