"""A content-addressed folder: `ab/cdef…` holds the bytes whose SHA-256 is `abcdef…`, read-only."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from pilotage.kernel.errors import Invalid, NotFound
from pilotage.kernel.text import Text


class FileFolder:
    """Fulfils `kernel.ports.Files` below `settings.FILES_FOLDER`."""

    def keep(self, chunks: Iterable[bytes], *, limit: int) -> tuple[str, int]:
        """Stream to a temporary file, then rename to its hash; a full disk or a stop leaves nothing half kept."""
        root = Path(settings.FILES_FOLDER)
        root.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=root, prefix=".arriving-")
        try:
            with os.fdopen(handle, "wb") as out:
                sha, size = _copy(chunks, out, limit)
                out.flush()
                os.fsync(out.fileno())
            target = self._at(sha)
            target.parent.mkdir(exist_ok=True)
            Path(temporary).chmod(0o440)
            Path(temporary).replace(target)
        finally:
            Path(temporary).unlink(missing_ok=True)
        return sha, size

    def path(self, sha256: str) -> Path:
        found = self._at(sha256)
        if not found.is_file():
            raise NotFound(
                "FILE_GONE",
                Text("找不到这个文件的原始数据。", "The bytes of this file are not in the store."),
                Text("请重新上传同一个文件。", "Upload the same file again."),
            )
        return found

    def beside(self, sha256: str, name: str) -> Path:
        at = self._at(sha256)
        return at.with_name(f"{at.name}.{name}")

    def forget(self, sha256: str) -> None:
        at = self._at(sha256)
        at.unlink(missing_ok=True)
        for derived in at.parent.glob(f"{at.name}.*"):
            derived.unlink(missing_ok=True)

    def _at(self, sha256: str) -> Path:
        return Path(settings.FILES_FOLDER) / sha256[:2] / sha256[2:]


def _copy(chunks: Iterable[bytes], out: object, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise Invalid(
                "UPLOAD_TOO_LARGE",
                Text(
                    "文件超过 {limit_mb} MB，没有保存。",
                    "The file is over {limit_mb} MB; nothing was kept.",
                ),
                Text(
                    "请按月下载报告，分开上传。",
                    "Download the report month by month and upload the parts.",
                ),
                limit_mb=limit // (1024 * 1024),
            )
        digest.update(chunk)
        out.write(chunk)  # type: ignore[attr-defined]
    return digest.hexdigest(), size
