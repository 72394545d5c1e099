"""What is typed of a calendar decision."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.office.actions import Given
from phuong.areas.office.rules import ChangedDay
from phuong.kernel.law.api import Scope
from phuong.kernel.ui.forms import DateField3, RefusableForm
from phuong.kernel.workdays import Effect

MOST_DAYS = 4


class CalendarForm(RefusableForm):
    """The decision as the paper has it, and up to four days that it changes."""

    number = forms.CharField(
        label=_("Số, ký hiệu"), max_length=60, help_text=_("Như trên văn bản, ví dụ 120/QĐ-UBND.")
    )
    issued_on = DateField3(label=_("Ngày ký"))
    signer = forms.CharField(label=_("Người, cơ quan ký"), max_length=120)
    scope = forms.ChoiceField(
        label=_("Phạm vi"),
        choices=[(Scope.WARD.value, _("Phường này")), (Scope.NATION.value, _("Cả nước"))],
        initial=Scope.WARD.value,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Lay out the days; those left empty change nothing."""
        super().__init__(*args, **kwargs)
        for place in range(1, MOST_DAYS + 1):
            self.add(f"date_{place}", DateField3(label=_("Ngày thay đổi"), required=place == 1))
            self.add(
                f"effect_{place}",
                forms.ChoiceField(
                    label=_("Ngày ấy"),
                    choices=[
                        (Effect.OFF.value, _("Nghỉ")),
                        (Effect.WORK.value, _("Làm việc cả ngày")),
                    ],
                    initial=Effect.OFF.value,
                    required=False,
                ),
            )
            self.add(
                f"note_{place}",
                forms.CharField(label=_("Ghi chú"), max_length=200, required=False),
            )

    def days(self) -> list[list[forms.BoundField]]:
        """Return the fields by day."""
        names = ("date", "effect", "note")
        return [[self[f"{name}_{n}"] for name in names] for n in range(1, MOST_DAYS + 1)]

    def given(self) -> Given:
        """Return the decision that was typed."""
        values = self.cleaned_data
        changed = []
        for place in range(1, MOST_DAYS + 1):
            day = values.get(f"date_{place}")
            if isinstance(day, date):
                effect = Effect(values.get(f"effect_{place}") or Effect.OFF)
                changed.append(ChangedDay(day, effect, values.get(f"note_{place}", "")))
        return Given(
            number=values["number"].strip(),
            issued_on=values["issued_on"],
            signer=values["signer"],
            scope=values["scope"],
            days=changed,
        )
