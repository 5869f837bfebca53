"""What leaves with a seller: its requests, the answers, and its contracts with every version and signature."""

from pilotage.engines.exits import Apart, Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "Request": Owned(
        "seller",
        Text("需求", "Requests"),
        {
            "needs": Text("所需服务", "Services needed"),
            "languages": Text("工作语言", "Working languages"),
            "message": Text("留言", "Message"),
            "product_line": Text("产品线", "Product line"),
            "monthly_sales": Text("月销售额区间", "Band of monthly sales"),
            "start_by": Text("希望开始日", "Wished start"),
            "budget_amount": Text("预算", "Budget"),
            "budget_currency": Text("预算币种", "Currency of the budget"),
            "named": Text("指定的服务商", "Partners named"),
            "may_refer_on": Text("可否另荐", "May be referred on"),
            "basis": Text("依据", "Basis"),
            "seed": Text("抽签种子", "Seed of the draw"),
            "opened_by": Text("提出人", "Opened by"),
            "opened_at": Text("提出时间", "Opened at"),
            "match_by": Text("匹配期限", "To be matched by"),
        },
        kept_as="contracts",
    ),
    "Referral": Owned(
        "request__seller",
        Text("推荐与答复", "Referrals and answers"),
        {
            "request": Text("需求的内部序号", "The request's internal number"),
            "partner_ref": Text("服务商编号", "The partner's reference"),
            "named": Text("是否指定", "Was it named"),
            "terms": Text("条件", "Terms"),
            "sent_at": Text("送达时间", "Sent at"),
            "accept_by": Text("答复期限", "To be answered by"),
            "provisional": Text("期限是否暂定", "Is the date provisional"),
            "viewed_at": Text("查看时间", "Seen at"),
            "checked_at": Text("核对时间", "Checked at"),
            "decline_code": Text("谢绝代码", "Code of refusal"),
            "decline_note": Text("谢绝说明", "Note of refusal"),
        },
        kept_as="contracts",
    ),
    "Contract": Owned(
        "seller",
        Text("合同", "Contracts"),
        {
            "referral": Text("推荐的内部序号", "The referral's internal number"),
            "current": Text("现行版本", "Current version"),
            "drafted_at": Text("起草时间", "Drafted at"),
            "offered_at": Text("发出时间", "Offered at"),
            "in_force_at": Text("生效时间", "In force at"),
            "ends_on": Text("到期日", "Ends on"),
            "evidence_sha256": Text("签署证据文件", "File of evidence"),
            "paper_sha256": Text("合同 PDF 文件", "File of the PDF"),
        },
        files=("evidence_sha256", "paper_sha256"),
        kept_as="contracts",
    ),
    "Amendment": Owned(
        "contract__seller",
        Text("合同变更", "Amendments of contracts"),
        {
            "open_cases": Text("进行中的服务单", "Cases already open"),
            "amends": Text("被取代的版本", "Version replaced"),
            "current": Text("最后一版", "Last version"),
            "proposed_at": Text("提出时间", "Proposed at"),
            "in_force_at": Text("生效时间", "In force at"),
            "evidence_sha256": Text("签署证据文件", "File of evidence"),
            "paper_sha256": Text("合同 PDF 文件", "File of the PDF"),
        },
        files=("evidence_sha256", "paper_sha256"),
        kept_as="contracts",
    ),
    "ContractVersion": Owned(
        "contract__seller",
        Text("合同版本", "Versions of contracts"),
        {
            "amendment": Text("变更的内部序号", "The amendment's internal number"),
            "number": Text("版本号", "Version number"),
            "body": Text("正文", "Body"),
            "made_by": Text("制作人", "Made by"),
            "made_at": Text("制作时间", "Made at"),
        },
        kept_as="contracts",
    ),
    "ContractSignature": Owned(
        "version__contract__seller",
        Text("合同签署", "Signatures"),
        {
            "version": Text("版本的内部序号", "The version's internal number"),
            "person_name": Text("签署人姓名", "Name of the signer"),
            "method": Text("签署方式", "Method"),
            "cancelled_at": Text("撤回时间", "Cancelled at"),
        },
        kept_as="contracts",
    ),
    "SigningAttempt": Apart(
        "platform", Text("防止猜码的计数", "Counting against guessed codes; no content")
    ),
}
