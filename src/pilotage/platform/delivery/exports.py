"""What leaves with a seller: its work orders, every deliverable with its files, and what was said in reviews."""

from pilotage.engines.exits import Apart, Owned, Tag
from pilotage.kernel.text import Text

_ORDER = Text("工作单的内部序号", "The work order's internal number")
_STEP = Text("步骤的内部序号", "The step's internal number")

TABLES: dict[str, Tag] = {
    "WorkOrder": Owned(
        "contract__seller",
        Text("工作单", "Work orders"),
        {
            "kind_version": Text("步骤模板的版本", "Version of the steps"),
            "category": Text("服务类目", "Service category"),
            "country": Text("国家", "Country"),
            "title": Text("名称", "Title"),
            "fee_item": Text("合同收费项代码", "Code of the contract's charge"),
            "due": Text("应完成日", "Due day"),
            "rule": Text("所依规则的版本", "Version of the rule it runs by"),
            "acceptance": Text("验收期限", "Time to accept"),
            "silence_accepts": Text("沉默是否视为接受", "Does silence accept"),
            "proposed_side": Text("哪一方提出", "Which side proposed it"),
            "proposed_by": Text("提出人", "Proposed by"),
            "proposed_at": Text("提出时间", "Proposed at"),
            "agreed_by": Text("同意人", "Agreed by"),
            "agreed_at": Text("同意时间", "Agreed at"),
            "ended_by": Text("结束人", "Ended by"),
            "why": Text("终止理由", "Reasons of the end"),
        },
        kept_as="contracts",
    ),
    "Step": Owned(
        "order__contract__seller",
        Text("工作步骤", "Steps of work"),
        {
            "order": _ORDER,
            "code": Text("步骤代码", "Code of the step"),
            "name_zh": Text("步骤（中文）", "Step, Chinese"),
            "name_en": Text("步骤（英文）", "Step, English"),
            "actor": Text("由谁完成", "Who takes it"),
            "proof": Text("以什么证明", "What proves it"),
            "needs_acceptance": Text("是否需要验收", "Does the seller accept it"),
            "is_optional": Text("是否可省略", "Can it be left out"),
            "is_milestone": Text("是否里程碑", "Is it a milestone"),
            "usual_zh": Text("通常用时（中文）", "Usual time, Chinese"),
            "usual_en": Text("通常用时（英文）", "Usual time, English"),
            "done_at": Text("完成时间", "Done at"),
            "review_until": Text("评价截止", "Reviews until"),
            "reviews_published_at": Text("评价公开时间", "Reviews published at"),
        },
        kept_as="contracts",
    ),
    "Deliverable": Owned(
        "step__order__contract__seller",
        Text("交付物", "Deliverables"),
        {
            "step": _STEP,
            "text": Text("说明", "Words"),
            "filing": Text("申报的内部序号", "The filing's internal number"),
            "made_by": Text("提交人", "Handed in by"),
            "made_at": Text("提交时间", "Handed in at"),
            "answer_by": Text("验收期限", "To be answered by"),
            "provisional": Text("期限是否暂定", "Is the date provisional"),
            "reminded_at": Text("提醒时间", "Reminded at"),
            "answered_by": Text("答复人", "Answered by"),
            "answered_at": Text("答复时间", "Answered at"),
            "accepted_how": Text("怎样接受", "How it was accepted"),
            "why": Text("退回理由", "Reasons of the return"),
        },
        kept_as="contracts",
    ),
    "DeliverableFile": Owned(
        "deliverable__step__order__contract__seller",
        Text("交付文件", "Files delivered"),
        {"deliverable": Text("交付物的内部序号", "The deliverable's internal number")},
        files=("sha256",),
        kept_as="contracts",
    ),
    "SealedReview": Apart(
        "platform",
        Text("双方都写完或到期之前，谁也不能看", "Nobody reads it before it is published"),
    ),
    "Review": Owned(
        "step__order__contract__seller",
        Text("评价", "Reviews"),
        {
            "step": _STEP,
            "kept_agreement": Text("按约定做到", "Did as agreed"),
            "in_time": Text("按时", "In time"),
            "again": Text("愿意再合作", "Would work together again"),
            "text": Text("评语", "Words"),
            "written_by": Text("评价人", "Written by"),
            "written_at": Text("评价时间", "Written at"),
            "published_at": Text("公开时间", "Published at"),
            "struck_at": Text("因争议撤下的时间", "Struck by a dispute at"),
        },
        kept_as="contracts",
    ),
}
