"""Dossiers, who hands them in, what they hand in, and what they were asked for."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.states import OPEN, PAUSED, RUNNING, State
from phuong.kernel.audit.models import SubjectRow
from phuong.kernel.people.models import Person, Unit
from phuong.kernel.text import show_phone
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned
from phuong.kernel.wards.querysets import WardQuerySet
from phuong.kernel.workdays import Clock, Limit
from phuong.kernel.workdays import Pause as ClockPause

# Read aloud and typed from paper: no 0/O, 1/I/L, nor letters that Vietnamese marks change.
SECRET_LETTERS = "BCGHKMNPQRSTVXY23456789"  # noqa: S105


class Origin(models.TextChoices):
    """How a dossier came in (nguồn)."""

    ONLINE = "online", _("Trực tuyến")
    PREPARED = "prepared", _("Chuẩn bị ở nhà, nộp tại quầy")
    COUNTER = "counter", _("Tại quầy")


class ReturnMethod(models.TextChoices):
    """How the result is handed over (cách nhận kết quả)."""

    COUNTER = "counter", _("Nhận tại quầy")
    POST = "post", _("Qua bưu điện")
    ONLINE = "online", _("Bản điện tử")


class ForWhom(models.TextChoices):
    """For whom one applies (nộp cho ai)."""

    SELF = "self", _("Cho tôi")
    OTHER = "other", _("Cho người khác")


class Applicant(WardOwned):
    """Who hands in, and what they declared (người nộp). All of it can be erased, salt included."""

    name = models.CharField(_("họ, chữ đệm và tên"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=800, blank=True, editable=False)
    id_number = models.CharField(_("số định danh"), max_length=20, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    email = models.CharField(_("thư điện tử"), max_length=200, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    for_whom = models.CharField(
        _("nộp cho ai"), max_length=10, choices=ForWhom, default=ForWhom.SELF
    )
    other_name = models.CharField(_("nộp cho (họ tên)"), max_length=200, blank=True)
    relation = models.CharField(_("quan hệ"), max_length=200, blank=True)
    answers = models.JSONField(_("nội dung khai"), default=dict, blank=True)
    steps = models.JSONField(_("các phần đã làm"), default=list, blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("người nộp")

    def __str__(self) -> str:
        return self.name

    @property
    def phone_shown(self) -> str:
        """The number as people write it."""
        return show_phone(self.phone) if self.phone else ""

    @property
    def phone_tail(self) -> str:
        """The last four digits, by which the applicant proves the dossier is theirs."""
        return self.phone[-4:] if self.phone else ""


class DossierQuerySet(WardQuerySet["Dossier"]):
    """Dossiers of a ward."""

    def in_hand(self) -> Self:
        """Keep what somebody still has to do something with."""
        return self.filter(state__in=OPEN)

    def running(self) -> Self:
        """Keep those whose clock runs, also where a request came after the time had run out."""
        return self.filter(state__in=RUNNING | PAUSED, due_on__isnull=False)

    def paused(self) -> Self:
        """Keep those whose clock stands still."""
        return self.filter(state__in=PAUSED, due_on__isnull=True)

    def late(self, on: date) -> Self:
        """Keep those whose clock runs although their day has passed."""
        return self.running().filter(due_on__lt=on)

    def with_list_columns(self) -> Self:
        """Bring what a list shows."""
        return self.select_related("applicant", "handler", "unit")


class Dossier(SubjectRow):
    """A citizen's application for one administrative procedure (hồ sơ)."""

    code = models.CharField(_("mã hồ sơ"), max_length=60)
    token = models.CharField(_("mã QR"), max_length=32)
    secret_turn = models.PositiveSmallIntegerField(_("lần cấp mã bí mật"), default=1)
    version = models.ForeignKey(
        "procedures.Version", models.PROTECT, related_name="+", db_index=False
    )
    field = models.CharField(_("lĩnh vực"), max_length=40)
    origin = models.CharField(_("nguồn"), max_length=10, choices=Origin)
    state = models.CharField(_("tình trạng"), max_length=20, choices=State)
    applicant = WardLink(Applicant, related_name="dossiers")
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
    finished_at = models.DateTimeField(_("có kết quả lúc"), null=True, blank=True)
    finished_on = models.DateField(_("ngày có kết quả"), null=True, blank=True)
    on_time = models.BooleanField(_("đúng hạn"), null=True, blank=True)
    returned_at = models.DateTimeField(_("trả lúc"), null=True, blank=True)
    search = models.TextField(_("chữ để tìm"), blank=True, editable=False)

    objects = DossierQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("hồ sơ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="dossier_code"),
            models.UniqueConstraint(fields=["ward", "token"], name="dossier_token"),
            models.CheckConstraint(
                name="dossier_finished_has_date",
                condition=~models.Q(state__in=["ready", "returned"])
                | models.Q(finished_at__isnull=False, finished_on__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_received_has_promise",
                condition=~models.Q(state__in=["received", "in_work", "signing", "supplement"])
                | models.Q(received_at__isnull=False, first_promise_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_running_has_due",
                condition=~models.Q(state__in=["received", "in_work", "signing"])
                | models.Q(due_at__isnull=False, due_on__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "state", "due_on", "id"], name="dossier_by_due"),
            models.Index(fields=["ward", "unit", "state", "due_on", "id"], name="dossier_of_unit"),
            models.Index(fields=["ward", "received_on", "id"], name="dossier_by_receipt"),
            models.Index(fields=["ward", "finished_on", "id"], name="dossier_by_finish"),
            models.Index(fields=["ward", "applicant"], name="dossier_of_applicant"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def limit(self) -> Limit:
        """The limit under which the dossier was received."""
        return Limit(self.limit_unit, self.limit_n)  # type: ignore[arg-type]

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still: not where it had run out before the request."""
        return self.state in PAUSED and self.due_at is None

    @property
    def is_running(self) -> bool:
        """Whether the clock runs: asking after the time had run out hides no lateness."""
        return self.state in RUNNING or (self.state in PAUSED and self.due_at is not None)

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


class Paper(WardOwned):
    """One paper of a dossier, as it was handed in (thành phần hồ sơ)."""

    class Form(models.TextChoices):
        """In what form it is there."""

        ORIGINAL = "original", _("Bản chính")
        COPY = "copy", _("Bản sao")
        PHOTO = "photo", _("Ảnh")
        MISSING = "missing", _("Thiếu")
        HELD = "held", _("Đã có trong cơ sở dữ liệu")

    dossier = WardLink(Dossier, related_name="papers")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    code = models.CharField(_("mã giấy tờ"), max_length=60)
    name = models.CharField(_("tên giấy tờ"), max_length=500)
    form = models.CharField(_("dạng"), max_length=10, choices=Form)

    class Meta:
        verbose_name = _("giấy tờ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "dossier", "code"], name="paper_of_dossier"),
        ]

    def __str__(self) -> str:
        return self.name


class Pause(WardOwned):
    """Time that does not run, with the request the citizen can see (tạm dừng)."""

    dossier = WardLink(Dossier, related_name="pauses")
    begins_at = models.DateTimeField(_("từ lúc"))
    ends_at = models.DateTimeField(_("đến lúc"), null=True, blank=True)
    request = WardLink("dossiers.SupplementRequest", related_name="+")

    class Meta:
        verbose_name = _("tạm dừng")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "dossier"],
                name="pause_one_open",
                condition=models.Q(ends_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "dossier", "begins_at"], name="pause_of_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.begins_at:%d/%m/%Y}"


class SupplementRequest(WardOwned):
    """What the applicant was asked for, once and whole (yêu cầu bổ sung)."""

    dossier = WardLink(Dossier, related_name="supplement_requests")
    at_intake = models.BooleanField(_("trước khi tiếp nhận"))
    asked_at = models.DateTimeField(_("yêu cầu lúc"))
    asked_by = WardLink(Person, null=True, blank=True, related_name="+")
    answer_by = models.DateField(_("bổ sung trước ngày"))
    answered_at = models.DateTimeField(_("bổ sung lúc"), null=True, blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("yêu cầu bổ sung")
        indexes: ClassVar = [
            models.Index(fields=["ward", "dossier", "asked_at"], name="request_of_dossier"),
            models.Index(
                fields=["ward", "answer_by"],
                name="request_unanswered",
                condition=models.Q(answered_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.asked_at:%d/%m/%Y}"


class SupplementItem(WardOwned):
    """One thing asked for: what, why, by which rule, how to put it right (nội dung bổ sung)."""

    class Answer(models.TextChoices):
        """How the applicant answered."""

        NONE = "none", _("Chưa bổ sung")
        FILE = "file", _("Đã gửi tệp")
        BRING = "bring", _("Sẽ mang đến")
        BROUGHT = "brought", _("Đã mang đến")

    request = WardLink(SupplementRequest, related_name="items")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    paper_code = models.CharField(_("mã giấy tờ"), max_length=60, blank=True)
    name = models.CharField(_("giấy tờ, nội dung"), max_length=500)
    why = models.TextField(_("vì sao"))
    basis = models.CharField(_("căn cứ"), max_length=500)
    how = models.TextField(_("cách bổ sung"), blank=True)
    answer = models.CharField(_("trả lời"), max_length=10, choices=Answer, default=Answer.NONE)

    class Meta:
        verbose_name = _("nội dung bổ sung")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "request", "position"], name="item_of_request"),
        ]

    def __str__(self) -> str:
        return self.name


class Note(WardOwned):
    """Words that go with a move: why refused, stopped, sent back (lý do). Erasable."""

    dossier = WardLink(Dossier, related_name="notes")
    move = models.CharField(_("việc"), max_length=30)
    at = models.DateTimeField(_("lúc"))
    by = WardLink(Person, null=True, blank=True, related_name="+")
    reason = models.TextField(_("lý do"))
    basis = models.CharField(_("căn cứ"), max_length=500, blank=True)
    next_step = models.TextField(_("việc làm tiếp"), blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("lý do")
        indexes: ClassVar = [
            models.Index(fields=["ward", "dossier", "at"], name="note_of_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.move}"


class Result(WardOwned):
    """What the ward decided, who signed, and into whose hands it went (kết quả)."""

    dossier = WardLink(Dossier, related_name="results")
    kind = models.CharField(_("loại kết quả"), max_length=300)
    summary = models.TextField(_("nội dung kết quả"), blank=True)
    drafted_by = WardLink(Person, null=True, blank=True, related_name="+")
    signed_by = WardLink(Person, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    number = models.CharField(_("số"), max_length=60, blank=True)
    receiver_kind = models.CharField(_("người nhận"), max_length=20, blank=True)
    receiver_name = models.CharField(_("họ tên người nhận"), max_length=200, blank=True)
    receiver_paper = models.CharField(_("giấy uỷ quyền"), max_length=300, blank=True)
    handed_at = models.DateTimeField(_("trao lúc"), null=True, blank=True)
    handed_by = WardLink(Person, null=True, blank=True, related_name="+")
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("kết quả")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "dossier"], name="result_of_dossier"),
        ]

    def __str__(self) -> str:
        return self.kind


class Route(WardOwned):
    """Which unit settles the dossiers of a field (phân công lĩnh vực)."""

    field = models.CharField(_("lĩnh vực"), max_length=40)
    unit = WardLink(Unit, related_name="+")

    class Meta:
        verbose_name = _("phân công lĩnh vực")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "field"], name="route_of_field"),
        ]

    def __str__(self) -> str:
        return self.field
