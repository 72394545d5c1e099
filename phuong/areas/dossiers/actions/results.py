"""Drafting, signing, handing over; sending back and stopping."""

from collections.abc import Sequence
from uuid import UUID

from phuong.areas.dossiers import policy, queries, rules
from phuong.areas.dossiers.actions import acts, electronic
from phuong.areas.dossiers.actions.acts import act, begin, finish
from phuong.areas.dossiers.actions.electronic import Address, SignedFile
from phuong.areas.dossiers.actions.given import GivenFile
from phuong.areas.dossiers.models import Dossier, Result, Standing
from phuong.areas.dossiers.states import HAND_OVER, RENEW_RECEIPT, SEND_BACK, SIGN, STOP, SUBMIT
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Code, Digest, new_salt
from phuong.kernel.documents import api as documents
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.wards.api import Ward

# What was looked at before a lost receipt is printed anew.
IDENTITY = ("identity-card", "passport", "authority")


@act
def submit(
    occasion: Occasion,
    dossier: Dossier,
    *,
    kind: str,
    summary: str,
    files: Sequence[GivenFile] = (),
) -> Dossier:
    """Put a drafted result before the leader; the clock runs on."""
    if not kind.strip():
        raise RuleBroken("dossiers.result.kind", _("Ghi tên kết quả sẽ trả."), field="kind")
    doing = begin(occasion, dossier, SUBMIT)
    salt = new_salt()
    result, _made = Result.objects.of(occasion.ward_id).update_or_create(
        ward_id=occasion.ward_id,
        dossier=doing.dossier,
        standing=Standing.IN_FORCE,
        defaults={
            "kind": kind,
            "summary": summary,
            "drafted_by_id": occasion.actor.person_id,
            "salt": salt,
        },
    )
    if files:
        documents.attach_all(occasion, doing.subject, [file.of("result") for file in files])
    return finish(occasion, doing, SUBMIT, result=result.id, draft=Digest.of(salt, kind, summary))


@act
def sign(
    occasion: Occasion, ward: Ward, dossier: Dossier, *, signed: SignedFile | None = None
) -> Dossier:
    """Sign the result: it gets its number, the clock stops, the citizen is invited.

    `signed` is the file that was signed for it; without one it is signed on paper.
    """
    doing = begin(occasion, dossier, SIGN)
    result = holding(doing.dossier)
    if signed is not None:
        kept = documents.of_subject(occasion.ward_id, doing.subject.id)
        if signed.draft not in {one.sha256 for one in kept if one.purpose == queries.DRAFT}:
            raise electronic.Overtaken
    electronic.issue(occasion, ward, doing.subject, result, signed, holds=result)
    doing.dossier.electronic = signed is not None
    return finish(
        occasion,
        doing,
        SIGN,
        result=result.id,
        number=Code(result.number),
        file=Digest.of(result.salt, signed.stored.sha256) if signed else None,
    )


def sign_electronically(
    occasion: Occasion, ward: Ward, dossier: Dossier, *, draft_id: UUID, address: Address
) -> Dossier:
    """Sign a drafted PDF, then the act; nothing is signed for whoever may not."""
    policy.check_actor(occasion.actor, dossier.id, dossier.unit_id, SIGN)

    def signed() -> SignedFile:
        result = holding(dossier)
        draft = documents.get(occasion.ward_id, dossier.id, draft_id)
        return electronic.prepare(
            occasion,
            ward,
            result_id=result.id,
            salt=result.salt,
            draft=draft.sha256,
            address=address,
        )

    return electronic.in_tries(
        occasion, signed, lambda file: sign(occasion, ward, dossier, signed=file)
    )


def holding(dossier: Dossier) -> Result:
    """Return the result of a dossier that holds, drafted or signed."""
    mine = Result.objects.of(dossier.ward_id).filter(dossier_id=dossier.id)
    found = mine.filter(standing=Standing.IN_FORCE).first()
    if found is None:
        raise WrongState(
            "dossiers.result.none", _("Kết quả này không còn hiệu lực. Xem lại trong sổ kết quả.")
        )
    return found


def check_on_its_way(result: Result, *, wanted: bool) -> None:
    """Refuse to send or hand over what the post has, and to take back what it has not."""
    if result.is_on_its_way and not wanted:
        raise RuleBroken(
            "dossiers.post.sent",
            _(
                "Kết quả này đang trên đường bưu điện. Bưu điện trả lại thì ghi nhận trước, rồi gửi"
                " hoặc trao lại."
            ),
            field="receiver_kind",
        )
    if wanted and not result.is_on_its_way:
        raise RuleBroken(
            "dossiers.post.not-sent",
            _("Kết quả này chưa gửi qua bưu điện. Ghi mã bưu gửi trước."),
            field="receiver_kind",
        )


@act
def send_back(occasion: Occasion, dossier: Dossier, *, reason: str) -> Dossier:
    """Give a draft back to its author with a word on what to change."""
    if not reason.strip():
        raise RuleBroken("dossiers.send-back.reason", _("Ghi rõ cần sửa gì."), field="reason")
    doing = begin(occasion, dossier, SEND_BACK)
    digest = acts.note(occasion, doing.dossier, SEND_BACK, reason, "", "")
    return finish(occasion, doing, SEND_BACK, reason=digest)


@act
def hand_over(
    occasion: Occasion,
    dossier: Dossier,
    *,
    receiver_kind: str,
    receiver_name: str = "",
    receiver_paper: str = "",
) -> Dossier:
    """Hand the result to the applicant or to a holder of authority; the dossier closes."""
    rules.check_receiver(receiver_kind, receiver_name, receiver_paper)
    doing = begin(occasion, dossier, HAND_OVER)
    result = holding(doing.dossier)
    check_on_its_way(result, wanted=receiver_kind == "post")
    result.receiver_kind = receiver_kind
    result.receiver_name = receiver_name or doing.dossier.applicant.name
    result.receiver_paper = receiver_paper
    result.handed_at, result.handed_by_id = occasion.now, occasion.actor.person_id
    result.save()
    doing.dossier.returned_at = occasion.now
    digest = Digest.of(result.salt, receiver_kind, result.receiver_name, receiver_paper)
    return finish(occasion, doing, HAND_OVER, result=result.id, receiver=digest)


@act
def renew_receipt(occasion: Occasion, dossier: Dossier, *, checked: str) -> Dossier:
    """Give a new receipt for a lost one, after looking at who asks: the old secret stops."""
    if checked not in IDENTITY:
        raise RuleBroken(
            "dossiers.receipt.identity",
            _("Xem giấy tờ tuỳ thân của người đề nghị rồi chọn loại giấy tờ."),
            field="checked",
        )
    doing = begin(occasion, dossier, RENEW_RECEIPT)
    if doing.dossier.secret_turn != dossier.secret_turn:
        raise WrongState(
            "dossiers.receipt.renewed",
            _("Giấy hẹn vừa được người khác cấp lại. Mở hồ sơ để in bản mới."),
        )
    doing.dossier.secret_turn += 1
    turn = doing.dossier.secret_turn
    return finish(occasion, doing, RENEW_RECEIPT, checked=Code(checked), turn=turn)


@act
def stop(
    occasion: Occasion, dossier: Dossier, *, reason: str, basis: str, next_step: str
) -> Dossier:
    """Refuse or stop a dossier in work, with reason, ground and what the person can do next."""
    rules.check_reason(reason, basis, next_step)
    doing = begin(occasion, dossier, STOP)
    for pause in doing.pauses:
        if pause.ends_at is None:
            pause.ends_at = occasion.now
            pause.save(update_fields=["ends_at"])
    digest = acts.note(occasion, doing.dossier, STOP, reason, basis, next_step)
    return finish(occasion, doing, STOP, reason=digest)
