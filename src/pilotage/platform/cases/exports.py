"""What leaves with a seller: its cases, every word in them, the files, and how each promise was kept."""

from pilotage.engines.exits import Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "Case": Owned(
        "contract__seller",
        Text("服务单", "Cases"),
        {
            "version": Text("合同版本的内部序号", "The contract version's internal number"),
            "opened_side": Text("哪一方开的", "Which side opened it"),
            "opened_by": Text("开单人", "Opened by"),
            "handler": Text("服务商经办人", "Who has it at the partner"),
            "changed_at": Text("最近变动", "Last changed at"),
            "merged_into": Text("并入的服务单", "The case it went into"),
            "wake_at": Text("下次查看计时", "When its clocks are looked at next"),
        },
        kept_as="contracts",
    ),
    "CaseEvent": Owned(
        "case__contract__seller",
        Text("服务单消息", "Messages of cases"),
        {
            "case": Text("服务单的内部序号", "The case's internal number"),
            "by": Text("谁做的", "Who did it"),
            "by_name": Text("姓名", "Name"),
            "facts": Text("计时所用的事实", "Facts the clocks read"),
            "key": Text("发送方编号", "The sender's own key"),
        },
        kept_as="contracts",
    ),
    "CaseFile": Owned(
        "event__case__contract__seller",
        Text("服务单附件", "Files of cases"),
        {
            "event": Text("消息的内部序号", "The message's internal number"),
            "document": Text("文件的内部序号", "The file's internal number"),
        },
        kept_as="contracts",
    ),
    "VerdictInput": Owned(
        "contract__seller",
        Text("判定依据", "What verdicts were computed from"),
        {
            "sha256": Text("内容的 SHA-256", "SHA-256 of the content"),
            "content": Text("计算所用的约定、事件与日历", "Policy, events or calendar as used"),
            "kept_at": Text("保存时间", "Kept at"),
        },
        kept_as="contracts",
    ),
    "CaseVerdict": Owned(
        "case__contract__seller",
        Text("时效判定", "Verdicts on promises"),
        {
            "case": Text("服务单的内部序号", "The case's internal number"),
            "promise": Text("承诺", "Promise"),
            "started_at": Text("开始", "Began at"),
            "due": Text("到期", "Due at"),
            "overrun_seconds": Text("超时秒数（工作时间）", "Working seconds late"),
            "kept_at": Text("定格时间", "Frozen at"),
            "reopened_at": Text("重新计时的时间", "When it went on after all"),
            "inputs": Text("判定依据的内部序号", "Internal number of what it was computed from"),
        },
        kept_as="contracts",
    ),
    "CaseWarning": Owned(
        "case__contract__seller",
        Text("计时提醒", "Warnings of clocks"),
        {
            "case": Text("服务单的内部序号", "The case's internal number"),
            "promise": Text("承诺", "Promise"),
            "started_at": Text("开始", "Began at"),
            "percent": Text("已用百分比", "Share of the time over"),
        },
        kept_as="contracts",
    ),
    "Duty": Owned(
        "contract__seller",
        Text("合同义务", "Duties of contracts"),
        {
            "version": Text("合同版本的内部序号", "The contract version's internal number"),
            "kind": Text("种类", "Kind"),
            "of": Text("哪一期或哪份申报", "Which period or return"),
            "about_zh": Text("名称（中文）", "Name in Chinese"),
            "about_en": Text("名称（英文）", "Name in English"),
            "started_at": Text("开始", "Began at"),
            "within": Text("约定期限", "Time agreed"),
            "law_at": Text("法定期限", "Date of the law"),
            "buffer_days": Text("约定提前天数", "Days promised before it"),
            "due": Text("到期", "Due at"),
            "provisional": Text("期限是否暂定", "Is the date provisional"),
            "asked_by": Text("提出人", "Asked by"),
            "done_by": Text("完成人", "Done by"),
            "text": Text("说明", "Words"),
            "document": Text("文件的内部序号", "The file's internal number"),
            "overrun_seconds": Text("超时秒数（工作时间）", "Working seconds late"),
            "inputs": Text("判定依据的内部序号", "Internal number of what it was computed from"),
            "kept_at": Text("定格时间", "Frozen at"),
            "warned": Text("已提醒的百分比", "Share of the time that was warned of"),
            "wake_at": Text("下次查看", "When it is looked at next"),
        },
        kept_as="contracts",
    ),
    "DutyWatch": Owned(
        "contract__seller",
        Text("合同义务的查看时间", "When duties are looked at"),
        {"wake_at": Text("下次查看", "When they are looked at next")},
        kept_as="contracts",
    ),
    "VerdictReversal": Owned(
        "contract__seller",
        Text("判定撤销", "Verdicts reversed"),
        {
            "verdict": Text("时效判定的内部序号", "The verdict's internal number"),
            "duty": Text("合同义务的内部序号", "The duty's internal number"),
            "dispute": Text("争议编号", "Reference of the dispute"),
        },
        kept_as="contracts",
    ),
}
