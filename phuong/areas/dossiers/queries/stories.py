"""The story of one dossier for its owner: whatever a page tells, in one statement.

The branches are united by the database, because a page that is asked for a thousand times a
minute should not ask eight times each.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from phuong.areas.dossiers.models import (
    Apology,
    Correction,
    Dossier,
    Note,
    Paper,
    Pause,
    Result,
    Standing,
    SupplementItem,
    SupplementRequest,
)
from phuong.areas.dossiers.models.papers import number_words
from phuong.areas.dossiers.queries.corrections import Corrected, corrected
from phuong.areas.dossiers.queries.desks import GIVING, PASSING, Passage, hands, passage
from phuong.areas.dossiers.queries.fees import Fee, usual_fee
from phuong.areas.money import api as money
from phuong.kernel.audit.api import Event
from phuong.kernel.documents.api import Attachment
from phuong.kernel.people.models import Person
from phuong.kernel.wards.api import Prepared

MONEY = SupplementRequest.Asks.MONEY
EVENTS, PAPERS, FILES, REQUESTS = "events", "papers", "files", "requests"
PAUSES, NOTES, RESULTS, APOLOGY = "pauses", "notes", "results", "apology"
CORRECTIONS, FEE = "corrections", "fee"
BESIDE = frozenset({"join_visit", "return_papers", "find_unneeded"})
EVERYTHING = (EVENTS, PAPERS, FILES, REQUESTS, PAUSES, NOTES, RESULTS, APOLOGY, CORRECTIONS, FEE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: its name, when, and the official who did it, if one did.

    Where it gave the dossier to a person or a unit, also to whom, and out of whose hands.
    """

    move: str
    at: datetime
    officer: str
    officer_id: UUID | None = None
    receiver_id: UUID | None = None
    giver_id: UUID | None = None
    unit_id: UUID | None = None
    from_unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """A paper as it was handed in."""

    code: str
    name: str
    form: str
    originals: int = 0
    copies: int = 0

    @property
    def number_words(self) -> str:
        """How many there are, as a table has it."""
        return number_words(self.originals, self.copies)


@dataclass(frozen=True, slots=True)
class GivenFileInfo:
    """A file of the dossier."""

    id: UUID
    name: str
    purpose: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AskingItem:
    """One thing asked for."""

    id: UUID
    position: int
    name: str
    why: str
    basis: str
    how: str
    answer: str
    paper_code: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A request to supplement with all its items."""

    id: UUID
    asked_at: datetime
    answered_at: datetime | None
    answer_by: date
    at_intake: bool
    officer: str
    items: tuple[AskingItem, ...]
    asks: str = SupplementRequest.Asks.PAPERS


@dataclass(frozen=True, slots=True)
class Said:
    """Why a dossier was refused, stopped or sent back."""

    move: str
    at: datetime
    reason: str
    basis: str
    next_step: str
    officer: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result: what, its number, who signed, and to whom it was handed."""

    kind: str
    number: str
    signed_at: datetime | None
    signer: str
    handed_at: datetime | None
    receiver: str
    standing: str = Standing.IN_FORCE
    file_id: UUID | None = None

    @property
    def is_in_force(self) -> bool:
        """Whether it holds."""
        return self.standing == Standing.IN_FORCE


@dataclass(frozen=True, slots=True)
class Sorry:
    """A signed letter of apology: why, and what was promised instead of what."""

    promised_at: datetime
    new_at: datetime
    why: str
    reason: str
    number: str
    signer: str
    responsible: str


@dataclass(frozen=True, slots=True)
class Story:
    """What a page tells of one dossier; what was not asked for is empty."""

    events: tuple[Entry, ...]
    papers: tuple[GivenPaper, ...]
    files: tuple[GivenFileInfo, ...]
    requests: tuple[Asking, ...]
    pauses: tuple[Pause, ...]
    notes: tuple[Said, ...]
    result: Outcome | None
    apology: Sorry | None
    passages: tuple[Passage, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    fee: Fee | None = None

    @property
    def open_request(self) -> Asking | None:
        """The request that waits for an answer."""
        return next((one for one in reversed(self.requests) if one.answered_at is None), None)

    @property
    def for_papers(self) -> Asking | None:
        """The last request for papers; one for money has no slip."""
        return next((one for one in reversed(self.requests) if one.asks != MONEY), None)

    def last(self, *moves: str) -> Entry | None:
        """Return the last act of one of these names."""
        return next((each for each in reversed(self.events) if each.move in moves), None)

    def note(self, *moves: str) -> Said | None:
        """Return the last words that went with one of these moves."""
        return next((each for each in reversed(self.notes) if each.move in moves), None)


def story(dossier: Dossier, parts: Iterable[str] = EVERYTHING) -> Story:
    """Return the story of a dossier, or the parts of it that a page needs: one statement."""
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for kind, *row in _asked(tuple(parts)).rows(ward=dossier.ward_id, dossier=dossier.id):
        rows.setdefault(kind, []).append(tuple(row))
    return _told(dossier, rows)


@cache
def _asked(parts: tuple[str, ...]) -> Prepared[tuple[Any, ...]]:
    """Return the one statement of these parts: built once, because building it costs the most."""

    def united(ward: int, dossier: UUID) -> QuerySet[Any, Any]:
        first, *others = [one for part in parts for one in _branches(ward, dossier, part)]
        return first.union(*others, all=True) if others else first

    return Prepared(united, ward=int, dossier=UUID)


def _branches(ward: int, dossier: UUID, part: str) -> list[QuerySet[Any, Any]]:
    if part == EVENTS:
        officer = Person.objects.of(ward).filter(id=OuterRef("actor_id")).values("name")[:1]
        events = Event.objects.of(ward).filter(subject_id=dossier)
        columns = {"a": "verb", "b": Subquery(officer), "c": "body"}
        return [_row(events, "event", parent="actor_id", at="at", n="seq", **columns)]
    if part == PAPERS:
        papers = Paper.objects.of(ward).filter(dossier_id=dossier)
        numbers = {"d": Cast("originals", TextField()), "e": Cast("copies", TextField())}
        return [_row(papers, "paper", n="position", a="code", b="name", c="form", **numbers)]
    if part == FILES:
        files = Attachment.objects.of(ward).current().filter(subject_id=dossier)
        return [_row(files, "file", at="added_at", n="size", a="name", b="purpose")]
    if part == REQUESTS:
        asked = SupplementRequest.objects.of(ward).filter(dossier_id=dossier)
        items = SupplementItem.objects.of(ward).filter(request__dossier_id=dossier)
        return [
            _row(
                asked, "request",
                at="asked_at", until="answered_at", day="answer_by",
                n=Cast("at_intake", IntegerField()), a="asked_by__name", b="asks",
            ),
            _row(
                items, "item",
                parent="request_id", n="position",
                a="name", b="why", c="basis", d="how", e="answer", f="paper_code",
            ),
        ]  # fmt: skip
    if part == PAUSES:
        pauses = Pause.objects.of(ward).filter(dossier_id=dossier)
        return [
            _row(pauses, "pause", parent="request_id", at="begins_at", until="ends_at"),
        ]
    if part == NOTES:
        notes = Note.objects.of(ward).filter(dossier_id=dossier)
        columns = {"a": "move", "b": "reason", "c": "basis", "d": "next_step", "e": "by__name"}
        return [_row(notes, "note", at="at", **columns)]
    return _branches_of_outcome(ward, dossier, part)


def _branches_of_outcome(ward: int, dossier: UUID, part: str) -> list[QuerySet[Any, Any]]:
    if part == FEE:
        charges = money.Charge.objects.of(ward).filter(subject_id=dossier)
        paid = money.Payment.objects.of(ward).filter(charge_id=OuterRef("id"), kind="taken")
        columns = {"a": "standing", "b": Subquery(paid.values("number")[:1])}
        return [_row(charges, "fee", n=Cast("amount", IntegerField()), **columns)]
    if part == CORRECTIONS:
        rows = Correction.objects.of(ward).filter(dossier_id=dossier)
        columns = {"a": "reason", "b": Cast("changes", TextField()), "c": "by__name"}
        return [_row(rows, "correction", at="at", n="turn", **columns)]
    if part == APOLOGY:
        letters = Apology.objects.of(ward).filter(dossier_id=dossier)
        signed = letters.filter(signed_at__isnull=False)
        columns = {"a": "why", "b": "reason", "c": "number", "d": "signed_by__name"}
        columns["e"] = "drafted_by__name"
        at = {"at": "promised_at", "until": "new_at"}
        return [_row(signed, "apology", **at, **columns)]
    results = Result.objects.of(ward).filter(dossier_id=dossier)
    columns = {"a": "kind", "b": "number", "c": "signed_by__name", "d": "receiver_name"}
    columns |= {"e": "standing", "parent": "file_id"}
    return [_row(results, "result", at="signed_at", until="handed_at", **columns)]


_COLUMNS: dict[str, Any] = {
    "parent": UUIDField(),
    "at": DateTimeField(),
    "until": DateTimeField(),
    "day": DateField(),
    "n": IntegerField(),
    **dict.fromkeys("abcdef", TextField()),
}


def _row(rows: QuerySet[Any, Any], kind: str, **given: Any) -> QuerySet[Any, Any]:
    """Return rows in the columns that all branches share; each branch types every column."""
    columns: dict[str, Any] = {}
    for name, kind_of in _COLUMNS.items():
        value = given.get(name)
        if value is None:
            columns[f"s_{name}"] = Cast(Value(None), kind_of)
        else:
            columns[f"s_{name}"] = F(value) if isinstance(value, str) else value
    label = Value(kind, output_field=CharField())
    found: QuerySet[Any, Any] = rows.annotate(s_kind=label, s_id=F("id"), **columns)
    return found.values_list("s_kind", "s_id", *columns)


def _entry(verb: str, officer: str | None, body: str, at: datetime, by: UUID | None) -> Entry:
    move = verb.removeprefix("dossiers.")
    if verb == PASSING:
        passed = passage(verb, at, body)
        giver = hands(body)[1]
        return Entry(move, at, officer or "", by, None, giver, passed.unit_id, passed.from_unit_id)
    given = hands(body) if verb in GIVING else (None, None)
    return Entry(move, at, officer or "", by, *given)


def _stood(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Leave out what was undone: its owner was never told of it."""
    found: list[Entry] = []
    for entry in entries:
        if entry.move == "undo":
            # What happened beside a move stands when the move is taken back.
            del found[max(n for n, one in enumerate(found) if one.move not in BESIDE)]
        else:
            found.append(entry)
    return tuple(found)


def _outcome(rows: Iterable[tuple[Any, ...]]) -> Outcome | None:
    """Return the result that holds, else the last one that did."""
    row = max(rows, key=lambda row: (row[10] == Standing.IN_FORCE, row[0]), default=None)
    if row is None:
        return None
    return Outcome(row[6], row[7], row[2], row[8] or "", row[3], row[9], row[10], row[1])


def _fee(dossier: Dossier, rows: Iterable[tuple[Any, ...]]) -> Fee | None:
    found = (Fee(row[5], row[6], row[7] or "") for row in rows)
    return next(found, None) or usual_fee(dossier)


def _told(dossier: Dossier, rows: dict[str, list[tuple[Any, ...]]]) -> Story:
    """Put the united rows back into things, each kind in its order."""

    def of(kind: str, order: int) -> list[tuple[Any, ...]]:
        return sorted(rows.get(kind, ()), key=lambda row: (row[order], row[0]))

    items: dict[UUID, list[AskingItem]] = {}
    for id, parent, _at, _until, _day, n, *texts in of("item", 5):
        items.setdefault(parent, []).append(AskingItem(id, n, *texts))
    return Story(
        events=_stood(_entry(row[6], row[7], row[8], row[2], row[1]) for row in of("event", 5)),
        papers=tuple(
            GivenPaper(row[6], row[7], row[8], int(row[9]), int(row[10])) for row in of("paper", 5)
        ),
        files=tuple(
            GivenFileInfo(row[0], row[6], row[7], row[5], row[2]) for row in of("file", 2)
        ),
        requests=tuple(
            Asking(
                row[0], row[2], row[3], row[4], bool(row[5]), row[6] or "",
                tuple(items.get(row[0], ())), row[7],
            )
            for row in of("request", 2)
        ),
        pauses=tuple(
            Pause(
                ward_id=dossier.ward_id, id=row[0], dossier_id=dossier.id, request_id=row[1],
                begins_at=row[2], ends_at=row[3],
            )
            for row in of("pause", 2)
        ),
        notes=tuple(
            Said(row[6], row[2], row[7], row[8], row[9], row[10] or "") for row in of("note", 2)
        ),
        result=_outcome(rows.get("result", ())),
        fee=_fee(dossier, rows.get("fee", ())),
        corrections=tuple(
            corrected(row[5], row[2], row[6], json.loads(row[7]), row[8])
            for row in of("correction", 5)
        ),
        passages=tuple(passage(row[6], row[2], row[8]) for row in of("event", 5)),
        apology=next(
            (Sorry(row[2], row[3], *(text or "" for text in row[6:11]))
             for row in rows.get("apology", ())),
            None,
        ),
    )  # fmt: skip
