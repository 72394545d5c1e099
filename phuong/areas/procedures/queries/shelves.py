"""Which version holds where and when, kept in the process; finding by words."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from phuong.areas.procedures.models import NotOffered, Version
from phuong.areas.procedures.queries.values import FieldInfo, Found, VersionInfo, info
from phuong.areas.procedures.rules import offering
from phuong.areas.procedures.rules.finding import Document, Index
from phuong.areas.procedures.rules.offering import Closed
from phuong.areas.procedures.rules.spoken import OFTEN
from phuong.areas.procedures.rules.versions import in_force
from phuong.kernel.errors import NotVisible
from phuong.kernel.errors import gettext_noop as _

# A confirmation shows at once in its own process and in the others after this long.
SECONDS_TRUSTED = 15.0
# Days for which a catalogue is kept; a replayed story asks for one after the other.
MOST_DAYS = 64


@dataclass(frozen=True, slots=True)
class Header:
    """What choosing and finding need of a version, read for all of them in one statement."""

    id: UUID
    ward_id: int | None
    number: int
    valid_from: date
    valid_to: date | None
    slug: str
    name: str
    code: str
    field_name: str
    other_codes: tuple[str, ...]
    keywords: tuple[str, ...]


@dataclass(slots=True)
class Catalogue:
    """The procedures of a ward on a day, in the order of the fields."""

    versions: tuple[VersionInfo, ...]
    by_name: Mapping[str, VersionInfo]
    documents: Sequence[Document]
    _index: Index | None = None

    @property
    def index(self) -> Index:
        """The index of the words, made at the first search."""
        if self._index is None:
            self._index = Index(self.documents)
        return self._index


@dataclass(slots=True)
class Shelf:
    """What is kept of one ward."""

    read_at: float
    headers: tuple[Header, ...]
    closed: Mapping[UUID, Closed]
    days: dict[date, Catalogue] = field(default_factory=dict)


_versions: dict[UUID, VersionInfo] = {}
_shelves: dict[int, Shelf] = {}


def forget() -> None:
    """Read everything again at the next question: after loading, after a confirmation, in tests."""
    _versions.clear()
    _shelves.clear()


def version(version_id: UUID) -> VersionInfo:
    """Return one version; it never changes, so that each process reads it once."""
    found = _infos([version_id]).get(version_id)
    if found is None:
        raise NotVisible("procedures.no-version")
    return found


def catalogue(ward_id: int, on: date) -> tuple[VersionInfo, ...]:
    """Return the procedures of a ward on a day, by field."""
    return _catalogue(ward_id, on).versions


def current(ward_id: int, name: str, on: date) -> VersionInfo:
    """Return the version in force by slug or code, the ward's own before everybody's."""
    found = _catalogue(ward_id, on).by_name.get(name)
    if found is None:
        raise NotVisible("procedures.no-procedure", _("Không thấy thủ tục này."))
    return found


def closed(ward_id: int) -> Mapping[UUID, Closed]:
    """Return the procedures that a ward does not take in, by the id of the procedure."""
    return _shelf(ward_id).closed


def check_offered(ward_id: int, info: VersionInfo, came: datetime) -> None:
    """Refuse to begin what the ward does not take in; what came before that goes on."""
    offering.check_offered(closed(ward_id).get(info.procedure_id), came)


def common(ward_id: int, on: date) -> tuple[VersionInfo, ...]:
    """Return the procedures that most people come for, where they are in force and taken in."""
    by_name, shut = _catalogue(ward_id, on).by_name, closed(ward_id)
    often = (by_name[slug] for slug in OFTEN if slug in by_name)
    return tuple(one for one in often if one.procedure_id not in shut)


def fields(ward_id: int, on: date) -> tuple[FieldInfo, ...]:
    """Return the fields that have procedures on a day."""
    groups: dict[str, list[VersionInfo]] = {}
    for each in catalogue(ward_id, on):
        groups.setdefault(each.field_code, []).append(each)
    return tuple(
        FieldInfo(code, members[0].field_name, tuple(members)) for code, members in groups.items()
    )


def search(ward_id: int, text: str, on: date, *, most: int = 20) -> tuple[Found, ...]:
    """Find procedures by any words, with or without marks, one letter wrong, in any order."""
    shelf = _catalogue(ward_id, on)
    return tuple(
        Found(shelf.by_name[hit.key], hit.score) for hit in shelf.index.find(text, most=most)
    )


def _catalogue(ward_id: int, on: date) -> Catalogue:
    shelf = _shelf(ward_id)
    found = shelf.days.get(on)
    if found is None:
        found = _open(shelf.headers, on)
        if len(shelf.days) >= MOST_DAYS:
            shelf.days.clear()
        shelf.days[on] = found
    return found


def _shelf(ward_id: int) -> Shelf:
    shelf = _shelves.get(ward_id)
    now = time.monotonic()
    if shelf is not None and now - shelf.read_at <= SECONDS_TRUSTED:
        return shelf
    headers, shut = _headers(ward_id), _closed(ward_id)
    if shelf is not None and shelf.headers == headers:
        shelf.read_at, shelf.closed = now, shut
        return shelf
    _shelves[ward_id] = shelf = Shelf(now, headers, shut)
    return shelf


def _closed(ward_id: int) -> Mapping[UUID, Closed]:
    rows = NotOffered.objects.of(ward_id).values_list("procedure_id", "since", "where")
    return {procedure_id: Closed(since, where) for procedure_id, since, where in rows}


def _headers(ward_id: int) -> tuple[Header, ...]:
    rows = (
        Version.objects.for_ward(ward_id)
        .order_by("procedure__field__position", "procedure__position", "procedure__slug", "number")
        .values_list(
            "id",
            "ward_id",
            "number",
            "valid_from",
            "valid_to",
            "procedure__slug",
            "procedure__name",
            "procedure__code",
            "procedure__field__name",
            "procedure__other_codes",
            "procedure__keywords",
        )
    )
    return tuple(Header(*row[:9], tuple(row[9]), tuple(row[10])) for row in rows)


def _open(headers: Iterable[Header], on: date) -> Catalogue:
    """Choose one version of each procedure and fetch those not seen yet."""
    groups: dict[str, list[Header]] = {}
    for header in headers:
        groups.setdefault(header.slug, []).append(header)
    chosen = [one for group in groups.values() if (one := in_force(group, on)) is not None]
    infos = _infos([header.id for header in chosen])
    by_name: dict[str, VersionInfo] = {}
    for header in chosen:
        for name in (*header.other_codes, header.code, header.slug):
            by_name[name] = infos[header.id]
    return Catalogue(
        versions=tuple(infos[header.id] for header in chosen),
        by_name=by_name,
        documents=[_document(header) for header in chosen],
    )


def _document(header: Header) -> Document:
    return Document(
        key=header.slug,
        title=header.name,
        phrases=header.keywords,
        codes=(header.code, *header.other_codes),
        context=header.field_name,
    )


def _infos(ids: Sequence[UUID]) -> Mapping[UUID, VersionInfo]:
    """Return versions by id, asking the database for those not seen yet."""
    found = {each: known for each in ids if (known := _versions.get(each)) is not None}
    missing = [each for each in ids if each not in found]
    if missing:
        fresh = {row.pk: info(row) for row in Version.objects.with_content().filter(pk__in=missing)}
        _versions.update(fresh)
        found |= fresh
    return found
