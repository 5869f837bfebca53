"""Events and deadlines of trade-mark offices in words, and which facts each event needs."""

from __future__ import annotations

from dataclasses import dataclass

from pilotage.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact that an event needs: its choices, or none where it is a number or a day."""

    name: str
    says: Text
    choices: tuple[tuple[str, Text], ...] = ()
    kind: str = "choice"
    optional: bool = False


_NATIONAL = (
    ("national", Text("本国申请（第 1、44 条）", "National (sections 1, 44)")),
    ("madrid", Text("马德里（第 66(a) 条）", "Madrid (section 66(a))")),
)
_FILING = Ask("filing", Text("申请途径", "How it was filed"), _NATIONAL)
_NATIONAL_ONLY = Ask("filing", Text("申请途径", "How it was filed"), _NATIONAL[:1])
_APPLICANT = Ask(
    "applicant", Text("申请人", "Applicant"),
    (("domestic", Text("日本国内", "In Japan")), ("abroad", Text("海外", "Abroad"))),
)  # fmt: skip

# Office → its events in the order of a mark's life; `*` are those of every office.
EVENTS: dict[str, dict[str, tuple[Text, tuple[Ask, ...]]]] = {
    "*": {"first_filing": (Text("首次申请（优先权）", "First filing (priority)"), ())},
    "USPTO": {
        "office_action": (Text("审查意见（发文日）", "Office action (issued)"), (_FILING,)),
        "publication": (Text("公告", "Publication"), ()),
        "notice_of_allowance": (Text("准予通知", "Notice of allowance"), (Ask("extensions_granted", Text("已获准的延期次数（0–5）", "Extensions granted (0–5)"), kind="number"),)),
        "registration": (Text("注册", "Registration"), (_NATIONAL_ONLY,)),
    },
    "EUIPO": {
        "publication": (Text("公告", "Publication"), ()),
        "opposition_notified": (Text("异议受理通知", "Opposition notified as admissible"), ()),
        "cooling_off_ended": (Text("冷静期结束", "Cooling-off ended"), ()),
        "facts_notified": (Text("收到对方事实与证据", "Opponent's facts notified"), ()),
        "decision_notified": (Text("收到决定", "Decision notified"), ()),
        "filing": (Text("申请（算续展）", "Filing (for renewal)"), ()),
    },
    "UKIPO": {
        "publication": (Text("公告", "Publication"), (Ask("tm7a_filed", Text("TM7A 提交日", "TM7A filed on"), kind="day", optional=True),)),
    },
    "JPO": {
        "gazette": (Text("公报发行", "Gazette issued"), ()),
        "refusal_reasons": (Text("拒绝理由通知（发送日）", "Reasons for refusal (dispatched)"), (_APPLICANT,)),
        "registration_decision": (Text("注册审定送达", "Decision to register served"), ()),
        "registration": (Text("注册", "Registration"), ()),
    },
    "CNIPA": {
        "preliminary_publication": (Text("初步审定公告", "Preliminary publication"), ()),
        "refusal_received": (Text("收到驳回通知", "Refusal received"), ()),
        "term_ends": (Text("证书上的有效期届满日", "Last day on the certificate"), ()),
    },
}  # fmt: skip

DEADLINES: dict[str, Text] = {
    "response": Text("答复审查意见", "Response"),
    "opposition": Text("提出异议", "Opposition"),
    "statement_of_use": Text("使用声明", "Statement of use"),
    "use_declaration": Text("使用宣誓（第 8 条）", "Declaration of use (section 8)"),
    "renewal": Text("续展", "Renewal"),
    "cooling_off": Text("冷静期", "Cooling-off"),
    "opponent_facts": Text("异议人提交事实与证据", "Opponent's facts"),
    "applicant_reply": Text("申请人答辩", "Applicant's reply"),
    "appeal": Text("上诉", "Appeal"),
    "appeal_grounds": Text("上诉理由", "Grounds of appeal"),
    "registration_fee": Text("缴纳注册费", "Registration fee"),
    "review": Text("申请复审", "Review of the refusal"),
    "priority": Text("优先权申请", "Filing with priority"),
}

WHY_NONE: dict[str, Text] = {
    "UNKNOWN_EVENT": Text("这家商标局没有收录期限规则：请问代理人", "No rules of this office are kept: ask counsel"),
    "BAD_DATE": Text("日期不成立：请核对", "The day does not exist: check it"),
    "MISSING_FACT": Text("缺少一项事实：请补填", "A fact is missing: enter it"),
    "RULE_GAP": Text("这一天没有收录的规则，不作猜测：请问代理人", "No rule is kept for this day and none is guessed: ask counsel"),
}  # fmt: skip


def events(office: str) -> dict[str, tuple[Text, tuple[Ask, ...]]]:
    """Those that the docket knows for an office; none where it knows no rules of it."""
    return EVENTS[office] | EVENTS["*"] if office in EVENTS else {}
