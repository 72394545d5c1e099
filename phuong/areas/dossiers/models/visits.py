"""One coming of one person, with one matter or several."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.audit.models import SubjectRow
from phuong.kernel.people.models import Person
from phuong.kernel.wards.fields import WardLink


class Visit(SubjectRow):
    """A coming of one person, with several matters (lượt đến): what their one receipt hangs on.

    It is opened when a second matter is added; dossiers point to it. The person stands on each
    dossier by themselves, so that each can be corrected and erased alone.
    """

    code = models.CharField(_("mã lượt đến"), max_length=70)
    token = models.CharField(_("mã QR"), max_length=32)
    opened_at = models.DateTimeField(_("mở lúc"))
    opened_by = WardLink(Person, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("lượt đến")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "code"], name="visit_code"),
            models.UniqueConstraint(fields=["ward", "token"], name="visit_token"),
        ]

    def __str__(self) -> str:
        return self.code
