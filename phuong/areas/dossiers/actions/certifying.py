"""Certification of copies and signatures: at once at the counter, or of what was received before.

A number is drawn into the book in the same transaction; what was wrong is void, never erased.
"""

from dataclasses import dataclass
from uuid import UUID

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.actions import acts, intake
from phuong.areas.dossiers.actions.acts import Act, act, begin, finish
from phuong.areas.dossiers.actions.given import Given
from phuong.areas.dossiers.actions.results import holding
from phuong.areas.dossiers.models import (
    Certification,
    Dossier,
    Origin,
    Receiver,
    Result,
    ReturnMethod,
    Standing,
    TellBy,
)
from phuong.areas.dossiers.queries import certifying as books
from phuong.areas.dossiers.rules import certifying as rules
from phuong.areas.dossiers.states import CERTIFY, HAND_OVER, VOID_CERTIFICATION, Can, State
from phuong.areas.money import api as money
from phuong.areas.procedures.api import VersionInfo
from phuong.kernel.access import roles
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Code, Digest, new_salt
from phuong.kernel.errors import NotPermitted, RuleBroken
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.numbering import api as numbering
from phuong.kernel.wards.api import Ward, uuid7


@dataclass(frozen=True, slots=True)
class Certified:
    """What a line of the book says: which paper, how many copies and pages, and who signed."""

    document: str
    copies: int
    pages: int
    signer_id: UUID | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What it costs, and how it was paid; `how` is "" where it is paid later."""

    due: money.Due
    how: str = ""


@act
def certify_at_once(
    occasion: Occasion,
    ward: Ward,
    version: VersionInfo,
    given: Given,
    what: Certified,
    taken: Taken,
) -> Dossier:
    """Receive, certify and hand over in one act, as what is done while somebody waits.

    The dossier has its code, its promise by the law and its moves like any other.
    """
    intake.check_desk(occasion)
    check_certifier(occasion)
    rules.check_certifies(version.slug)
    rules.check_identity(rules.book_of(version.slug), given.id_number)
    rules.check_document(what.document)
    intake.check_taken_in(occasion.ward_id, version, occasion.now)
    acts.check_not_done(occasion)
    # The moves that follow are parts of this one request.
    occasion.note_new()
    dossier = _received(occasion, ward, version, given)
    doing = begin(occasion, dossier, CERTIFY)
    _enter(occasion, ward, doing, version, what)
    doing = begin(occasion, dossier, HAND_OVER)
    money.set_due(occasion, doing.subject, taken.due)
    if taken.how and taken.due.amount:
        paid = queries.paid_for(doing.dossier)
        money.take(occasion, ward, doing.subject, amount=taken.due.amount, how=taken.how, paid=paid)
    return _hand_over(occasion, doing)


@act
def certify(
    occasion: Occasion, ward: Ward, dossier: Dossier, version: VersionInfo, what: Certified
) -> Dossier:
    """Put what was received before into its book: many pages, or what came after the line."""
    doing = begin(occasion, dossier, CERTIFY)
    book = rules.book_of(version.slug)
    rules.check_identity(book, doing.dossier.applicant.id_number)
    rules.check_document(what.document)
    return _enter(occasion, ward, doing, version, what)


@act
def void_certification(occasion: Occasion, ward: Ward, dossier: Dossier, *, reason: str) -> Dossier:
    """Say that a number of the book holds no longer; what was paid for it is given back."""
    rules.check_void_reason(reason)
    doing = begin(occasion, dossier, VOID_CERTIFICATION)
    line = Certification.objects.of(occasion.ward_id).filter(dossier=doing.dossier).first()
    if line is None:
        raise RuleBroken(
            "dossiers.certify.none", _("Hồ sơ này chưa vào sổ chứng thực; không có số để huỷ.")
        )
    result = holding(doing.dossier)
    result.standing, result.ended_at = Standing.REVOKED, occasion.now
    result.save(update_fields=["standing", "ended_at"])
    digest = acts.note(occasion, doing.dossier, VOID_CERTIFICATION, reason, "", "")
    done = finish(
        occasion, doing, VOID_CERTIFICATION,
        result=result.id, number=Code(line.number), reason=digest,
    )  # fmt: skip
    bill = money.bill(occasion.ward_id, dossier.id)
    if bill is not None and bill.charge.standing == money.Charge.Standing.PAID:
        money.give_back(occasion, ward, doing.subject, reason=reason)
    elif bill is not None:
        money.forget_due(doing.subject)
    return done


def check_certifier(occasion: Occasion) -> None:
    """Refuse whoever does not keep the books of certification."""
    if not roles.has(occasion.actor, Can.CERTIFY):
        raise NotPermitted(
            "dossiers.no-capability", _("Việc này thuộc người khác. Nhờ phụ trách phân công lại.")
        )


def _received(occasion: Occasion, ward: Ward, version: VersionInfo, given: Given) -> Dossier:
    """Receive it: the clock starts and the promise is made, after the line of the day too."""
    dossier = intake.new_dossier(
        occasion, ward, version, given, Origin.COUNTER, ReturnMethod.COUNTER
    )
    # Whoever waits at the counter is told there; what is told stays on the dossier's page.
    dossier.applicant.tell_by = TellBy.PAGE
    dossier.sent_at = occasion.now
    intake.start_clock(occasion, dossier, version)
    papers = rules.papers_shown(version.papers)
    intake.note_papers(dossier, papers, ())
    dossier.state = State.RECEIVED
    return intake.register(occasion, dossier, "dossiers.take_in", version, papers, ())


def _enter(
    occasion: Occasion, ward: Ward, doing: Act, version: VersionInfo, what: Certified
) -> Dossier:
    """Draw the number, write the line of the book and the result it stands for."""
    book = rules.book_of(version.slug)
    number = numbering.draw(ward, rules.SERIES[book][0], occasion.today)
    signer_id = books.check_signer(occasion, what.signer_id)
    by = queries.authority(ward, occasion.today, signer_id)
    salt = new_salt()
    result = Result(
        id=uuid7(),
        ward_id=occasion.ward_id,
        dossier=doing.dossier,
        kind=version.result,
        summary=what.document,
        drafted_by_id=occasion.actor.person_id,
        signed_by_id=signer_id,
        signed_at=occasion.now,
        signed_as=by.written,
        number=number,
        salt=salt,
    )
    result.save(force_insert=True)
    line = Certification(
        ward_id=occasion.ward_id,
        dossier=doing.dossier,
        result=result,
        book=book,
        number=number,
        entered_at=occasion.now,
        entered_on=occasion.today,
        document=what.document,
        copies=what.copies,
        pages=what.pages,
    )
    line.save(force_insert=True)
    return finish(
        occasion,
        doing,
        CERTIFY,
        result=result.id,
        number=Code(number),
        signer=signer_id,
        copies=what.copies,
        pages=what.pages,
        document=Digest.of(salt, what.document),
    )


def _hand_over(occasion: Occasion, doing: Act) -> Dossier:
    """Give the result to whoever waits for it."""
    result = holding(doing.dossier)
    result.receiver_kind = Receiver.SELF
    result.receiver_name = doing.dossier.applicant.name
    result.handed_at, result.handed_by_id = occasion.now, occasion.actor.person_id
    result.save(update_fields=["receiver_kind", "receiver_name", "handed_at", "handed_by"])
    doing.dossier.returned_at = occasion.now
    digest = Digest.of(result.salt, result.receiver_kind, result.receiver_name, "")
    return finish(occasion, doing, HAND_OVER, result=result.id, receiver=digest)
