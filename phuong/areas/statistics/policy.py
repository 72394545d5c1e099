"""Who may see which figures: what is published everybody, the national index the leaders."""

from collections.abc import Mapping, Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from phuong.areas.statistics.models import Edition
from phuong.kernel.access.api import Role
from phuong.kernel.wards.querysets import WardQuerySet


class Can(TextChoices):
    """What an official may do with figures."""

    WATCH = "statistics:watch", _("Xem chỉ số phục vụ")


GRANTS: Mapping[Can, Sequence[Role]] = {Can.WATCH: [Role.LEADER, Role.SECRETARY]}


def readable(ward_id: int) -> WardQuerySet[Edition]:
    """Return the editions of a ward: they are everybody's."""
    return Edition.objects.of(ward_id)
