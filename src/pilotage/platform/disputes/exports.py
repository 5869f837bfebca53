"""What leaves with a seller: its disputes, what both sides said in them, and the papers put before them."""

from pilotage.engines.exits import Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "Dispute": Owned(
        "contract__seller",
        Text("争议", "Disputes"),
        {
            "subject_kind": Text("争议对象的种类", "Kind of the thing disputed"),
            "subject_ref": Text("争议对象的编号", "Reference of the thing disputed"),
            "about_zh": Text("争议对象（中文）", "The thing disputed, Chinese"),
            "about_en": Text("争议对象（英文）", "The thing disputed, English"),
            "ground": Text("理由代码", "Code of the ground"),
            "rule": Text("所依规则的版本", "Version of the rule it runs by"),
            "opened_side": Text("哪一方提出", "Which side opened it"),
            "opened_by": Text("提出人", "Opened by"),
            "opened_at": Text("提出时间", "Opened at"),
            "answer_by": Text("答复期限", "To be answered by"),
            "silence_told_at": Text("告知未答复的时间", "When silence was told"),
            "answered_at": Text("答复时间", "Answered at"),
            "escalate_by": Text("提交平台的期限", "To be put to the programme by"),
            "escalated_by": Text("提交平台的人", "Put to the programme by"),
            "escalated_at": Text("提交平台的时间", "Put to the programme at"),
            "decide_by": Text("裁定期限", "To be decided by"),
            "provisional": Text("期限是否暂定", "Is the date provisional"),
            "offer_side": Text("哪一方提议和解", "Which side proposed a settlement"),
            "offer_outcome": Text("提议的结果", "Outcome proposed"),
            "offer_text": Text("和解提议", "Settlement proposed"),
            "offer_at": Text("提议时间", "Proposed at"),
            "outcome": Text("结果", "Outcome"),
            "reasons_zh": Text("裁定理由（中文）", "Reasons of the decision, Chinese"),
            "reasons_en": Text("裁定理由（英文）", "Reasons of the decision, English"),
            "ended_by": Text("结束人", "Ended by"),
        },
        kept_as="contracts",
    ),
    "Statement": Owned(
        "dispute__contract__seller",
        Text("争议陈述", "Statements in disputes"),
        {
            "dispute": Text("争议的内部序号", "The dispute's internal number"),
            "text": Text("陈述", "Statement"),
            "made_by": Text("陈述人", "Made by"),
            "made_at": Text("陈述时间", "Made at"),
        },
        kept_as="contracts",
    ),
    "Evidence": Owned(
        "dispute__contract__seller",
        Text("争议证据", "Evidence in disputes"),
        {
            "dispute": Text("争议的内部序号", "The dispute's internal number"),
            "message_ref": Text("消息编号", "Reference of the message"),
            "message_text": Text("消息内容", "Words of the message"),
            "put_by": Text("提交人", "Put forward by"),
            "put_at": Text("提交时间", "Put forward at"),
        },
        files=("sha256",),
        kept_as="contracts",
    ),
}
