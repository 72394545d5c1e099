"""Units and posts, who holds them from when to when, and the accounts they log in with."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.identifiers import uuid7
from phuong.kernel.wards.models import WardOwned
from phuong.kernel.wards.querysets import WardQuerySet


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts with hashed passwords."""

    def create_account(self, login: str, password: str | None, **values: Any) -> "Account":
        """Make an account; without a password nobody can log in with it."""
        account = self.model(login=login.casefold(), **values)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Find by log-in name, whatever its case."""
        return self.get(login=(username or "").casefold())


class Account(AbstractBaseUser):
    """What a person logs in with (tài khoản). Roles come from posts, never from the account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    login = models.CharField(_("tên đăng nhập"), max_length=150, unique=True)
    is_active = models.BooleanField(_("được dùng"), default=True)
    is_demo = models.BooleanField(_("tài khoản mẫu"), default=False)

    objects = AccountManager()

    USERNAME_FIELD = "login"

    class Meta:
        verbose_name = _("tài khoản")

    def __str__(self) -> str:
        return self.login


class ValidQuerySet(WardQuerySet[Any]):
    """Rows with days from and to."""

    def on(self, day: date) -> Self:
        """Keep the rows valid on a day (both ends included)."""
        return self.filter(valid_from__lte=day).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day)
        )


class Valid(WardOwned):
    """A row that holds from a day, to a day or until further notice."""

    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = ValidQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True


class Area(WardOwned):
    """A neighbourhood (khu vực)."""

    name = models.CharField(_("tên khu vực"), max_length=100)
    slug = models.SlugField(_("địa chỉ"), max_length=60, db_index=False)

    class Meta:
        verbose_name = _("khu vực")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "slug"], name="area_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(Valid):
    """A part of the ward's administration (bộ phận)."""

    code = models.CharField(_("mã"), max_length=40)
    name = models.CharField(_("tên"), max_length=200)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("bộ phận")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="unit_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Post(Valid):
    """A post (chức vụ) of a unit; its superior post makes the organisation chart."""

    unit = WardLink(Unit, related_name="posts")
    code = models.CharField(_("mã"), max_length=60)
    title = models.CharField(_("chức danh"), max_length=200)
    superior = WardLink("people.Post", null=True, blank=True, related_name="subordinates")

    class Meta:
        verbose_name = _("chức vụ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="post_code"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "unit"], name="post_of_unit"),
        ]

    def __str__(self) -> str:
        return self.title


class Person(WardOwned):
    """An official of the ward (cán bộ, công chức)."""

    name = models.CharField(_("họ và tên"), max_length=200)
    sort_key = models.CharField(max_length=600, editable=False, default="")
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("cán bộ")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "account"],
                name="person_of_account",
                condition=models.Q(account__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Appointment(Valid):
    """A person holds a post (bổ nhiệm, phân công). Ended, never deleted."""

    person = WardLink(Person, related_name="appointments")
    post = WardLink(Post, related_name="appointments")
    decision = models.CharField(_("số quyết định"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("bổ nhiệm")
        indexes: ClassVar = [
            models.Index(fields=["ward", "person"], name="appointment_of_person"),
            models.Index(fields=["ward", "post"], name="appointment_to_post"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.post_id} {self.valid_from}"


class Absence(Valid):
    """A person is away (vắng mặt)."""

    person = WardLink(Person, related_name="absences")
    reason = models.CharField(_("lý do"), max_length=40)

    class Meta:
        verbose_name = _("vắng mặt")
        indexes: ClassVar = [
            models.Index(fields=["ward", "person", "valid_from"], name="absence_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.valid_from}"


class Substitution(Valid):
    """A post signs in another's place (ký thay KT., thừa uỷ quyền TUQ., thừa lệnh TL.)."""

    post = WardLink(Post, related_name="signs_for")
    for_post = WardLink(Post, related_name="signed_by")
    formula = models.CharField(_("thể thức ký"), max_length=10)

    class Meta:
        verbose_name = _("ký thay")
        indexes: ClassVar = [
            models.Index(fields=["ward", "post"], name="substitution_by_post"),
        ]

    def __str__(self) -> str:
        return f"{self.formula} {self.post_id} {self.for_post_id}"


class OfficeSession(Valid):
    """Hours of one weekday (phiên làm việc): counted as time, or for the desk alone."""

    unit = WardLink(Unit, null=True, blank=True, related_name="sessions")
    weekday = models.PositiveSmallIntegerField(_("thứ"))
    opens = models.TimeField(_("mở"))
    closes = models.TimeField(_("đóng"))
    counts = models.BooleanField(_("tính vào thời hạn"), default=True)

    class Meta:
        verbose_name = _("phiên làm việc")
        indexes: ClassVar = [
            models.Index(fields=["ward", "unit", "weekday"], name="session_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}–{self.closes}"
