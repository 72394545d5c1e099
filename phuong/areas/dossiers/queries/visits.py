"""A visit: its matters, what its one receipt says, and what its QR code tells anybody."""

from collections.abc import Sequence

from django.utils.translation import override

from phuong.areas.dossiers import policy
from phuong.areas.dossiers.models import Dossier, Visit
from phuong.areas.dossiers.queries.applicants import applicant_words, contact_words, other_words
from phuong.areas.dossiers.queries.desk import version as version_of
from phuong.areas.dossiers.queries.printed import issuer_of, moment
from phuong.areas.dossiers.states import LOOKS, State
from phuong.kernel.access.api import HERE, Actor
from phuong.kernel.documents.official.api import Facts, Printed, in_force
from phuong.kernel.errors import NotVisible
from phuong.kernel.wards.api import Ward

VISIT = "visit"


def get_visit(actor: Actor, code: str) -> Visit:
    """Return a visit by code: its receipt holds secrets, so whoever may print one opens it."""
    found = None
    if actor.is_official and policy.may_print(actor, "receipt"):
        found = Visit.objects.of(actor.ward_id).filter(code=policy.normal_code(code)).first()
    if found is None:
        raise NotVisible
    return found


def visit_by_token(ward_id: int, token: str) -> Visit:
    """Return the visit of a QR code: the token itself is the proof."""
    found = Visit.objects.of(ward_id).filter(token=token).first()
    if found is None:
        raise NotVisible
    return found


def visit_of(dossier: Dossier) -> Visit | None:
    """Return the visit with which a dossier came, if it came with others."""
    if dossier.visit_id is None:
        return None
    return Visit.objects.of(dossier.ward_id).filter(id=dossier.visit_id).first()


def matters(actor: Actor, visit: Visit) -> list[Dossier]:
    """Return the matters of a visit that an actor may read, the first first."""
    mine = policy.readable(actor).filter(visit_id=visit.id).with_list_columns()
    return list(mine.order_by("created_at", "id"))


def of_visit(visit: Visit) -> list[Dossier]:
    """Return all matters of a visit, for its QR page: nothing of the person is told there."""
    return list(Dossier.objects.of(visit.ward_id).filter(visit=visit).order_by("created_at", "id"))


def visit_printed(actor: Actor, ward: Ward, visit: Visit, *, qr: str, lookup: str) -> Printed:
    """Return what the receipt of a visit says: each matter with code, secret and promise."""
    dossiers = matters(actor, visit)
    if not dossiers:
        raise NotVisible
    person = dossiers[0].applicant
    officer = visit.opened_by
    with override("vi"):
        texts = {
            "visit": visit.code,
            "applicant": applicant_words(person),
            "applicant_name": person.representative or person.name,
            "id_number": person.id_number,
            "other": other_words(person),
            "address": person.address,
            "contact": contact_words(person),
            "count": f"{len(dossiers)} việc",
            "opened": moment(visit.opened_at),
            "officer": officer.name if officer else "",
            "lookup": lookup,
            "ask": f"Hỏi: {ward.phone}." if ward.phone else "",
        }
        rows = [_row(place, one) for place, one in enumerate(dossiers, start=1)]
    day = visit.opened_at.astimezone(HERE).date()
    facts = Facts(issuer_of(ward), day, texts, {"matters": rows}, qr)
    return Printed(in_force(VISIT, day), facts)


def _row(place: int, dossier: Dossier) -> list[str]:
    promise = dossier.shown_promise_at or dossier.first_promise_at
    shown = moment(promise) if promise else str(LOOKS[State(dossier.state)].tag)
    return [str(place), version_of(dossier).name, dossier.code, dossier.secret, shown]


def names_of(dossiers: Sequence[Dossier]) -> list[tuple[Dossier, str]]:
    """Return dossiers with the names of their procedures."""
    return [(one, version_of(one).name) for one in dossiers]
