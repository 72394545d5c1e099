"""Fields, procedures, their versions, and the papers and questions of each version.

Reference data of the whole installation: a version names a ward only where it is that ward's own.
"""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.procedures.rules.versions import Certainty
from phuong.kernel.wards.api import Ward, WardOwned, uuid7


class Channel(models.TextChoices):
    """Where a citizen files (nơi nộp)."""

    NATIONAL = "national", _("Cổng Dịch vụ công quốc gia")
    HERE = "here", _("Nộp tại trang này")
    DESK = "desk", _("Nộp tại quầy")


class LimitUnit(models.TextChoices):
    """What a limit counts; the values are those of `kernel.workdays.Unit`."""

    SAME_DAY = "same_day", _("trong ngày")
    WORKING_DAY = "working_day", _("ngày làm việc")
    CALENDAR_DAY = "calendar_day", _("ngày")
    WORKING_HOUR = "working_hour", _("giờ làm việc")
    CLOCK_HOUR = "clock_hour", _("giờ")
    MONTH = "month", _("tháng")
    YEAR = "year", _("năm")


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    TEXT = "text", _("một dòng chữ")
    LONG = "long", _("nhiều dòng chữ")
    DATE = "date", _("ngày")
    NUMBER = "number", _("số")
    CHOICE = "choice", _("chọn một")


class PaperKind(models.TextChoices):
    """In which form a paper is brought."""

    FORM = "form", _("tờ khai, đơn")
    ORIGINAL = "original", _("bản chính")
    COPY = "copy", _("bản sao")
    PRESENT = "present", _("mang theo để đối chiếu")
    STATEMENT = "statement", _("văn bản cam kết, xác nhận")
    PHOTO = "photo", _("ảnh chụp")
    DATA = "data", _("phường tra cứu, không phải nộp")


class CertaintyWord(models.TextChoices):
    """How far a value may be relied on (mức chắc chắn)."""

    SOURCED = Certainty.SOURCED, _("theo văn bản")
    SECONDARY = Certainty.SECONDARY, _("theo nguồn thứ cấp")
    MEMORY = Certainty.MEMORY, _("chưa đối chiếu văn bản")
    UNCERTAIN = Certainty.UNCERTAIN, _("chưa chắc chắn")
    CONFIRMED = Certainty.CONFIRMED, _("phường đã xác nhận")


class Unchanging(models.Model):
    """A row that is written once: its correction is another row."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a second writing."""
        if not self._state.adding:
            raise ValueError(f"{self._meta.label}: written once; make a new version")
        super().save(*args, **kwargs)


class Field(models.Model):
    """A field of administration (lĩnh vực)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(_("mã"), max_length=60, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("lĩnh vực")
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """An administrative procedure (thủ tục hành chính): what stays the same through its versions.

    `code` and `name` are today's, to find it by; a dossier reads its version's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã thủ tục"), max_length=40, unique=True)
    other_codes = models.JSONField(_("mã khác"), default=list, blank=True)
    slug = models.SlugField(_("địa chỉ"), max_length=80, unique=True)
    name = models.CharField(_("tên thủ tục"), max_length=400)
    field = models.ForeignKey(Field, models.PROTECT, related_name="procedures")
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    keywords = models.JSONField(_("từ thường dùng"), default=list, blank=True)
    search = models.TextField(_("chữ không dấu"), default="", editable=False)

    class Meta:
        verbose_name = _("thủ tục")

    def __str__(self) -> str:
        return self.name


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions."""

    def for_ward(self, ward_id: int) -> Self:
        """Keep everybody's and the ward's own."""
        return self.filter(models.Q(ward__isnull=True) | models.Q(ward_id=ward_id))

    def with_content(self) -> Self:
        """Fetch what a page shows: three statements, however many versions."""
        return self.select_related("procedure__field").prefetch_related("papers", "questions")


class Version(Unchanging):
    """What a procedure is from a day on (phiên bản thủ tục), everybody's or one ward's own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField(_("phiên bản"))
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)

    code = models.CharField(_("mã thủ tục"), max_length=40)
    name = models.CharField(_("tên thủ tục"), max_length=400)
    external_system = models.CharField(_("mã hệ thống giải quyết"), max_length=40, blank=True)
    system_name = models.CharField(_("hệ thống giải quyết"), max_length=200, blank=True)
    channel = models.CharField(_("nơi nộp"), max_length=10, choices=Channel)

    limit_unit = models.CharField(_("đơn vị"), max_length=20, choices=LimitUnit, blank=True)
    limit_n = models.PositiveSmallIntegerField(_("số"), null=True, blank=True)
    limit_text = models.TextField(_("mất bao lâu"), blank=True)
    verify_text = models.TextField(_("khi phải xác minh"), blank=True)
    fee_text = models.TextField(_("tốn bao nhiêu"), blank=True)
    fee_amount = models.PositiveIntegerField(_("số tiền (đồng)"), null=True, blank=True)
    fees = models.JSONField(_("mức thu"), default=list, blank=True)
    result = models.TextField(_("kết quả"), blank=True)
    advice = models.TextField(_("lưu ý"), blank=True)
    legal_basis = models.TextField(_("căn cứ pháp lý"), blank=True)

    certainty_code = models.CharField(_("mã"), max_length=10, choices=CertaintyWord)
    certainty_time = models.CharField(_("thời hạn"), max_length=10, choices=CertaintyWord)
    certainty_fee = models.CharField(_("phí, lệ phí"), max_length=10, choices=CertaintyWord)
    review_note = models.TextField(_("vì sao cần rà soát"), blank=True)
    needs_review = models.BooleanField(_("cần rà soát"))

    confirmed_by = models.UUIDField(_("người xác nhận"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True, blank=True)
    note = models.TextField(_("căn cứ xác nhận"), blank=True)
    note_salt = models.CharField(max_length=32, blank=True, editable=False)
    published_on = models.DateField(_("công khai tại đây ngày"), null=True, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên bản thủ tục")
        constraints: ClassVar = [
            # Two, because SQLite takes every NULL for another ward.
            models.UniqueConstraint(
                fields=["procedure", "number"],
                name="procedure_version_shared",
                condition=models.Q(ward__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["procedure", "ward", "number"],
                name="procedure_version_of_ward",
                condition=models.Q(ward__isnull=False),
            ),
            models.CheckConstraint(
                name="procedure_version_confirmed",
                condition=models.Q(ward__isnull=True)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.ward_id or '–'}.{self.number}"


class Paper(Unchanging):
    """A paper that a version asks for (thành phần hồ sơ)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="papers")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    code = models.SlugField(_("mã"), max_length=60, db_index=False)
    name = models.CharField(_("tên giấy tờ"), max_length=400)
    kind = models.CharField(_("loại"), max_length=20, choices=PaperKind)
    required = models.BooleanField(_("phải có"), default=True)
    condition = models.CharField(_("khi nào"), max_length=300, blank=True)
    held_in = models.CharField(_("mã nơi đã có"), max_length=40, blank=True)
    held_name = models.CharField(_("đã có trong"), max_length=200, blank=True)
    note = models.CharField(_("ghi chú"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("giấy tờ")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="paper_of_version"),
        ]

    def __str__(self) -> str:
        return self.name


class Question(Unchanging):
    """A question that a version asks (nội dung khai)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    code = models.SlugField(_("mã"), max_length=60, db_index=False)
    label = models.CharField(_("câu hỏi"), max_length=300)
    kind = models.CharField(_("cách trả lời"), max_length=10, choices=QuestionKind)
    required = models.BooleanField(_("phải trả lời"), default=True)
    hint = models.CharField(_("gợi ý"), max_length=300, blank=True)
    choices = models.JSONField(_("các lựa chọn"), default=list, blank=True)

    class Meta:
        verbose_name = _("câu hỏi")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="question_of_version"),
        ]

    def __str__(self) -> str:
        return self.label


class NotOffered(WardOwned):
    """A procedure that a ward does not take in (thủ tục phường không nhận), while that holds."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField(_("không nhận từ"))
    where = models.CharField(_("nơi nhận"), max_length=300)
    salt = models.CharField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("thủ tục phường không nhận")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "procedure"], name="procedure_not_offered"),
        ]

    def __str__(self) -> str:
        return self.where
