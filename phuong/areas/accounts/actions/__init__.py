"""Every write to accounts that a person can cause."""

from phuong.areas.accounts.actions.citizens import (
    ask_to_come_in,
    asked_before,
    check_link,
    come_in,
    delete_citizen,
    drop,
    end_everywhere,
    keep,
)
from phuong.areas.accounts.actions.devices import (
    end_log_in,
    end_others,
    move_log_in,
    note_log_in,
    wish,
)
from phuong.areas.accounts.actions.factors import (
    begin_one_time,
    confirm_one_time,
    recover,
    remove_one_time,
    renew_codes,
    use_code,
)
from phuong.areas.accounts.actions.letters import (
    ask_mail,
    check_mail_link,
    confirm_mail,
    remove_mail,
    want_digests,
)
from phuong.areas.accounts.actions.passkeys import (
    add_passkey,
    begin_passkey,
    offer_passkeys,
    remove_passkey,
    use_passkey,
)

__all__ = [
    "add_passkey",
    "ask_mail",
    "ask_to_come_in",
    "asked_before",
    "begin_one_time",
    "begin_passkey",
    "check_link",
    "check_mail_link",
    "come_in",
    "confirm_mail",
    "confirm_one_time",
    "delete_citizen",
    "drop",
    "end_everywhere",
    "end_log_in",
    "end_others",
    "keep",
    "move_log_in",
    "note_log_in",
    "offer_passkeys",
    "recover",
    "remove_mail",
    "remove_one_time",
    "remove_passkey",
    "renew_codes",
    "use_code",
    "use_passkey",
    "want_digests",
    "wish",
]
