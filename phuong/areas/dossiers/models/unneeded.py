"""Papers that were asked for or brought, and turned out not to be needed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.people.models import Person
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Unneeded(WardOwned):
    """A paper of a dossier that the official found was not needed (giấy tờ thừa). Erasable words.

    Counted by procedure and by the desk that settles: what is found often should not be asked for.
    """

    dossier = WardLink(Dossier, related_name="unneeded")
    paper_code = models.CharField(_("mã giấy tờ"), max_length=60)
    name = models.CharField(_("tên giấy tờ"), max_length=500)
    found_on = models.DateField(_("ngày ghi"))
    found_by = WardLink(Person, null=True, blank=True, related_name="+")
    reason = models.CharField(_("vì sao không cần"), max_length=500, blank=True)
    salt = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("giấy tờ thừa")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ward", "dossier", "paper_code"], name="unneeded_of_dossier"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ward", "found_on", "id"], name="unneeded_by_day"),
        ]

    def __str__(self) -> str:
        return self.name
