"""Receiving an upload: before any transaction, durable when it returns."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.core.files import File

from phuong.kernel.documents import images, kinds, office, pdfs, sniffing
from phuong.kernel.documents.faults import Active, Broken, Fault, Huge, Locked
from phuong.kernel.documents.handlers import IncomingUpload
from phuong.kernel.documents.kinds import CITIZEN, FileKind, Limits
from phuong.kernel.documents.names import clean_name, suffix_of, with_suffix
from phuong.kernel.documents.secrecy import check_not_secret
from phuong.kernel.documents.store import NO_ROOM, Incoming, store
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A content that lies at its address in the store, and how it was called."""

    sha256: str
    size: int
    media_type: str
    name: str


_SENTENCES = {
    Broken: ("documents.broken", _("Tệp bị hỏng, không mở được. Chụp hoặc tải lại rồi chọn lại.")),
    Locked: (
        "documents.encrypted",
        _("Tệp có mật khẩu nên không mở được. Bỏ mật khẩu rồi chọn lại."),
    ),
    Huge: (
        "documents.too-complex",
        _("Tệp mở ra quá lớn. Chụp ở cỡ nhỏ hơn hoặc chia thành nhiều tệp."),
    ),
    Active: (
        "documents.active",
        _("Tệp có mã tự chạy hoặc tệp khác kèm bên trong. In lại thành PDF thường rồi chọn lại."),
    ),
}

_NO_ROOM = _(
    "Máy chủ đang hết chỗ lưu tệp. Những gì vừa nhập còn ở trang này: thử lại sau ít phút."
)


def receive(
    upload: "File[Any]", *, limits: Limits = CITIZEN, field: str | None = None
) -> StoredFile:
    """Stream an upload into the store, look at it, and keep it at its address.

    Refuses with a sentence for the person; `field` is the form's field to put it beside. Nothing
    of a refused upload stays. A full disk is such a refusal too: what else was typed stays.
    """
    (stored,) = receive_all([upload], limits=limits, field=field)
    return stored


def receive_all(
    uploads: Iterable["File[Any]"] | None, *, limits: Limits = CITIZEN, field: str | None = None
) -> list[StoredFile]:
    """Receive what was sent together: looked at one after the other, then kept all at once.

    Refuses at the first that cannot be kept, as `receive` does; then nothing of any stays.
    """
    looked_at: list[_LookedAt] = []
    try:
        with ExitStack() as in_the_end:
            for upload in uploads or ():
                one = _look_at(upload, limits, field)
                in_the_end.callback(one.incoming.discard)
                looked_at.append(one)
            store().settle(*(one.incoming for one in looked_at))
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise RuleBroken("documents.no-room", _NO_ROOM, field=field) from error
    return [one.stored() for one in looked_at]


@dataclass(frozen=True, slots=True)
class _LookedAt:
    upload: "File[Any]"
    incoming: Incoming
    kind: FileKind
    name: str

    def stored(self) -> StoredFile:
        incoming = self.incoming
        if isinstance(self.upload, IncomingUpload):
            self.upload.kept_as = incoming.sha256
        return StoredFile(incoming.sha256, incoming.size, self.kind.media_type, self.name)


def _look_at(upload: "File[Any]", limits: Limits, field: str | None) -> _LookedAt:
    name = clean_name(upload.name or "")
    incoming = _take(upload, limits)
    if incoming.failed:
        raise incoming.failed
    try:
        _check_size(incoming.size, limits, field)
        incoming.flush()
        kind = _kind(incoming, name, limits, field)
        if _is_other_picture(name, kind):
            name = with_suffix(name, kind.suffixes[0])
        _examine(incoming, kind, name, field)
        if limits.without_location and kind.is_image:
            incoming, kind, name = _without_location(incoming, kind, name, field)
    except BaseException:
        incoming.discard()
        raise
    return _LookedAt(upload, incoming, kind, name)


def keep(content: Iterable[bytes], *, name: str, media_type: str) -> StoredFile:
    """Keep a file that the system itself made, such as a receipt."""
    incoming = store().incoming()
    try:
        for chunk in content:
            incoming.write(chunk)
        store().settle(incoming)
    finally:
        incoming.discard()
    return StoredFile(incoming.sha256, incoming.size, media_type, clean_name(name))


def _take(upload: "File[Any]", limits: Limits) -> Incoming:
    if isinstance(upload, IncomingUpload):
        return upload.incoming
    incoming = store().incoming()
    try:
        for chunk in upload.chunks():
            if incoming.size > limits.max_bytes:
                break
            incoming.write(chunk)
    except BaseException:
        incoming.discard()
        raise
    return incoming


def _check_size(size: int, limits: Limits, field: str | None) -> None:
    if size == 0:
        raise RuleBroken("documents.empty", _("Tệp không có nội dung. Chọn lại."), field=field)
    if size > limits.max_bytes:
        raise RuleBroken(
            "documents.too-large",
            _("Tệp lớn hơn %(most)s MB. Chụp lại ở cỡ nhỏ hơn."),
            field=field,
            most=limits.max_megabytes,
        )


def _kind(incoming: Incoming, name: str, limits: Limits, field: str | None) -> FileKind:
    """Return the kind by content; the name may claim nothing else."""
    try:
        kind = sniffing.kind_of(incoming.path)
        if kind is None and sniffing.is_locked_office(incoming.path):
            raise Locked
    except Fault as fault:
        raise _refusal(fault, field) from fault
    if kind is None or kind not in limits.kinds:
        raise RuleBroken("documents.unknown-type", _wanted(limits), field=field)
    if sniffing.is_two_things(incoming.path, kind):
        raise RuleBroken(
            "documents.two-things",
            _("Tệp chứa thêm nội dung lạ ngoài ảnh hoặc văn bản. Chụp hoặc in lại rồi chọn lại."),
            field=field,
        )
    if not _name_fits(name, kind):
        raise RuleBroken(
            "documents.other-type",
            _("Tệp này thật ra là %(real)s, không đúng với đuôi tên .%(claimed)s. Chọn đúng tệp."),
            field=field,
            real=kind.word,
            claimed=suffix_of(name),
        )
    return kind


def _name_fits(name: str, kind: FileKind) -> bool:
    """Tell whether the ending of a name claims this kind, or nothing that is a kind at all.

    One picture may pass for another: some telephones name each of theirs `.jpg`.
    """
    suffix = suffix_of(name)
    is_claimed = suffix in kind.suffixes or _is_other_picture(name, kind)
    return is_claimed or not sniffing.is_known_suffix(suffix)


def _is_other_picture(name: str, kind: FileKind) -> bool:
    claimed = kinds.BY_SUFFIX.get(suffix_of(name))
    return claimed is not None and claimed is not kind and claimed.is_image and kind.is_image


def _wanted(limits: Limits) -> str:
    if kinds.DOCX in limits.kinds:
        return _("Chọn ảnh (JPG, PNG, HEIC), PDF, hoặc tệp Word, Excel, ODT")
    return _("Chọn ảnh (JPG, PNG, HEIC) hoặc PDF")


def _examine(incoming: Incoming, kind: FileKind, name: str, field: str | None) -> None:
    try:
        if kind.is_image:
            texts = images.examine(incoming.path, kind)
        elif kind is kinds.PDF:
            texts = pdfs.examine(incoming.path)
        else:
            texts = office.examine(incoming.path, kind)
    except Fault as fault:
        raise _refusal(fault, field) from fault
    check_not_secret((name.removesuffix(f".{suffix_of(name)}"), *texts), field=field)


def _refusal(fault: Fault, field: str | None) -> RuleBroken:
    code, sentence = _SENTENCES[type(fault)]
    return RuleBroken(code, sentence, field=field)


def _without_location(
    incoming: Incoming, kind: FileKind, name: str, field: str | None
) -> tuple[Incoming, FileKind, str]:
    try:
        bare = images.without_location(incoming.path, kind)
    except Fault as fault:
        raise _refusal(fault, field) from fault
    if bare is None:
        return incoming, kind, name
    incoming.discard()
    content, bare_kind = bare
    if bare_kind is not kind:
        name = with_suffix(name, bare_kind.suffixes[0])
    renewed = store().incoming()
    renewed.write(content)
    return renewed, bare_kind, name
