"""Marks in a reader's words and tones."""

from __future__ import annotations

from pilotage.kernel.text import Text
from pilotage.platform.brand.models import Kind
from pilotage.platform.brand.states import NAMES
from pilotage.platform.brand.states import Alert as AlertState

STATUSES: dict[str, tuple[Text, str]] = {
    "planned": (Text("未申请", "Not filed"), "off"),
    "pending": (Text("申请中", "Pending"), "wait"),
    "registered": (Text("已注册", "Registered"), "good"),
    "ended": (Text("已失效", "Ended"), "off"),
}
FORMS: dict[str, Text] = {
    "word": Text("文字", "Words"),
    "combined": Text("图文组合（含文字、字母或数字）", "Image with words, letters or digits"),
    "image": Text("纯图形（没有文字）", "Image without words"),
}
KINDS: dict[str, Text] = {
    Kind.READ: Text("读取注册簿", "Reading a register"),
    Kind.SCREEN: Text("查重", "Clearance"),
    Kind.COMPARE: Text("报告对照", "A report beside ours"),
    Kind.WATCH: Text("监测", "Watch"),
}
ALERTS: dict[str, tuple[Text, str]] = {
    AlertState.OPEN: (NAMES[AlertState.OPEN], "late"),
    AlertState.DISMISSED: (NAMES[AlertState.DISMISSED], "off"),
    AlertState.CASE: (NAMES[AlertState.CASE], "info"),
}
STANDINGS: dict[str, tuple[Text, str]] = {
    "ok": (Text("具备", "Here"), "good"),
    "missing": (Text("缺", "Missing"), "bad"),
    "ask": (Text("待确认", "To be asked"), "late"),
}
COUNSEL = Text(
    "相近程度只说明值得看，不是能否注册、使用或异议的结论；请交商标代理人或律师判断。",
    "Nearness says what is worth a look. It is no verdict on registration, use or opposition: refer to counsel.",
)
