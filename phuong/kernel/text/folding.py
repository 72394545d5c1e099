"""One text, three ways to compare it: as stored (NFC), folded, and folded for search."""

import re
import unicodedata

# `đ` does not decompose. People and old fonts also write it with the look-alikes beside it.
_TO_D = str.maketrans(dict.fromkeys("đðɖ", "d"))
# "Lý" and "Lí", "Quý" and "Quí" are one name; "Thúy" and "Thúi" are not.
_LONE_Y = re.compile(r"\b((?:qu|[bcdghklmnprstvx]+)?)y\b")


def nfc(text: str) -> str:
    """Return the composed form, in which everything is stored.

    >>> len(nfc("e\u0302\u0301"))
    1
    """
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text as people type it in a hurry: no marks, small letters, single spaces.

    >>> fold("  NGUYỄN  Thị Được ")
    'nguyen thi duoc'
    """
    bare = _without_marks(text).casefold().translate(_TO_D)
    # Folding case may bring marks back (İ), so they are dropped once more.
    return " ".join(_without_marks(bare).casefold().split())


def fold_for_search(text: str) -> str:
    """Return the folded text with the lone y of a syllable as i; fold both sides with it.

    >>> fold_for_search("Lý Mỹ Quý") == fold_for_search("Lí Mĩ Quí")
    True
    """
    return _LONE_Y.sub(r"\1i", fold(text))


class _Unmarked(dict[int, int | None]):
    """Each character as it is, and marks as nothing; a character is looked up once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) in {"Mn", "Cf"} else code
        return self[code]


_unmarked = _Unmarked()


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFD", text).translate(_unmarked)
