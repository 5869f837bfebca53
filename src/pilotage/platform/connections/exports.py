"""What leaves with a seller: which accounts were connected, never a token."""

from pilotage.engines.exits import SECRET, Owned, Tag
from pilotage.kernel.text import Text

_TOKEN = Text(
    "亚马逊的授权令牌，加密存放，不交给任何人；在新的地方重新授权即可",
    "Amazon's token, kept sealed and given to nobody; authorise anew at the new place",
)

TABLES: dict[str, Tag] = {
    "Connection": Owned(
        "organisation",
        Text("店铺连接", "Connected selling accounts"),
        {
            "region": Text("区域", "Region"),
            "site": Text("授权时的站点", "Site where it was consented"),
            "account": Text("亚马逊的卖家编号", "Amazon's number of the seller"),
            "roles": Text("授权时申请的角色", "Roles asked for then"),
            "granted_by": Text("授权人", "Consented by"),
            "granted_at": Text("授权时间", "Consented at"),
            "lapses_at": Text("授权到期", "Consent lapses at"),
            "refused_at": Text(
                "亚马逊不再接受授权的时间", "When Amazon took the consent no longer"
            ),
            "ended_by": Text("断开人", "Disconnected by"),
            "ended_at": Text("断开时间", "Disconnected at"),
        },
        withheld={"sealed": _TOKEN},
    ),
    "Attempt": Owned(
        "organisation",
        Text("前往亚马逊授权的记录", "Browsers sent to Amazon to consent"),
        {
            "site": Text("站点", "Site"),
            "asked_at": Text("发出时间", "Sent at"),
            "expires_at": Text("失效时间", "Expires at"),
            "used_at": Text("使用时间", "Used at"),
        },
        withheld={"digest": SECRET, "session": SECRET},
    ),
}
