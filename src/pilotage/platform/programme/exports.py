"""What leaves with a seller: what it noted of its shops."""

from pilotage.engines.exits import Apart, Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "ShopRecord": Owned(
        "organisation",
        Text("开店申请的结果", "What became of shop applications"),
        {
            "marketplace": Text("站点", "Site"),
            "submitted_on": Text("提交日期", "Sent in on"),
            "answer": Text("亚马逊的答复", "Amazon's answer"),
            "answered_on": Text("答复日期", "Answered on"),
            "first_sale_on": Text("首单日期", "First sale on"),
            "noted_by": Text("登记人", "Noted by"),
            "noted_at": Text("登记时间", "Noted at"),
        },
    ),
    "Announcement": Apart(
        "platform",
        Text("公开的规则公告", "Public announcements of rules"),
    ),
    "AnnouncementRead": Owned(
        "organisation",
        Text("已阅的公告", "Announcements read"),
        {
            "announcement": Text("公告编号", "Reference of the announcement"),
            "by": Text("阅读人", "Read by"),
        },
    ),
    "Outcome": Apart(
        "platform",
        Text("许多卖家合计的成效数字，不含任何一家的明细", "Figures over many sellers, with nothing of any one of them"),
    ),
}  # fmt: skip
