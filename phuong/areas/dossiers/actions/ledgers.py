"""Registers and hand-over lists on paper: opened once a period, issued as often as they change."""

from datetime import date

from django.db import IntegrityError, transaction

from phuong.areas.dossiers import policy, queries
from phuong.areas.dossiers.models import Ledger
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import IssuedDocument
from phuong.kernel.people.models import Unit
from phuong.kernel.wards.api import Ward

KIND = "ledger"


def issue_register(
    occasion: Occasion, ward: Ward, first: date, last: date
) -> tuple[Ledger, IssuedDocument]:
    """Issue the register of a period, or return the one that says the same already."""
    policy.check_ledgers(occasion.actor)
    queries.register(occasion.actor, ward, first, last, occasion.today)
    code = f"STD-{first:%Y%m%d}-{last:%Y%m%d}"
    ledger = _opened(occasion, Ledger(code=code, form="register", first_on=first, last_on=last))
    return ledger, _issue(occasion, ward, ledger)


def issue_handover(
    occasion: Occasion, ward: Ward, unit: Unit, day: date
) -> tuple[Ledger, IssuedDocument]:
    """Issue the hand-over of a day's dossiers to a unit, or return the one that says the same."""
    policy.check_ledgers(occasion.actor)
    queries.handover(occasion.actor, ward, unit, day, occasion.today)
    code = f"BG-{day:%Y%m%d}-{unit.code}".upper()
    made = Ledger(code=code, form="handover", unit=unit, first_on=day, last_on=day)
    ledger = _opened(occasion, made)
    return ledger, _issue(occasion, ward, ledger)


def _issue(occasion: Occasion, ward: Ward, ledger: Ledger) -> IssuedDocument:
    return official.issue(
        occasion,
        ward,
        ledger.id,
        "dossiers.issue_ledger",
        lambda: queries.of_ledger(occasion.actor, ward, ledger, occasion.today),
    )


def _opened(occasion: Occasion, wanted: Ledger) -> Ledger:
    """Return the ledger of a period, opened now if nobody has before."""
    mine = Ledger.objects.of(occasion.ward_id).filter(code=wanted.code).select_related("unit")
    found = mine.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            subject = audit.open_subject(
                occasion,
                KIND,
                wanted.code,
                "dossiers.open_ledger",
                form=Code(wanted.form),
                first=wanted.first_on,
                last=wanted.last_on,
                unit=wanted.unit_id,
            )
            wanted.ward_id, wanted.id = occasion.ward_id, subject.id
            wanted.save(force_insert=True)
    except IntegrityError:
        return mine.get()  # Somebody has opened it at the same time.
    return wanted
