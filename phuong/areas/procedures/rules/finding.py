"""Finding procedures by the words people type: no marks, a slip of the finger, any order.

A catalogue has about a hundred rows, so its words are held in memory. A query is cut into
syllables, each is matched to the words of the catalogue (as it is, without marks, one letter off),
and procedures are ranked by how much of the query they answer and how much of a phrase the query
is. Pure.
"""

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from rapidfuzz.distance import OSA

from phuong.areas.procedures.rules.spoken import EXPANSIONS, FILLERS, SYNONYMS
from phuong.kernel.text import fold

SAME: Final = 1.0
UNMARKED: Final = 0.96
"""The query has no marks, so they cannot differ."""
OTHER_MARKS: Final = 0.8
BEGINNING: Final = 0.8
"""The last word of a query may not be finished."""
SLIP: Final = 0.7
SAID_OTHERWISE: Final = 0.85

# Shorter words have too many neighbours: "ly" is one letter from a dozen others.
SHORTEST_WITH_SLIP: Final = 3
FILLER_WEIGHT: Final = 0.12
UNKNOWN_WEIGHT: Final = 1.0
LEAST_SCORE: Final = 0.42
MOST_WORDS: Final = 16

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True, slots=True)
class Document:
    """What a procedure is found by; a phrase is its name or what people call it."""

    key: str
    title: str
    phrases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    context: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found; 1 is a phrase of it, word for word."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Word:
    """A syllable as typed and as folded; `marked` ignores where in the syllable the tone stands."""

    plain: str
    marked: str

    @property
    def has_marks(self) -> bool:
        """Whether anything was typed over or under a letter."""
        return self.marked != self.plain


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One phrase of one document."""

    document: int
    words: frozenset[str]
    order: tuple[str, ...]
    weight: float


Matches = Mapping[str, float]


def words_of(text: str) -> tuple[Word, ...]:
    """Cut a text into syllables."""
    kept = "".join(
        mark if mark.isalnum() or unicodedata.combining(mark) else " "
        for mark in unicodedata.normalize("NFC", text)
    )
    return tuple(Word(fold(word), _canonical(word)) for word in kept.split() if fold(word))


def _canonical(word: str) -> str:
    """Put the tone behind the syllable, so that "hoà" is "hòa", and write small letters."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    letters = "".join(mark for mark in decomposed if mark not in _TONES)
    tones = "".join(mark for mark in decomposed if mark in _TONES)
    return unicodedata.normalize("NFC", letters) + tones


@dataclass(slots=True)
class Index:
    """The words of a catalogue and the phrases they stand in."""

    documents: Sequence[Document]
    _weights: dict[str, float] = field(default_factory=dict)
    _marked: dict[str, frozenset[str]] = field(default_factory=dict)
    _by_length: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _in_document: list[frozenset[str]] = field(default_factory=list)
    _marked_in_document: list[frozenset[str]] = field(default_factory=list)
    _phrases: list[_Phrase] = field(default_factory=list)
    _codes: dict[str, int] = field(default_factory=dict)
    _similar: dict[str, Matches] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the documents."""
        marked: dict[str, set[str]] = {}
        texts: list[list[tuple[Word, ...]]] = []
        for place, document in enumerate(self.documents):
            phrases = [words_of(text) for text in (document.title, *document.phrases)]
            texts.append(phrases)
            everything = [word for phrase in phrases for word in phrase]
            everything += words_of(document.context)
            for word in everything:
                marked.setdefault(word.plain, set()).add(word.marked)
            self._in_document.append(frozenset(word.plain for word in everything))
            self._marked_in_document.append(frozenset(word.marked for word in everything))
            self._codes |= {_code(code): place for code in document.codes}
        self._marked = {plain: frozenset(forms) for plain, forms in marked.items()}
        self._weigh()
        for place, phrases in enumerate(texts):
            self._phrases += [self._phrase(place, phrase) for phrase in phrases if phrase]

    def find(self, text: str, *, most: int = 20) -> tuple[Hit, ...]:
        """Return the documents that answer a query, best first."""
        place = self._codes.get(_code(text))
        if place is not None:
            return (Hit(self.documents[place].key, 1.0),)
        asked = self._understand(words_of(text)[:MOST_WORDS])
        if not asked:
            return ()
        scores = self._score(asked)
        hits = [
            Hit(self.documents[place].key, round(score, 4))
            for place, score in scores.items()
            if score >= LEAST_SCORE
        ]
        # Sorting is stable: of two that answer equally the first of the catalogue comes first.
        return tuple(sorted(hits, key=lambda hit: -hit.score)[:most])

    def _weigh(self) -> None:
        """Give each word its weight: what stands in every procedure says little."""
        total = len(self.documents) or 1
        seen: dict[str, int] = {}
        for words in self._in_document:
            for word in words:
                seen[word] = seen.get(word, 0) + 1
        for word, times in seen.items():
            rare = math.log(1 + total / times) / math.log(1 + total)
            self._weights[word] = FILLER_WEIGHT if word in FILLERS else rare
        lengths: dict[int, list[str]] = {}
        for word in self._weights:
            lengths.setdefault(len(word), []).append(word)
        self._by_length = {length: tuple(words) for length, words in lengths.items()}

    def _phrase(self, place: int, phrase: tuple[Word, ...]) -> _Phrase:
        order = tuple(word.plain for word in phrase)
        words = frozenset(order)
        return _Phrase(place, words, order, sum(self._weights[word] for word in words))

    def _understand(self, typed: Sequence[Word]) -> list["_Asked"]:
        """Match each word typed to words of the catalogue."""
        asked: list[_Asked] = []
        for at, word in enumerate(self._expanded(typed)):
            matches = dict(self._neighbours(word.plain))
            if at == len(typed) - 1 and len(word.plain) > 1:
                for known in self._weights:
                    if known.startswith(word.plain) and known not in matches:
                        matches[known] = BEGINNING
            for other in SYNONYMS.get(word.plain, ()):
                if other in self._weights:
                    matches[other] = max(matches.get(other, 0.0), SAID_OTHERWISE)
            weight = self._weight_of(word.plain, matches)
            asked.append(_Asked(word, matches, weight))
        return asked

    def _weight_of(self, plain: str, matches: Matches) -> float:
        if plain in FILLERS:
            return FILLER_WEIGHT
        if plain in self._weights:
            return self._weights[plain]
        return max((self._weights[known] for known in matches), default=UNKNOWN_WEIGHT)

    def _expanded(self, typed: Sequence[Word]) -> list[Word]:
        """Write out what people shorten, and part two syllables typed as one."""
        words: list[Word] = []
        for word in typed:
            if word.plain in EXPANSIONS and word.plain not in self._weights:
                words += words_of(EXPANSIONS[word.plain])
            else:
                words += self._parted(word)
        return words

    def _parted(self, word: Word) -> list[Word]:
        plain = word.plain
        if len(plain) >= 5 and not word.has_marks and not self._neighbours(plain):
            for cut in range(2, len(plain) - 1):
                if plain[:cut] in self._weights and plain[cut:] in self._weights:
                    return [Word(plain[:cut], plain[:cut]), Word(plain[cut:], plain[cut:])]
        return [word]

    def _neighbours(self, plain: str) -> Matches:
        """Return the words of the catalogue that are this one or one letter off."""
        found = self._similar.get(plain)
        if found is None:
            found = self._look_around(plain)
            # People repeat themselves; a stranger's flood of nonsense must not be kept.
            if len(self._similar) > 4000:
                self._similar.clear()
            self._similar[plain] = found
        return found

    def _look_around(self, plain: str) -> Matches:
        found = {plain: SAME} if plain in self._weights else {}
        length = len(plain)
        if length >= SHORTEST_WITH_SLIP and not plain.isdigit():
            for size in (length - 1, length, length + 1):
                for known in self._by_length.get(size, ()):
                    if len(known) > 1 and OSA.distance(plain, known, score_cutoff=1) == 1:
                        found[known] = SLIP
        return MappingProxyType(found)

    def _score(self, asked: Sequence["_Asked"]) -> dict[int, float]:
        """Score the documents: what of the query they answer, and how well a phrase fits it."""
        total = sum(word.weight for word in asked)
        wide = [self._answered(asked, place) / total for place in range(len(self.documents))]
        narrow = [0.0] * len(self.documents)
        order = tuple(word.word.plain for word in asked)
        for phrase in self._phrases:
            if wide[phrase.document] < LEAST_SCORE:
                continue
            fit = self._fit(asked, phrase, order, total)
            narrow[phrase.document] = max(narrow[phrase.document], fit)
        return {
            place: 0.45 * wide[place] + 0.55 * narrow[place]
            for place in range(len(self.documents))
            if wide[place] >= LEAST_SCORE
        }

    def _answered(self, asked: Sequence["_Asked"], place: int) -> float:
        words, marked = self._in_document[place], self._marked_in_document[place]
        return sum(word.weight * word.best(words, marked) for word in asked)

    def _fit(
        self, asked: Sequence["_Asked"], phrase: _Phrase, order: tuple[str, ...], total: float
    ) -> float:
        """Return how well a phrase and the query cover one another, 1 for the same words."""
        marked = self._marked_in_document[phrase.document]
        recall = covered = 0.0
        left = set(phrase.words)
        for word in asked:
            known, quality = word.best_of(left, marked)
            if known:
                recall += word.weight * quality
                covered += self._weights[known] * quality
                left.discard(known)
        if not recall:
            return 0.0
        recall, precision = recall / total, covered / phrase.weight
        in_order = 0.03 if _contains(phrase.order, order) else 0.0
        return 0.97 * (0.6 * recall + 0.4 * precision) + in_order


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word of the query, the words it may mean and how surely, and what it weighs."""

    word: Word
    matches: Matches
    weight: float

    def best(self, words: frozenset[str], marked: frozenset[str]) -> float:
        """Return how well the best of these words answers it."""
        return self.best_of(words, marked)[1]

    def best_of(self, words: Iterable[str], marked: frozenset[str]) -> tuple[str, float]:
        """Return the word that answers it best, and how well."""
        pool = words if isinstance(words, (set, frozenset)) else frozenset(words)
        found, quality = "", 0.0
        for known, surely in self.matches.items():
            if known in pool:
                value = self._marks(known, surely, marked)
                if value > quality:
                    found, quality = known, value
        return found, quality

    def _marks(self, known: str, surely: float, marked: frozenset[str]) -> float:
        if surely != SAME:
            return surely
        if self.word.plain != known or not self.word.has_marks:
            return SAME if self.word.marked in marked else UNMARKED
        return SAME if self.word.marked in marked else OTHER_MARKS


def _contains(phrase: tuple[str, ...], part: tuple[str, ...]) -> bool:
    size = len(part)
    return any(phrase[at : at + size] == part for at in range(len(phrase) - size + 1))


def _code(text: str) -> str:
    return "".join(text.split()).upper()
