"""Giving a dossier to somebody, taking it up, taking it back."""

from uuid import UUID

from phuong.areas.dossiers import queries
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.actions.acts import act, begin, finish
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import ASSIGN, REASSIGN, TAKE_UP, WITHDRAW
from phuong.kernel.access.api import Occasion
from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _


@act
def assign(occasion: Occasion, dossier: Dossier, handler_id: UUID) -> Dossier:
    """Give a received dossier to a person of the unit."""
    doing = begin(occasion, dossier, ASSIGN)
    _check_of_unit(occasion, doing.dossier.unit_id, handler_id)
    doing.dossier.handler_id = handler_id
    return finish(occasion, doing, ASSIGN, handler=handler_id)


@act
def reassign(occasion: Occasion, dossier: Dossier, handler_id: UUID, *, reason: str) -> Dossier:
    """Give an open dossier to somebody else of the unit: giver, receiver, reason and moment."""
    if not reason.strip():
        raise RuleBroken("dossiers.reassign.reason", _("Ghi vì sao đổi người."), field="reason")
    doing = begin(occasion, dossier, REASSIGN)
    giver_id, unit_id = doing.dossier.handler_id, doing.dossier.unit_id
    if handler_id == giver_id:
        raise RuleBroken(
            "dossiers.reassign.same",
            _("Người này đang giữ hồ sơ. Chọn người khác."),
            field="handler",
        )
    _check_of_unit(occasion, unit_id, handler_id)
    doing.dossier.handler_id = handler_id
    digest = acts.note(occasion, doing.dossier, REASSIGN, reason, "", "")
    return finish(occasion, doing, REASSIGN, handler=handler_id, giver=giver_id, reason=digest)


def _check_of_unit(occasion: Occasion, unit_id: UUID | None, handler_id: UUID) -> None:
    known = queries.handlers(occasion.ward_id, unit_id, occasion.today) if unit_id else []
    if handler_id not in {person_id for person_id, _name in known}:
        raise RuleBroken(
            "dossiers.assign.not-of-unit",
            _("Chọn một người đang công tác ở bộ phận này."),
            field="handler",
        )


@act
def take_up(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Take a received dossier of one's unit for oneself."""
    doing = begin(occasion, dossier, TAKE_UP)
    doing.dossier.handler_id = occasion.actor.person_id
    return finish(occasion, doing, TAKE_UP, handler=occasion.actor.person_id)


@act
def withdraw(occasion: Occasion, dossier: Dossier, *, reason: str = "") -> Dossier:
    """Take one's dossier back; a reason may be given and is not asked for."""
    doing = begin(occasion, dossier, WITHDRAW)
    digest = acts.note(occasion, doing.dossier, WITHDRAW, reason, "", "") if reason else None
    return finish(occasion, doing, WITHDRAW, reason=digest)
