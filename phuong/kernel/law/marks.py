"""How certain a fact of the law is, and how far a calendar decision reaches."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Certainty(TextChoices):
    """Where a number comes from (mức chắc chắn)."""

    SOURCED = "sourced", _("có nguồn")
    SECONDARY = "secondary", _("nguồn thứ cấp")
    MEMORY = "memory", _("theo trí nhớ")
    UNCERTAIN = "uncertain", _("chưa chắc")

    @property
    def needs_review(self) -> bool:
        """Tell whether an administrator must see "cần rà soát"."""
        return self in {Certainty.MEMORY, Certainty.UNCERTAIN}


class Scope(TextChoices):
    """Whom a calendar decision binds (phạm vi)."""

    NATION = "nation", _("cả nước")
    PROVINCE = "province", _("tỉnh, thành phố")
    WARD = "ward", _("phường")


class DayEffect(TextChoices):
    """What a decision does to a day."""

    OFF = "off", _("nghỉ")
    WORK = "work", _("làm việc")
    SESSIONS = "sessions", _("chỉ mở một số buổi")
    DESK_ONLY = "desk_only", _("quầy mở, không tính ngày")


class UnitKind(TextChoices):
    """The kinds of administrative units."""

    PROVINCE = "province", _("tỉnh")
    CITY = "city", _("thành phố")
    DISTRICT = "district", _("quận, huyện")
    WARD = "ward", _("phường")
    COMMUNE = "commune", _("xã")
