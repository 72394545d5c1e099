"""Changing how the applicant is told, after handing in: by themselves or at the desk."""

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.actions.acts import act
from phuong.areas.dossiers.models import Applicant, Dossier, TellBy
from phuong.areas.dossiers.states import OPEN, State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _

BY_PHONE = (TellBy.SMS, TellBy.ZALO, TellBy.CALL)


@act
def change_way(occasion: Occasion, dossier: Dossier, *, tell_by: TellBy, email: str) -> Dossier:
    """Tell the applicant otherwise from now on; the first message the new way says so."""
    subject = audit.lock(occasion.ward_id, dossier.id)
    acts.check_not_done(occasion)
    fresh = acts.load(occasion.ward_id, dossier.id)
    policy.check_way(occasion.actor, fresh)
    if fresh.state not in OPEN and fresh.state != State.READY:
        raise WrongState(
            "dossiers.way.closed", _("Hồ sơ đã xong, không còn tin nào để báo theo cách khác.")
        )
    person = fresh.applicant
    _check_reached(person, tell_by, email)
    if (person.tell_by, person.email) == (tell_by, email):
        return fresh
    person.tell_by, person.email = tell_by, email
    person.save(update_fields=["tell_by", "email"])
    audit.record(
        occasion,
        subject,
        "dossiers.change_way",
        way=tell_by,
        applicant=acts.applicant_digest(person),
    )
    acts.tell(occasion, subject, fresh, "change_way")
    return fresh


def _check_reached(person: Applicant, tell_by: TellBy, email: str) -> None:
    if tell_by == TellBy.EMAIL and not email:
        raise RuleBroken(
            "dossiers.way.no-mail",
            _("Nhập địa chỉ thư điện tử, hoặc chọn cách báo tin khác."),
            field="email",
        )
    if tell_by in BY_PHONE and not person.phone:
        raise RuleBroken(
            "dossiers.way.no-phone",
            _("Hồ sơ này không ghi số điện thoại. Chọn cách báo tin khác."),
            field="tell_by",
        )
