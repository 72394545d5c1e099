"""What happens to an issued result: on its way by post, downloaded, replaced, revoked."""

from dataclasses import dataclass
from uuid import UUID

from phuong.areas.dossiers import policy, rules
from phuong.areas.dossiers.actions import acts, electronic
from phuong.areas.dossiers.actions.acts import act, begin, finish
from phuong.areas.dossiers.actions.electronic import Address, SignedFile
from phuong.areas.dossiers.actions.results import check_on_its_way, holding
from phuong.areas.dossiers.models import Dossier, Result, Standing
from phuong.areas.dossiers.states import (
    POST_RESULT,
    RECALL_RESULT,
    RECEIVE_ONLINE,
    REPLACE_RESULT,
    REVOKE_RESULT,
    TAKE_BACK_POST,
    State,
)
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Code, Digest, new_salt
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.api import Ward, uuid7
from phuong.kernel.workflow.machine import Move


@dataclass(frozen=True, slots=True)
class Instead:
    """What takes the place of a result: its name, why, on what ground, and its file if any."""

    kind: str
    summary: str
    reason: str
    basis: str
    replaces: UUID | None
    file: documents.StoredFile | None = None


@act
def post_result(occasion: Occasion, dossier: Dossier, *, tracking: str) -> Dossier:
    """Send the result by post; it is handed over when the post says so."""
    if not tracking.strip():
        raise RuleBroken(
            "dossiers.post.tracking", _("Ghi mã bưu gửi in trên biên nhận."), field="tracking"
        )
    doing = begin(occasion, dossier, POST_RESULT)
    result = holding(doing.dossier)
    check_on_its_way(result, wanted=False)
    result.posted_at, result.tracking, result.came_back_at = occasion.now, tracking, None
    result.save(update_fields=["posted_at", "tracking", "came_back_at"])
    digest = Digest.of(result.salt, tracking)
    return finish(occasion, doing, POST_RESULT, result=result.id, tracking=digest)


@act
def take_back_post(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Write down that the post brought the result back."""
    doing = begin(occasion, dossier, TAKE_BACK_POST)
    result = holding(doing.dossier)
    check_on_its_way(result, wanted=True)
    result.came_back_at = occasion.now
    result.save(update_fields=["came_back_at"])
    return finish(occasion, doing, TAKE_BACK_POST, result=result.id)


@act
def receive_online(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Give the signed file to its owner: this moment is the handing over."""
    doing = begin(occasion, dossier, RECEIVE_ONLINE)
    result = holding(doing.dossier)
    if result.file_id is None:
        raise RuleBroken(
            "dossiers.result.on-paper",
            _("Kết quả này ký trên giấy. Mời đến Bộ phận Một cửa để nhận."),
        )
    result.receiver_kind, result.receiver_name = "online", doing.dossier.applicant.name
    result.handed_at = doing.dossier.returned_at = occasion.now
    result.save(update_fields=["receiver_kind", "receiver_name", "handed_at"])
    digest = Digest.of(result.salt, "online", result.receiver_name)
    return finish(occasion, doing, RECEIVE_ONLINE, result=result.id, receiver=digest)


@act
def replace_result(
    occasion: Occasion,
    ward: Ward,
    dossier: Dossier,
    instead: Instead,
    *,
    signed: SignedFile | None = None,
) -> Dossier:
    """Issue a result in the place of one that was wrong; the old one stays, marked so."""
    rules.check_reason(instead.reason, instead.basis, instead.kind)
    doing = begin(occasion, dossier, REPLACE_RESULT)
    before = holding(doing.dossier)
    if before.id != instead.replaces:
        raise WrongState(
            "dossiers.replace.other",
            _("Kết quả này vừa được thay bằng bản khác. Xem bản mới rồi quyết định."),
        )
    before.standing, before.ended_at = Standing.REPLACED, occasion.now
    before.save(update_fields=["standing", "ended_at"])
    result = Result(
        id=signed.result_id if signed else uuid7(),
        ward_id=occasion.ward_id,
        dossier=doing.dossier,
        kind=instead.kind,
        summary=instead.summary,
        drafted_by_id=occasion.actor.person_id,
        salt=new_salt(),
        replaces=before,
    )
    if instead.file is not None:
        documents.attach(occasion, doing.subject, instead.file, "result")
    electronic.issue(occasion, ward, doing.subject, result, signed, holds=before)
    doing.dossier.electronic = signed is not None
    doing.dossier.returned_at = None
    digest = acts.note(occasion, doing.dossier, REPLACE_RESULT, instead.reason, instead.basis, "")
    return finish(
        occasion,
        doing,
        REPLACE_RESULT,
        result=result.id,
        number=Code(result.number),
        replaces=before.id,
        reason=digest,
        file=Digest.of(result.salt, signed.stored.sha256) if signed else None,
    )


def replace_electronically(
    occasion: Occasion, ward: Ward, dossier: Dossier, instead: Instead, *, address: Address
) -> Dossier:
    """Sign the file that takes the place of another, then the act."""
    policy.check_actor(occasion.actor, dossier.id, dossier.unit_id, REPLACE_RESULT)
    if instead.file is None:
        raise RuleBroken(
            "dossiers.replace.no-file",
            _("Chọn tệp PDF của kết quả mới, hoặc chọn ký trên giấy."),
            field="attached",
        )
    draft = instead.file.sha256

    def signed() -> SignedFile:
        return electronic.prepare(
            occasion,
            ward,
            result_id=uuid7(),
            salt=holding(dossier).salt,
            draft=draft,
            address=address,
        )

    return electronic.in_tries(
        occasion,
        signed,
        lambda file: replace_result(occasion, ward, dossier, instead, signed=file),
    )


@act
def revoke_result(
    occasion: Occasion, dossier: Dossier, *, reason: str, basis: str, next_step: str
) -> Dossier:
    """Say that a result holds no longer, with reason, ground and what the person can do."""
    rules.check_reason(reason, basis, next_step)
    doing = begin(occasion, dossier, REVOKE_RESULT)
    return _revoke(occasion, doing, REVOKE_RESULT, holding(doing.dossier), reason, basis, next_step)


@act
def recall_result(
    occasion: Occasion, dossier: Dossier, *, reason: str, basis: str, next_step: str
) -> Dossier:
    """Revoke what nobody has received yet: the dossier is in work again, as if never settled.

    Its clock goes on from the facts it always had, so that the slip buys no time.
    """
    rules.check_reason(reason, basis, next_step)
    doing = begin(occasion, dossier, RECALL_RESULT)
    result = holding(doing.dossier)
    rules.check_in_the_house(on_its_way=result.is_on_its_way)
    return _revoke(occasion, doing, RECALL_RESULT, result, reason, basis, next_step)


def _revoke(
    occasion: Occasion,
    doing: acts.Act,
    move: Move[State],
    result: Result,
    *words: str,
) -> Dossier:
    result.standing, result.ended_at = Standing.REVOKED, occasion.now
    result.save(update_fields=["standing", "ended_at"])
    digest = acts.note(occasion, doing.dossier, move, *words)
    return finish(
        occasion, doing, move, result=result.id, number=Code(result.number), reason=digest
    )
