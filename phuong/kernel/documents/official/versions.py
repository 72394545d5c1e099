"""The versions of official forms, read from `packs/forms`: data with days, citation, certainty."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import phuong
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.law.api import NotInForce
from phuong.kernel.law.marks import Certainty
from phuong.kernel.law.pack.reading import Table, opened
from phuong.kernel.numbering import api as numbering

FOLDER = Path(phuong.__file__).resolve().parents[1] / "packs" / "forms"
KINDS = ("fields", "table", "text")
PAPERS = ("a5", "a4", "a4-landscape")
ISSUERS = ("desk", "ward")
ALIGNS = ("left", "center", "right")
OUR_OWN = "Phường/quy-ước"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its words, its width as typst has it, where its text stands."""

    label: str
    width: str
    align: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a layout; `rows` names the facts' table, `blanks` the empty lines below it."""

    kind: str
    fields: tuple[tuple[str, str], ...] = ()
    columns: tuple[Column, ...] = ()
    rows: str = ""
    blanks: int = 0
    paragraphs: tuple[str, ...] = ()
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the words above the name."""

    title: str
    below: str
    hint: str
    name: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands where (bố cục); a version in force never changes its layout."""

    id: str
    title: str
    paper: str
    issuer: str
    has_qr: bool
    has_word: bool
    parts: tuple[Part, ...]
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...]
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormVersion:
    """A form from a day, to a day or until further notice, and which act says so."""

    form: str
    id: str
    mark: str
    layout: Layout
    series: str
    sign: str
    issuer_name: str
    valid_from: date
    valid_to: date | None
    act: str
    article: str
    certainty: Certainty
    note: str

    @property
    def title(self) -> str:
        """The name of the form in one line."""
        return " ".join(self.layout.title.split())

    @property
    def needs_review(self) -> bool:
        """Tell whether an administrator must see "cần rà soát"."""
        return self.certainty.needs_review

    @property
    def citation(self) -> str:
        """What the paper says of its own form: never an act that it may not be of."""
        if not self.mark:
            return ""
        if self.needs_review or self.act == OUR_OWN:
            return f"Mẫu số {self.mark}, bản {self.id}"
        return f"Mẫu số {self.mark}, bản {self.id} (Thông tư số {self.act})"

    def covers(self, day: date) -> bool:
        """Tell whether this version is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def in_force(form: str, on: date) -> FormVersion:
    """Return the version of a form in force on a day."""
    for version in all_versions():
        if version.form == form and version.covers(on):
            return version
    raise NotInForce(
        "documents.form.not-in-force",
        _("Chưa có mẫu “%(form)s” cho ngày %(day)s."),
        form=form,
        day=f"{on:%d/%m/%Y}",
    )


def by_id(form: str, version_id: str) -> FormVersion:
    """Return a version by the id that an issued document keeps."""
    return next(one for one in all_versions() if (one.form, one.id) == (form, version_id))


@lru_cache(maxsize=1)
def all_versions() -> tuple[FormVersion, ...]:
    """Read the pack once in a process; each form's series of numbers becomes known."""
    return tuple(read(FOLDER))


def read(folder: Path) -> Iterator[FormVersion]:
    """Read the files of a folder, refusing what is missing, odd, left over or overlapping."""
    layouts: dict[str, Layout] = {}
    known: dict[tuple[str, str], FormVersion] = {}
    for path in sorted(folder.glob("*.toml")):
        file = opened(path)
        for table in file.tables("layout"):
            made = _layout(table)
            layouts[made.id] = made
        for table in file.tables("version"):
            version = _version(table, layouts)
            clash = [one for one in known.values() if _overlap(one, version)]
            if clash or (version.form, version.id) in known:
                raise table.error(
                    "documents.form.overlap",
                    _("%(place)s: hai bản của một mẫu trùng ngày hiệu lực hoặc trùng tên."),
                )
            known[version.form, version.id] = version
        file.done()
    yield from known.values()


def _overlap(one: FormVersion, other: FormVersion) -> bool:
    return one.form == other.form and (one.covers(other.valid_from) or other.covers(one.valid_from))


def _layout(table: Table) -> Layout:
    found = Layout(
        id=table.text("id"),
        title=table.text("title"),
        paper=table.choice("paper", PAPERS),
        issuer=table.choice("issuer", ISSUERS),
        has_qr=table.flag("qr", default=False),
        has_word=table.flag("word", default=False),
        parts=tuple(_part(one) for one in table.tables("part")),
        signatures=tuple(_signature(one) for one in table.tables("signature")),
        recipients=table.texts("recipients"),
        foot=table.texts("foot"),
    )
    table.done()
    return found


def _part(table: Table) -> Part:
    found = Part(
        kind=table.choice("kind", KINDS),
        fields=tuple((label, value) for label, value in table.rows("fields", 2)),
        columns=tuple(Column(*row) for row in table.rows("columns", 3)),
        rows=table.text("rows", ""),
        blanks=table.number("blanks", 0) or 0,
        paragraphs=table.texts("paragraphs"),
        align=table.choice("align", ALIGNS, "left"),
    )
    table.done()
    return found


def _signature(table: Table) -> Signature:
    found = Signature(
        title=table.text("title"),
        below=table.text("below", ""),
        hint=table.text("hint", "(ký, ghi rõ họ tên)"),
        name=table.text("name", ""),
    )
    table.done()
    return found


def _version(table: Table, layouts: dict[str, Layout]) -> FormVersion:
    begin, end = table.period()
    layout = layouts.get(table.choice("layout", layouts))
    assert layout is not None  # noqa: S101  # `choice` has refused the others
    series = table.text("series")
    template = table.text("numbering")
    numbering.offer(series, template, "year")
    found = FormVersion(
        form=table.text("form"),
        id=table.text("id"),
        mark=table.text("mark", ""),
        layout=layout,
        series=series,
        sign=template.rpartition("}")[2],
        issuer_name=table.text("issuer_name"),
        valid_from=begin,
        valid_to=end,
        act=table.text("act"),
        article=table.text("article", ""),
        certainty=Certainty(table.certainty()),
        note=table.text("note", ""),
    )
    table.done()
    return found
