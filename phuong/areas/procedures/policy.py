"""Who may do what with the catalogue. Everybody reads it; a ward's administrator confirms."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from uuid import UUID

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from phuong.areas.procedures.models import Procedure
from phuong.kernel.access.api import Actor, Role
from phuong.kernel.access.roles import has
from phuong.kernel.audit.api import Card, Kind, Subject
from phuong.kernel.errors import NotPermitted, NotVisible, gettext_noop


class Can(TextChoices):
    """What may be done (quyền)."""

    CONFIRM = "procedures:confirm", _("Xác nhận thời hạn, lệ phí của thủ tục")


GRANTS: Mapping[Enum, Iterable[Role]] = {Can.CONFIRM: [Role.ADMINISTRATOR]}
SUBJECT_KIND = "procedure"
SUBJECT_PREFIX = "TT-"


def check(actor: Actor, capability: Can = Can.CONFIRM) -> None:
    """Refuse unless this actor may do it in their ward."""
    if not has(actor, capability):
        raise NotPermitted(
            capability.value, gettext_noop("Ông/bà không có quyền thực hiện thao tác này.")
        )


def get(slug: str) -> Procedure:
    """Return a procedure; the catalogue is open to everybody."""
    procedure = Procedure.objects.filter(slug=slug).first()
    if procedure is None:
        raise NotVisible("procedures.no-procedure")
    return procedure


def subject_code(slug: str) -> str:
    """Return the code under which a ward keeps what it confirmed of a procedure."""
    return f"{SUBJECT_PREFIX}{slug}"


def address(code: str) -> str:
    """Return the page of a subject by its code."""
    return reverse("procedures:confirm", args=[code.removeprefix(SUBJECT_PREFIX)])


def cards(actor: Actor, subject_ids: Sequence[UUID]) -> Mapping[UUID, Card]:
    """Return the cards of confirmed procedures, for those who confirm."""
    if not has(actor, Can.CONFIRM):
        return {}
    rows = Subject.objects.of(actor.ward_id).filter(kind=SUBJECT_KIND, id__in=subject_ids)
    codes = {row.pk: row.code for row in rows}
    names = dict(
        Procedure.objects.filter(
            slug__in=[code.removeprefix(SUBJECT_PREFIX) for code in codes.values()]
        ).values_list("slug", "name")
    )
    return {
        subject_id: Card(
            code=code,
            title=names.get(code.removeprefix(SUBJECT_PREFIX), code),
            who="",
            state="confirmed",
            tag=translate("Phường đã xác nhận"),
            tone="ok",
            address=address(code),
            next_action=translate("Xem"),
            next_address=address(code),
        )
        for subject_id, code in codes.items()
    }


KIND = Kind(SUBJECT_KIND, gettext_noop("Thủ tục"), address, cards)
