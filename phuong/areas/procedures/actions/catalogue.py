"""Writing the catalogue: what the pack says, and what a ward's administrator confirms."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from phuong.areas.procedures import policy, queries, rules
from phuong.areas.procedures.models import Field, Paper, Procedure, Question, Version
from phuong.areas.procedures.rules.rows import (
    FeeRow,
    FieldRow,
    PaperRow,
    ProcedureRow,
    QuestionRow,
    VersionRow,
)
from phuong.areas.procedures.rules.versions import Certainty
from phuong.kernel.access.api import HERE, Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import fold
from phuong.kernel.wards.identifiers import made_at
from phuong.kernel.workdays import Limit

VERB = "procedures.confirm_limit"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loading did."""

    procedures: int
    new_versions: int


@transaction.atomic
def load(rows: Sequence[ProcedureRow]) -> Loaded:
    """Bring the catalogue to what the rows say; the same rows again change nothing.

    A row that differs from the newest version of the same beginning makes a new one. Nothing is
    edited, and what the rows no longer have stays until its last day.
    """
    known = {row.slug: row for row in Procedure.objects.select_for_update()}
    fields = _load_fields(row.field for row in rows)
    newest = _newest_shared()
    highest = _highest_shared()
    made = 0
    for position, row in enumerate(rows):
        procedure = _load_procedure(known.get(row.slug), row, fields[row.field.code], position)
        key = (procedure.pk, row.version.valid_from)
        if newest.get(key) != row.version.fingerprint:
            highest[procedure.pk] = highest.get(procedure.pk, 0) + 1
            write_version(procedure, row.version, number=highest[procedure.pk])
            newest[key] = row.version.fingerprint
            made += 1
    forget_all()
    return Loaded(len(rows), made)


@transaction.atomic
def confirm_limit(
    occasion: Occasion,
    procedure: Procedure,
    *,
    limit: Limit,
    note: str,
    fee_amount: int | None = None,
) -> Version:
    """Make the ward's own version with a limit, and perhaps a fee, that it answers for.

    All else is copied from the version in force that day; dossiers already begun keep theirs.
    """
    policy.check(occasion.actor)
    rules.confirming.check_note(note)
    rules.confirming.check_limit(limit.unit.value, limit.n)
    procedure = Procedure.objects.select_for_update().get(pk=procedure.pk)
    if (earlier := audit.already(occasion)) is not None:
        return Version.objects.get(pk=json.loads(earlier.body)["facts"]["version"])
    base = _base(occasion, procedure)
    version = write_version(
        procedure,
        _confirmed(base, occasion, limit, fee_amount),
        number=next_number(procedure, occasion.ward_id),
        ward_id=occasion.ward_id,
        based_on=base,
        confirmed_by=occasion.actor_id,
        confirmed_at=occasion.now,
        note=note.strip(),
        note_salt=audit.new_salt(),
    )
    record(occasion, procedure, version)
    forget_all()
    return version


def _load_fields(rows: Iterable[FieldRow]) -> Mapping[str, Field]:
    known = {field.code: field for field in Field.objects.all()}
    for position, row in enumerate(dict.fromkeys(rows)):
        field = known.get(row.code)
        if field is None:
            known[row.code] = Field.objects.create(code=row.code, name=row.name, position=position)
        elif (field.name, field.position) != (row.name, position):
            field.name, field.position = row.name, position
            field.save()
    return known


def _load_procedure(
    procedure: Procedure | None, row: ProcedureRow, field: Field, position: int
) -> Procedure:
    """Write what finds a procedure; what a dossier keeps is in its versions."""
    values: dict[str, object] = {
        "code": row.version.code,
        "other_codes": list(row.other_codes),
        "name": row.version.name,
        "keywords": list(row.keywords),
        "search": fold(" ".join([row.version.name, *row.keywords])),
        "position": position,
        "field": field,
    }
    if procedure is None:
        return Procedure.objects.create(slug=row.slug, **values)
    changed = [name for name, value in values.items() if getattr(procedure, name) != value]
    if changed:
        for name in changed:
            setattr(procedure, name, values[name])
        procedure.save(update_fields=changed)
    return procedure


def _newest_shared() -> dict[tuple[UUID, object], str]:
    """Return the fingerprint of the newest shared version of each beginning."""
    rows = Version.objects.filter(ward__isnull=True).order_by("number")
    return {
        (procedure_id, valid_from): fingerprint
        for procedure_id, valid_from, fingerprint in rows.values_list(
            "procedure_id", "valid_from", "fingerprint"
        )
    }


def _highest_shared() -> dict[UUID, int]:
    rows = Version.objects.filter(ward__isnull=True).order_by("number")
    return dict(rows.values_list("procedure_id", "number"))


def next_number(procedure: Procedure, ward_id: int) -> int:
    """Return the number of a ward's next version of a procedure."""
    last = Version.objects.filter(procedure=procedure, ward_id=ward_id).order_by("-number").first()
    return last.number + 1 if last else 1


def write_version(
    procedure: Procedure, row: VersionRow, *, number: int, **values: object
) -> Version:
    """Write a version with its papers and questions."""
    plain = {
        name: getattr(row, name)
        for name in VersionRow.__dataclass_fields__
        if name not in {"papers", "questions", "fees"}
    }
    version = Version(
        procedure=procedure,
        number=number,
        fingerprint=row.fingerprint,
        needs_review=row.needs_review,
        fees=[asdict(fee) for fee in row.fees],
        **plain,
        **values,
    )
    version.published_on = made_at(version.id).astimezone(HERE).date()
    version.save(force_insert=True)
    Paper.objects.bulk_create(
        Paper(version=version, position=at, **_values(paper)) for at, paper in enumerate(row.papers)
    )
    Question.objects.bulk_create(
        Question(version=version, position=at, **_values(question))
        for at, question in enumerate(row.questions)
    )
    return version


def _values(row: PaperRow | QuestionRow) -> dict[str, object]:
    found = {name: getattr(row, name) for name in row.__dataclass_fields__}
    if "choices" in found:
        found["choices"] = list(row.choices) if isinstance(row, QuestionRow) else []
    return found


def _base(occasion: Occasion, procedure: Procedure) -> Version:
    """Return the version to build on: what is in force in this ward on this day."""
    found = rules.versions.in_force(
        Version.objects.for_ward(occasion.ward_id).filter(procedure=procedure), occasion.today
    )
    if found is None:
        raise RuleBroken(
            "procedures.not-in-force", _("Thủ tục này không còn, hoặc chưa có hiệu lực.")
        )
    return found


def _confirmed(
    base: Version, occasion: Occasion, limit: Limit, fee_amount: int | None
) -> VersionRow:
    row = replace(
        row_of(base),
        valid_from=occasion.today,
        limit_unit=limit.unit.value,
        limit_n=None if limit.is_bare else int(limit.n),
        limit_text=rules.confirming.limit_words(limit.unit.value, int(limit.n)),
        certainty_time=Certainty.CONFIRMED.value,
        review_note="",
    )
    if fee_amount is None:
        return row
    return replace(
        row,
        fee_amount=fee_amount,
        fees=(FeeRow(fee_amount),),
        fee_text=rules.confirming.fee_words(fee_amount),
        certainty_fee=Certainty.CONFIRMED.value,
    )


def row_of(version: Version) -> VersionRow:
    """Return all that is frozen in a version."""
    names = set(VersionRow.__dataclass_fields__) - {"papers", "questions", "fees"}
    return VersionRow(
        **{name: getattr(version, name) for name in names},
        fees=tuple(FeeRow(**fee) for fee in version.fees),
        papers=tuple(
            PaperRow(**{name: getattr(paper, name) for name in PaperRow.__dataclass_fields__})
            for paper in version.papers.all()
        ),
        questions=tuple(
            replace(
                QuestionRow(
                    **{name: getattr(each, name) for name in QuestionRow.__dataclass_fields__}
                ),
                choices=tuple(each.choices),
            )
            for each in version.questions.all()
        ),
    )


def record(
    occasion: Occasion,
    procedure: Procedure,
    version: Version,
    verb: str = VERB,
    **facts: audit.Fact,
) -> None:
    """Write what a version of the ward's own says, and what else is to be told."""
    tell(occasion, procedure, verb, _facts(version) | facts)


def tell(occasion: Occasion, procedure: Procedure, verb: str, told: Mapping[str, Any]) -> None:
    """Write an event of a procedure in this ward; the first one opens its subject."""
    code = policy.subject_code(procedure.slug)
    subject = audit.Subject.objects.of(occasion.ward_id).filter(code=code).first()
    if subject is not None:
        subject = audit.lock(occasion.ward_id, subject.pk)
        audit.record(occasion, subject, verb, **told)
    else:
        audit.open_subject(occasion, policy.SUBJECT_KIND, code, verb, **told)


def _facts(version: Version) -> dict[str, Any]:
    """Return what the event says: codes, ids and amounts; of the note a digest."""
    return {
        "version": version.pk,
        "base": version.based_on_id,
        "unit": audit.Code(version.limit_unit),
        "n": version.limit_n,
        "fee": version.fee_amount,
        "note": audit.Digest.of(version.note_salt, version.note),
    }


def forget_all() -> None:
    """Read afresh now, and again once others can see what was written."""
    queries.forget()
    transaction.on_commit(queries.forget)
