"""The catalogue as values: what pages and dossiers read, and how it is made of the rows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from phuong.areas.procedures.models import Paper, PaperKind, Procedure, Question, Version
from phuong.areas.procedures.rules.rows import FeeRow
from phuong.areas.procedures.rules.versions import doubts, is_usable
from phuong.kernel.workdays import Limit, Unit


@dataclass(frozen=True, slots=True)
class PaperInfo:
    """A paper that is asked for."""

    id: UUID
    code: str
    name: str
    kind: str
    required: bool
    condition: str
    held_in: str
    held_name: str
    note: str

    @property
    def kind_label(self) -> str:
        """In which form it is brought, in words."""
        return str(PaperKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class QuestionInfo:
    """A question that is asked; `kind` is text, long, date, number or choice."""

    id: UUID
    code: str
    label: str
    kind: str
    required: bool
    hint: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One version with everything that a page or a dossier needs. It never changes.

    `usable` says whether dossiers may begin; `limit_doubtful` and `fee_doubtful` that citizens are
    told to ask at the desk, since it is not known to be law.
    """

    id: UUID
    procedure_id: UUID
    code: str
    slug: str
    name: str
    field_code: str
    field_name: str
    channel: str
    external_system: str
    limit: Limit | None
    limit_text: str
    fee_text: str
    fee_amount: int | None
    fees: tuple[FeeRow, ...]
    result: str
    papers: tuple[PaperInfo, ...]
    questions: tuple[QuestionInfo, ...]
    needs_review: bool
    usable: bool
    limit_doubtful: bool
    fee_doubtful: bool
    verify_text: str
    advice: str
    system_name: str
    legal_basis: str
    number: int
    ward_id: int | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field with its procedures on a day."""

    code: str
    name: str
    procedures: tuple[VersionInfo, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure that a search found, best first."""

    version: VersionInfo
    score: float


def info(row: Version) -> VersionInfo:
    """Return a version fetched `with_content` as a value."""
    procedure: Procedure = row.procedure
    doubtful = doubts(
        code=row.certainty_code,
        time=row.certainty_time,
        fee=row.certainty_fee,
        has_limit=bool(row.limit_unit),
    )
    return VersionInfo(
        id=row.pk,
        procedure_id=procedure.pk,
        code=row.code,
        slug=procedure.slug,
        name=row.name,
        field_code=procedure.field.code,
        field_name=procedure.field.name,
        channel=row.channel,
        external_system=row.external_system,
        limit=limit_of(row),
        limit_text=row.limit_text,
        fee_text=row.fee_text,
        fee_amount=row.fee_amount,
        fees=fee_rows(row),
        result=row.result,
        papers=tuple(_paper(paper) for paper in row.papers.all()),
        questions=tuple(_question(question) for question in row.questions.all()),
        needs_review=doubtful.any,
        usable=is_usable(time=row.certainty_time, has_limit=bool(row.limit_unit)),
        limit_doubtful=doubtful.time,
        fee_doubtful=doubtful.fee,
        verify_text=row.verify_text,
        advice=row.advice,
        system_name=row.system_name,
        legal_basis=row.legal_basis,
        number=row.number,
        ward_id=row.ward_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def fee_rows(row: Version) -> tuple[FeeRow, ...]:
    """Return the rules by which a version costs; one fixed amount is a rule as well."""
    if row.fees or row.fee_amount is None:
        return tuple(FeeRow(**fee) for fee in row.fees)
    return (FeeRow(row.fee_amount),)


def limit_of(row: Version) -> Limit | None:
    """Return the limit of a version as the clock takes it."""
    return Limit(Unit(row.limit_unit), row.limit_n or 0) if row.limit_unit else None


def _paper(row: Paper) -> PaperInfo:
    return PaperInfo(
        id=row.pk,
        code=row.code,
        name=row.name,
        kind=row.kind,
        required=row.required,
        condition=row.condition,
        held_in=row.held_in,
        held_name=row.held_name,
        note=row.note,
    )


def _question(row: Question) -> QuestionInfo:
    return QuestionInfo(
        row.pk, row.code, row.label, row.kind, row.required, row.hint, tuple(row.choices)
    )
