"""What stood before a move that can be taken back."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.areas.dossiers.models.dossiers import Dossier
from phuong.kernel.people.models import Person
from phuong.kernel.wards.fields import WardLink
from phuong.kernel.wards.models import WardOwned


class Undoable(WardOwned):
    """The last move of a dossier, while it can be undone (bước còn hoàn tác được).

    `before` holds what stood before it: codes, ids and moments, never what a person typed.
    `seq` is the number of its event: whatever comes after it is an act upon it.
    """

    dossier = WardLink(Dossier, related_name="undoable")
    move = models.CharField(_("việc"), max_length=30)
    seq = models.PositiveIntegerField(_("số sự kiện"))
    at = models.DateTimeField(_("lúc"))
    by = WardLink(Person, null=True, blank=True, related_name="+")
    before = models.JSONField(_("trước đó"))

    class Meta:
        verbose_name = _("bước còn hoàn tác được")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "dossier"], name="undoable_of_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.move}"
