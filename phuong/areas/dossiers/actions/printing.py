"""Issuing official forms: numbered, kept by hash, given again as they were."""

from collections.abc import Callable

from phuong.areas.dossiers import policy, queries
from phuong.areas.dossiers.actions.acts import load
from phuong.areas.dossiers.models import Dossier
from phuong.kernel.access.api import Occasion
from phuong.kernel.documents.official import api as official
from phuong.kernel.documents.official.api import IssuedDocument, Printed
from phuong.kernel.errors import NotVisible
from phuong.kernel.wards.api import Ward


def issue_form(
    occasion: Occasion,
    ward: Ward,
    dossier: Dossier,
    slug: str,
    *,
    qr: Callable[[Dossier], str],
    lookup: str,
) -> IssuedDocument:
    """Issue a form of a dossier, or return the one that says the same already.

    It is rendered before the transaction; the number and the dossier are looked at again in it.
    """
    if not policy.may_issue(occasion.actor, queries.FORMS.get(slug, "")):
        raise NotVisible

    def gather() -> Printed:
        fresh = load(occasion.ward_id, dossier.id)
        return queries.printed(fresh, ward, slug, qr=qr(fresh), lookup=lookup)

    return official.issue(occasion, ward, dossier.id, "dossiers.issue_form", gather)
