"""Who may see and answer what others were asked about a dossier."""

from django.db.models import Q

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import Inquiry, InquiryQuerySet
from phuong.areas.dossiers.policy.ledgers import IN_UNIT
from phuong.areas.dossiers.states import SUBMIT
from phuong.kernel.access.api import Actor
from phuong.kernel.errors import NotPermitted, NotVisible
from phuong.kernel.errors import gettext_noop as _


def readable(actor: Actor) -> InquiryQuerySet:
    """Return the inquiries an actor may see: of readable dossiers, and asked of their units."""
    mine = Inquiry.objects.of(actor.ward_id)
    if not actor.is_official:
        return mine.none()
    of_dossiers = Q(dossier__in=policy.readable(actor).order_by().values("id"))
    return mine.filter(of_dossiers | Q(unit_id__in=actor.units(*IN_UNIT)))


def get(actor: Actor, code: str) -> Inquiry:
    """Return an inquiry by code; absent and hidden look the same."""
    rows = readable(actor).filter(code=code.upper())
    found = rows.select_related("dossier__applicant", "unit", "asked_by", "answered_by").first()
    if found is None:
        raise NotVisible
    return found


def may_answer(actor: Actor, inquiry: Inquiry) -> bool:
    """Tell whether an actor gives the answer: the unit itself, or who asked an agency."""
    if not inquiry.is_waiting:
        return False
    if inquiry.unit_id is not None:
        return inquiry.unit_id in actor.units(*IN_UNIT)
    return may_manage(actor, inquiry)


def may_manage(actor: Actor, inquiry: Inquiry) -> bool:
    """Tell whether an actor may urge, or stop waiting: who settles the dossier."""
    try:
        policy.check_actor(actor, inquiry.dossier_id, inquiry.dossier.unit_id, SUBMIT)
    except NotPermitted:
        return False
    return inquiry.is_waiting


def check(*, may: bool) -> None:
    """Refuse what an actor may not do with an inquiry."""
    if not may:
        raise NotPermitted(
            "dossiers.inquiry.other", _("Việc này của nơi được hỏi hoặc người giải quyết hồ sơ.")
        )
