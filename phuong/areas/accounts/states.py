"""Words of an account: by what somebody proves who they are, and by which way they came in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# The kind of subject: an official's account, under which its changes stand as events.
ACCOUNT = "account"


class Factor(TextChoices):
    """By what an official proves in a second step who they are (bước xác nhận thứ hai)."""

    ONE_TIME = "one_time", _("Mã dùng một lần")
    PASSKEY = "passkey", _("Khoá truy cập")
    RECOVERY = "recovery", _("Mã dự phòng")


class Way(TextChoices):
    """By which way somebody came in (cách đăng nhập)."""

    PASSWORD = "password", _("Mật khẩu")
    ELSEWHERE = "elsewhere", _("Cổng đăng nhập chung")
