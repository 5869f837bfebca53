"""What leaves with a seller: profile, checks, tax runs with their outputs, filings and receipts, producer papers."""

from pilotage.engines.exits import SECRET, Apart, Owned, Tag
from pilotage.kernel.text import Text

_PAPER_OF_FIT = {"fitcheck": Text("体检的内部序号", "The fit check's internal number")}
_PAPER_OF_EPR = {"eprcheck": Text("检查的内部序号", "The check's internal number")}

_TWO_SELLERS = Apart(
    "platform", Text("平台对多家凭证的比对", "The programme's comparing of several sellers' papers")
)

TABLES: dict[str, Tag] = {
    "SellerProfile": Owned("organisation", Text("卖家资料", "The seller's profile")),
    "FitCheck": Owned("organisation", Text("合规体检", "Fit checks")),
    "FitCheck_documents": Owned(
        "fitcheck__organisation", Text("体检所用文件", "Files of fit checks"), _PAPER_OF_FIT
    ),
    "TaxRun": Owned(
        "organisation",
        Text("税务运行", "Tax runs"),
        {
            "summary": Text("摘要", "Summary"),
            "blocked": Text("受阻之处", "What is blocked"),
            "replay_of": Text("重算自", "Replay of"),
            "changes": Text("与前次之差", "Changes since the run replayed"),
        },
        kept_as="tax_records",
    ),
    "TaxInput": Owned(
        "run__organisation", Text("税务运行所用文件", "Files of tax runs"), kept_as="tax_records"
    ),
    "TaxOutput": Owned(
        "run__organisation",
        Text("税务运行的产出文件", "Outputs of tax runs"),
        files=("sha256",),
        kept_as="tax_records",
    ),
    "TaxReturn": Owned(
        "run__organisation",
        Text("申报表", "Tax returns"),
        {
            "form": Text("表格", "Form"),
            "currency": Text("币种", "Currency"),
            "due_date": Text("截止日", "Due day"),
            "registration_needed": Text("是否需先注册", "Is a registration needed first"),
        },
        kept_as="tax_records",
    ),
    "Filing": Owned(
        "organisation",
        Text("申报与回执", "Filings and receipts"),
        {
            "filed_by": Text("申报方的内部序号", "Internal number of who filed"),
            "figures": Text("数字", "Figures"),
            "receipt": Text("回执文件的内部序号", "Internal number of the receipt"),
            "claimed_by": Text("声明人", "Claimed by"),
            "claimed_at": Text("声明时间", "Claimed at"),
            "received_at": Text("回执收到时间", "Receipt on file since"),
            "settled_by": Text("核定人", "Settled by"),
            "settled_at": Text("核定时间", "Settled at"),
        },
        kept_as="tax_records",
    ),
    "FilingCheck": Owned(
        "filing__organisation",
        Text("申报对照", "Filings beside the runs"),
        {
            "filing": Text("申报的内部序号", "Internal number of the filing"),
            "inputs": Text("所用输入的哈希", "Hash of what went in"),
        },
        kept_as="tax_records",
    ),
    "EvidencePrint": _TWO_SELLERS,
    "EvidenceMark": _TWO_SELLERS,
    "EvidenceReuse": _TWO_SELLERS,
    "CalendarFeed": Owned(
        "organisation", Text("日历订阅", "Calendar feeds"), {}, {"digest": SECRET}
    ),
    "Reminder": Owned(
        "organisation",
        Text("已发提醒", "Reminders sent"),
        {"key": Text("事项", "What about"), "days": Text("提前天数", "Days before")},
    ),
    "NumberCheck": Owned(
        "organisation",
        Text("税号核验", "Checks of numbers"),
        {
            "register": Text("登记机关", "Register"),
            "outcome": Text("结果", "Outcome"),
            "consultation": Text("查询编号", "Consultation number"),
            "answered_at": Text("答复时间", "Answered at"),
            "next_try": Text("下次尝试", "Next try"),
            "asked_by": Text("查询人", "Asked by"),
            "asked_at": Text("查询时间", "Asked at"),
        },
        kept_as="tax_records",
    ),
    "ProductTable": Owned(
        "organisation",
        Text("产品表", "The product table"),
        {
            "skus": Text("商品数", "SKUs"),
            "kept_by": Text("保存人", "Kept by"),
            "kept_at": Text("保存时间", "Kept at"),
        },
    ),
    "ProducerPapers": Owned("organisation", Text("生产者责任资料", "Producer papers")),
    "EprCheck": Owned(
        "organisation",
        Text("生产者责任检查", "Checks of producer duties"),
        {
            "products": Text("产品表文件的内部序号", "Internal number of the product file"),
            "papers": Text("当时的资料", "The papers at that time"),
            "year": Text("年份", "Year"),
        },
    ),
    "EprCheck_documents": Owned(
        "eprcheck__organisation", Text("检查所用文件", "Files of checks"), _PAPER_OF_EPR
    ),
}
