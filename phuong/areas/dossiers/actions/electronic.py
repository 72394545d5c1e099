"""Signing a PDF result: before the transaction, and again where somebody was faster."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.models import Dossier, Result
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Subject
from phuong.kernel.documents import api as documents
from phuong.kernel.documents.signing import api as signing
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.numbering import api as numbering
from phuong.kernel.wards.api import Ward

TRIES = 6
Address = Callable[[UUID], str]


class Overtaken(Exception):
    """What was signed is no longer what is to be issued: its number or its draft has changed."""


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A result signed for a number that nobody has drawn yet."""

    result_id: UUID
    salt: str
    draft: str
    number: str
    signed_as: str
    stored: documents.StoredFile
    mark: str
    certificate: str

    def check(self, holds: Result, number: str) -> None:
        """Look, under the lock, that this is still what is to be issued.

        `holds` is the result that was there when it was signed: a new draft has a new salt.
        """
        if (holds.salt, number) != (self.salt, self.number):
            raise Overtaken


def prepare(
    occasion: Occasion, ward: Ward, *, result_id: UUID, salt: str, draft: str, address: Address
) -> SignedFile:
    """Sign a drafted PDF for the number that would be drawn now. Slow; writes no row."""
    by = queries.authority(ward, occasion.today, occasion.actor.person_id)
    if by.entry is None:
        raise RuleBroken(
            "dossiers.sign.no-certificate",
            _("Chức vụ này chưa có chứng thư số. Chọn ký trên giấy."),
            field="how",
        )
    signer = signing.open_signer(by.entry)
    number, _period = numbering.upcoming(ward, "result", occasion.today)
    pdf, mark = signing.sign(
        documents.content(draft),
        signer,
        signed_as=by.lines,
        person=by.how.name,
        office=f"Ủy ban nhân dân {ward.name}",
        number=number,
        at=occasion.now,
        address=address(result_id),
    )
    stored = documents.keep(
        [pdf], name=f"Kết quả số {number.replace('/', '-')}.pdf", media_type="application/pdf"
    )
    return SignedFile(
        result_id,
        salt,
        draft,
        number,
        by.written,
        stored,
        mark,
        signing.fingerprint(signer.certificate),
    )


def in_tries(
    occasion: Occasion, sign: Callable[[], SignedFile], act: Callable[[SignedFile], Dossier]
) -> Dossier:
    """Sign, then act; sign anew where another result took the number meanwhile."""
    done = acts.replayed(occasion)
    if done is not None:
        return done
    for _attempt in range(TRIES):
        try:
            return act(sign())
        except Overtaken:
            continue
    raise WrongState(
        "documents.form.busy", _("Nhiều người đang lấy số cùng lúc. Bấm lại sau vài giây.")
    )


def issue(
    occasion: Occasion,
    ward: Ward,
    subject: Subject,
    result: Result,
    signed: SignedFile | None,
    *,
    holds: Result,
) -> None:
    """Give a result its number, signer and file: in the transaction of the act."""
    result.number = numbering.draw(ward, "result", occasion.today)
    result.signed_by_id, result.signed_at = occasion.actor.person_id, occasion.now
    if signed is None:
        by = queries.authority(ward, occasion.today, occasion.actor.person_id)
        result.signed_as = by.written
    else:
        signed.check(holds, result.number)
        file = documents.attach(occasion, subject, signed.stored, queries.SIGNED)
        result.file, result.mark, result.certificate = file, signed.mark, signed.certificate
        result.signed_as = signed.signed_as
    result.save()
