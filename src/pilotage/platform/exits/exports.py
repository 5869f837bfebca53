"""What leaves with a seller: the hand-overs it made. Bags and erasures are the leaving itself."""

from pilotage.engines.exits import Apart, Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "ExitBag": Apart(
        "platform",
        Text("数据包的领取记录；数据包本身就在您手里", "Which bags were taken; the bag is in your hands"),
    ),
    "Handover": Owned(
        "contract__seller",
        Text("交接", "Hand-overs"),
        {
            "successor": Text("接手合同的内部序号", "Internal number of the contract that takes over"),
            "last_day": Text("原服务商负责到哪天", "Last day of the leaving firm"),
            "chosen": Text("单独指定由谁申报", "Returns given to somebody by name"),
            "opened_by": Text("发起人", "Opened by"),
        },
        kept_as="contracts",
    ),
    "Erasure": Apart(
        "platform",
        Text("删除的证明另行交给卖家", "The certificate of erasure is given to the seller by itself"),
    ),
}  # fmt: skip
