"""A person's name as typed: any script, no invisible trickery, nothing forced."""

import unicodedata

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text.folding import nfc

LONGEST_NAME = 200
# Indian and Persian spelling needs the joiners; anywhere else they only hide.
_JOINERS = {"\u200c", "\u200d"}
_LAST_LATIN = 0x24F


def clean_person_name(text: str) -> str:
    r"""Return the name in NFC with single spaces, or refuse it.

    Control and direction marks go without a word, since nobody types them on purpose; capitals stay
    as typed.

    >>> clean_person_name("  Nguyễn\u202e  Thị\tĐược ")
    'Nguyễn Thị Được'
    """
    composed = nfc(text)
    kept = [mark for place, mark in enumerate(composed) if _belongs(composed, place, mark)]
    name = " ".join("".join(kept).split())
    if not name or len(name) > LONGEST_NAME or any(_is_nothing(mark) for mark in name):
        raise RuleBroken(
            "text.name",
            _("Nhập họ, chữ đệm và tên, dài không quá %(most)s ký tự."),
            most=LONGEST_NAME,
        )
    return name


def _belongs(text: str, place: int, mark: str) -> bool:
    if mark in _JOINERS:
        around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        return len(around) == 2 and all(_is_foreign(each) for each in around)
    return mark.isspace() or unicodedata.category(mark) not in {"Cc", "Cf"}


def _is_foreign(mark: str) -> bool:
    return ord(mark) > _LAST_LATIN and unicodedata.category(mark)[0] in "LM"


def _is_nothing(mark: str) -> bool:
    return unicodedata.category(mark) in {"Cs", "Co", "Cn"}
