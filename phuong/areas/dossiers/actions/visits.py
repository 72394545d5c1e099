"""A visit with several matters: opened when the second is added, with one receipt for all."""

import secrets
from collections.abc import Callable

from django.db import IntegrityError, transaction

from phuong.areas.dossiers import policy, queries, rules
from phuong.areas.dossiers.actions.acts import load
from phuong.areas.dossiers.actions.intake import check_desk
from phuong.areas.dossiers.models import Dossier, Visit
from phuong.areas.dossiers.states import State
from phuong.kernel.access.api import Occasion
from phuong.kernel.audit import api as audit
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import IssuedDocument
from phuong.kernel.errors import NotVisible
from phuong.kernel.wards.api import Ward

KIND = "visit"


def open_visit(occasion: Occasion, dossier: Dossier) -> Visit:
    """Return the visit of a dossier, opened now if it stood alone: its person has more to do."""
    check_desk(occasion)
    try:
        with transaction.atomic():
            return _opened(occasion, dossier)
    except IntegrityError:
        # Two windows pressed at once: one visit is enough.
        found = queries.visit_of(load(occasion.ward_id, dossier.id))
        if found is None:
            raise
        return found


def _opened(occasion: Occasion, dossier: Dossier) -> Visit:
    subject = audit.lock(occasion.ward_id, dossier.id)
    fresh = load(occasion.ward_id, dossier.id)
    found = queries.visit_of(fresh)
    if found is not None:
        return found
    rules.check_may_go_on(State(fresh.state))
    code = f"LD-{fresh.code}"
    opened = audit.open_subject(occasion, KIND, code, "dossiers.open_visit", dossier=fresh.id)
    visit = Visit(
        ward_id=occasion.ward_id,
        id=opened.id,
        code=code,
        token=secrets.token_urlsafe(16),
        opened_at=occasion.now,
        opened_by_id=occasion.actor.person_id,
    )
    visit.save(force_insert=True)
    Dossier.objects.of(occasion.ward_id).filter(id=fresh.id).update(visit=visit)
    audit.record(occasion, subject, "dossiers.join_visit", visit=visit.id)
    return visit


def issue_visit(
    occasion: Occasion, ward: Ward, visit: Visit, *, qr: Callable[[Visit], str], lookup: str
) -> IssuedDocument:
    """Issue the receipt of all matters of a visit, or return the one that says the same already."""
    if not policy.may_issue(occasion.actor, "receipt"):
        raise NotVisible
    return official.issue(
        occasion,
        ward,
        visit.id,
        "dossiers.issue_visit",
        lambda: queries.visit_printed(occasion.actor, ward, visit, qr=qr(visit), lookup=lookup),
    )
