"""Files that came with a form which could not be saved: kept, and given to it when it comes again.

They lie in the store, where the sweep finds them the next day, and are named in the page by a
signed word (see `trouble` for what was typed).
"""

from collections.abc import Callable
from typing import Any, Final

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import connections
from django.http import HttpRequest, HttpResponse

from phuong.kernel.documents.handlers import IncomingUpload
from phuong.kernel.documents.receiving import keep
from phuong.kernel.documents.store import store
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.ui.pages import refusal_page

KEPT: Final = "kept_file"
HOURS_KEPT: Final = 12
_SALT: Final = "phuong.ui.kept"


class KeptFile(UploadedFile):  # type: ignore[type-arg]
    """An upload that lies in the store since the form was sent the first time."""


def leave_connections() -> None:
    """Close what leads to one host of several: the next request looks for the leader anew."""
    for connection in connections.all(initialized_only=True):
        if "," in str(connection.settings_dict["HOST"]) and not connection.in_atomic_block:
            connection.close()


def words(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Keep the files of a form and return the signed word for each; nothing if one can't be."""
    found = []
    try:
        for field, files in request.FILES.lists():
            # One that came from the page itself has its word among the fields already.
            found += [(KEPT, _word(field, one)) for one in files if not isinstance(one, KeptFile)]
    except (OSError, ValueError):
        # The disk is full too, or the file was refused and lies nowhere.
        return None
    return found


def names(request: HttpRequest) -> list[str]:
    """Return what the files of a form are called."""
    return [one.name for _field, files in request.FILES.lists() for one in files if one.name]


def _word(field: str, file: Any) -> str:
    """Keep a file as it came, or as it was received already; return the signed word for it."""
    if isinstance(file, IncomingUpload) and file.kept_as:
        return signing.dumps([field, file.name, file.content_type, file.kept_as], salt=_SALT)
    if isinstance(file, IncomingUpload) and file.incoming.failed:
        raise file.incoming.failed
    file.seek(0)
    stored = keep(file.chunks(), name=file.name or "", media_type=file.content_type or "")
    return signing.dumps([field, stored.name, stored.media_type, stored.sha256], salt=_SALT)


class KeptFiles:
    """Gives the files that a page of ours kept to the form that is sent from it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; `process_view` does the work."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, *_args: object, **_kwargs: object
    ) -> HttpResponse | None:
        """Put the files where uploads are; refuse a word that is old or not ours."""
        if request.method != "POST" or KEPT not in request.POST:
            return None
        for word in request.POST.getlist(KEPT):
            try:
                found = signing.loads(word, salt=_SALT, max_age=HOURS_KEPT * 3600)
                request.FILES.appendlist(found[0], _opened(*found[1:]))
            except (signing.BadSignature, OSError):
                return refusal_page(request, _gone())
        return None


def _opened(name: str, media_type: str, sha256: str) -> KeptFile:
    store().touch(sha256)
    path = store().content_path(sha256)
    return KeptFile(path.open("rb"), name, media_type, path.stat().st_size)


def _gone() -> RuleBroken:
    return RuleBroken(
        "ui.kept-file-gone",
        _("Tệp gửi lúc hệ thống bận không còn nữa. Mở lại trang và chọn lại tệp."),
    )
