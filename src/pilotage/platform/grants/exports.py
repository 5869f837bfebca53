"""What leaves with a seller: whom it let do what, and until when."""

from pilotage.engines.exits import Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "Grant": Owned(
        "seller",
        Text("授权", "Grants"),
        {
            "firm": Text("服务商的内部序号", "The firm's internal number"),
            "contract": Text("合同版本的内部序号", "The contract version's internal number"),
            "nda_signed_on": Text("保密协议签署日", "Day of the confidentiality agreement"),
            "not_before": Text("生效时间", "Begins at"),
            "may_delegate": Text("可否转授", "May be handed on"),
            "parent": Text("上级授权的内部序号", "Internal number of the grant handed on"),
            "given_by": Text("授权人", "Given by"),
            "given_at": Text("授权时间", "Given at"),
            "revoked_by": Text("撤销人", "Revoked by"),
        },
        kept_as="contracts",
    ),
    "GrantPart": Owned(
        "grant__seller",
        Text("授权内容", "Parts of grants"),
        {
            "grant": Text("授权的内部序号", "The grant's internal number"),
            "value": Text("值", "Value"),
        },
        kept_as="contracts",
    ),
}
