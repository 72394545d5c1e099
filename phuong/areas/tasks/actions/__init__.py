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
from phuong.areas.tasks.actions.erasing import erase_values
from phuong.areas.tasks.actions.giving import (
    Wanted,
    decline_referral,
    give,
    give_from,
    hand_on,
    take_referral,
)
from phuong.areas.tasks.actions.undoing import undo

__all__ = [
    "Wanted",
    "ask_extension",
    "cancel",
    "close_undone",
    "confirm",
    "decline_referral",
    "erase_values",
    "extend",
    "give",
    "give_from",
    "hand_on",
    "keep_date",
    "report_done",
    "report_progress",
    "send_back",
    "take_referral",
    "take_up",
    "undo",
]
