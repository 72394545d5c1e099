"""Vietnamese order as a string that any database sorts right, whatever its locale.

A key holds only `0-9a-z`, which every collation orders alike. Letters first (a ă â b c d đ …), then
tones (none, huyền, hỏi, ngã, sắc, nặng), then small before capital, as dictionaries have it.
"""

import re
import unicodedata
from dataclasses import dataclass

from phuong.kernel.text.folding import nfc

SORT_KEY_LENGTH = 400

_SHAPES = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}
_TONES = {"\u0300": "b", "\u0309": "c", "\u0303": "d", "\u0301": "e", "\u0323": "f"}
_LEVEL, _FIELD = "01", "00"
_WORD = "02"
_BREAK = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A personal name in its parts: họ, đệm, tên. One word is a given name."""

    family: str
    middle: str
    given: str


def split_name(name: str) -> NameParts:
    """Part a name as Vietnamese names are built; the whole name is what is stored and shown.

    >>> split_name("Nguyễn Thị Minh Khai")
    NameParts(family='Nguyễn', middle='Thị Minh', given='Khai')
    """
    words = name.split()
    if len(words) < 2:
        return NameParts("", "", name.strip())
    return NameParts(words[0], " ".join(words[1:-1]), words[-1])


def sort_key(text: str) -> str:
    """Return the key of a title, a street, a word.

    >>> sorted(["đa", "dạ", "da", "ăn", "an", "ân"], key=sort_key)
    ['an', 'ăn', 'ân', 'da', 'dạ', 'đa']
    """
    return _key(text)[:SORT_KEY_LENGTH]


def person_sort_key(name: str) -> str:
    """Return the key of a person: given name, then family name, then what stands between.

    >>> sorted(["Trần An", "Lê Bình", "Lê Văn An"], key=person_sort_key)
    ['Lê Văn An', 'Trần An', 'Lê Bình']
    """
    parts = split_name(name)
    fields = (parts.given, parts.family, parts.middle)
    return _FIELD.join(_key(field) for field in fields)[:SORT_KEY_LENGTH]


def _key(text: str) -> str:
    words = [word for word in _BREAK.split(nfc(text)) if word]
    letters, tones, cases = [], [], []
    for word in words:
        spelt, tone, case = _word(word)
        letters.append(spelt)
        tones.append(tone)
        cases.append(case.rstrip("a") + "0")
    levels = (_WORD.join(letters), "".join(tones), "".join(cases))
    return _LEVEL.join(levels)


def _word(word: str) -> tuple[str, str, str]:
    """Return the letters, the tone and the capitals of one word."""
    letters: list[str] = []
    tones, cases = [], []
    for mark in unicodedata.normalize("NFD", word):
        if mark in _SHAPES and letters:
            letters[-1] = letters[-1][0] + _SHAPES[mark]
        elif mark in _TONES:
            tones.append(_TONES[mark])
        elif not unicodedata.combining(mark):
            letters.append(_letter(mark))
            cases.append("b" if mark.isupper() else "a")
    return "".join(letters), "".join(tones) or "a", "".join(cases)


def _letter(letter: str) -> str:
    small = letter.lower()
    if small == "đ":
        return "d4"
    if "a" <= small <= "z" and len(small) == 1:
        return small + "0"
    if "0" <= letter <= "9":
        return "1" + letter
    # Other scripts come after all Latin letters, in the order of Unicode.
    return f"zz{ord(letter):06x}"
