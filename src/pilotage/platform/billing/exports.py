"""What leaves with a seller: every document of money between it and its partners, and the books they add up to."""

from pilotage.engines.exits import Apart, Owned, Tag
from pilotage.kernel.text import Text

_FIRST = Text("账期第一天", "First day of the period")
_UNTIL = Text("账期结束的次日", "Day after the period")
_NUMBER = Text("单据编号", "Number of the document")
_PARTNER = Text("服务商的内部序号", "The partner's internal number")
_ISSUED = {
    "issued_by": Text("开具人", "Issued by"),
    "issued_at": Text("开具时间", "Issued at"),
}

TABLES: dict[str, Tag] = {
    "Account": Owned(
        "contract__seller",
        Text("科目", "Accounts"),
        {"code": Text("科目代码", "Code of the account")},
        kept_as="invoices",
    ),
    "Entry": Owned(
        "contract__seller",
        Text("记账", "Entries"),
        {
            "about": Text("所依单据", "The document behind it"),
            "key": Text("唯一编号", "Its key"),
            "size": Text("分录数", "How many transfers"),
            "fingerprint": Text("内容的 SHA-256", "SHA-256 of what it says"),
            "by": Text("谁记的", "Written by"),
        },
        kept_as="invoices",
    ),
    "Transfer": Owned(
        "entry__contract__seller",
        Text("分录", "Transfers"),
        {
            "entry": Text("记账的内部序号", "The entry's internal number"),
            "debit": Text("借方科目的内部序号", "Account debited"),
            "credit": Text("贷方科目的内部序号", "Account credited"),
        },
        kept_as="invoices",
    ),
    "Numbering": Apart(
        "partner",
        Text("服务商的单据编号，不属于任何一个卖家", "A partner's numbering belongs to no seller"),
    ),
    "Invoice": Owned(
        "contract__seller",
        Text("账单", "Invoices"),
        {
            "partner": _PARTNER,
            "number": _NUMBER,
            "first": _FIRST,
            "until": _UNTIL,
            "service": Text("服务费", "Service fees"),
            "pass_through": Text("代收代付", "Passed on"),
            "credit": Text("赔偿与冲回", "Credits and reversals"),
            "total": Text("合计", "Total"),
            "size": Text("明细行数", "How many lines"),
            "stated": Text("服务商申报的销售额与数量", "Sales and quantities the partner stated"),
            "version_hash": Text("合同版本的 SHA-256", "SHA-256 of the contract's version"),
            "due_on": Text("付款期限", "Due on"),
            **_ISSUED,
        },
        kept_as="invoices",
    ),
    "InvoiceLine": Owned(
        "invoice__contract__seller",
        Text("账单明细", "Lines of invoices"),
        {
            "invoice": Text("账单的内部序号", "The invoice's internal number"),
            "code": Text("收费项代码", "Code of the charge"),
            "says_zh": Text("说明（中文）", "What it is, Chinese"),
            "says_en": Text("说明（英文）", "What it is, English"),
            "about": Text("所依事项", "What it bills"),
        },
        kept_as="invoices",
    ),
    "CreditNote": Owned(
        "line__invoice__contract__seller",
        Text("红字账单", "Credit notes"),
        {
            "line": Text("账单明细的内部序号", "The line's internal number"),
            "partner": _PARTNER,
            "number": _NUMBER,
            "reason": Text("原因", "Reason"),
            "key": Text("唯一编号", "Its key"),
            **_ISSUED,
        },
        kept_as="invoices",
    ),
    "Payment": Owned(
        "invoice__contract__seller",
        Text("付款登记", "Payments stated"),
        {
            "invoice": Text("账单的内部序号", "The invoice's internal number"),
            "on": Text("付款日", "Paid on"),
            "key": Text("唯一编号", "Its key"),
            "noted_by": Text("登记人", "Noted by"),
            "noted_at": Text("登记时间", "Noted at"),
        },
        kept_as="invoices",
    ),
    "ServiceCredit": Owned(
        "contract__seller",
        Text("服务赔偿", "Service credits"),
        {
            "first": _FIRST,
            "until": _UNTIL,
            "case": Text("计算所用的输入", "What it was computed from"),
            "answer": Text("计算结果", "What came out"),
            "verdicts": Text("所依判定及其哈希", "Verdicts behind it, with hashes"),
            "computed_at": Text("计算时间", "Computed at"),
            "dispute_until": Text("可异议至", "Can be disputed until"),
        },
        kept_as="invoices",
    ),
    "ServiceCreditLine": Owned(
        "credit__contract__seller",
        Text("赔偿明细", "Lines of credits"),
        {
            "credit": Text("赔偿的内部序号", "The credit's internal number"),
            "key": Text("承诺", "Promise"),
            "attainment": Text("按时件数 / 总件数", "Met of all"),
            "percent": Text("赔偿百分比", "Credit in per cent"),
        },
        kept_as="invoices",
    ),
    "CreditReversal": Owned(
        "line__credit__contract__seller",
        Text("赔偿冲回", "Credits reversed"),
        {
            "line": Text("赔偿明细的内部序号", "The line's internal number"),
            "dispute": Text("争议编号", "Reference of the dispute"),
        },
        kept_as="invoices",
    ),
}
