"""What leaves with a seller: what it noted of its shops, what it read, what it applied for."""

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
    "Place": Owned(
        "organisation",
        Text("项目资源的申请", "Applications for resources of the programme"),
        {
            "resource": Text("资源", "Resource"),
            "waited": Text("已等待的轮数", "Rounds waited"),
            "given_in": Text("给出名额的轮次", "Round that gave it a place"),
            "applied_by": Text("申请人", "Applied for by"),
            "applied_at": Text("申请时间", "Applied at"),
            "changed_at": Text("状态变更时间", "When its state changed"),
        },
    ),
    "Round": Apart("platform", Text("公开的抽签轮次", "Rounds of draws, for everybody")),
    "Lot": Apart(
        "platform",
        Text("只以编号列出的抽签结果；删去任何一行，别人就无法重演", "Results of draws by reference alone; without one of them nobody could draw again"),
    ),
    "Outcome": Apart(
        "platform",
        Text("许多卖家合计的成效数字，不含任何一家的明细", "Figures over many sellers, with nothing of any one of them"),
    ),
}  # fmt: skip
