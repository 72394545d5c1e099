"""What an official may do with the ward's own settings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# The kinds of subject: an entered decision, and the ward's units, posts and people as one.
CALENDAR = "calendar"
ORGANISATION = "organisation"
# The code of the one subject under which a ward's organisation changes.
ORGANISATION_CODE = "BO-MAY"


class Can(TextChoices):
    """What an official may do with the ward's own settings."""

    CALENDAR = "office:calendar", _("Nhập quyết định về lịch làm việc")
    ORGANISATION = "office:organisation", _("Sắp xếp bộ phận, chức vụ, cán bộ, tài khoản")
    ABSENCE = "office:absence", _("Ghi ngày vắng mặt")


class Away(TextChoices):
    """Why somebody is away (lý do vắng mặt)."""

    LEAVE = "leave", _("Nghỉ phép")
    ILL = "ill", _("Nghỉ ốm")
    COURSE = "course", _("Đi học")
    MISSION = "mission", _("Đi công tác")
    OTHER = "other", _("Lý do khác")


class Formula(TextChoices):
    """How a post signs in another's place (thể thức ký; Decree 30/2020, annex I)."""

    DEPUTY = "KT.", _("KT. (ký thay)")
    AUTHORISED = "TUQ.", _("TUQ. (thừa uỷ quyền)")
    ORDERED = "TL.", _("TL. (thừa lệnh)")
