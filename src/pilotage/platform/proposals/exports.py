"""What leaves with a seller: what was proposed for it, and who decided."""

from pilotage.engines.exits import Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "Proposal": Owned(
        "organisation",
        Text("助手的提议", "Proposals of assistants"),
        {
            "kind": Text("提议的动作", "Action proposed"),
            "facts": Text("动作的内容", "What it is called with"),
            "says_zh": Text("说明（中文）", "What it says, in Chinese"),
            "says_en": Text("说明（英文）", "What it says, in English"),
            "made_by": Text("以谁的密钥提出", "By whose key"),
            "made_at": Text("提出时间", "Made at"),
            "expires_at": Text("失效时间", "Expires at"),
            "decided_by": Text("决定人", "Decided by"),
            "decided_at": Text("决定时间", "Decided at"),
            "outcome": Text("产生的记录", "What it made"),
            "why_zh": Text("未成的原因（中文）", "Why it failed, in Chinese"),
            "why_en": Text("未成的原因（英文）", "Why it failed, in English"),
        },
    )
}
