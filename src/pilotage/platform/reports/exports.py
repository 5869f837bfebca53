"""What leaves with a seller: its monthly reports with page and PDF, and what was collected for them."""

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
            "book_sha256": Text("工作簿的 SHA-256", "SHA-256 of the workbook"),
            "approved_by": Text("确认人", "Approved by"),
            "approved_at": Text("确认时间", "Approved at"),
            "root": Text("确认时审计检查点的根", "Root of the checkpoint signed with the approval"),
        },
        files=("page_sha256", "paper_sha256", "book_sha256"),
    ),
    "MonthReport_documents": Owned(
        "monthreport__organisation",
        Text("月报所用的文件", "Files of monthly reports"),
        {"monthreport": Text("月报的内部序号", "Internal number of the report")},
    ),
    "Collection": Owned(
        "organisation",
        Text("经店铺连接收取的月份", "Months collected over a connection"),
        {
            "connection": Text("店铺连接的内部序号", "The connection's internal number"),
            "month": Text("月份", "Month"),
            "turns": Text("向亚马逊查看的次数", "How often Amazon was looked at"),
        },
    ),
    "Fetched": Owned(
        "collection__organisation",
        Text("经店铺连接收取的文件", "Files collected over a connection"),
        {
            "collection": Text("收取的内部序号", "Internal number of the collection"),
            "type": Text("亚马逊的报告类型", "Amazon's type of report"),
            "number": Text("亚马逊的报告编号", "Amazon's number of the report"),
            "why": Text("没有文件的原因", "Why there is no file"),
            "document": Text("文件的内部序号", "The file's internal number"),
        },
    ),
    "PartnerFigures": Owned(
        "contract__seller",
        Text("服务商自报的数字", "Figures claimed for a month"),
        {
            "contract": Text("合同的内部序号", "The contract's internal number"),
            "month": Text("月份", "Month"),
            "number": Text("第几次登记", "Which entry it is"),
            "side": Text("哪一方登记的", "Which side entered it"),
            "rows": Text("所写的指标、数值、单位、期间", "Figures, values, units, periods as written"),
            "rejected": Text("无法读取的行", "Rows that could not be read"),
            "document": Text("文件的内部序号", "The file's internal number"),
            "entered_by": Text("登记人", "Entered by"),
            "entered_by_name": Text("登记人姓名", "Name of who entered it"),
            "entered_at": Text("登记时间", "Entered at"),
        },
        kept_as="contracts",
    ),
    "ReportQuestion": Owned(
        "contract__seller",
        Text("对月报数字的提问", "Questions on figures of a month"),
        {
            "contract": Text("合同的内部序号", "The contract's internal number"),
            "month": Text("月份", "Month"),
            "figure": Text("指标", "Figure"),
            "case": Text("服务单的内部序号", "The case's internal number"),
            "side": Text("哪一方提问", "Which side asked"),
            "asked_by": Text("提问人", "Asked by"),
            "asked_at": Text("提问时间", "Asked at"),
        },
        kept_as="contracts",
    ),
}  # fmt: skip
