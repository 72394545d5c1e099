"""What the desk may and must do, as functions over values. Every number comes in as an argument."""

from phuong.areas.dossiers.rules.asking import (
    Asked,
    AskedPaper,
    answer_by,
    check_asked,
    check_complete,
    check_may_ask,
    check_may_begin,
    check_not_held,
    check_reason,
    is_digitised,
    is_unanswered_for_too_long,
    missing_papers,
)
from phuong.areas.dossiers.rules.correcting import (
    CONTACT,
    PAPER,
    PROCEDURE,
    Change,
    check_correction,
    check_may_correct,
    check_papers_corrected,
    check_receipt_seen,
)
from phuong.areas.dossiers.rules.counting import (
    Counted,
    cells,
)
from phuong.areas.dossiers.rules.handing_over import (
    check_by_post,
    check_receiver,
)
from phuong.areas.dossiers.rules.promises import (
    LEAST_WORDS,
    check_apology_reason,
    check_drafted,
    check_may_draft,
    check_time_order,
    target,
)
from phuong.areas.dossiers.rules.rating import (
    GOOD,
    LOW,
    check_kiosk_proof,
    check_marks,
    check_may_rate,
    is_low,
    is_satisfied,
    rated_after,
)
from phuong.areas.dossiers.rules.reminding import (
    Reminder,
    reminder_of_request,
    reminder_of_result,
)
from phuong.areas.dossiers.rules.undoing import (
    check_not_printed,
    check_undo_in_time,
    check_undo_possible,
)

__all__ = [
    "CONTACT",
    "GOOD",
    "LEAST_WORDS",
    "LOW",
    "PAPER",
    "PROCEDURE",
    "Asked",
    "AskedPaper",
    "Change",
    "Counted",
    "Reminder",
    "answer_by",
    "cells",
    "check_apology_reason",
    "check_asked",
    "check_by_post",
    "check_complete",
    "check_correction",
    "check_drafted",
    "check_kiosk_proof",
    "check_marks",
    "check_may_ask",
    "check_may_begin",
    "check_may_correct",
    "check_may_draft",
    "check_may_rate",
    "check_not_held",
    "check_not_printed",
    "check_papers_corrected",
    "check_reason",
    "check_receipt_seen",
    "check_receiver",
    "check_time_order",
    "check_undo_in_time",
    "check_undo_possible",
    "is_digitised",
    "is_low",
    "is_satisfied",
    "is_unanswered_for_too_long",
    "missing_papers",
    "rated_after",
    "reminder_of_request",
    "reminder_of_result",
    "target",
]
