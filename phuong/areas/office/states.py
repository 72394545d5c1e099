"""What an official may do with the ward's own settings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# The kind of subject that an entered decision is.
CALENDAR = "calendar"


class Can(TextChoices):
    """What an official may do with the ward's own settings."""

    CALENDAR = "office:calendar", _("Nhập quyết định về lịch làm việc")
