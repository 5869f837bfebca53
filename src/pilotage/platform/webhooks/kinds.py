"""What an address can be told of: the subjects of notices, i.e. what stands before the dot of a notice's kind.

`contract.offered` is of the subject `contract`; what is on no list is of the subject `other`, so nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from pilotage.kernel.text import Text
from pilotage.platform.parties.models import Kind

OTHER = "other"
# What this room says itself is told in the product and by e-mail only: else a broken address would be told of itself.
OWN = "webhook"
TEST = "webhook.test"
OFF = "webhook.off"

_SELLER, _PARTNER, _OPERATOR = Kind.SELLER, Kind.PARTNER, Kind.OPERATOR
_BOTH, _ALL = (_SELLER, _PARTNER), (_SELLER, _PARTNER, _OPERATOR)


@dataclass(frozen=True, slots=True)
class Subject:
    """One line of the choice: its words, the first parts of the kinds it stands for, and who is told of it."""

    says: Text
    parts: tuple[str, ...]
    told_to: tuple[str, ...]


SUBJECTS: dict[str, Subject] = {
    "request": Subject(Text("服务请求", "Requests"), ("request", "referral"), _BOTH),
    "contract": Subject(Text("合同", "Contracts"), ("contract",), _BOTH),
    "case": Subject(Text("服务单与承诺", "Cases and duties"), ("case", "duty"), _BOTH),
    "work": Subject(Text("工作与交付", "Work and deliveries"), ("work",), _BOTH),
    "money": Subject(Text("账单与款项", "Invoices and money"), ("invoice", "credit", "credit_note", "payment"), _BOTH),
    "dispute": Subject(Text("争议", "Disputes"), ("dispute",), _ALL),
    "grant": Subject(Text("数据授权", "Data grants"), ("grant",), _BOTH),
    "intake": Subject(Text("对接流程", "Before the contract"), ("intake",), _ALL),
    "tax": Subject(Text("申报期限", "Due days of returns"), ("tax",), (_SELLER,)),
    "connection": Subject(Text("店铺连接", "Connections"), ("connection",), (_SELLER, _OPERATOR)),
    "dossier": Subject(Text("开店预审", "Shop applications"), ("dossier",), (_SELLER,)),
    "brand": Subject(Text("品牌保护", "Brand protection"), ("brand",), (_SELLER,)),
    "mark": Subject(Text("商标期限、服务商记录", "Deadlines of trade marks, marks on record"), ("mark", "board"), _BOTH),
    "ads": Subject(Text("广告", "Advertising"), ("ad_plan", "ad_proof"), _BOTH),
    "listing_check": Subject(Text("商品检查", "Listing checks"), ("listing_check",), _BOTH),
    "month_report": Subject(Text("运营月报", "Monthly reports"), ("month_report",), _BOTH),
    "incident": Subject(Text("服务商变动", "Changes at partners"), ("incident",), _ALL),
    "certification": Subject(
        Text("资质与认证", "Certification"),
        ("credential", "application", "staff", "standing", "scorecard"), (_PARTNER,),
    ),
    "programme": Subject(Text("公告与项目资源", "Announcements and resources"), ("announcement", "resource"), _ALL),
    "exit": Subject(Text("带走与交接", "Leaving"), ("exit",), _BOTH),
    OTHER: Subject(Text("其他通知", "Other notices"), (), _ALL),
}  # fmt: skip

_OF = {part: name for name, one in SUBJECTS.items() for part in one.parts}


def subject_of(kind: str) -> str:
    """The subject of a notice's kind."""
    return _OF.get(kind.split(".")[0], OTHER)


def offered(kind: str) -> dict[str, Text]:
    """What organisations of this kind may choose from."""
    return {name: one.says for name, one in SUBJECTS.items() if kind in one.told_to}
