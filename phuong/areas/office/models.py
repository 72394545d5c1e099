"""What was entered into the ward's settings, by whom and when."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from phuong.kernel.audit.models import SubjectRow
from phuong.kernel.people.models import Person
from phuong.kernel.wards.fields import WardLink


class CalendarEntry(SubjectRow):
    """A calendar decision as an act of this ward: who entered it, and when (nhập quyết định)."""

    decision = models.ForeignKey(
        "law.CalendarDecision", models.PROTECT, related_name="+", db_index=False
    )
    entered_at = models.DateTimeField(_("nhập lúc"))
    entered_by = WardLink(Person, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("quyết định về lịch đã nhập")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ward", "decision"], name="entry_of_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.entered_at:%d/%m/%Y}"
