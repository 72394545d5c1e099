"""What is typed of a calendar decision."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phuong.areas.office.actions import Given
from phuong.areas.office.rules import ChangedDay, parse_sessions
from phuong.kernel.errors import RuleBroken
from phuong.kernel.law.api import Scope
from phuong.kernel.ui.forms import DateField3, RefusableForm
from phuong.kernel.ui.sentences import sentence
from phuong.kernel.workdays import Effect, Session

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
        self._opened: dict[int, tuple[Session, ...]] = {}
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
                        (Effect.SESSIONS.value, _("Chỉ mở một số giờ")),
                        (Effect.DESK_ONLY.value, _("Quầy mở, không tính vào thời hạn")),
                    ],
                    initial=Effect.OFF.value,
                    required=False,
                ),
            )
            self.add(
                f"open_{place}",
                forms.CharField(
                    label=_("Giờ mở"),
                    max_length=100,
                    required=False,
                    help_text=_("Khi chỉ mở một số giờ, ví dụ 07:00–11:00."),
                ),
            )
            self.add(
                f"note_{place}",
                forms.CharField(label=_("Ghi chú"), max_length=200, required=False),
            )

    def clean(self) -> dict[str, Any]:
        """Read the hours that were typed."""
        given = super().clean() or {}
        self._opened = {}
        for place in range(1, MOST_DAYS + 1):
            try:
                self._opened[place] = parse_sessions(given.get(f"open_{place}") or "")
            except RuleBroken as refusal:
                self.add_error(f"open_{place}", sentence(refusal))
        return given

    def days(self) -> list[list[forms.BoundField]]:
        """Return the fields by day."""
        names = ("date", "effect", "open", "note")
        return [[self[f"{name}_{n}"] for name in names] for n in range(1, MOST_DAYS + 1)]

    def given(self) -> Given:
        """Return the decision that was typed."""
        values = self.cleaned_data
        changed = []
        for place in range(1, MOST_DAYS + 1):
            day = values.get(f"date_{place}")
            if isinstance(day, date):
                effect = Effect(values.get(f"effect_{place}") or Effect.OFF)
                note, opened = values.get(f"note_{place}", ""), self._opened.get(place, ())
                changed.append(ChangedDay(day, effect, note, opened))
        return Given(
            number=values["number"].strip(),
            issued_on=values["issued_on"],
            signer=values["signer"],
            scope=values["scope"],
            days=changed,
        )
