"""Opening pictures: whether they are whole, how large, small ones, and without the place."""

import io
import warnings
from pathlib import Path
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from phuong.kernel.documents.faults import Broken, Huge
from phuong.kernel.documents.kinds import JPEG, PNG, WEBP, FileKind

try:
    import pillow_heif
except ImportError:  # No wheel for this machine: such pictures are kept and not opened.
    OPENS_HEIC = False
else:
    pillow_heif.register_heif_opener()
    OPENS_HEIC = True

# Phones write notes that are cut short; the picture matters, and a log of each does not help.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

# A phone's largest picture; what is larger is a bomb or a poster.
MAX_PIXELS = 65_000_000
# Without a reduced decoding (JPEG has one) the whole picture would lie in memory.
MAX_PIXELS_IN_MEMORY = 25_000_000
SMALL_SIDE = 320
SMALL_BYTES = 20 * 1024
_QUALITIES = (80, 65, 50, 35, 20)
_GPS_IFD = 0x8825
_DESCRIPTION, _ORIENTATION = 0x010E, 0x0112
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": "HEIF", "image/webp": "WEBP"}

# What Pillow raises at broken or hostile pictures.
BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RuntimeError,
)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def examine(path: Path, kind: FileKind) -> tuple[str, ...]:
    """Open a picture, refuse a broken or huge one, return the texts written into it."""
    if not _opens(kind):
        return ()
    try:
        texts = _examine(path, kind)
    except _BOMBS as bomb:
        raise Huge from bomb
    except BROKEN as broken:
        raise Broken from broken
    return texts


def without_location(path: Path, kind: FileKind) -> tuple[bytes, FileKind] | None:
    """Return the picture without place, time, device and previews; nothing when it has none.

    It is saved anew: whatever an application hid in it (a second picture, a film) goes too.
    A HEIC becomes a JPG, which every device opens.
    """
    if not _opens(kind):
        return None
    try:
        with _open(path, kind) as image:
            if not _tells_more(image):
                return None
            target = JPEG if kind not in {PNG, WEBP} else kind
            upright = ImageOps.exif_transpose(image)
            return _save_bare(upright, target), target
    except BROKEN as broken:
        raise Broken from broken


def has_location(path: Path, kind: FileKind) -> bool:
    """Tell whether a picture says where it was taken."""
    if not _opens(kind):
        return False
    with _open(path, kind) as image:
        return bool(image.getexif().get_ifd(_GPS_IFD)) or b"GPSL" in _xmp(image)


def small_picture(path: Path, kind: FileKind) -> bytes | None:
    """Return a JPG of at most 20 KB, or nothing where none can be made in little memory."""
    if not kind.is_image or not _opens(kind):
        return None
    try:
        with _open(path, kind) as image:
            pixels = image.width * image.height
            if pixels > (MAX_PIXELS if kind is JPEG else MAX_PIXELS_IN_MEMORY):
                return None
            image.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
            image.thumbnail((SMALL_SIDE, SMALL_SIDE))
            return _squeeze(_flat(ImageOps.exif_transpose(image)))
    except (*BROKEN, *_BOMBS):
        return None


def _examine(path: Path, kind: FileKind) -> tuple[str, ...]:
    with _open(path, kind) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Huge
        texts = [value for value in image.info.values() if isinstance(value, str)]
        texts.append(str(image.getexif().get(_DESCRIPTION, "")))
        if kind is JPEG:
            # Reading all of it, at an eighth of its size, finds what was cut off.
            image.draft("L", (1, 1))
            image.load()
    if kind is not JPEG:
        with _open(path, kind) as image:
            image.verify()
    return tuple(texts)


def _opens(kind: FileKind) -> bool:
    return kind.media_type in _FORMATS and (OPENS_HEIC or _FORMATS[kind.media_type] != "HEIF")


def _open(path: Path | IO[bytes], kind: FileKind) -> Image.Image:
    """Open with the one decoder that the content calls for."""
    return Image.open(path, formats=[_FORMATS[kind.media_type]])


def _xmp(image: Image.Image) -> bytes:
    found = image.info.get("xmp", b"")
    return found if isinstance(found, bytes) else str(found).encode()


def _tells_more(image: Image.Image) -> bool:
    """Tell whether a picture carries more than its pixels, its colours and how to hold it."""
    told = set(image.getexif()) - {_ORIENTATION}
    hidden = {"xmp", "photoshop", "comment", "mp", "XML:com.adobe.xmp", "thumbnails"}
    extra = any(image.info.get(name) for name in hidden)
    words = any(isinstance(value, str) for value in image.info.values())
    return bool(told) or extra or words or image.format == "MPO"


def _save_bare(image: Image.Image, kind: FileKind) -> bytes:
    profile = image.info.get("icc_profile")
    bare = image if kind is PNG else _flat(image)
    bare.info = {}
    out = io.BytesIO()
    bare.save(
        out, _FORMATS[kind.media_type], quality=92, exif=b"", icc_profile=profile or None, xmp=b""
    )
    return out.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    """Return the picture as red, green and blue, what is transparent as white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(layer, mask=layer)
        return ground
    return image.convert("RGB")


def _squeeze(image: Image.Image) -> bytes:
    image.info = {}
    while True:
        for quality in _QUALITIES:
            out = io.BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= SMALL_BYTES:
                return out.getvalue()
        image = image.resize((max(1, image.width // 2), max(1, image.height // 2)))
