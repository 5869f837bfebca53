"""The file of an alert (案卷): both marks, what makes them near, what can be done until when. Words for counsel."""

from __future__ import annotations

from typing import Any

from pilotage.engines import marks as engine
from pilotage.platform.brand.deadlines import is_unverified
from pilotage.platform.brand.models import Alert
from pilotage.platform.brand.readiness import offices

# Which event a publication is at each office.
_EVENTS = {"USPTO": "publication", "EUIPO": "publication", "UKIPO": "publication", "CNIPA": "preliminary_publication", "JPO": "gazette"}  # fmt: skip
_FACTORS = (("sound", "读音 sound"), ("look", "字形 look"), ("meaning", "含义 meaning"), ("goods", "类别 classes"))  # fmt: skip


def opposition(alert: Alert) -> dict[str, Any] | None:
    """The docket's deadline of an opposition, and whether it is `unverified`.

    None where the register names no day of publication, or no office whose rules are kept.
    """
    office = alert.filed.get("office") or alert.register.office
    answer = engine.docket_case(
        {"office": office, "event": _EVENTS.get(office), "date": alert.filed.get("published")}
    )
    told: Any = answer.get("deadlines", [])
    due = next((one for one in told if one["name"] == "opposition"), None)
    return due and due | {"unverified": is_unverified(due["rule"])}


def case_file(alert: Alert) -> str:
    """As the first message of a case; facts alone, the judgement is counsel's."""
    mark, filed, near = alert.mark, alert.filed, alert.factors
    due = opposition(alert)
    lines = [
        "监测发现与我方商标相近的新申请，请判断是否需要异议或其他处理。",
        "A new filing came near our mark; please say whether to oppose it or act otherwise.",
        "",
        f"我方 ours: {mark.sign} · {_office(mark.office)} · 类别 classes {mark.classes or '—'} · "
        f"{mark.registration_number or mark.application_number or '—'}",
        f"对方 theirs: {filed['mark']} · {filed.get('office') or alert.register.office or '—'} · 类别 classes "
        f"{filed['classes'] or '—'} · {filed['id']} · {filed['status'] or '—'} · 申请日 filed {filed['filed'] or '—'} · "
        f"申请人 owner {filed.get('owner') or '—'}",
        "相近程度 nearness: "
        + " · ".join(f"{says} {near[name]:.2f}" for name, says in _FACTORS)
        + f" · 综合 in all {near['score']:.2f}",
        f"来源 source: {alert.register.document.name} (SHA-256 {alert.register.document.sha256})",
    ]
    if due is not None:
        sure = " · 未核实 unverified" if due["unverified"] else ""
        lines.append(f"异议期限 opposition: {due['due']}（{due['rule']['source']}{sure}）")
    else:
        lines.append("异议期限：按注册簿算不出（缺公告日，或该局没有收录规则），请查询。 Opposition: it cannot be counted from the register (no day of publication, or no rules of that office); look it up.")  # fmt: skip
    return "\n".join(lines)


def _office(code: str) -> str:
    found = offices().get(code)
    return f"{found.says.zh} {found.says.en}" if found else code
