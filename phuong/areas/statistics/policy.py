"""Who may see which figures: what is published everybody, the national index the leaders."""

from collections.abc import Mapping, Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from phuong.areas.statistics.models import Edition, OutsideFigure
from phuong.kernel.access import roles
from phuong.kernel.access.api import Actor, Role
from phuong.kernel.errors import NotPermitted, gettext_noop
from phuong.kernel.wards.querysets import WardQuerySet

# The kind of subject that an entered figure is.
OUTSIDE = "outside_figure"


class Can(TextChoices):
    """What an official may do with figures."""

    WATCH = "statistics:watch", _("Xem chỉ số phục vụ")
    ENTER = "statistics:enter", _("Nhập số đo ở nơi khác vào chỉ số phục vụ")


GRANTS: Mapping[Can, Sequence[Role]] = {
    Can.WATCH: [Role.LEADER, Role.SECRETARY],
    Can.ENTER: [Role.LEADER, Role.SECRETARY],
}


def readable(ward_id: int) -> WardQuerySet[Edition]:
    """Return the editions of a ward: they are everybody's."""
    return Edition.objects.of(ward_id)


def entered(actor: Actor) -> "WardQuerySet[OutsideFigure]":
    """Return the entered figures that an actor may read."""
    rows = OutsideFigure.objects.of(actor.ward_id).select_related("entered_by")
    return rows if roles.has(actor, Can.WATCH) else rows.none()


def may_enter(actor: Actor) -> bool:
    """Tell whether somebody may enter figures."""
    return roles.has(actor, Can.ENTER)


def check_enter(actor: Actor) -> None:
    """Refuse whoever may not enter figures."""
    if not may_enter(actor):
        raise NotPermitted(
            "statistics.no-capability", gettext_noop("Việc này thuộc lãnh đạo phường.")
        )
