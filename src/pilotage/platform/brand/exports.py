"""What leaves with a seller: its marks, events and settled deadlines, registers, work on them, alerts."""

from pilotage.engines.exits import Owned, Tag
from pilotage.kernel.text import Text

_MARK = Text("商标的内部序号", "Internal number of the mark")
_REGISTER = Text("注册簿文件的内部序号", "Internal number of the register")

TABLES: dict[str, Tag] = {
    "Mark": Owned(
        "organisation",
        Text("商标", "Marks"),
        {
            "sign": Text("商标文字（与注册一致）", "The sign as registered"),
            "form": Text("形式", "Form"),
            "office": Text("商标局", "Office"),
            "classes": Text("尼斯分类", "Nice classes"),
            "status": Text("状态", "Status"),
            "application_number": Text("申请号", "Application number"),
            "registration_number": Text("注册号", "Registration number"),
            "is_supplemental": Text("是否在美国副簿", "Whether on the Supplemental Register"),
            "filed_on": Text("申请日", "Filed on"),
            "registered_on": Text("注册日", "Registered on"),
            "owner": Text("权利人", "Owner"),
            "attorney": Text("代理人", "Attorney of record"),
            "attorney_number": Text("代理人执业编号", "Number of the attorney"),
            "attorney_bare": Text("代理人执业编号（只留字母数字）", "The number, letters and digits alone"),
            "picture": Text("产品照片的内部序号", "Internal number of the product picture"),
            "added_by": Text("登记人", "Added by"),
            "added_at": Text("登记时间", "Added at"),
            "changed_at": Text("最后改动", "Last changed"),
            "retired_at": Text("移出时间", "Taken out at"),
        },
    ),
    "MarkEvent": Owned(
        "mark__organisation",
        Text("商标事件", "Events of marks"),
        {
            "mark": _MARK,
            "event": Text("事件", "Event"),
            "on": Text("日期", "Day"),
            "facts": Text("有关事实", "Facts"),
            "entered_by": Text("登记人", "Entered by"),
            "entered_at": Text("登记时间", "Entered at"),
            "gone_at": Text("删除时间", "Taken away at"),
        },
    ),
    "MarkDone": Owned(
        "event__mark__organisation",
        Text("已办理的商标期限", "Deadlines of marks that were met"),
        {
            "event": Text("事件的内部序号", "Internal number of the event"),
            "name": Text("期限", "Deadline"),
            "note": Text("说明", "Note"),
            "by": Text("登记人", "Entered by"),
        },
    ),
    "RegisterFile": Owned(
        "organisation",
        Text("导入的注册簿", "Registers imported"),
        {
            "office": Text("商标局", "Office"),
            "rows": Text("条数", "Rows"),
            "facts": Text("内容概况", "What is in it"),
            "added_by": Text("导入人", "Imported by"),
            "added_at": Text("导入时间", "Imported at"),
        },
    ),
    "BrandWork": Owned(
        "organisation",
        Text("查重、对照与监测", "Clearance, comparison and watch"),
        {
            "register": _REGISTER,
            "screening": Text("所对照查重的内部序号", "Internal number of the clearance compared"),
            "asked": Text("查什么", "What was asked"),
        },
    ),
    "Alert": Owned(
        "organisation",
        Text("商标监测提醒", "Alerts of the watch"),
        {
            "mark": _MARK,
            "register": _REGISTER,
            "filing": Text("新申请（商标局、编号与文字）", "The filing: office, number and sign"),
            "filed": Text("新申请内容", "The filing as the register has it"),
            "factors": Text("各项相近程度", "How near in each factor"),
            "score": Text("综合相近程度（万分之）", "How near in all, in ten-thousandths"),
            "why": Text("理由", "Reason"),
            "case": Text("服务单编号", "Reference of the case"),
            "decided_by": Text("决定人", "Decided by"),
            "decided_at": Text("决定时间", "Decided at"),
            "found_at": Text("发现时间", "Found at"),
        },
    ),
}  # fmt: skip
