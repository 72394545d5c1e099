"""Groups of procedures with their letters, counters, and the numbers and bookings of each day."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.hall import rules
from phuong.areas.hall.states import ON_BOARD, State
from phuong.kernel.audit.models import SubjectRow
from phuong.kernel.people.models import Person
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned
from phuong.kernel.wards.querysets import WardQuerySet
from phuong.kernel.workdays import Session


class QueueGroup(SubjectRow):
    """Procedures that wait in one line under one letter (nhóm thủ tục lấy số).

    `fields` are the codes of the fields whose procedures belong here; `weekdays` and `hours`
    narrow the desk's own sessions for bookings, empty they leave them as they are.
    """

    letter = models.CharField(_("chữ cái"), max_length=1)
    name = models.CharField(_("tên nhóm"), max_length=80)
    fields = models.JSONField(_("lĩnh vực"), default=list)
    gives_results = models.BooleanField(_("là nhóm nhận kết quả"), default=False)
    slot_minutes = models.PositiveSmallIntegerField(_("mỗi lượt hẹn (phút)"), default=0)
    slot_capacity = models.PositiveSmallIntegerField(_("số người mỗi lượt hẹn"), default=0)
    weekdays = models.JSONField(_("nhận hẹn các thứ"), default=list)
    hours = models.JSONField(_("nhận hẹn các giờ"), default=list)
    retired_at = models.DateTimeField(_("thôi dùng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("nhóm thủ tục lấy số")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "letter"],
                name="queue_group_letter",
                condition=models.Q(retired_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}. {self.name}"

    @property
    def takes_bookings(self) -> bool:
        """Whether a time can be booked."""
        return self.slot_minutes > 0 and self.slot_capacity > 0

    @property
    def own_hours(self) -> tuple[Session, ...]:
        """The hours of the day in which bookings are taken; none means all of the desk's."""
        return tuple(Session(opens, closes) for opens, closes in self.hours)


class ServiceCounter(SubjectRow):
    """A counter of the hall, and who sits there today (quầy)."""

    number = models.PositiveSmallIntegerField(_("số quầy"))
    name = models.CharField(_("tên quầy"), max_length=80, blank=True)
    staffed_by = WardLink(Person, null=True, blank=True, related_name="+")
    staffed_on = models.DateField(_("ngồi quầy ngày"), null=True, blank=True)
    retired_at = models.DateTimeField(_("thôi dùng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("quầy")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "number"],
                name="service_counter_number",
                condition=models.Q(retired_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class CounterGroup(WardOwned):
    """A group that a counter serves (nhóm của quầy)."""

    counter = WardLink(ServiceCounter, related_name="served")
    group = WardLink(QueueGroup, related_name="served_at")

    class Meta:
        verbose_name = _("nhóm của quầy")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "counter", "group"], name="counter_group_once"),
        ]

    def __str__(self) -> str:
        return f"{self.counter_id} {self.group_id}"


class TicketQuerySet(WardQuerySet["Ticket"]):
    """Tickets of a ward."""

    def of_day(self, day: date) -> Self:
        """Keep the numbers and bookings of a day."""
        return self.filter(day=day)

    def waiting(self) -> Self:
        """Keep who waits to be called."""
        return self.filter(state=State.WAITING)

    def on_board(self) -> Self:
        """Keep what was called, the last call first."""
        return self.filter(state__in=ON_BOARD, called_at__isnull=False).order_by("-called_at", "id")


class Ticket(SubjectRow):
    """A number in the hall, or a time booked there (lượt chờ). It names nobody.

    `called_at` is the last call, `first_called_at` ends the wait. A booking may hold a phone
    number, with its salt; both go when the day is long past. `told_for` is the booked time of
    which its holder was told that it cannot be kept.
    """

    class Way(models.TextChoices):
        """Where the number was taken."""

        PHONE = "phone", _("Trên điện thoại, máy tính")
        KIOSK = "kiosk", _("Ở ki-ốt")
        DESK = "desk", _("Cán bộ lấy giúp")

    code = models.CharField(_("mã"), max_length=40)
    token = models.CharField(_("địa chỉ"), max_length=40)
    day = models.DateField(_("ngày"))
    group = WardLink(QueueGroup, related_name="tickets")
    letter = models.CharField(_("chữ cái"), max_length=1)
    number = models.PositiveIntegerField(_("số"), null=True, blank=True)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State)
    way = models.CharField(_("lấy ở đâu"), max_length=10, choices=Way)
    priority = models.BooleanField(_("được ưu tiên"), default=False)
    procedure = models.CharField(_("thủ tục"), max_length=80, blank=True)
    booked_for = models.DateTimeField(_("hẹn lúc"), null=True, blank=True)
    pin = models.CharField(_("mã hẹn"), max_length=6, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    queued_at = models.DateTimeField(_("lấy số lúc"), null=True, blank=True)
    first_called_at = models.DateTimeField(_("mời lần đầu lúc"), null=True, blank=True)
    called_at = models.DateTimeField(_("mời lúc"), null=True, blank=True)
    calls = models.PositiveSmallIntegerField(_("số lần mời"), default=0)
    counter = WardLink(ServiceCounter, null=True, blank=True, related_name="tickets")
    missed_at = models.DateTimeField(_("qua lượt lúc"), null=True, blank=True)
    started_at = models.DateTimeField(_("đến quầy lúc"), null=True, blank=True)
    ended_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    told_for = models.DateTimeField(_("đã báo không giữ được giờ"), null=True, blank=True)

    objects = TicketQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("lượt chờ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "token"], name="ticket_token"),
            models.UniqueConstraint(fields=["ward", "code"], name="ticket_code"),
            models.UniqueConstraint(
                fields=["ward", "day", "letter", "number"],
                name="ticket_number",
                condition=models.Q(number__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["ward", "day", "pin"],
                name="ticket_pin",
                condition=~models.Q(pin=""),
            ),
            models.CheckConstraint(
                name="ticket_booked_or_numbered",
                condition=models.Q(number__isnull=False) | models.Q(booked_for__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "day", "state"], name="ticket_of_day"),
            models.Index(fields=["ward", "day", "called_at"], name="ticket_by_call"),
            models.Index(fields=["ward", "group", "ended_at"], name="ticket_by_end"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def shown(self) -> str:
        """The number as people read it; nothing before they have come."""
        return rules.shown(self.letter, self.number)
