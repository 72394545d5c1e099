"""Every write to tasks that a person can cause, split by who acts.

Always: lock → policy → rules → change → event, work item, notices, figures; one transaction.
Files are received before it (`documents.receive`).
"""

from phuong.areas.tasks.actions.answering import (
    cancel,
    close_undone,
    confirm,
    extend,
    keep_date,
    send_back,
)
from phuong.areas.tasks.actions.doing import ask_extension, report_done, report_progress, take_up
from phuong.areas.tasks.actions.erasing import erase_series, erase_values
from phuong.areas.tasks.actions.giving import (
    Wanted,
    decline_referral,
    give,
    give_from,
    hand_on,
    take_referral,
)
from phuong.areas.tasks.actions.series import (
    Regular,
    begin_series,
    change_doer,
    end_series,
    give_next,
    pause_series,
    resume_series,
)
from phuong.areas.tasks.actions.undoing import undo

__all__ = [
    "Regular",
    "Wanted",
    "ask_extension",
    "begin_series",
    "cancel",
    "change_doer",
    "close_undone",
    "confirm",
    "decline_referral",
    "end_series",
    "erase_series",
    "erase_values",
    "extend",
    "give",
    "give_from",
    "give_next",
    "hand_on",
    "keep_date",
    "pause_series",
    "report_done",
    "report_progress",
    "resume_series",
    "send_back",
    "take_referral",
    "take_up",
    "undo",
]
