"""What is typed of the ward's own settings, split by thing."""

from phuong.areas.office.forms.calendar import CalendarForm
from phuong.areas.office.forms.founding import (
    FindUnitForm,
    FoundingForm,
    SetUpCodeForm,
    WardForm,
)
from phuong.areas.office.forms.organisation import FORMS, ActForm, Offered

__all__ = [
    "FORMS",
    "ActForm",
    "CalendarForm",
    "FindUnitForm",
    "FoundingForm",
    "Offered",
    "SetUpCodeForm",
    "WardForm",
]
