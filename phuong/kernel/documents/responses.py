"""Answers that carry a file, safe whatever the file holds."""

import re
from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from phuong.kernel.documents import kinds
from phuong.kernel.documents.models import Attachment, IssuedDocument
from phuong.kernel.documents.reading import content_path
from phuong.kernel.documents.spreadsheets import csv_lines

Shown = Attachment | IssuedDocument
_INLINE = {kind.media_type for kind in kinds.ALL if kind.is_image} | {kinds.PDF.media_type}
_SANDBOX = "default-src 'none'; sandbox"
# Browsers show no PDF in a sandbox; a PDF with a script of its own was refused at the door.
_PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class _Part:
    """A part of a file, as a file that ends early."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        file.seek(start)
        self._file, self._left = file, length

    def read(self, size: int = -1) -> bytes:
        """Read on, to the part's end at most."""
        wanted = self._left if size < 0 else min(size, self._left)
        chunk = self._file.read(wanted)
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def respond(
    attachment: Shown, as_attachment: bool = False, *, request: HttpRequest | None = None
) -> HttpResponseBase:
    """Return the content of an attachment that the view found readable.

    With `request`, a browser that has it already gets a 304, and one that asks for a part of it
    gets that part. Pictures and PDFs are shown, all else is downloaded.
    """
    path = content_path(attachment)
    etag = f'"{attachment.sha256}"'
    asked = request.headers if request is not None else {}
    inline = attachment.media_type in _INLINE and not as_attachment
    response: HttpResponseBase
    if etag in asked.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        span = _span(asked.get("Range", ""), attachment.size)
        if span is None:
            response = FileResponse(path.open("rb"), content_type=attachment.media_type)
            response["Content-Length"] = attachment.size
        elif not span:
            response = HttpResponse(status=416, content_type=attachment.media_type)
            response["Content-Range"] = f"bytes */{attachment.size}"
        else:
            response = _part(path.open("rb"), span, attachment)
        response["Content-Disposition"] = (
            content_disposition_header(not inline, attachment.download_name) or "attachment"
        )
    return _guard(response, attachment, etag, inline)


def respond_made(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Return a file that was just made and is kept nowhere, as a download or a shown PDF."""
    response = HttpResponse(content, content_type=media_type)
    _made(response, name, inline=media_type in _INLINE)
    return response


def respond_csv(rows: Iterable[Sequence[object]], name: str) -> StreamingHttpResponse:
    """Return rows, the labels first, as a file for spreadsheets; it is sent as it is made."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    _made(response, name, inline=False)
    return response


def _made(response: HttpResponseBase, name: str, *, inline: bool) -> None:
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _PDF_POLICY if inline else _SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"


def _guard(
    response: HttpResponseBase, attachment: Shown, etag: str, inline: bool
) -> HttpResponseBase:
    is_shown_pdf = inline and attachment.media_type == kinds.PDF.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _PDF_POLICY if is_shown_pdf else _SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    # Asked again each time: who may read it can change, what it holds cannot.
    response["Cache-Control"] = "private, no-cache"
    return response


def _part(file: IO[bytes], span: range, attachment: Shown) -> HttpResponseBase:
    part: Any = _Part(file, span.start, len(span))
    response = FileResponse(part, status=206, content_type=attachment.media_type)
    response["Content-Length"] = len(span)
    response["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{attachment.size}"
    return response


def _span(asked: str, size: int) -> range | None:
    """Return the part asked for; None for all of it, an empty one when there is no such part."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    start, stop = int(first), min(int(last) + 1 if last else size, size)
    return range(start, stop) if start < stop else range(0)
