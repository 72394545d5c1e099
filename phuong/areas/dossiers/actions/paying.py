"""Money as a step of a dossier: asked for while the clock stands, taken, let go, run out."""

from phuong.areas.dossiers import policy, queries, rules
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.actions.acts import Act, act, begin, finish
from phuong.areas.dossiers.actions.supplements import close_request, waiting_request, write_request
from phuong.areas.dossiers.models import Dossier, Pause, SupplementRequest
from phuong.areas.dossiers.rules import paying
from phuong.areas.dossiers.rules.asking import Asked
from phuong.areas.dossiers.states import (
    ASK_PAYMENT,
    LAPSE_PAYMENT,
    TAKE_PAYMENT,
    WAIVE_PAYMENT,
    State,
)
from phuong.areas.money import api as money
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import NotVisible, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.text import show_amount
from phuong.kernel.wards.api import Ward

MONEY = SupplementRequest.Asks.MONEY
HOW = "Chuyển khoản theo mã QR ở trang hồ sơ, hoặc nộp tiền mặt tại Bộ phận Một cửa."


@act
def ask_payment(
    occasion: Occasion, dossier: Dossier, due: money.Due | None, *, why: str, days: int
) -> Dossier:
    """Stop the clock and ask the applicant to pay: how much, why, by which rule, until when.

    `due` is worked out by a rule of the procedure; None where it was set before.
    """
    paying.check_why(why)
    doing = begin(occasion, dossier, ASK_PAYMENT)
    bill = money.bill(occasion.ward_id, dossier.id)
    charge = bill.charge if bill is not None else None
    if charge is None or (due is not None and charge.standing != money.Charge.Standing.PAID):
        paying.check_known(known=due is not None)
        assert due is not None  # noqa: S101  # `check_known` has refused it
        charge = money.set_due(occasion, doing.subject, due)
    paying.check_owed(charge.standing, charge.amount)
    basis = charge.basis or queries.version(dossier).fee_text
    what = Asked(f"Nộp {show_amount(charge.amount)}", why, basis, HOW)
    request, digest = write_request(
        occasion, doing.dossier, [what], days=days, at_intake=False, asks=MONEY
    )
    pause = Pause.objects.create(
        ward_id=dossier.ward_id, dossier=doing.dossier, begins_at=occasion.now, request=request
    )
    doing.pauses.append(pause)
    return finish(
        occasion,
        doing,
        ASK_PAYMENT,
        told={"by": request.answer_by, "amount": charge.amount},
        request=request.id,
        amount=charge.amount,
        asked=digest,
    )


@act
def pay(
    occasion: Occasion,
    ward: Ward,
    dossier: Dossier,
    *,
    amount: int,
    how: str,
    usual: money.Due | None = None,
) -> Dossier:
    """Take what is due on a dossier; where it stands still for it, its clock runs on."""
    subject = audit.lock(occasion.ward_id, dossier.id)
    acts.check_not_done(occasion)
    fresh = acts.load(occasion.ward_id, dossier.id)
    if fresh.state == State.PAYMENT:
        # The receipt and the move are parts of this one request.
        occasion.note_new()
        return _take(occasion, ward, fresh, amount, how)
    if not policy.readable(occasion.actor).filter(id=dossier.id).exists():
        raise NotVisible
    paid = queries.paid_for(fresh)
    money.take(occasion, ward, subject, amount=amount, how=how, usual=usual, paid=paid)
    return fresh


@act
def take_payment(
    occasion: Occasion, ward: Ward, dossier: Dossier, *, amount: int, how: str
) -> Dossier:
    """Take the money that was asked for; the clock runs on as if it had never stood."""
    return _take(occasion, ward, dossier, amount, how)


def _take(occasion: Occasion, ward: Ward, dossier: Dossier, amount: int, how: str) -> Dossier:
    doing = begin(occasion, dossier, TAKE_PAYMENT)
    request = _answered(occasion, doing)
    done = finish(occasion, doing, TAKE_PAYMENT, request=request.id, amount=amount)
    paid = queries.paid_for(done)
    money.take(occasion, ward, doing.subject, amount=amount, how=how, paid=paid)
    return done


@act
def waive_payment(occasion: Occasion, dossier: Dossier, *, why: str) -> Dossier:
    """Stop asking for money: it was worked out wrongly, or is not due; the clock runs on."""
    paying.check_why(why)
    doing = begin(occasion, dossier, WAIVE_PAYMENT)
    request = _answered(occasion, doing)
    money.forget_due(doing.subject)
    digest = acts.note(occasion, doing.dossier, WAIVE_PAYMENT, why, "", "")
    return finish(occasion, doing, WAIVE_PAYMENT, request=request.id, reason=digest)


@act
def lapse_payment(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Stop a dossier whose money did not come in time (an act of the clock)."""
    doing = begin(occasion, dossier, LAPSE_PAYMENT)
    request = waiting_request(doing.dossier)
    if not rules.is_unanswered_for_too_long(request.answer_by, occasion.today):
        raise WrongState("dossiers.lapse.pays-still", _("Thời hạn nộp tiền của hồ sơ này vẫn còn."))
    close_request(occasion, doing, request)
    return finish(occasion, doing, LAPSE_PAYMENT, request=request.id)


def _answered(occasion: Occasion, doing: Act) -> SupplementRequest:
    """Close the request and the pause that came with it."""
    request = waiting_request(doing.dossier)
    close_request(occasion, doing, request)
    return request
