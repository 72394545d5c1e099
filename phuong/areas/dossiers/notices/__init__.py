"""The messages this area sends: what, who, until when, what to do. Never a name, never a detail.

Every move of which the applicant is told has its template here, `dossiers.<move>`.
"""

from phuong.areas.dossiers.notices.asking import ASKING
from phuong.areas.dossiers.notices.certifying import CERTIFIED
from phuong.areas.dossiers.notices.elsewhere import ELSEWHERE, REPORTED
from phuong.areas.dossiers.notices.messages import (
    AT_INTAKE,
    AT_THE_END,
    CHANGED,
    IN_WORK,
    LATE,
    MISSED,
    REMINDERS,
)
from phuong.areas.dossiers.notices.paying import PAYING, REMIND, REMIND_LATE

__all__ = ["ASKING", "TEMPLATES", "TOLD"]

TEMPLATES = (
    *AT_INTAKE,
    *IN_WORK,
    *CERTIFIED,
    *PAYING,
    REMIND,
    REMIND_LATE,
    *AT_THE_END,
    LATE,
    *REMINDERS,
    *MISSED,
    *CHANGED,
    *ELSEWHERE,
    *REPORTED,
)
TOLD = frozenset(template.code for template in TEMPLATES)
