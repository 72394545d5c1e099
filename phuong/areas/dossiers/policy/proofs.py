"""Finding a dossier by what proves it to be one's own: a token, letters, a code with digits."""

from collections.abc import Sequence
from hmac import compare_digest

from django.db.models import Q

from phuong.areas.dossiers.models import Applicant, Dossier
from phuong.areas.dossiers.states import AT_HOME, State
from phuong.kernel.errors import NotVisible, RuleBroken
from phuong.kernel.text import parse_phone

# By so many digits at the end of a number people show that a dossier is theirs.
TAIL = 4


def normal_code(code: str) -> str:
    """Return a code as it is stored: capitals, no spaces."""
    return "".join(code.split()).upper()


def whole_number(typed: str) -> str:
    """Return a phone number that was typed whole, as it is stored, or nothing."""
    try:
        return parse_phone(typed)
    except RuleBroken:
        return ""


def by_token(ward_id: int, token: str) -> Dossier:
    """Return the dossier of a QR code or draft address: the token itself is the proof."""
    dossier = (
        Dossier.objects.of(ward_id)
        .filter(token=token)
        .exclude(state=State.DISCARDED)
        .select_related("applicant")
        .first()
    )
    if dossier is None:
        raise NotVisible
    return dossier


def by_draft_code(ward_id: int, code: str) -> Dossier:
    """Return the draft of the eight letters with which its owner goes on: they are the proof."""
    found = (
        Dossier.objects.of(ward_id)
        .filter(code=normal_code(code), state__in=(State.DRAFT, State.PREPARED))
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def by_proof(ward_id: int, codes: Sequence[str], typed: str) -> Dossier | None:
    """Return the dossier of a code whose phone, its last digits or secret were typed, else nothing.

    A wrong code costs the same work as a wrong proof, and both comparisons are always made, so
    that the time of the answer tells nobody which codes exist.
    """
    found = (
        Dossier.objects.of(ward_id)
        .filter(Q(code__in=codes) | Q(external_code__in=[one for one in codes if one]))
        .exclude(state__in=AT_HOME)
        .select_related("applicant")
        .first()
    )
    shown = found or Dossier(ward_id=ward_id, applicant=Applicant(ward_id=ward_id))
    given = "".join(typed.split()).upper()
    by_secret = compare_digest(given.encode(), shown.secret.encode())
    # All who hand in prove it by their own number; each is compared, whichever fits.
    number = whole_number(typed) or given
    known = (*shown.applicant.phone_tails, *shown.applicant.phones) or (shown.secret,)
    by_phone = [
        compare_digest((given if len(one) == TAIL else number).encode(), one.encode())
        for one in known
    ]
    return found if found is not None and (by_secret or any(by_phone)) else None
