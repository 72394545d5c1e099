"""A Vietnamese text cut into syllables, as typed and as folded. Pure."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from phuong.kernel.text import fold, fold_for_search

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True, slots=True)
class Word:
    """A syllable as typed and as folded; `marked` ignores where in the syllable the tone stands."""

    plain: str
    marked: str

    @property
    def has_marks(self) -> bool:
        """Whether anything was typed over or under a letter."""
        return self.marked != self.plain


def words_of(text: str) -> tuple[Word, ...]:
    """Cut a text into syllables."""
    kept = "".join(
        mark if mark.isalnum() or unicodedata.combining(mark) else " "
        for mark in unicodedata.normalize("NFC", text)
    )
    return tuple(_word(typed) for typed in kept.split() if fold(typed))


def _word(typed: str) -> Word:
    """Put the tone behind the syllable, so that "hoà" is "hòa", and a lone y where i stands."""
    plain = fold_for_search(typed)
    decomposed = unicodedata.normalize("NFD", typed.casefold())
    letters = "".join(mark for mark in decomposed if mark not in _TONES)
    tones = "".join(mark for mark in decomposed if mark in _TONES)
    if plain != fold(typed):
        letters = f"{letters[:-1]}i"
    return Word(plain, unicodedata.normalize("NFC", letters) + tones)
