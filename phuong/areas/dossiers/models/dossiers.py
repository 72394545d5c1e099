"""The dossier itself: where it stands, what it promised, and its secret."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.applicants import Applicant
from phuong.areas.dossiers.models.visits import Visit
from phuong.areas.dossiers.states import OPEN, PAUSED, RUNNING, State
from phuong.kernel.audit.models import SubjectRow
from phuong.kernel.people.models import Person, Unit
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.querysets import WardQuerySet
from phuong.kernel.workdays import Clock, Limit
from phuong.kernel.workdays import Pause as ClockPause

if TYPE_CHECKING:
    from phuong.areas.dossiers.models.asking import Pause

# Read aloud and typed from paper: no 0/O, 1/I/L, nor letters that Vietnamese marks change.
SECRET_LETTERS = "BCGHKMNPQRSTVXY23456789"  # noqa: S105


class Origin(models.TextChoices):
    """How a dossier came in (nguồn)."""

    ONLINE = "online", _("Trực tuyến")
    PREPARED = "prepared", _("Chuẩn bị ở nhà, nộp tại quầy")
    COUNTER = "counter", _("Tại quầy")
    PHONE = "phone", _("Qua điện thoại")
    POST = "post", _("Thư, bưu điện")
    MOBILE = "mobile", _("Điểm lưu động")
    HOME = "home", _("Cán bộ đến nhà")
    EXTERNAL = "external", _("Nộp trên hệ thống khác")


class ReturnMethod(models.TextChoices):
    """How the result is handed over (cách nhận kết quả)."""

    COUNTER = "counter", _("Nhận tại quầy")
    POST = "post", _("Qua bưu điện")
    ONLINE = "online", _("Bản điện tử")


class ApologyStanding(models.TextChoices):
    """Whether the ward has said sorry for a promise it will not keep (xin lỗi và hẹn lại)."""

    NONE = "", _("Chưa xin lỗi")
    DRAFTED = "drafted", _("Thư xin lỗi chờ ký")
    SENT = "sent", _("Đã xin lỗi và hẹn lại")


class DossierQuerySet(WardQuerySet["Dossier"]):
    """Dossiers of a ward."""

    def in_hand(self) -> Self:
        """Keep what somebody still has to do something with."""
        return self.filter(state__in=OPEN)

    def running(self) -> Self:
        """Keep those whose clock runs, also where a request came after the time had run out."""
        return self.filter(state__in=RUNNING | PAUSED, target_on__isnull=False)

    def paused(self) -> Self:
        """Keep those whose clock stands still."""
        return self.filter(state__in=PAUSED, target_on__isnull=True)

    def own(self) -> Self:
        """Keep those for whose time this ward answers."""
        return self.filter(settled_by="")

    def late(self, on: date) -> Self:
        """Keep those whose clock runs although the day they were promised for has passed."""
        return self.running().filter(target_on__lt=on)

    def with_list_columns(self) -> Self:
        """Bring what a list shows."""
        return self.select_related("applicant", "handler", "unit")


class Dossier(SubjectRow):
    """A citizen's application for one administrative procedure (hồ sơ).

    `external_system`, `external_code` and what was last reported there (`external_status`, a
    national number, at `external_at`) are facts of a dossier that another system knows; from
    `followed_on` its steps are those reported there. `settled_by` names an agency elsewhere that
    is competent, where this ward has only taken the dossier in.
    """

    code = models.CharField(_("mã hồ sơ"), max_length=60)
    token = models.CharField(_("mã QR"), max_length=32)
    secret_turn = models.PositiveSmallIntegerField(_("lần cấp mã bí mật"), default=1)
    receipt_turn = models.PositiveSmallIntegerField(_("bản giấy hẹn"), default=1)
    corrected_at = models.DateTimeField(_("đính chính lúc"), null=True, blank=True)
    version = models.ForeignKey(
        "procedures.Version", models.PROTECT, related_name="+", db_index=False
    )
    field = models.CharField(_("lĩnh vực"), max_length=40)
    origin = models.CharField(_("nguồn"), max_length=10, choices=Origin)
    state = models.CharField(_("tình trạng"), max_length=20, choices=State)
    applicant = WardLink(Applicant, related_name="dossiers")
    visit = WardLink(Visit, null=True, blank=True, related_name="dossiers")
    unit = WardLink(Unit, null=True, blank=True, related_name="+")
    handler = WardLink(Person, null=True, blank=True, related_name="+")
    return_method = models.CharField(
        _("cách nhận kết quả"), max_length=10, choices=ReturnMethod, default=ReturnMethod.COUNTER
    )
    created_at = models.DateTimeField(_("tạo lúc"))
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    received_at = models.DateTimeField(_("tiếp nhận lúc"), null=True, blank=True)
    received_on = models.DateField(_("ngày tiếp nhận"), null=True, blank=True)
    limit_unit = models.CharField(_("đơn vị thời hạn"), max_length=20, blank=True)
    limit_n = models.PositiveSmallIntegerField(_("thời hạn"), default=0)
    due_at = models.DateTimeField(_("hạn"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("ngày hạn"), null=True, blank=True, editable=False)
    first_promise_at = models.DateTimeField(_("hẹn lần đầu"), null=True, blank=True)
    shown_promise_at = models.DateTimeField(_("ngày hẹn đang báo"), null=True, blank=True)
    target_at = models.DateTimeField(_("mốc tính đúng hạn"), null=True, blank=True, editable=False)
    target_on = models.DateField(_("ngày tính đúng hạn"), null=True, blank=True, editable=False)
    apology = models.CharField(
        _("xin lỗi"),
        max_length=10,
        choices=ApologyStanding,
        default=ApologyStanding.NONE,
        blank=True,
    )
    finished_at = models.DateTimeField(_("có kết quả lúc"), null=True, blank=True)
    finished_on = models.DateField(_("ngày có kết quả"), null=True, blank=True)
    on_time = models.BooleanField(_("đúng hạn"), null=True, blank=True)
    returned_at = models.DateTimeField(_("trả lúc"), null=True, blank=True)
    digitised = models.BooleanField(_("đã số hoá khi tiếp nhận"), default=False)
    reused = models.BooleanField(_("dùng lại dữ liệu đã có"), default=False)
    electronic = models.BooleanField(_("có kết quả điện tử"), default=False)
    external_system = models.CharField(_("hệ thống giải quyết"), max_length=40, blank=True)
    external_code = models.CharField(_("mã trên hệ thống khác"), max_length=80, blank=True)
    external_status = models.PositiveSmallIntegerField(
        _("tình trạng hệ thống khác báo"), null=True, blank=True
    )
    external_at = models.DateTimeField(_("báo lúc"), null=True, blank=True)
    settled_by = models.CharField(_("nơi có thẩm quyền"), max_length=200, blank=True)
    followed_on = models.DateField(_("theo dõi từ ngày"), null=True, blank=True)
    inquiries_open = models.PositiveSmallIntegerField(_("ý kiến đang chờ"), default=0)
    search = models.TextField(_("chữ để tìm"), blank=True, editable=False)

    objects = DossierQuerySet.as_manager()  # type: ignore[misc]
    SEARCHED = True

    class Meta:
        verbose_name = _("hồ sơ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="dossier_code"),
            models.UniqueConstraint(fields=["ward", "token"], name="dossier_token"),
            models.UniqueConstraint(
                fields=["ward", "external_code", "external_system"],
                name="dossier_external_code",
                condition=~models.Q(external_code=""),
            ),
            models.CheckConstraint(
                name="dossier_external_of_system",
                condition=models.Q(external_code="") | ~models.Q(external_system=""),
            ),
            models.CheckConstraint(
                name="dossier_finished_has_date",
                condition=~models.Q(state__in=["ready", "returned"])
                | models.Q(finished_at__isnull=False, finished_on__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_received_has_promise",
                condition=~models.Q(
                    state__in=["received", "in_work", "signing", "supplement", "payment"]
                )
                | models.Q(received_at__isnull=False, first_promise_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_running_has_due",
                condition=~models.Q(state__in=["received", "in_work", "signing"])
                | models.Q(due_at__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_running_has_target",
                condition=~models.Q(state__in=["received", "in_work", "signing"])
                | models.Q(target_at__isnull=False, target_on__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "state", "target_on", "id"], name="dossier_by_target"),
            models.Index(
                fields=["ward", "unit", "state", "target_on", "id"], name="dossier_unit_target"
            ),
            models.Index(fields=["ward", "received_on", "id"], name="dossier_by_receipt"),
            models.Index(fields=["ward", "finished_on", "id"], name="dossier_by_finish"),
            models.Index(fields=["ward", "applicant"], name="dossier_of_applicant"),
            models.Index(
                fields=["ward", "followed_on", "id"],
                name="dossier_followed",
                condition=models.Q(followed_on__isnull=False),
            ),
            models.Index(
                fields=["ward", "visit"],
                name="dossier_of_visit",
                condition=models.Q(visit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def limit(self) -> Limit:
        """The limit under which the dossier was received."""
        return Limit(self.limit_unit, self.limit_n)  # type: ignore[arg-type]

    @property
    def is_followed(self) -> bool:
        """Whether another system or agency settles it, and this ward follows."""
        return self.followed_on is not None

    @property
    def is_own(self) -> bool:
        """Whether this ward answers for its time: not where another agency is competent."""
        return not self.settled_by

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still: not where it had run out before the request."""
        return self.state in PAUSED and self.target_at is None

    @property
    def is_running(self) -> bool:
        """Whether the clock runs: asking after the time had run out hides no lateness."""
        return self.state in RUNNING or (self.state in PAUSED and self.target_at is not None)

    @property
    def secret(self) -> str:
        """The secret printed on the receipt: worked out, never stored; a new turn voids the old."""
        text = f"dossier-secret:{self.id}:{self.secret_turn}"
        digest = hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).digest()
        number = int.from_bytes(digest[:8], "big")
        letters = []
        for _place in range(6):
            number, place = divmod(number, len(SECRET_LETTERS))
            letters.append(SECRET_LETTERS[place])
        return "".join(letters)

    def clock(self, pauses: list[Pause]) -> Clock | None:
        """Return the facts of the deadline, or None before receipt."""
        if self.received_at is None:
            return None
        stands = tuple(ClockPause(pause.begins_at, pause.ends_at) for pause in pauses)
        return Clock(self.received_at, self.limit, stands)
