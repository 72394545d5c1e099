"""Hand-overs between the ward's units: given by one, taken by another, each with its moment."""

from uuid import UUID

from phuong.areas.dossiers import queries, rules
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.actions.acts import act, begin, finish
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.states import PASS_ON, TAKE_OVER
from phuong.kernel.access.api import Occasion


@act
def pass_on(occasion: Occasion, dossier: Dossier, to_unit_id: UUID, *, reason: str) -> Dossier:
    """Give a dossier in work to another unit; it waits there until somebody takes it."""
    rules.check_why_passed(reason)
    doing = begin(occasion, dossier, PASS_ON)
    fresh = doing.dossier
    giver_id, from_unit_id = fresh.handler_id, fresh.unit_id
    able = frozenset(unit_id for unit_id, _name in queries.settling(occasion))
    rules.check_may_pass(from_unit_id, to_unit_id, able)
    fresh.unit_id, fresh.handler_id = to_unit_id, None
    digest = acts.note(occasion, fresh, PASS_ON, reason, "", "")
    return finish(
        occasion,
        doing,
        PASS_ON,
        unit=to_unit_id,
        from_unit=from_unit_id,
        giver=giver_id or occasion.actor.person_id,
        reason=digest,
    )


@act
def take_over(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Take for oneself what another unit passed to one's own."""
    doing = begin(occasion, dossier, TAKE_OVER)
    doing.dossier.handler_id = occasion.actor.person_id
    return finish(occasion, doing, TAKE_OVER, handler=occasion.actor.person_id)
