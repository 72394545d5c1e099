"""What is due on a subject, what was paid, the days of the cash book, the ward's account."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.audit.models import Subject, SubjectRow
from phuong.kernel.people.models import Person
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned
from phuong.kernel.wards.querysets import WardQuerySet


class Charge(WardOwned):
    """What a subject costs, by which rule, and whether it was paid (khoản thu).

    `rule` is the rule of the procedure as it was when the amount was worked out; `basis` its act.
    """

    class Standing(models.TextChoices):
        """Whether it was paid."""

        DUE = "due", _("Chưa nộp")
        PAID = "paid", _("Đã nộp")
        REFUNDED = "refunded", _("Đã hoàn trả")
        FREE = "free", _("Không thu")

    subject = WardLink(Subject, related_name="charges")
    amount = models.PositiveBigIntegerField(_("số tiền (đồng)"))
    rule = models.JSONField(_("mức thu"))
    basis = models.TextField(_("căn cứ"), blank=True)
    copies = models.PositiveSmallIntegerField(_("số bản"), default=1)
    pages = models.PositiveSmallIntegerField(_("số trang"), default=1)
    exemption = models.CharField(_("miễn, giảm"), max_length=80, blank=True)
    standing = models.CharField(_("tình trạng"), max_length=10, choices=Standing)
    set_at = models.DateTimeField(_("tính lúc"))
    set_by = WardLink(Person, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("khoản thu")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "subject"], name="charge_of_subject"),
            models.CheckConstraint(
                name="charge_free_is_nothing",
                condition=models.Q(standing="free") ^ models.Q(amount__gt=0),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "standing", "id"], name="charge_by_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.standing}"


class CashDay(SubjectRow):
    """A day of the cash book; closed, nothing more is written into it (ngày của sổ quỹ)."""

    day = models.DateField(_("ngày"))
    closed_at = models.DateTimeField(_("khoá lúc"), null=True, blank=True)
    closed_by = WardLink(Person, null=True, blank=True, related_name="+")
    expected = models.BigIntegerField(_("tiền mặt theo sổ"), default=0)
    counted = models.PositiveBigIntegerField(_("tiền mặt đếm được"), default=0)
    note = models.TextField(_("vì sao lệch"), blank=True)
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("ngày của sổ quỹ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "day"], name="cash_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class PaymentQuerySet(WardQuerySet["Payment"]):
    """Payments of a ward."""

    def of_day(self, day: CashDay) -> Self:
        """Keep what was written into the book of a day, in its order."""
        return self.filter(cash_day=day).order_by("at", "id")


class Payment(WardOwned):
    """Money that was taken or given back, with its number (phiếu thu, phiếu hoàn trả).

    Payer and purpose are those of that moment: a receipt is printed again as it was.
    """

    class Kind(models.TextChoices):
        """Which way the money went."""

        TAKEN = "taken", _("Đã thu")
        BACK = "back", _("Đã trả lại")

    class How(models.TextChoices):
        """In what form. No card is ever asked for."""

        CASH = "cash", _("Tiền mặt")
        TRANSFER = "transfer", _("Chuyển khoản")

    charge = WardLink(Charge, related_name="payments")
    cash_day = WardLink(CashDay, related_name="payments")
    kind = models.CharField(_("thu, trả"), max_length=10, choices=Kind)
    how = models.CharField(_("cách nộp"), max_length=10, choices=How)
    amount = models.PositiveBigIntegerField(_("số tiền (đồng)"))
    number = models.CharField(_("số biên lai"), max_length=60)
    at = models.DateTimeField(_("lúc"))
    by = WardLink(Person, null=True, blank=True, related_name="+")
    payer = models.TextField(_("người nộp"), blank=True)
    purpose = models.TextField(_("nộp cho việc gì"), blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    salt = models.CharField(max_length=32, blank=True)

    objects = PaymentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("phiếu thu, phiếu hoàn trả")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "number"], name="payment_number"),
            models.UniqueConstraint(fields=["ward", "charge", "kind"], name="payment_once"),
            models.CheckConstraint(name="payment_of_something", condition=models.Q(amount__gt=0)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "cash_day", "at"], name="payment_of_day"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def signed(self) -> int:
        """The amount, less than nothing where it was given back."""
        return self.amount if self.kind == self.Kind.TAKEN else -self.amount


class BankAccount(SubjectRow):
    """The account into which transfers to the ward go; a new one ends the old (tài khoản)."""

    bank = models.CharField(_("mã ngân hàng"), max_length=6)
    number = models.CharField(_("số tài khoản"), max_length=19)
    holder = models.CharField(_("tên tài khoản"), max_length=120)
    valid_from = models.DateTimeField(_("dùng từ"))
    valid_to = models.DateTimeField(_("dùng đến"), null=True, blank=True)

    class Meta:
        verbose_name = _("tài khoản nhận tiền")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward"], name="account_one_holds", condition=models.Q(valid_to__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.number
