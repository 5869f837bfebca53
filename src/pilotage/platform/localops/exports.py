"""What leaves with a seller: its listing checks with findings, choices and corrected listings, return addresses, replies, its translation memory."""

from pilotage.engines.exits import Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "ListingCheck": Owned(
        "organisation",
        Text("商品检查", "Listing checks"),
        {
            "firm": Text("检查方的内部序号；空为卖家自己", "Internal number of who asked for it; empty: the seller"),
            "site": Text("站点", "Site"),
            "on": Text("按哪一天的规则", "The day whose rules were applied"),
            "summary": Text("结果汇总", "The account of what came of it"),
            "rows_sha256": Text("逐条问题文件的 SHA-256", "SHA-256 of the file of findings"),
            "json_sha256": Text("问题 JSON 的 SHA-256", "SHA-256 of the findings as JSON"),
            "sheet_sha256": Text("改好的表格的 SHA-256", "SHA-256 of the corrected workbook"),
            "plain_sha256": Text("改好的 JSON 的 SHA-256", "SHA-256 of the corrected listings as JSON"),
            "ordered_at": Text("何时要求生成改好的文件", "When the corrected files were asked for"),
        },
        files=("rows_sha256", "json_sha256", "sheet_sha256", "plain_sha256"),
    ),
    "FixChoice": Owned(
        "listing_check__organisation",
        Text("对改法建议的选择", "Choices about suggestions"),
        {
            "listing_check": Text("检查的内部序号", "Internal number of the check"),
            "verdict": Text("决定", "Verdict"),
            "spans": Text("问题的位置区间", "Runs of positions of the findings"),
            "count": Text("建议数", "How many suggestions"),
            "by": Text("决定人", "Decided by"),
        },
    ),
    "ReturnSpot": Owned(
        "organisation",
        Text("退货地址", "Return addresses"),
        {
            "site": Text("站点", "Site"),
            "lines": Text("地址行", "Lines of the address"),
            "postcode": Text("邮编", "Postcode"),
            "country": Text("国家或地区", "Country"),
            "changed_by": Text("最后由谁修改", "Who changed it last"),
            "changed_at": Text("最后修改时间", "When it was changed last"),
        },
    ),
    "Reply": Owned(
        "organisation",
        Text("对买家的回复", "Replies to buyers"),
        {
            "site": Text("站点", "Site"),
            "language": Text("语言", "Language"),
            "title": Text("标题", "Title"),
            "text": Text("正文", "Text"),
            "changed_by": Text("最后由谁修改", "Who changed it last"),
            "changed_at": Text("最后修改时间", "When it was changed last"),
        },
    ),
    "TmUnit": Owned(
        "organisation",
        Text("翻译记忆", "Translation memory"),
        {
            "same": Text("语言与两段文本的 SHA-256", "SHA-256 of the languages and both texts"),
            "source_language": Text("源语言", "Source language"),
            "target_language": Text("目标语言", "Target language"),
            "source": Text("原文", "Source text"),
            "target": Text("译文", "Translation"),
            "origin": Text("来源", "Where it came from"),
            "created": Text("文件所写的创建时间", "When it was made, as the file says"),
            "changed": Text("文件所写的修改时间", "When it was changed, as the file says"),
            "file": Text("文件名", "Name of the file"),
            "brought_by": Text("由谁带入", "Who brought it"),
            "brought_at": Text("带入时间", "When it was brought"),
        },
    ),
}  # fmt: skip
