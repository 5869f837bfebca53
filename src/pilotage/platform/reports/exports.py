"""What leaves with a seller: its monthly reports with page and PDF."""

from pilotage.engines.exits import Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "MonthReport": Owned(
        "organisation",
        Text("运营月报", "Monthly reports"),
        {
            "month": Text("月份", "Month"),
            "page_sha256": Text("网页文件的 SHA-256", "SHA-256 of the page"),
            "paper_sha256": Text("PDF 的 SHA-256", "SHA-256 of the PDF"),
            "approved_by": Text("确认人", "Approved by"),
            "approved_at": Text("确认时间", "Approved at"),
            "root": Text("确认时审计检查点的根", "Root of the checkpoint signed with the approval"),
        },
        files=("page_sha256", "paper_sha256"),
    ),
    "MonthReport_documents": Owned(
        "monthreport__organisation",
        Text("月报所用的文件", "Files of monthly reports"),
        {"monthreport": Text("月报的内部序号", "Internal number of the report")},
    ),
}  # fmt: skip
