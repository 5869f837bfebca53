"""What leaves with a seller: its addresses and what was sent lately, never a signing secret."""

from pilotage.engines.exits import Owned, Tag
from pilotage.kernel.text import Text

_SECRET = Text(
    "签名密钥，加密存放；在新的地方重新生成即可",
    "The signing secret, kept sealed; make a new one at the new place",
)

TABLES: dict[str, Tag] = {
    "Hook": Owned(
        "organisation",
        Text("推送地址", "Addresses that are told"),
        {
            "address": Text("地址", "Address"),
            "kinds": Text("推送的主题", "Subjects it is told of"),
            "secret_since": Text("密钥生成时间", "Secret made at"),
            "failures": Text("连续失败的推送", "Deliveries failed in a row"),
            "added_by": Text("登记人", "Added by"),
            "added_at": Text("登记时间", "Added at"),
            "off_by": Text("停用人", "Switched off by"),
            "off_at": Text("停用时间", "Switched off at"),
        },
        withheld={"sealed": _SECRET, "sealed_old": _SECRET, "old_until": _SECRET},
    ),
    "Delivery": Owned(
        "hook__organisation",
        Text("推送记录（保留三十天）", "Deliveries of the last thirty days"),
        {
            "hook": Text("推送地址", "The address"),
            "event": Text("事件编号", "Number of the event"),
            "kind": Text("通知种类", "Kind of notice"),
            "body": Text("发送的内容", "What was sent"),
            "tries": Text("发送次数", "Tries"),
            "next_try": Text("下次发送", "Next try"),
            "until": Text("放弃时间", "Given up after"),
            "tried_at": Text("最近一次发送", "Last try"),
            "status": Text("对方的答复码", "Status answered"),
            "error": Text("没有答复的原因", "Why there was no answer"),
        },
    ),
}
