"""What leaves with a seller: what it was told."""

from pilotage.engines.exits import Apart, Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "Notice": Owned(
        "organisation",
        Text("通知", "Notices"),
        {
            "about": Text("有关", "About"),
            "title_zh": Text("标题（中文）", "Title, Chinese"),
            "title_en": Text("标题（英文）", "Title, English"),
            "body_zh": Text("正文（中文）", "Body, Chinese"),
            "body_en": Text("正文（英文）", "Body, English"),
            "link": Text("页面", "Page"),
        },
    ),
    "Read": Owned(
        "organisation",
        Text("已读到哪里", "How far notices were read"),
        {"up_to": Text("已读到的通知序号", "Number of the last notice read")},
    ),
    "Letter": Apart(
        "platform",
        Text(
            "寄出的邮件，含一次性链接；内容已在通知中",
            "Letters on their way, with links for one use; notices say the same",
        ),
    ),
}
