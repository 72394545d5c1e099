"""Every write that a person can cause to the ward's own settings, split by thing."""

from phuong.areas.office.actions.accounts import invite, lock_account, open_account, unlock_account
from phuong.areas.office.actions.calendar import Given, apply_calendar, decide_calendar
from phuong.areas.office.actions.founding import (
    change_ward,
    found_ward,
    invite_founder,
    undo_template,
    use_template,
)
from phuong.areas.office.actions.hours import end_hours, set_hours
from phuong.areas.office.actions.organisation import (
    add_post,
    add_unit,
    close_post,
    close_unit,
    grant,
    rename_unit,
    withdraw_grant,
)
from phuong.areas.office.actions.people import (
    appoint,
    begin_absence,
    begin_substitution,
    end_absence,
    end_appointment,
    end_substitution,
)
from phuong.areas.office.actions.values import correct_value

__all__ = [
    "Given",
    "add_post",
    "add_unit",
    "apply_calendar",
    "appoint",
    "begin_absence",
    "begin_substitution",
    "change_ward",
    "close_post",
    "close_unit",
    "correct_value",
    "decide_calendar",
    "end_absence",
    "end_appointment",
    "end_hours",
    "end_substitution",
    "found_ward",
    "grant",
    "invite",
    "invite_founder",
    "lock_account",
    "open_account",
    "rename_unit",
    "set_hours",
    "undo_template",
    "unlock_account",
    "use_template",
    "withdraw_grant",
]
