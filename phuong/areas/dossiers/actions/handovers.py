"""Hand-over lists: which dossiers went from the desk to a unit, once each; mended by a new list."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from phuong.areas.dossiers import policy, queries
from phuong.areas.dossiers.actions.ledgers import KIND, issue_paper
from phuong.areas.dossiers.models import HalfDay, HandedDossier, Ledger
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code, Digest
from phuong.kernel.documents.official.api import IssuedDocument
from phuong.kernel.errors import NotVisible, WrongState
from phuong.kernel.errors import gettext_noop as _
from phuong.kernel.people.models import Unit
from phuong.kernel.wards.api import Ward


def issue_handover(
    occasion: Occasion, ward: Ward, unit: Unit, day: date, half_day: HalfDay
) -> tuple[Ledger, IssuedDocument]:
    """Hand over what of a half day stands on no list yet, and issue the list's paper.

    Where nothing is left, whoever sends it again, or at the same time, gets the list made before.
    """
    policy.check_ledgers(occasion.actor)
    made = None
    try:
        with transaction.atomic():
            rows = queries.waiting_for(occasion.actor, unit, day, half_day)
            queries.check_length(rows)
            if found := list(rows.values_list("id", flat=True)):
                made = _open(occasion, unit, day, half_day, found)
    except IntegrityError:
        pass  # Somebody has handed them over at the same time.
    made = made or queries.last_list(ward.pk, unit, day, half_day)
    if made is None:
        raise NotVisible
    return made, issue_paper(occasion, ward, made)


def replace_handover(
    occasion: Occasion, ward: Ward, ledger: Ledger, kept: Collection[UUID]
) -> tuple[Ledger, IssuedDocument]:
    """Put a new list in the place of a wrong one; what it leaves out waits for a list again."""
    policy.check_ledgers(occasion.actor)
    made = audit.once(
        occasion,
        lambda: _replace(occasion, ledger, kept),
        lambda event: Ledger.objects.of(occasion.ward_id).get(replaces=ledger),
    )
    return made, issue_paper(occasion, ward, made)


def _replace(occasion: Occasion, ledger: Ledger, kept: Collection[UUID]) -> Ledger:
    subject = audit.lock(ledger.ward_id, ledger.id)
    if ledger.unit is None or queries.replaced_by(ledger) is not None:
        raise WrongState(
            "dossiers.handover.replaced", _("Biên bản này đã được thay. Mở biên bản mới để sửa.")
        )
    mine = HandedDossier.objects.of(ledger.ward_id).filter(ledger=ledger).order_by("position")
    stays = [one for one in mine.values_list("dossier_id", flat=True) if one in set(kept)]
    mine.update(holds=False)
    half_day = HalfDay(ledger.half_day)
    made = _open(occasion, ledger.unit, ledger.first_on, half_day, stays, replaces=ledger)
    audit.record(occasion, subject, "dossiers.replace_ledger", by=made.id)
    return made


def take_handover(occasion: Occasion, ledger: Ledger) -> Ledger:
    """Write down who of the unit took the dossiers of a list, and when."""
    policy.check_takes(occasion.actor, ledger)
    with transaction.atomic():
        subject = audit.lock(ledger.ward_id, ledger.id)
        fresh = policy.get_ledger(occasion.actor, ledger.code)
        if fresh.taken_at is not None:
            return fresh
        if queries.replaced_by(fresh) is not None:
            raise WrongState(
                "dossiers.handover.replaced", _("Biên bản này đã được thay. Mở biên bản mới.")
            )
        fresh.taken_by_id, fresh.taken_at = occasion.actor.person_id, occasion.now
        fresh.save(update_fields=["taken_by", "taken_at"])
        audit.record(occasion, subject, "dossiers.take_handover", unit=fresh.unit_id)
    return fresh


def _open(
    occasion: Occasion,
    unit: Unit,
    day: date,
    half_day: HalfDay,
    dossiers: Sequence[UUID],
    *,
    replaces: Ledger | None = None,
) -> Ledger:
    """Make a list of dossiers; its event holds how many, and a digest of which."""
    made = Ledger(
        ward_id=occasion.ward_id,
        code=_code(occasion.ward_id, unit, day, half_day),
        form=queries.HANDOVER,
        unit=unit,
        first_on=day,
        last_on=day,
        half_day=half_day,
        given_by_id=occasion.actor.person_id,
        given_at=occasion.now,
        replaces=replaces,
    )
    subject = audit.open_subject(
        occasion,
        KIND,
        made.code,
        "dossiers.open_ledger",
        form=Code(made.form),
        first=day,
        last=day,
        half_day=half_day,
        unit=unit.id,
        replaces=replaces.id if replaces else None,
        count=len(dossiers),
        which=Digest.of("", *(str(one) for one in dossiers)),
    )
    made.id = subject.id
    made.save(force_insert=True)
    HandedDossier.objects.bulk_create(
        HandedDossier(ward_id=made.ward_id, ledger=made, dossier_id=one, position=place)
        for place, one in enumerate(dossiers, start=1)
    )
    return made


def _code(ward_id: int, unit: Unit, day: date, half_day: HalfDay) -> str:
    lists = Ledger.objects.of(ward_id).filter(form=queries.HANDOVER, unit=unit, first_on=day)
    letter = "S" if half_day is HalfDay.MORNING else "C"
    return (
        f"BG-{day:%Y%m%d}-{unit.code}-{letter}{lists.filter(half_day=half_day).count() + 1}".upper()
    )
