"""The kinds of file that are taken, and how much of each."""

from dataclasses import dataclass, field

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its media type, the endings its name may have, its word."""

    media_type: str
    suffixes: tuple[str, ...]
    word: str

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.media_type.startswith("image/")


JPEG = FileKind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), "JPG")
PNG = FileKind("image/png", ("png",), "PNG")
HEIC = FileKind("image/heic", ("heic", "heif", "hif"), "HEIC")
WEBP = FileKind("image/webp", ("webp",), "WebP")
PDF = FileKind("application/pdf", ("pdf",), "PDF")
DOCX = FileKind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",), "Word"
)
XLSX = FileKind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",), "Excel"
)
ODT = FileKind("application/vnd.oasis.opendocument.text", ("odt",), "OpenDocument")

ALL = (JPEG, PNG, HEIC, WEBP, PDF, DOCX, XLSX, ODT)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in ALL}
BY_SUFFIX = {suffix: kind for kind in ALL for suffix in kind.suffixes}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken at one place. A legal value may lower `max_bytes`."""

    max_bytes: int = 50 * MEGABYTE
    kinds: frozenset[FileKind] = field(default=frozenset({JPEG, PNG, HEIC, WEBP, PDF}))
    without_location: bool = False

    @property
    def max_megabytes(self) -> int:
        """The size in the words of a person."""
        return self.max_bytes // MEGABYTE


CITIZEN = Limits()
OFFICIAL = Limits(kinds=frozenset(ALL))
