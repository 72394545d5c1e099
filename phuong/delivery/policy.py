"""Who may look after the running of the house."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from phuong.kernel.access.api import Role


class Can(TextChoices):
    """What an administrator may do about the running of the house: no path to content."""

    LOOK_AFTER = "delivery:look-after", _("Xem việc định kỳ, gửi lại tin bị giữ")


GRANTS: Final = {Can.LOOK_AFTER: [Role.ADMINISTRATOR]}
