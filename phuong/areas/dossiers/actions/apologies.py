"""Saying sorry before a promise is missed, with one new appointment."""

from datetime import date, datetime

from phuong.areas.dossiers import queries, rules
from phuong.areas.dossiers.actions import acts
from phuong.areas.dossiers.actions.acts import APOLOGY, Act, act, begin, finish
from phuong.areas.dossiers.models import Apology, ApologyStanding, Dossier
from phuong.areas.dossiers.states import APOLOGIZE, DRAFT_APOLOGY, RETURN_APOLOGY
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit.api import Code, Digest, new_salt
from phuong.kernel.errors import RuleBroken, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.numbering import api as numbering
from phuong.kernel.wards.api import Ward
from phuong.kernel.workdays import check_reschedule, due_day
from phuong.kernel.workflow.api import items


@act
def draft_apology(
    occasion: Occasion, dossier: Dossier, *, why: str, reason: str, new_on: date
) -> Dossier:
    """Put a letter before the signer: why the promise will not be kept, and the new day."""
    doing = begin(occasion, dossier, DRAFT_APOLOGY)
    rules.check_apology_reason(why, reason)
    promised = doing.dossier.target_at
    assert promised is not None  # noqa: S101  # the database keeps one while the clock runs
    new_at = queries.end_of_day(occasion.calendar, new_on)
    if new_at is None:
        raise RuleBroken(
            "dossiers.apology.day-off", _("Ngày này phường không làm việc."), field="new_on"
        )
    _check_new(occasion, doing.dossier, new_on)
    apology, _made = Apology.objects.of(occasion.ward_id).update_or_create(
        ward_id=occasion.ward_id,
        dossier=doing.dossier,
        defaults={
            "why": why,
            "reason": reason,
            "promised_at": promised,
            "new_at": new_at,
            "drafted_at": occasion.now,
            "drafted_by_id": occasion.actor.person_id,
            "salt": new_salt(),
        },
    )
    doing.dossier.apology = ApologyStanding.DRAFTED
    done = finish(
        occasion,
        doing,
        DRAFT_APOLOGY,
        apology=apology.id,
        why=Code(why),
        promised=promised,
        new=new_at,
        reason=Digest.of(apology.salt, reason),
    )
    _put_before_signer(occasion, doing, done, promised)
    return done


def _put_before_signer(
    occasion: Occasion, doing: Act, dossier: Dossier, promised: datetime
) -> None:
    signer = queries.signer(dossier, occasion.today)
    if signer is None:
        return
    last = queries.last_day_to_apologise(promised, occasion.calendar, occasion.today)
    items.put(
        doing.subject,
        slot=APOLOGY,
        state=APOLOGY,
        since=occasion.now,
        post_id=signer.post_id,
        due_at=queries.end_of_day(occasion.calendar, last),
        field=dossier.field,
    )


@act
def apologize(occasion: Occasion, ward: Ward, dossier: Dossier) -> Dossier:
    """Sign the letter: the citizen is told the new day; the first promise stays the measure."""
    doing = begin(occasion, dossier, APOLOGIZE)
    apology = _drafted(doing)
    _check_new(occasion, doing.dossier, due_day(apology.new_at))
    apology.signed_at, apology.signed_by_id = occasion.now, occasion.actor.person_id
    apology.number = numbering.draw(ward, "apology", occasion.today)
    apology.save(update_fields=["signed_at", "signed_by", "number"])
    doing.dossier.apology = ApologyStanding.SENT
    doing.dossier.shown_promise_at = apology.new_at
    items.drop(doing.subject, slot=APOLOGY)
    return finish(
        occasion,
        doing,
        APOLOGIZE,
        apology=apology.id,
        number=Code(apology.number),
        promised=apology.promised_at,
        new=apology.new_at,
        reason=Digest.of(apology.salt, apology.reason),
    )


@act
def return_apology(occasion: Occasion, dossier: Dossier, *, reason: str) -> Dossier:
    """Give a letter back to its author with a word on what to change."""
    if not reason.strip():
        raise RuleBroken("dossiers.send-back.reason", _("Ghi rõ cần sửa gì."), field="reason")
    doing = begin(occasion, dossier, RETURN_APOLOGY)
    apology = _drafted(doing)
    digest = acts.note(occasion, doing.dossier, RETURN_APOLOGY, reason, "", "")
    acts.drop_apology(doing.subject, doing.dossier)
    return finish(occasion, doing, RETURN_APOLOGY, apology=apology.id, reason=digest)


def _check_new(occasion: Occasion, dossier: Dossier, new_on: date) -> None:
    """Refuse a letter that comes too late to be one, and a day that is not later.

    A second letter is refused by the policy, and has no row in the database.
    """
    promised, new_at = dossier.target_at, queries.end_of_day(occasion.calendar, new_on)
    if promised is None or new_at is None:
        raise WrongState("dossiers.apology.day-off", _("Ngày này phường không làm việc."))
    try:
        check_reschedule(
            promised,
            signed_on=occasion.today,
            new_due=new_at,
            reschedules_so_far=0,
            before=queries.apology_before(occasion.today),
            calendar=occasion.calendar,
        )
    except RuleBroken as refusal:
        refusal.field = "new_on" if refusal.code.endswith("not-later") else None
        raise


def _drafted(doing: Act) -> Apology:
    rules.check_drafted(drafted=doing.dossier.apology == ApologyStanding.DRAFTED)
    return Apology.objects.of(doing.dossier.ward_id).get(dossier=doing.dossier)
