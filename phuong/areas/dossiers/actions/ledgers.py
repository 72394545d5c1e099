"""Registers on paper: opened once a period, issued as often as they change."""

from datetime import date

from django.db import IntegrityError, transaction

from phuong.areas.dossiers import policy, queries
from phuong.areas.dossiers.models import Ledger
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.audit.api import Code
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import IssuedDocument
from phuong.kernel.wards.api import Ward

KIND = "ledger"


def issue_register(
    occasion: Occasion, ward: Ward, first: date, last: date
) -> tuple[Ledger, IssuedDocument]:
    """Issue the register of a period, or return the one that says the same already."""
    policy.check_ledgers(occasion.actor)
    queries.register(occasion.actor, ward, first, last, occasion.today)
    code = f"STD-{first:%Y%m%d}-{last:%Y%m%d}"
    ledger = _opened(
        occasion, Ledger(code=code, form=queries.REGISTER, first_on=first, last_on=last)
    )
    return ledger, issue_paper(occasion, ward, ledger)


def issue_paper(occasion: Occasion, ward: Ward, ledger: Ledger) -> IssuedDocument:
    """Issue the paper of a ledger. That of a hand-over list is issued once and stays."""
    if ledger.form == queries.HANDOVER:
        papers = official.of_subject(ward.pk, ledger.id)
        if papers:
            return papers[-1]
    return official.issue(
        occasion,
        ward,
        ledger.id,
        "dossiers.issue_ledger",
        lambda: queries.of_ledger(occasion.actor, ward, ledger, occasion.today),
    )


def _opened(occasion: Occasion, wanted: Ledger) -> Ledger:
    """Return the register of a period, opened now if nobody has before."""
    mine = Ledger.objects.of(occasion.ward_id).filter(code=wanted.code)
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
            )
            wanted.ward_id, wanted.id = occasion.ward_id, subject.id
            wanted.save(force_insert=True)
    except IntegrityError:
        return mine.get()  # Somebody has opened it at the same time.
    return wanted
