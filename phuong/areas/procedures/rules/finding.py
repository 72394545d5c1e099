"""Finding procedures by the words people type: no marks, a slip of the finger, any order.

A catalogue has about a hundred rows, so its words are held in memory. A query is cut into
syllables, each is matched to the words of the catalogue (as it is, without marks, one letter off),
and procedures are ranked by how much of the query they answer and how much of a phrase the query
is. Pure.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from phuong.areas.procedures.rules.spoken import EXPANSIONS, FILLERS, SYNONYMS
from phuong.areas.procedures.rules.syllables import Word, words_of

SAME: Final = 1.0
UNMARKED: Final = 0.96
"""The query has no marks, so they cannot differ."""
OTHER_MARKS: Final = 0.8
BEGINNING: Final = 0.8
"""The last word of a query may not be finished."""
SLIP: Final = 0.7
SLIP_OF_A_WORD: Final = 0.35
"""One letter off, although the catalogue has the word that was typed."""
SAID_OTHERWISE: Final = 0.85

# Shorter words have too many neighbours: "ly" is one letter from a dozen others. Two letters that
# are no word may be three of which one is missing.
SHORTEST_MISSPELT: Final = 3
SHORTEST_WITH_SLIP: Final = 2
FILLER_WEIGHT: Final = 0.12
UNKNOWN_WEIGHT: Final = 0.5
LEAST_SCORE: Final = 0.42
LEAST_OF_BEST: Final = 0.65
"""What is much worse than the best is not worth reading."""
IN_ORDER: Final = 0.03
SHORTEST_PAIR: Final = 5
MOST_WORDS: Final = 16
MOST_REMEMBERED: Final = 4000


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
class _Phrase:
    """One phrase of a document: its words, in order, and what they weigh together."""

    order: tuple[str, ...]
    words: frozenset[str]
    weight: float


Matches = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word of the query, the words it may mean and how surely, and what it weighs."""

    word: Word
    matches: Matches
    weight: float


class Index:
    """The words of a catalogue, where they stand, and the phrases they make."""

    def __init__(self, documents: Sequence[Document]) -> None:
        """Read the documents."""
        self.documents = documents
        self._codes: dict[str, int] = {}
        self._where: dict[str, list[int]] = {}
        self._marked: list[frozenset[str]] = []
        self._similar: dict[str, Sequence[str]] = {}
        texts = [self._read(place, document) for place, document in enumerate(documents)]
        self._known_marked = frozenset(word for words in self._marked for word in words)
        self._weights = self._weighed()
        self._phrases = [[self._phrase(text) for text in phrases if text] for phrases in texts]

    def find(self, text: str, *, most: int = 20) -> tuple[Hit, ...]:
        """Return the documents that answer a query, best first."""
        place = self._codes.get(_code(text))
        if place is not None:
            return (Hit(self.documents[place].key, SAME),)
        typed = tuple(dict.fromkeys(words_of(text)))[:MOST_WORDS]
        asked = self._understand(self._spelled(typed))
        total = sum(word.weight for word in asked)
        if not total:
            return ()
        order = tuple(word.word.plain for word in asked)
        hits = []
        for place, answered in enumerate(self._answered(asked)):
            wide = answered / total
            if wide >= LEAST_SCORE:
                narrow = max(
                    self._fit(asked, place, phrase, order, total) for phrase in self._phrases[place]
                )
                hits.append(Hit(self.documents[place].key, round(0.45 * wide + 0.55 * narrow, 4)))
        # Sorting is stable: of two that answer equally the first of the catalogue comes first.
        hits.sort(key=lambda hit: -hit.score)
        least = max(LEAST_SCORE, LEAST_OF_BEST * hits[0].score) if hits else LEAST_SCORE
        return tuple(hit for hit in hits[:most] if hit.score >= least)

    def _read(self, place: int, document: Document) -> list[tuple[Word, ...]]:
        """Note where the words of a document stand, and return its phrases."""
        phrases = [words_of(text) for text in (document.title, *document.phrases)]
        words = [*(word for phrase in phrases for word in phrase), *words_of(document.context)]
        for plain in dict.fromkeys(word.plain for word in words):
            self._where.setdefault(plain, []).append(place)
        self._marked.append(frozenset(word.marked for word in words))
        self._codes |= {_code(code): place for code in document.codes}
        return phrases

    def _weighed(self) -> dict[str, float]:
        """Give each word its weight: what stands in every procedure says little."""
        total = len(self.documents) or 1
        return {
            plain: FILLER_WEIGHT
            if plain in FILLERS
            else math.log(1 + total / len(places)) / math.log(1 + total)
            for plain, places in self._where.items()
        }

    def _phrase(self, words: Sequence[Word]) -> _Phrase:
        order = tuple(word.plain for word in words)
        distinct = frozenset(order)
        return _Phrase(order, distinct, sum(self._weights[word] for word in distinct))

    def _spelled(self, typed: Sequence[Word]) -> list[Word]:
        """Write out what people shorten, and part two syllables typed as one."""
        words: list[Word] = []
        for word in typed:
            if word.plain in self._weights:
                words.append(word)
            elif word.plain in EXPANSIONS:
                words += words_of(EXPANSIONS[word.plain])
            else:
                words += self._parted(word)
        return words

    def _parted(self, word: Word) -> Sequence[Word]:
        plain = word.plain
        if len(plain) >= SHORTEST_PAIR and not self._neighbours(plain):
            for cut in range(2, len(plain) - 1):
                if plain[:cut] in self._weights and plain[cut:] in self._weights:
                    return [Word(part, part) for part in (plain[:cut], plain[cut:])]
        return [word]

    def _understand(self, words: Sequence[Word]) -> list[_Asked]:
        """Match each word to words of the catalogue."""
        asked = []
        for at, word in enumerate(words):
            matches = self._meant(word)
            if at == len(words) - 1:
                surely = SLIP_OF_A_WORD if word.plain in self._weights else BEGINNING
                for known in self._weights:
                    if known.startswith(word.plain) and known != word.plain:
                        matches[known] = surely
            asked.append(_Asked(word, matches, self._weight_of(word.plain, matches)))
        return asked

    def _meant(self, word: Word) -> dict[str, float]:
        """Return the words of the catalogue that a word may mean, and how surely."""
        plain = word.plain
        matches = {plain: SAME} if plain in self._weights else {}
        if not matches or (word.has_marks and word.marked not in self._known_marked):
            slip = SLIP
        elif word.has_marks:
            slip = 0.0  # Written with its marks, and known like that: it is meant.
        else:
            slip = SLIP_OF_A_WORD
        if slip and (not matches or len(plain) >= SHORTEST_MISSPELT):
            matches |= dict.fromkeys(self._neighbours(plain), slip)
        for other in SYNONYMS.get(plain, ()):
            if other in self._weights:
                matches[other] = max(matches.get(other, 0.0), SAID_OTHERWISE)
        return matches

    def _weight_of(self, plain: str, matches: Matches) -> float:
        if plain in FILLERS:
            return FILLER_WEIGHT
        if plain in self._weights:
            return self._weights[plain]
        return max((self._weights[known] for known in matches), default=UNKNOWN_WEIGHT)

    def _neighbours(self, plain: str) -> Sequence[str]:
        """Return the words of the catalogue that are one letter off."""
        found = self._similar.get(plain)
        if found is None:
            found = self._look_around(plain)
            # People repeat themselves; a stranger's flood of nonsense must not be kept.
            if len(self._similar) >= MOST_REMEMBERED:
                self._similar.clear()
            self._similar[plain] = found
        return found

    def _look_around(self, plain: str) -> Sequence[str]:
        if len(plain) < SHORTEST_WITH_SLIP or plain.isdigit():
            return ()
        near = process.extract_iter(plain, list(self._weights), scorer=OSA.distance, score_cutoff=1)
        return tuple(
            known
            for known, distance, _ in near
            if distance == 1 and len(known) >= SHORTEST_MISSPELT
        )

    def _answered(self, asked: Sequence[_Asked]) -> list[float]:
        """Return, for each document, the weight of what it answers anywhere in its words."""
        totals = [0.0] * len(self.documents)
        for word in asked:
            best: dict[int, float] = {}
            for known in word.matches:
                for place in self._where[known]:
                    value = self._quality(word, known, place)
                    if value > best.get(place, 0.0):
                        best[place] = value
            for place, value in best.items():
                totals[place] += word.weight * value
        return totals

    def _fit(
        self,
        asked: Sequence[_Asked],
        place: int,
        phrase: _Phrase,
        order: tuple[str, ...],
        total: float,
    ) -> float:
        """Return how well a phrase and the query cover one another, 1 for the same words."""
        recall = covered = 0.0
        left = set(phrase.words)
        for word in asked:
            found, quality = "", 0.0
            for known in left & word.matches.keys():
                value = self._quality(word, known, place)
                if value > quality:
                    found, quality = known, value
            if found:
                recall += word.weight * quality
                covered += self._weights[found] * quality
                left.discard(found)
        in_order = IN_ORDER if recall and _contains(phrase.order, order) else 0.0
        return (1 - IN_ORDER) * (0.6 * recall / total + 0.4 * covered / phrase.weight) + in_order

    def _quality(self, asked: _Asked, known: str, place: int) -> float:
        """Return how well a word of a document answers: the same marks are best."""
        word = asked.word
        if known != word.plain:
            return asked.matches[known]
        if word.marked in self._marked[place]:
            return SAME
        return OTHER_MARKS if word.has_marks else UNMARKED


def _contains(phrase: tuple[str, ...], part: tuple[str, ...]) -> bool:
    size = len(part)
    return any(phrase[at : at + size] == part for at in range(len(phrase) - size + 1))


def _code(text: str) -> str:
    return "".join(text.split()).upper()
