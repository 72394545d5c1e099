"""Taking a move back for some minutes: an act of its own that restores what stood before."""

from phuong.areas.dossiers import policy, queries, rules
from phuong.areas.dossiers.actions import acts, standing
from phuong.areas.dossiers.actions.acts import act
from phuong.areas.dossiers.models import Dossier, Note, Undoable
from phuong.areas.dossiers.states import LIFE, State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code
from phuong.kernel.notices import api as notices


@act
def undo(occasion: Occasion, dossier: Dossier) -> Dossier:
    """Take the last move back: state, clock, work item and figures are as they were.

    Its event stays, and another says that it was undone; its messages were not sent yet.
    """
    subject = audit.lock(occasion.ward_id, dossier.id)
    acts.check_not_done(occasion)
    fresh = acts.load(occasion.ward_id, dossier.id)
    last = Undoable.objects.of(occasion.ward_id).filter(dossier=fresh).first()
    untouched = last is not None and last.seq == subject.events
    rules.check_undo_possible(untouched=untouched)
    assert last is not None  # noqa: S101  # just checked
    move = LIFE[last.move]
    policy.check_undo(occasion.actor, fresh, move, by=last.by_id)
    rules.check_undo_in_time(occasion.now, last.at, queries.undo_minutes(occasion.today))
    rules.check_not_printed(printed=queries.printed_since(fresh, last.at))
    before, after = acts.counted(fresh), State(fresh.state)
    standing.restore(fresh, last.before)
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
    standing.restore_item(subject, last.before["item"])
    notices.recall(occasion, subject)
    acts.tally(fresh, before)
    last.delete()
    return acts.load(occasion.ward_id, fresh.id)
