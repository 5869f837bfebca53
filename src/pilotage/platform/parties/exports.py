"""What leaves with a seller: its firm and its own people, without their secrets."""

from pilotage.engines.exits import SECRET, Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "Organisation": Owned(
        "",
        Text("公司", "The firm"),
        {
            "name_zh": Text("中文名", "Name in Chinese"),
            "name_en": Text("英文名", "Name in English"),
            "country": Text("国家", "Country"),
            "city": Text("城市", "City"),
            "calendar": Text("工作日历", "Working calendar"),
        },
    ),
    "Person": Owned(
        "memberships__organisation",
        Text("本公司人员", "The firm's own people"),
        {
            "name": Text("姓名", "Name"),
            "is_active": Text("可否登录", "May sign in"),
            "date_joined": Text("注册时间", "Registered at"),
        },
        {
            "password": SECRET,
            "last_login": Text("会话数据，不属于公司", "Session data, not the firm's"),
        },
    ),
    "Membership": Owned(
        "organisation",
        Text("人员的岗位", "Places of people in the firm"),
        {"since": Text("自", "From"), "until": Text("至", "Until")},
    ),
    "Invitation": Owned(
        "organisation",
        Text("发出的邀请", "Invitations sent"),
        {"invited_at": Text("邀请时间", "Invited at"), "used_at": Text("使用时间", "Used at")},
        {"digest": SECRET},
    ),
    "ApiToken": Owned(
        "membership__organisation",
        Text("接口令牌", "API tokens"),
        {
            "membership": Text("岗位的内部序号", "The membership's internal number"),
            "label": Text("用途说明", "Label"),
        },
        {"digest": SECRET},
    ),
}
