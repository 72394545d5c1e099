"""A PDF that anybody may send to be looked at: never kept, never opened in this process."""

import hashlib
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File

from phuong.kernel.documents.handlers import IncomingUpload
from phuong.kernel.documents.kinds import Limits
from phuong.kernel.documents.signing.looking import Looked, look_at
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

HEAD = 1024


def look_at_upload(upload: "File[Any]", now: datetime, *, field: str) -> tuple[str, Looked]:
    """Return the hash of what was sent and what its signatures are worth; nothing of it stays."""
    most = Limits()
    if (upload.size or 0) > most.max_bytes:
        raise RuleBroken(
            "documents.check.too-large",
            _("Tệp lớn hơn %(most)s MB, không phải kết quả do phường phát hành."),
            field=field,
            most=most.max_megabytes,
        )
    if isinstance(upload, IncomingUpload):
        try:
            upload.incoming.flush()
            return _looked(upload.incoming.path, now, field)
        finally:
            upload.incoming.discard()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "looked.pdf"
        place.write_bytes(upload.read())
        return _looked(place, now, field)


def _looked(place: Path, now: datetime, field: str) -> tuple[str, Looked]:
    with place.open("rb") as file:
        if b"%PDF-" not in file.read(HEAD):
            raise RuleBroken(
                "documents.check.no-pdf",
                _("Đây không phải tệp PDF. Chọn đúng tệp PDF đã tải về, không phải ảnh chụp."),
                field=field,
            )
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return sha256, look_at(place, now)
