"""Subjects, their events, who read what, the seals over both, and the keys that sign them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned

GENESIS = "0" * 64


class Subject(WardOwned):
    """Anything with a life of its own (đối tượng); the row that an act locks."""

    kind = models.CharField(_("loại"), max_length=40)
    code = models.CharField(_("mã"), max_length=60)
    head = models.CharField(_("đầu chuỗi"), max_length=64, default=GENESIS)
    events = models.PositiveIntegerField(_("số sự kiện"), default=0)
    sealed_events = models.PositiveIntegerField(_("số sự kiện đã niêm phong"), default=0)

    class Meta:
        verbose_name = _("đối tượng")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="subject_code"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["ward", "id"],
                name="subject_unsealed",
                condition=~models.Q(events=models.F("sealed_events")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SubjectRow(WardOwned):
    """The main row of an area: it carries the id of its subject, held to it by the database."""

    SHARED_ROWS: ClassVar = {"id": "audit_subject"}

    class Meta:
        abstract = True


class Event(WardOwned):
    """One act on one subject (sự kiện). Rows are added, never changed or removed."""

    APPEND_ONLY = True

    subject = WardLink(Subject, models.DO_NOTHING, related_name="chain")
    seq = models.PositiveIntegerField(_("thứ tự"))
    verb = models.CharField(_("việc"), max_length=80)
    at = models.DateTimeField(_("xảy ra lúc"))
    recorded_at = models.DateTimeField(_("ghi lúc"))
    actor_id = models.UUIDField(_("người thực hiện"), null=True)
    actor_post = models.CharField(_("chức vụ"), max_length=60, blank=True)
    request_id = models.UUIDField(_("mã lần gửi"), null=True)
    request_step = models.PositiveSmallIntegerField(_("bước của lần gửi"), default=0)
    body = models.TextField(_("nội dung băm"))
    hash = models.CharField(_("giá trị băm"), max_length=64)

    class Meta:
        verbose_name = _("sự kiện")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "subject", "seq"], name="event_in_chain"),
            models.UniqueConstraint(
                fields=["ward", "request_id", "request_step"],
                name="event_once_per_request",
                condition=models.Q(request_id__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "recorded_at", "id"], name="event_by_recording"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.seq} {self.verb}"


class Reading(WardOwned):
    """Somebody opened sensitive data (lượt xem): one row a quarter of an hour."""

    APPEND_ONLY = True

    subject = WardLink(Subject, models.DO_NOTHING, related_name="readings")
    actor_id = models.UUIDField(_("người xem"))
    actor_post = models.CharField(_("chức vụ"), max_length=60, blank=True)
    purpose = models.CharField(_("mục đích"), max_length=60)
    quarter = models.BigIntegerField(_("khoảng mười lăm phút"))
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("lượt xem")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "subject", "actor_id", "purpose", "quarter"],
                name="reading_once_a_quarter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.actor_id} {self.purpose}"


class Seal(WardOwned):
    """The seal of a day (niêm phong): a Merkle root over what changed since the seal before it."""

    APPEND_ONLY = True

    seq = models.PositiveIntegerField(_("thứ tự"))
    day = models.DateField(_("ngày"))
    sealed_at = models.DateTimeField(_("niêm phong lúc"))
    leaves = models.PositiveIntegerField(_("số lá"))
    previous = models.CharField(_("niêm phong trước"), max_length=64)
    root = models.CharField(_("gốc cây băm"), max_length=64)
    body = models.TextField(_("nội dung băm"))
    hash = models.CharField(_("giá trị băm"), max_length=64)

    class Meta:
        verbose_name = _("niêm phong")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "seq"], name="seal_in_chain"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "day", "seq"], name="seal_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.day}"


class SealLeaf(WardOwned):
    """What a seal covers (lá): the head of one subject after so many events, or one reading."""

    APPEND_ONLY = True

    seal = WardLink(Seal, models.DO_NOTHING, related_name="tree")
    position = models.PositiveIntegerField(_("vị trí"))
    subject = WardLink(Subject, models.DO_NOTHING, null=True, related_name="leaves")
    events = models.PositiveIntegerField(_("số sự kiện"), default=0)
    reading = WardLink(Reading, models.DO_NOTHING, null=True, related_name="leaf")
    body = models.TextField(_("nội dung băm"))

    class Meta:
        verbose_name = _("lá niêm phong")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "seal", "position"], name="leaf_in_tree"),
            models.UniqueConstraint(
                fields=["ward", "subject", "events"],
                name="leaf_of_subject",
                condition=models.Q(subject__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["ward", "reading"],
                name="leaf_of_reading",
                condition=models.Q(reading__isnull=False),
            ),
            models.CheckConstraint(
                name="leaf_of_one_thing",
                condition=models.Q(subject__isnull=True) ^ models.Q(reading__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id} {self.position}"


class SigningKey(WardOwned):
    """The public half of a key with which a ward signs (khoá ký); the private half is a file."""

    class End(models.TextChoices):
        """Why a key is used no more."""

        ROTATED = "rotated", _("Thay khoá định kỳ")
        LOST = "lost", _("Mất tệp khoá")
        LEAKED = "leaked", _("Khoá lộ ra ngoài")

    code = models.CharField(_("mã khoá"), max_length=8)
    public = models.CharField(_("khoá công khai"), max_length=64)
    valid_from = models.DateTimeField(_("dùng từ"))
    valid_to = models.DateTimeField(_("dùng đến"), null=True, blank=True)
    ended_by = models.CharField(_("vì sao thôi dùng"), max_length=10, choices=End, blank=True)

    class Meta:
        verbose_name = _("khoá ký")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="key_code"),
            models.UniqueConstraint(
                fields=["ward"], name="key_in_use", condition=models.Q(valid_to__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class SealSignature(WardOwned):
    """The ward's signature over the text of one seal (chữ ký niêm phong)."""

    APPEND_ONLY = True

    seal = WardLink(Seal, models.DO_NOTHING, related_name="signatures")
    key = WardLink(SigningKey, models.DO_NOTHING, related_name="+")
    signature = models.CharField(_("chữ ký"), max_length=100)
    signed_at = models.DateTimeField(_("ký lúc"))

    class Meta:
        verbose_name = _("chữ ký niêm phong")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "seal"], name="seal_signed_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "key"], name="signature_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id} {self.signed_at}"


class SealStamp(WardOwned):
    """What an outside authority said of one seal: that it stood then (dấu thời gian)."""

    APPEND_ONLY = True

    seal = WardLink(Seal, models.DO_NOTHING, related_name="stamps")
    authority = models.CharField(_("nơi cấp"), max_length=300)
    token = models.TextField(_("dấu"))
    stamped_at = models.DateTimeField(_("đóng dấu lúc"))

    class Meta:
        verbose_name = _("dấu thời gian")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "seal"], name="seal_stamped_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id} {self.stamped_at}"
