"""Who hands in, and what they declared."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.text import show_phone
from phuong.kernel.wards.models import WardOwned


class ForWhom(models.TextChoices):
    """For whom one applies (nộp cho ai)."""

    SELF = "self", _("Cho tôi")
    OTHER = "other", _("Cho người khác")


class TellBy(models.TextChoices):
    """How one wishes to be told, beside the status page (cách báo tin)."""

    ALL = "", _("Mọi cách tôi đã ghi")
    SMS = "sms", _("Tin nhắn")
    EMAIL = "email", _("Thư điện tử")
    ZALO = "zalo", _("Zalo")
    CALL = "call", _("Gọi điện")
    PAGE = "page", _("Không báo, tôi tự xem trang tra cứu")


class Applicant(WardOwned):
    """Who hands in, and what they declared (người nộp). All of it can be erased, salt included."""

    name = models.CharField(_("họ, chữ đệm và tên"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=800, blank=True, editable=False)
    id_number = models.CharField(_("số định danh"), max_length=20, blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)
    email = models.CharField(_("thư điện tử"), max_length=200, blank=True)
    tell_by = models.CharField(
        _("cách báo tin"), max_length=10, choices=TellBy, blank=True, default=TellBy.ALL
    )
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
    def reached_by(self) -> dict[str, str]:
        """The ways in writing that they chose, of those that they gave an address for."""
        given = {TellBy.SMS: self.phone, TellBy.EMAIL: self.email, TellBy.ZALO: self.phone}
        chosen = (self.tell_by,) if self.tell_by else (TellBy.SMS, TellBy.EMAIL)
        return {str(way): given[TellBy(way)] for way in chosen if given.get(TellBy(way))}

    @property
    def phone_tail(self) -> str:
        """The last four digits, by which the applicant proves the dossier is theirs."""
        return self.phone[-4:] if self.phone else ""
