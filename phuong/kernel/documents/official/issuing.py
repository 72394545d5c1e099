"""Issuing a paper: rendered before the transaction, numbered in it, kept, given again as it was."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from phuong.kernel.access.actors import Occasion
from phuong.kernel.audit import trail
from phuong.kernel.audit.facts import Code, Digest, new_salt
from phuong.kernel.audit.models import Subject
from phuong.kernel.documents.models import IssuedDocument
from phuong.kernel.documents.official.media import PDF
from phuong.kernel.documents.official.pdf import render_pdf
from phuong.kernel.documents.official.sheets import Facts, Sheet, lay_out
from phuong.kernel.documents.official.versions import FormVersion
from phuong.kernel.documents.receiving import StoredFile, keep
from phuong.kernel.documents.store import store
from phuong.kernel.errors import NotVisible, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.numbering import api as numbering
from phuong.kernel.wards.identifiers import uuid7
from phuong.kernel.wards.models import Ward

TRIES = 6


@dataclass(frozen=True, slots=True)
class Printed:
    """What is to be printed: the version of the form, its facts, and which time of several.

    `occurrence` tells papers of one form and subject apart, such as two requests to supplement.
    `number` is the one that the act which signed the paper has drawn; else issuing draws one.
    """

    version: FormVersion
    facts: Facts
    occurrence: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What was rendered for a number that nobody has drawn yet."""

    printed: Printed
    events: int
    before: IssuedDocument | None
    number: str
    period: str
    stored: StoredFile


def preview(printed: Printed) -> bytes:
    """Return what would be printed, without a number; nothing is kept."""
    return render_pdf(sheet_of(printed, ""))


def sheet_of(printed: Printed, number: str, replaces: str = "") -> Sheet:
    """Return a paper as this installation prints it."""
    return lay_out(
        printed.version,
        printed.facts,
        number=number,
        replaces=replaces,
        paper=settings.SLIP_PAPER,
    )


def issue(
    occasion: Occasion, ward: Ward, subject_id: UUID, verb: str, gather: Callable[[], Printed]
) -> IssuedDocument:
    """Issue a paper of a subject, or return the one that says the same already.

    `gather` reads the facts; it is asked again when the subject moved on meanwhile. Whoever calls
    has asked the policy. After a correction the new paper names the one that it takes the place of.
    """
    for _attempt in range(TRIES):
        events = _events_of(ward.pk, subject_id)
        printed = gather()
        before = current(ward.pk, subject_id, printed.version.form, printed.occurrence)
        if before is not None and _says_the_same(before, printed):
            return before
        prepared = _prepare(ward, printed, events, before)
        issued = _write(occasion, ward, subject_id, verb, prepared)
        if issued is not None:
            return issued
    raise WrongState(
        "documents.form.busy", _("Nhiều người đang lấy số cùng lúc. Bấm lại sau vài giây.")
    )


def _says_the_same(before: IssuedDocument, printed: Printed) -> bool:
    return before.facts_mark == printed.facts.mark(printed.version, before.salt)


def current(
    ward_id: int, subject_id: UUID, form: str, occurrence: str = ""
) -> IssuedDocument | None:
    """Return the paper of a form that holds now, if one was issued."""
    mine = IssuedDocument.objects.of(ward_id).filter(subject_id=subject_id).holding()
    return mine.filter(form=form, occurrence=occurrence).first()


def of_subject(ward_id: int, subject_id: UUID) -> list[IssuedDocument]:
    """Return every paper of a subject, superseded ones too, the first first."""
    mine = IssuedDocument.objects.of(ward_id).filter(subject_id=subject_id)
    return list(mine.select_related("superseded_by").order_by("id"))


def get(ward_id: int, subject_id: UUID, document_id: UUID) -> IssuedDocument:
    """Return one paper of a subject that the caller may read, exactly as it was printed."""
    mine = IssuedDocument.objects.of(ward_id).filter(subject_id=subject_id)
    found = mine.select_related("superseded_by").filter(id=document_id).first()
    if found is None:
        raise NotVisible("documents.no-paper")
    return found


def _events_of(ward_id: int, subject_id: UUID) -> int:
    found = Subject.objects.of(ward_id).filter(id=subject_id).first()
    if found is None:
        raise NotVisible("audit.no-subject")
    return found.events


def _prepare(ward: Ward, printed: Printed, events: int, before: IssuedDocument | None) -> _Prepared:
    version = printed.version
    number, period = _number(ward, printed)
    replaces = before.number if before is not None and before.number != number else ""
    pdf = render_pdf(sheet_of(printed, number, replaces))
    stored = keep([pdf], name=_name(version, number), media_type=PDF)
    return _Prepared(printed, events, before, number, period, stored)


def _number(ward: Ward, printed: Printed) -> tuple[str, str]:
    series, day = printed.version.series, printed.facts.day
    if printed.number:
        return printed.number, numbering.period_of(ward, series, day)
    return numbering.upcoming(ward, series, day)


def _name(version: FormVersion, number: str) -> str:
    return f"{version.title} {number.replace('/', '-')}.pdf"


def _write(
    occasion: Occasion, ward: Ward, subject_id: UUID, verb: str, prepared: _Prepared
) -> IssuedDocument | None:
    """Draw the number and keep the paper, or nothing where what was prepared holds no longer."""
    printed, version, salt = prepared.printed, prepared.printed.version, new_salt()
    with transaction.atomic():
        subject = trail.lock(ward.pk, subject_id)
        drawn = printed.number or numbering.draw(ward, version.series, printed.facts.day)
        holds = subject.events == prepared.events and drawn == prepared.number
        if not holds or not store().touch(prepared.stored.sha256):
            transaction.set_rollback(True)
            return None
        issued = IssuedDocument(
            id=uuid7(),
            ward_id=ward.pk,
            subject_id=subject.id,
            form=version.form,
            version=version.id,
            occurrence=printed.occurrence,
            series=version.series,
            period=prepared.period,
            number=drawn,
            name=prepared.stored.name,
            media_type=prepared.stored.media_type,
            size=prepared.stored.size,
            sha256=prepared.stored.sha256,
            salt=salt,
            facts_mark=printed.facts.mark(version, salt),
            issued_at=occasion.now,
            issued_by_id=occasion.actor_id,
        )
        _supersede(prepared.before, issued, occasion)
        issued.save(force_insert=True)
        trail.record(
            occasion,
            subject,
            verb,
            form=Code(version.form),
            version=Code(version.id),
            number=Code(drawn),
            file=Digest.of(issued.salt, issued.sha256),
            replaces=prepared.before.id if prepared.before else None,
        )
    return issued


def _supersede(before: IssuedDocument | None, by: IssuedDocument, occasion: Occasion) -> None:
    """Mark the paper whose place another takes; its row and bytes stay."""
    if before is not None:
        rows = IssuedDocument.objects.of(before.ward_id).filter(id=before.id)
        rows.update(superseded_at=occasion.now, superseded_by_id=by.id)
