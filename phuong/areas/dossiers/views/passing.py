"""Passing a dossier to another unit of the ward."""

from uuid import UUID

from phuong.areas.dossiers import actions, queries
from phuong.areas.dossiers.forms.passing import PassOnForm
from phuong.areas.dossiers.models import Dossier
from phuong.areas.dossiers.views.moving import Moving


def make(moving: Moving) -> PassOnForm:
    """Offer every other unit in which somebody settles dossiers."""
    settling = queries.settling(moving.occasion)
    others = [one for one in settling if one[0] != moving.dossier.unit_id]
    return PassOnForm(*moving.form_data(), units=others)


def do(moving: Moving, form: PassOnForm) -> Dossier:
    """Pass it on."""
    given = form.cleaned_data
    return actions.pass_on(
        moving.occasion, moving.dossier, UUID(given["to"]), reason=given["reason"]
    )
