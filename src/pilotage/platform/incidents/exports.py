"""What leaves with a seller: what it was told of incidents, and what it did."""

from pilotage.engines.exits import Apart, Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "Incident": Apart(
        "platform",
        Text("平台的事件记录；您被告知的内容随您带走", "The programme's record; what you were told leaves with you"),
    ),
    "Affected": Owned(
        "seller",
        Text("涉及您的事件", "Incidents that reached you"),
        {
            "incident": Text("事件编号", "Reference of the incident"),
            "says_zh": Text("发生了什么（中文）", "What happened, Chinese"),
            "says_en": Text("发生了什么（英文）", "What happened, English"),
            "needs": Text("受影响的服务与国家", "Services and countries affected"),
            "contracts": Text("受影响的合同", "Contracts affected"),
            "marks": Text("登记了该编号的商标", "Marks in whose record the number stands"),
            "filings": Text("该服务商经手的申报数", "Filings made by the partner"),
            "unconfirmed": Text("其中未经税局确认的", "Those not confirmed by an authority"),
            "told_at": Text("通知时间", "Told at"),
            "request": Text("发给接手服务商的请求的内部序号", "Internal number of the request to a successor"),
            "settled_by": Text("处理人", "Settled by"),
            "settled_at": Text("处理时间", "Settled at"),
            "settled_why": Text("如何处理", "How it was settled"),
        },
        kept_as="contracts",
    ),
}  # fmt: skip
