"""Taking a move back for some minutes: an act of its own that restores what stood before."""

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.actions.acts import act
from phuong.areas.dossiers.models import Dossier, Note
from phuong.areas.dossiers.states import LIFE, State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code
from phuong.kernel.notices import api as notices
from phuong.kernel.workflow.api import undoing


@act
def undo(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Take the last move back: state, clock, work item and figures are as they were.

    Its event stays, and another says that it was undone; its messages were not sent yet.
    """
    subject = audit.lock(occasion.ward_id, dossier.id)
    acts.check_not_done(occasion)
    fresh = acts.load(occasion.ward_id, dossier.id)
    last = undoing.find(occasion, subject)
    move = LIFE[last.move]
    policy.check_actor(occasion.actor, fresh.id, fresh.unit_id, move)
    undoing.check_not_printed(last, "dossiers.print")
    before, after = acts.counted(fresh), State(fresh.state)
    undoing.put_back(fresh, last.before["row"])
    fresh.save()
    Note.objects.of(occasion.ward_id).filter(dossier=fresh, move=move.name, at=last.at).delete()
    audit.record(
        occasion,
        subject,
        "dossiers.undo",
        move=Code(move.name),
        undone=last.seq,
        before=after,
        after=State(fresh.state),
        due=fresh.due_at,
    )
    undoing.settle(subject, last, last.before["item"])
    notices.recall(occasion, subject)
    acts.tally(fresh, before)
    return acts.load(occasion.ward_id, fresh.id)
