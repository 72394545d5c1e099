"""Who hands in, and what they declared."""

from dataclasses import dataclass
from typing import ClassVar

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


class ApplicantKind(models.TextChoices):
    """Who hands in (loại người nộp)."""

    PERSON = "person", _("Cá nhân")
    ORGANISATION = "organisation", _("Tổ chức")


class Authority(models.TextChoices):
    """The paper by which somebody acts for another (giấy tờ nộp thay)."""

    NONE = "", _("Không có, hoặc thủ tục không cần")
    CERTIFIED = "certified", _("Văn bản uỷ quyền có chứng thực")
    INTRODUCTION = "introduction", _("Giấy giới thiệu của tổ chức")
    KIN = "kin", _("Giấy tờ quan hệ cha mẹ, vợ chồng, con, anh chị em")
    GUARDIAN = "guardian", _("Giấy tờ giám hộ, đại diện theo pháp luật")


@dataclass(frozen=True, slots=True)
class Together:
    """Somebody who hands in together with the applicant, such as a spouse (người cùng nộp)."""

    name: str
    id_number: str = ""
    phone: str = ""

    @property
    def phone_shown(self) -> str:
        """The number as people write it."""
        return show_phone(self.phone) if self.phone else ""

    @property
    def words(self) -> str:
        """The name with the number by which one is known, as a paper has it."""
        return f"{self.name} ({self.id_number})" if self.id_number else self.name


class Applicant(WardOwned):
    """Who hands in, and what they declared (người nộp). All of it can be erased, salt included.

    Of an organisation `name` and `id_number` are its own; `representative` is who stands for it.
    """

    kind = models.CharField(
        _("người nộp là"), max_length=12, choices=ApplicantKind, default=ApplicantKind.PERSON
    )
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
    representative = models.CharField(_("người đại diện"), max_length=200, blank=True)
    representative_post = models.CharField(_("chức vụ đại diện"), max_length=200, blank=True)
    authority = models.CharField(
        _("giấy tờ nộp thay"), max_length=20, choices=Authority, blank=True, default=Authority.NONE
    )
    authority_paper = models.CharField(_("số, ngày giấy nộp thay"), max_length=240, blank=True)
    together = models.JSONField(_("người cùng nộp"), default=list, blank=True)
    answers = models.JSONField(_("nội dung khai"), default=dict, blank=True)
    steps = models.JSONField(_("các phần đã làm"), default=list, blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("người nộp")
        indexes: ClassVar = [
            models.Index(
                fields=["ward", "id_number"],
                name="applicant_by_number",
                condition=~models.Q(id_number=""),
            ),
            models.Index(
                fields=["ward", "phone"], name="applicant_by_phone", condition=~models.Q(phone="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_organisation(self) -> bool:
        """Whether an organisation hands in."""
        return self.kind == ApplicantKind.ORGANISATION

    @property
    def others(self) -> tuple[Together, ...]:
        """Those who hand in together with this one."""
        return tuple(Together(**one) for one in self.together)

    @property
    def phone_tails(self) -> tuple[str, ...]:
        """The last four digits of all who hand in: by each of them it is proved to be theirs."""
        return tuple(phone[-4:] for phone in self.phones)

    @property
    def phones(self) -> tuple[str, ...]:
        """The numbers of all who hand in."""
        phones = [self.phone, *(str(one.get("phone", "")) for one in self.together)]
        return tuple(phone for phone in phones if phone)

    @property
    def phone_shown(self) -> str:
        """The number as people write it."""
        return show_phone(self.phone) if self.phone else ""

    @property
    def reached_by(self) -> tuple[tuple[str, str], ...]:
        """The ways in writing that they chose, of those that they gave an address for.

        Those who hand in together are told like the first, by their own numbers.
        """
        chosen = (self.tell_by,) if self.tell_by else (TellBy.SMS, TellBy.EMAIL)
        phones = dict.fromkeys([self.phone, *(one.phone for one in self.others)])
        given = {TellBy.SMS: [*phones], TellBy.EMAIL: [self.email], TellBy.ZALO: [*phones]}
        return tuple((str(way), to) for way in chosen for to in given.get(TellBy(way), ()) if to)

    @property
    def phone_tail(self) -> str:
        """The last four digits, by which the applicant proves the dossier is theirs."""
        return self.phone[-4:] if self.phone else ""
