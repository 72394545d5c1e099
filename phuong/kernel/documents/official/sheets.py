"""Fills a layout with facts: what stands on the paper, whatever renders it."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from phuong.kernel.documents.official.versions import FormVersion, Part
from phuong.kernel.text import document_date, nfc

PLACE = re.compile(r"\{(\w+)\}")
NO_NUMBER = "……"
# How many letters the left half of the head takes in one line.
ONE_LINE = 24
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose paper it is: the ward, its authority above, and where it is."""

    above: str
    ward: str
    place: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What an area says to be printed: texts by name, tables by name, and the paper's own day.

    `qr` is what the code holds. Code and day take no part in whether a paper still says the same.
    """

    issuer: Issuer
    day: date
    texts: Mapping[str, str]
    rows: Mapping[str, Rows] = field(default_factory=dict)
    qr: str = ""

    def mark(self, version: FormVersion, salt: str) -> str:
        """Return a salted hash of all that is said: the same facts need no second document."""
        said = [
            salt,
            version.form,
            version.id,
            [self.issuer.above, self.issuer.ward, self.issuer.place],
            sorted(self.texts.items()),
            [(name, [list(row) for row in rows]) for name, rows in sorted(self.rows.items())],
        ]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Cell:
    """A column as it stands: its words and how it is set."""

    label: str
    width: str
    align: str


@dataclass(frozen=True, slots=True)
class Block:
    """One part, filled in."""

    kind: str
    align: str = "left"
    fields: tuple[tuple[str, str], ...] = ()
    columns: tuple[Cell, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """One who signs, filled in."""

    title: str
    below: str
    hint: str
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper, ready to be rendered."""

    title: str
    title_lines: str
    paper: str
    above: str
    issuer: str
    number: str
    place_and_day: str
    day: date
    replaces: str
    is_preview: bool
    qr: str
    blocks: tuple[Block, ...]
    signs: tuple[Sign, ...]
    recipients: tuple[str, ...]
    foot: tuple[str, ...]
    citation: str


def lay_out(
    version: FormVersion, facts: Facts, *, number: str = "", replaces: str = "", paper: str = ""
) -> Sheet:
    """Fill a layout; without a number it is a preview and says so."""
    layout, issuer = version.layout, facts.issuer
    our_name = f"Ủy ban nhân dân {issuer.ward}"
    texts = {"desk": version.issuer_name, "ward": our_name, **facts.texts}
    texts = {name: shown(text) for name, text in texts.items()}
    of_ward = layout.issuer == "ward"
    day = document_date(facts.day)
    return Sheet(
        title=version.title,
        title_lines=layout.title,
        paper=paper if paper and layout.paper == "a5" else layout.paper,
        above=_balanced(shown(issuer.above if of_ward else our_name), ONE_LINE),
        issuer=_balanced(shown(our_name if of_ward else version.issuer_name), ONE_LINE),
        number=number or f"{NO_NUMBER}{version.sign}",
        place_and_day=f"{issuer.place}, {day}" if issuer.place else f"{day[0].upper()}{day[1:]}",
        day=facts.day,
        replaces=replaces,
        is_preview=not number,
        qr=facts.qr if layout.has_qr else "",
        blocks=tuple(_block(part, texts, facts.rows) for part in layout.parts),
        signs=tuple(
            Sign(_fill(one.title, texts), _fill(one.below, texts), one.hint, _fill(one.name, texts))
            for one in layout.signatures
        ),
        recipients=tuple(_fill(one, texts) for one in layout.recipients),
        foot=tuple(filled for one in layout.foot if (filled := _fill(one, texts).strip())),
        citation=version.citation,
    )


def shown(text: str) -> str:
    """Return a text as it can be printed: composed, without controls and marks nobody sees."""
    lines = nfc(text).replace("\r\n", "\n").replace("\t", " ").splitlines()
    bare = ["".join(letter for letter in line if _is_seen(letter)) for line in lines]
    return "\n".join(line.strip() for line in bare).strip("\n")


def _is_seen(letter: str) -> bool:
    # Cf holds what turns the order of letters round and what takes no room at all.
    return unicodedata.category(letter) not in {"Cc", "Cf"}


def _balanced(words: str, most: int) -> str:
    """Break a name in the head that needs two lines near its middle."""
    if len(words) <= most:
        return words
    spaces = [place for place, letter in enumerate(words) if letter == " "]
    if not spaces:
        return words
    middle = min(spaces, key=lambda place: abs(place - len(words) / 2))
    return f"{words[:middle]}\n{words[middle + 1 :]}"


def _fill(text: str, texts: Mapping[str, str]) -> str:
    """Put values into their places, once: what a value says is never read again."""
    return PLACE.sub(lambda found: texts[found.group(1)], text)


def _block(part: Part, texts: Mapping[str, str], tables: Mapping[str, Rows]) -> Block:
    given = tables[part.rows] if part.kind == "table" else ()
    rows = [tuple(shown(cell) for cell in row) for row in given]
    if part.kind == "table":
        if any(len(row) != len(part.columns) for row in rows):
            raise ValueError(f"a row of {part.rows} has not one cell a column")
        rows += [("",) * len(part.columns)] * part.blanks
    filled = [(label, _fill(value, texts)) for label, value in part.fields]
    return Block(
        kind=part.kind,
        align=part.align,
        fields=tuple((label, value) for label, value in filled if value.strip()),
        columns=tuple(Cell(one.label, one.width, one.align) for one in part.columns),
        rows=tuple(rows),
        paragraphs=tuple(said for one in part.paragraphs if (said := _fill(one, texts)).strip()),
    )
