"""What leaves with a seller: every file, the bytes under their hash."""

from pilotage.engines.exits import Owned, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "Document": Owned(
        "owner",
        Text("文件", "Files"),
        {
            "owner": Text("卖家的内部序号", "The seller's internal number"),
            "uploaded_by": Text("上传人", "Uploaded by"),
            "uploaded_at": Text("上传时间", "Uploaded at"),
        },
        files=("sha256",),
    ),
}
