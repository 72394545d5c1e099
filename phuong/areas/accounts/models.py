"""What is stored of accounts beside the password: second steps, devices, wishes, letters."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.accounts.states import Way
from phuong.kernel.audit.api import Subject
from phuong.kernel.people.models import Account, Person
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.identifiers import uuid7
from phuong.kernel.wards.models import WardOwned


class OneTimeKey(models.Model):
    """The seed of an official's one-time codes (khoá mã dùng một lần), sealed."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="+")
    sealed = models.CharField(_("khoá đã mã hoá"), max_length=200)
    made_at = models.DateTimeField(_("tạo lúc"))
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True, blank=True)
    # The half minute of the last code that was taken: none is taken twice.
    last_step = models.BigIntegerField(_("mã đã dùng"), default=0)

    class Meta:
        verbose_name = _("khoá mã dùng một lần")

    def __str__(self) -> str:
        return f"{self.account_id}"


class Passkey(models.Model):
    """A key that lies in an official's device (khoá truy cập): only its public half is here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    name = models.CharField(_("tên gọi"), max_length=60)
    credential = models.CharField(_("mã khoá"), max_length=1400, unique=True)
    public = models.TextField(_("nửa công khai"))
    counter = models.BigIntegerField(_("số lần dùng"), default=0)
    made_at = models.DateTimeField(_("tạo lúc"))
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("khoá truy cập")

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper for the day the telephone is lost (mã dự phòng): its digest, used once."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("mã dự phòng")

    def __str__(self) -> str:
        return f"{self.account_id}"


class LogIn(models.Model):
    """A browser in which an official is, or was, logged in (thiết bị đăng nhập)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(_("đăng nhập lúc"))
    address = models.CharField(_("địa chỉ mạng"), max_length=45, blank=True)
    agent = models.CharField(_("trình duyệt"), max_length=300, blank=True)
    way = models.CharField(_("cách đăng nhập"), max_length=10, choices=Way, default=Way.PASSWORD)

    class Meta:
        verbose_name = _("thiết bị đăng nhập")

    def __str__(self) -> str:
        return f"{self.account_id} {self.at:%d/%m/%Y}"


class Comfort(models.Model):
    """How an official wishes to see the pages, wherever they log in (cách hiển thị)."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="+")
    theme = models.CharField(_("nền trang"), max_length=10, blank=True)
    size = models.CharField(_("cỡ chữ"), max_length=10, blank=True)
    density = models.CharField(_("bảng"), max_length=10, blank=True)
    keys = models.CharField(_("phím tắt"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("cách hiển thị")

    def __str__(self) -> str:
        return f"{self.account_id}"


class OfficialMail(WardOwned):
    """Where an official's letters go (thư điện tử của cán bộ), once the address was confirmed."""

    person = WardLink(Person, related_name="+")
    address = models.EmailField(_("địa chỉ thư"))
    asked_at = models.DateTimeField(_("ghi lúc"))
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True, blank=True)
    digests = models.BooleanField(_("nhận tin hằng ngày"), default=True)

    class Meta:
        verbose_name = _("thư điện tử của cán bộ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "person"], name="mail_of_official"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"


class CitizenAccount(WardOwned):
    """What gathers somebody's dossiers (tài khoản người dân).

    Of the e-mail address there is a keyed digest and nothing else: who has the table cannot tell
    whom it is of.
    """

    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("lập lúc"))
    # Raised, it ends whatever cookie was given before.
    round = models.PositiveIntegerField(_("lượt"), default=1)

    class Meta:
        verbose_name = _("tài khoản người dân")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "digest"], name="citizen_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.id}"


class Kept(WardOwned):
    """A dossier that a citizen keeps in their account, having proved it theirs (hồ sơ giữ lại)."""

    citizen = WardLink(CitizenAccount, related_name="kept")
    subject = WardLink(Subject, related_name="+")
    at = models.DateTimeField(_("giữ lúc"))

    class Meta:
        verbose_name = _("hồ sơ giữ lại")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "citizen", "subject"], name="kept_once_by_citizen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.subject_id}"
