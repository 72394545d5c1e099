"""Acts, legal values, calendar decisions and administrative units: shared reference data."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phuong.kernel.law.marks import Certainty, DayEffect, Scope, UnitKind


class InForceQuerySet(models.QuerySet[Any]):
    """Rows with days from and to."""

    def on(self, day: date) -> Self:
        """Keep the rows in force on a day (both ends included)."""
        return self.filter(valid_from__lte=day).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )


class InForce(models.Model):
    """What holds from a day to a day, and how certain that is."""

    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("có hiệu lực đến"), null=True, blank=True)
    certainty = models.CharField(_("mức chắc chắn"), max_length=10, choices=Certainty)
    note = models.TextField(_("ghi chú"), blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_days_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    @property
    def needs_review(self) -> bool:
        """Tell whether an administrator must see "cần rà soát"."""
        return Certainty(self.certainty).needs_review


class LegalAct(InForce):
    """A legal act that others cite (văn bản)."""

    number = models.CharField(_("số, ký hiệu"), max_length=60, unique=True)
    title = models.CharField(_("tên"), max_length=300)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=100, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)

    class Meta(InForce.Meta):
        verbose_name = _("văn bản")

    def __str__(self) -> str:
        return self.number


class LegalValue(InForce):
    """One version of a number that a decree may change (trị số pháp luật).

    `is_local` marks a version entered in this installation; the loader leaves it alone.
    """

    key = models.CharField(_("khoá"), max_length=80)
    value = models.JSONField(_("trị số"))
    unit = models.CharField(_("đơn vị"), max_length=30)
    act = models.ForeignKey(LegalAct, models.PROTECT, related_name="values")
    article = models.CharField(_("điều, khoản"), max_length=100, blank=True)
    is_local = models.BooleanField(_("nhập tại đây"), default=False)

    class Meta(InForce.Meta):
        verbose_name = _("trị số pháp luật")
        constraints: ClassVar = [
            *InForce.Meta.constraints,
            models.UniqueConstraint(fields=["key", "valid_from"], name="legalvalue_version"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"


class CalendarDecision(models.Model):
    """A document that changes working days (quyết định về lịch làm việc)."""

    number = models.CharField(_("số, ký hiệu"), max_length=120)
    issued_on = models.DateField(_("ngày ký"), null=True, blank=True)
    known_from = models.DateTimeField(_("biết từ lúc"))
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    scope = models.CharField(_("phạm vi"), max_length=10, choices=Scope)
    province = models.CharField(_("mã tỉnh, thành phố"), max_length=10, blank=True)
    ward = models.ForeignKey(
        "wards.Ward", models.PROTECT, null=True, blank=True, related_name="calendar_decisions"
    )
    certainty = models.CharField(_("mức chắc chắn"), max_length=10, choices=Certainty)
    source = models.TextField(_("nguồn"), blank=True)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("quyết định về lịch làm việc")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(ward__isnull=True), name="calendardecision_number"
            ),
            models.UniqueConstraint(
                fields=["ward", "number"],
                condition=Q(ward__isnull=False),
                name="calendardecision_ward_number",
            ),
            models.CheckConstraint(
                name="calendardecision_reach",
                condition=Q(scope=Scope.NATION, ward__isnull=True, province="")
                | (Q(scope=Scope.PROVINCE, ward__isnull=True) & ~Q(province=""))
                | Q(scope=Scope.WARD, ward__isnull=False, province=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CalendarDay(models.Model):
    """One day changed by a decision (ngày của quyết định).

    `open_sessions` holds pairs such as ["07:00", "11:00"], for the effects that name sessions.
    """

    decision = models.ForeignKey(CalendarDecision, models.CASCADE, related_name="days")
    date = models.DateField(_("ngày"))
    effect = models.CharField(_("hiệu lực"), max_length=10, choices=DayEffect)
    open_sessions = models.JSONField(_("buổi mở"), default=list, blank=True)
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ngày của quyết định")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "date"], name="calendarday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.effect}"


class AdminUnit(InForce):
    """An administrative unit (đơn vị hành chính). Codes are used again: never read one undated."""

    code = models.CharField(_("mã"), max_length=10)
    name = models.CharField(_("tên"), max_length=100)
    kind = models.CharField(_("loại"), max_length=10, choices=UnitKind)
    parent = models.CharField(_("mã đơn vị cấp trên"), max_length=10, blank=True)
    merged_into = models.CharField(_("sáp nhập vào mã"), max_length=10, blank=True)
    act = models.ForeignKey(LegalAct, models.PROTECT, null=True, blank=True, related_name="units")

    class Meta(InForce.Meta):
        verbose_name = _("đơn vị hành chính")
        constraints: ClassVar = [
            *InForce.Meta.constraints,
            models.UniqueConstraint(fields=["code", "valid_from"], name="adminunit_version"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Stamp(models.Model):
    """Changes whenever values or calendar decisions do, so that processes may remember them."""

    name = models.CharField(_("tên"), max_length=20, primary_key=True)
    mark = models.UUIDField(_("dấu"))

    class Meta:
        verbose_name = _("dấu phiên bản")

    def __str__(self) -> str:
        return f"{self.name} {self.mark}"
