"""File names: shown as they were typed, never used as a path."""

import unicodedata

MAX_LENGTH = 200
UNNAMED = "khong-ten"
_MAX_SUFFIX = 12


def clean_name(typed: str) -> str:
    """Return a name that is safe to show: composed, without path, control or direction marks.

    A right-to-left override can make `gpj.exe` look like `exe.jpg`; all format characters go.
    """
    name = unicodedata.normalize("NFC", typed).replace("\\", "/").rpartition("/")[2]
    shown = "".join(" " if char.isspace() else char for char in name if _is_shown(char))
    shown = " ".join(shown.split()).strip(". ")
    return _shorten(shown) or UNNAMED


def suffix_of(name: str) -> str:
    """Return the ending of a name in small letters, without its dot; nothing when there is none."""
    stem, dot, suffix = name.rpartition(".")
    return suffix.lower() if dot and stem and len(suffix) <= _MAX_SUFFIX else ""


def with_suffix(name: str, suffix: str) -> str:
    """Return a name with another ending."""
    own = suffix_of(name)
    return _shorten(f"{name[: -len(own) - 1] if own else name}.{suffix}")


def _is_shown(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _shorten(name: str) -> str:
    """Cut the middle of a name, so that its ending stays."""
    if len(name) <= MAX_LENGTH:
        return name
    suffix = suffix_of(name)
    ending = f".{suffix}" if suffix else ""
    return name[: MAX_LENGTH - len(ending) - 1].rstrip() + "…" + ending
